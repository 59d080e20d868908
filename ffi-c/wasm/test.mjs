// node test.mjs token04.wasm: the module's seams, and what a host that answers wrongly gets.
import assert from 'node:assert';
import { readFileSync } from 'node:fs';

import { nodeCipher, nodeEntropy } from './host.mjs';

const OK = 0;
const TOKEN_FORMAT = 20;
const DECRYPT_FAILED = 23;
const CLAIMS_INVALID = 24;
const INTERNAL = 90;
const RANDOM_UNAVAILABLE = 94;
const [CBC_ENCRYPT, CBC_DECRYPT, GCM_SEAL, GCM_OPEN] = [0, 1, 2, 3];
const [CBC, GCM] = [0, 1];
const LOGIN_ONLY = 0;
const NOW = 1_700_000_000n;
const APP_ID = 1234567890n;

const module = new WebAssembly.Module(readFileSync(process.argv[2]));
const names = (list) => list.sort();
const told = {
  imports: names(WebAssembly.Module.imports(module).map((one) => `${one.module}.${one.name}`)),
  exports: names(WebAssembly.Module.exports(module).map((one) => one.name)),
};
const listed = JSON.parse(readFileSync(new URL('seams.json', import.meta.url), 'utf8'));
assert.deepStrictEqual(told, listed);
const counts = `${told.imports.length} imports and ${told.exports.length} exports`;
console.log(`ok   ${counts} are those listed`);

/** An instance with a host of its own, and the calls that are tried on it. */
function instance(cipher, entropy) {
  let wasm;
  const memory = () => wasm.memory;
  const host = { cipher: nodeCipher(memory), entropy: nodeEntropy(memory) };
  wasm = new WebAssembly.Instance(module, {
    token04: {
      token04_host_cipher: (...message) => cipher(host.cipher, ...message),
      token04_host_entropy: (...room) => (entropy ? entropy(...room) : host.entropy(...room)),
    },
  }).exports;
  const bytes = (at, length) => new Uint8Array(wasm.memory.buffer, at, length);
  const lay = (data) => {
    const at = wasm.token04_alloc(data.length);
    assert.notStrictEqual(at, 0);
    bytes(at, data.length).set(Buffer.from(data));
    return [at, data.length];
  };
  const number = (at) => new DataView(wasm.memory.buffer).getUint32(at, true);
  const room = 4096;
  const [out] = lay('x'.repeat(room));
  const [length] = lay(Buffer.alloc(8));
  const secret = lay('0123456789abcdef0123456789abcdef');
  const user = lay('user1');
  const answer = (status) => {
    const text = Buffer.from(bytes(out, number(length))).toString();
    if (status !== OK) {
      assert.strictEqual(text, '', 'no text beside an error');
      assert.strictEqual(bytes(out, 1)[0], 0);
    }
    return { status, text };
  };
  return {
    generate(mode) {
      assert.strictEqual(wasm.token04_generator_new(APP_ID, ...secret, mode, length), OK);
      const generator = number(length);
      const made = answer(
        wasm.token04_generator_generate(generator, ...user, 60n, 0, 0, NOW, out, room, length),
      );
      wasm.token04_generator_free(generator);
      return made;
    },
    prepared(mode) {
      assert.strictEqual(wasm.token04_generator_new(APP_ID, ...secret, mode, length), OK);
      const generator = number(length);
      const made = wasm.token04_privileges_new(LOGIN_ONLY, ...user, 0, 0, 0, length);
      assert.strictEqual(made, OK);
      const privileges = number(length);
      const tokens = [1, 2].map(() => {
        const given = [generator, ...user, 60n, privileges, NOW, out, room, length];
        return answer(wasm.token04_generator_prepared_privilege_token(...given));
      });
      wasm.token04_privileges_free(privileges);
      wasm.token04_generator_free(generator);
      return tokens;
    },
    kit: (token, name) =>
      answer(
        wasm.token04_kit_token(
          ...lay(token),
          ...user,
          ...user,
          ...lay(name),
          APP_ID,
          out,
          room,
          length,
        ),
      ),
    inspect: (token) => answer(wasm.token04_inspect_json(...lay(token), out, room, length)),
    decode: (token) =>
      answer(wasm.token04_decode_json(...lay(token), ...secret, out, room, length)),
  };
}

const UNSUPPORTED = instance(() => 2);
const builtIn = { [CBC]: UNSUPPORTED.generate(CBC), [GCM]: UNSUPPORTED.generate(GCM) };

for (const mode of [CBC, GCM]) {
  const used = [];
  const lent = instance((cipher, operation, ...message) => {
    used.push(operation);
    return cipher(operation, ...message);
  });
  const token = lent.generate(mode);
  assert.strictEqual(token.status, OK);
  // What either made is read by both, and to the same answer.
  for (const { text } of [token, builtIn[mode]]) {
    const read = lent.decode(text);
    assert.strictEqual(read.status, OK);
    assert.deepStrictEqual(UNSUPPORTED.decode(text), read);
  }
  const [encrypts, decrypts] = mode === CBC ? [CBC_ENCRYPT, CBC_DECRYPT] : [GCM_SEAL, GCM_OPEN];
  assert.deepStrictEqual(used, [encrypts, decrypts, decrypts]);
}
console.log('ok   the cipher of a host and the built-in one read each other, in both modes');

for (const mode of [CBC, GCM]) {
  const tokens = UNSUPPORTED.prepared(mode);
  assert.notStrictEqual(tokens[0].text, tokens[1].text);
  for (const { text } of tokens) {
    const { privileges } = JSON.parse(UNSUPPORTED.decode(text).text);
    assert.deepStrictEqual([privileges.room_id, privileges.publish], ['user1', false]);
  }
}
console.log('ok   privileges are prepared once for many tokens');

// Each length of the last group of base64, and each character.
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
for (let length = 0; length < 600; length += 1) {
  const name = Array.from({ length }, (_, at) => alphabet[(at * 7 + length) % 65]).join('');
  const { status, text } = UNSUPPORTED.kit(builtIn[CBC].text, name);
  assert.strictEqual(status, OK);
  const json = `{"userID":"user1","roomID":"user1","userName":"${name}","appID":${APP_ID}}`;
  assert.strictEqual(text, `${builtIn[CBC].text}#${Buffer.from(json).toString('base64')}`);
  assert.strictEqual(JSON.parse(UNSUPPORTED.inspect(text).text).kit.user_name, name);
}
console.log('ok   600 lengths of base64 are those of node');

// Each byte in each place of the ciphertext: read where it is a character of base64.
const canonical = Buffer.from(builtIn[GCM].text);
for (let at = 50; at < canonical.length - 4; at += 1) {
  for (let byte = 0; byte < 256; byte += 1) {
    const damaged = Buffer.from(canonical);
    damaged[at] = byte;
    const character = /^[A-Za-z0-9+/]$/.test(String.fromCharCode(byte));
    const { status } = UNSUPPORTED.inspect(damaged);
    // A `#` would begin the second part of a kit token: refused as well.
    assert.strictEqual(status, character ? OK : TOKEN_FORMAT, `${byte} at ${at}`);
  }
}
console.log('ok   characters that are none of base64 are refused wherever they stand');

for (const mode of [CBC, GCM]) {
  for (const unsupported of [2, 3, -1, 255]) {
    const made = instance(() => unsupported).generate(mode);
    assert.strictEqual(made.status, OK);
    assert.strictEqual(UNSUPPORTED.decode(made.text).status, OK);
  }
  // Refused, or nothing done and said to be done.
  for (const wrong of [0, 1]) {
    const host = instance(() => wrong);
    assert.strictEqual(host.generate(mode).status, INTERNAL);
    const { status } = host.decode(builtIn[mode].text);
    assert.strictEqual(status, mode === GCM && wrong === 0 ? CLAIMS_INVALID : DECRYPT_FAILED);
  }
  const thrown = new Error('on purpose');
  const throws = () => {
    throw thrown;
  };
  assert.throws(() => instance(throws).generate(mode), thrown);
  for (const none of [0, 2, -1]) {
    const starved = instance(
      (cipher, ...message) => cipher(...message),
      () => none,
    );
    assert.strictEqual(starved.generate(mode).status, RANDOM_UNAVAILABLE);
  }
}
console.log('ok   a host that refuses, does nothing or has no entropy yields no token');

// A tag of which any bit is another is refused by the host, and nothing is told of the text.
const host = instance((cipher, ...message) => cipher(...message));
const sealed = Buffer.from(builtIn[GCM].text.slice(2), 'base64');
for (let bit = 0; bit < 128; bit += 1) {
  const damaged = Buffer.from(sealed);
  damaged[damaged.length - 17 + (bit >> 3)] ^= 1 << (bit & 7);
  const { status } = host.decode(`04${damaged.toString('base64')}`);
  assert.strictEqual(status, DECRYPT_FAILED);
}
console.log('ok   each of 128 damaged tags is refused');

// The heap: blocks do not overlap, keep what was written, and are used again.
const {
  memory,
  token04_alloc: alloc,
  token04_free: free,
} = new WebAssembly.Instance(module, {
  token04: { token04_host_cipher: () => 2, token04_host_entropy: () => 0 },
}).exports;
let seed = 1;
const random = (below) => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed % below;
};
const blocks = [];
for (let step = 0; step < 20000; step += 1) {
  if (blocks.length > 40 || (blocks.length > 0 && random(2) === 0)) {
    const [{ at, size, mark }] = blocks.splice(random(blocks.length), 1);
    assert(new Uint8Array(memory.buffer, at, size).every((byte) => byte === mark));
    free(at, size);
  } else {
    const size = random(random(20) === 0 ? 200000 : 600);
    const at = alloc(size);
    assert(at > 0 && at % 16 === 0);
    const mark = random(256);
    new Uint8Array(memory.buffer, at, size).fill(mark);
    blocks.push({ at, size, mark });
  }
}
assert(memory.buffer.byteLength < 64 << 20, `${memory.buffer.byteLength} bytes`);
assert.strictEqual(alloc(0xffffffff), 0, 'more than there can be');
assert.strictEqual(alloc(0x7fff0000), 0, 'more than there is');
assert(alloc(16) > 0, 'and the instance goes on');
free(0, 16);
console.log(`ok   20000 steps of the heap, ${memory.buffer.byteLength >> 10} KiB at the end`);
