// node test.mjs token04.wasm: the module's imports and exports, and faulty hosts.
import assert from 'node:assert';
import { readFileSync } from 'node:fs';

import { nodeCipher, nodeEntropy, nodeHmac } from './host.mjs';

const OK = 0;
const STREAM_ID_INVALID = 9;
const PRIVILEGES_EMPTY = 12;
const TOKEN_FORMAT = 20;
const DECRYPT_FAILED = 23;
const CLAIMS_INVALID = 24;
const UNAUTHENTICATED = 38;
const INTERNAL = 90;
const RANDOM_UNAVAILABLE = 94;
const [CBC_ENCRYPT, CBC_DECRYPT, GCM_SEAL, GCM_OPEN] = [0, 1, 2, 3];
const [CBC, GCM] = [0, 1];
const NOW = 1_700_000_000n;
const APP_ID = 1234567890n;

const module = new WebAssembly.Module(readFileSync(process.argv[2]));
const names = (list) => list.sort();
const found = {
  imports: names(WebAssembly.Module.imports(module).map((one) => `${one.module}.${one.name}`)),
  exports: names(WebAssembly.Module.exports(module).map((one) => one.name)),
};
const listed = JSON.parse(readFileSync(new URL('seams.json', import.meta.url), 'utf8'));
assert.deepStrictEqual(found, listed);
const counts = `${found.imports.length} imports and ${found.exports.length} exports`;
console.log(`ok   ${counts} are those listed`);

/**
 * An instance with its own host, and the calls to test on it. The default for `entropy` is
 * node:crypto's; without `hmac` the host has none.
 */
function instance(cipher, entropy, hmac) {
  let wasm;
  const memory = () => wasm.memory;
  const host = {
    cipher: nodeCipher(memory),
    entropy: nodeEntropy(memory),
    hmac: nodeHmac(memory),
  };
  wasm = new WebAssembly.Instance(module, {
    token04: {
      token04_host_cipher: (...message) => cipher(host.cipher, ...message),
      token04_host_entropy: (...room) => (entropy ?? host.entropy)(...room),
      token04_host_hmac: (...message) => (hmac ? hmac(host.hmac, ...message) : 2),
    },
  }).exports;
  if (entropy === 'fixed') entropy = (at, length) => bytes(at, length).fill(7) && 1;
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
  const result = (status) => {
    const text = Buffer.from(bytes(out, number(length))).toString();
    if (status !== OK) {
      assert.strictEqual(text, '', 'no string with an error');
      assert.strictEqual(bytes(out, 1)[0], 0);
    }
    return { status, text };
  };
  return {
    generate(mode) {
      assert.strictEqual(wasm.token04_generator_new(APP_ID, ...secret, mode, length), OK);
      const generator = number(length);
      const made = result(
        wasm.token04_generator_generate(generator, ...user, 60n, 0, 0, NOW, out, room, length),
      );
      wasm.token04_generator_free(generator);
      return made;
    },
    privileges(login, publish, any) {
      const flags = [login, publish, any].map(Number);
      const given = [...user, ...flags, 0, 0, 0, out, room, length];
      return result(wasm.token04_privileges_payload(...given));
    },
    verify(token) {
      const status = wasm.token04_verifier_new(APP_ID, ...secret, 0, 0, 0, 30n, length);
      assert.strictEqual(status, OK);
      const verifier = number(length);
      const given = [verifier, ...lay(token), ...user, NOW, out, room, length];
      const verified = result(wasm.token04_verifier_verify_user_json(...given));
      wasm.token04_verifier_free(verifier);
      return verified;
    },
    kit: (token, name) =>
      result(
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
    inspect: (token) => result(wasm.token04_inspect_json(...lay(token), out, room, length)),
    decode: (token) =>
      result(wasm.token04_decode_json(...lay(token), ...secret, out, room, length)),
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
  // A token that either of them made is read by both, with the same result.
  for (const { text } of [token, builtIn[mode]]) {
    const read = lent.decode(text);
    assert.strictEqual(read.status, OK);
    assert.deepStrictEqual(UNSUPPORTED.decode(text), read);
  }
  const [encrypts, decrypts] = mode === CBC ? [CBC_ENCRYPT, CBC_DECRYPT] : [GCM_SEAL, GCM_OPEN];
  assert.deepStrictEqual(used, [encrypts, decrypts, decrypts]);
}
console.log('ok   the cipher of a host and the built-in one decrypt what the other encrypted, in both modes');

// The IV is an HMAC: that of the host or the built-in one must agree for the same random nonce.
for (const mode of [CBC, GCM]) {
  const seen = [];
  const lending = (hmac, ...message) => {
    seen.push(message[1]);
    return hmac(...message);
  };
  const tokens = [undefined, lending, () => 1, () => -1].map((hmac) => {
    const host = instance(() => 2, 'fixed', hmac);
    const { status, text } = host.generate(mode);
    assert.strictEqual(status, OK);
    assert.strictEqual(host.verify(text).status, OK);
    return text;
  });
  assert.strictEqual(new Set(tokens).size, 1);
  assert.deepStrictEqual(new Set(seen), new Set([32]));
  // The host reports success but writes no HMAC: other instances refuse the token.
  const wrong = instance(() => 2, 'fixed', () => 0).generate(mode);
  assert.strictEqual(UNSUPPORTED.verify(wrong.text).status, UNAUTHENTICATED);
}
console.log('ok   the HMAC of a host and the built-in one make the same tokens');

const payload = '{"room_id":"user1","privilege":{"1":1,"2":1},"stream_id_list":null}';
assert.deepStrictEqual(UNSUPPORTED.privileges(true, true, true), { status: OK, text: payload });
assert.strictEqual(UNSUPPORTED.privileges(true, true, false).status, STREAM_ID_INVALID);
assert.strictEqual(UNSUPPORTED.privileges(false, false, false).status, PRIVILEGES_EMPTY);
console.log('ok   any stream is granted only by its own flag');

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
console.log('ok   600 lengths of base64 match those of node');

// Each byte at each position of the ciphertext: accepted only if it is a base64 character.
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
console.log('ok   characters that are not base64 are refused at every position');

for (const mode of [CBC, GCM]) {
  for (const unsupported of [2, 3, -1, 255]) {
    const made = instance(() => unsupported).generate(mode);
    assert.strictEqual(made.status, OK);
    assert.strictEqual(UNSUPPORTED.decode(made.text).status, OK);
  }
  // Refused, or reported as done with nothing done.
  for (const wrong of [0, 1]) {
    const host = instance(() => wrong);
    assert.strictEqual(host.generate(mode).status, INTERNAL);
    // A CBC decryption cannot be refused: the built-in cipher is used instead.
    const served = mode === CBC && wrong === 1;
    const unreadable = mode === GCM && wrong === 0 ? CLAIMS_INVALID : DECRYPT_FAILED;
    assert.strictEqual(host.decode(builtIn[mode].text).status, served ? OK : unreadable);
    assert.strictEqual(host.verify(builtIn[mode].text).status, served ? OK : UNAUTHENTICATED);
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

// A tag with any bit changed is refused by the host, and no plaintext is returned.
const host = instance((cipher, ...message) => cipher(...message));
const sealed = Buffer.from(builtIn[GCM].text.slice(2), 'base64');
for (let bit = 0; bit < 128; bit += 1) {
  const damaged = Buffer.from(sealed);
  damaged[damaged.length - 17 + (bit >> 3)] ^= 1 << (bit & 7);
  const { status } = host.decode(`04${damaged.toString('base64')}`);
  assert.strictEqual(status, DECRYPT_FAILED);
}
console.log('ok   each of 128 damaged tags is refused');

// The heap: blocks do not overlap, keep their content, and are reused.
const {
  memory,
  token04_alloc: alloc,
  token04_free: free,
} = new WebAssembly.Instance(module, {
  token04: {
    token04_host_cipher: () => 2,
    token04_host_entropy: () => 0,
    token04_host_hmac: () => 2,
  },
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
assert.strictEqual(alloc(0xffffffff), 0, 'more than memory can ever hold');
assert.strictEqual(alloc(0x7fff0000), 0, 'more than is available');
assert(alloc(16) > 0, 'and the instance still works');
free(0, 16);
console.log(`ok   20000 steps of the heap, ${memory.buffer.byteLength >> 10} KiB at the end`);
