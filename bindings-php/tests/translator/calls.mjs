// node calls.mjs MODULE FOLDER SEED COUNT: makes random calls of the core in Node's WebAssembly, with
// counted bytes for entropy, and writes the calls and their results for calls.php.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { nodeCipher, nodeHmac, none } from '../../../ffi-c/wasm/host.mjs';
import { random } from './random.mjs';

const [, , file, folder, seed, count] = process.argv;
const dice = random(Number(seed));
const module = new WebAssembly.Module(readFileSync(file));
const SPACE = 1 << 19;
const SECRETS = ['0123456789abcdef0123456789abcdef', 'fedcba9876543210fedcba9876543210', 'short', '\u00ff'.repeat(16)];
const PIECES = ['a', 'Z', '0', '"', '\\', '\n', '\u0001', '\u007f', '\u2028', 'é', '漢', '😀', '/', '{', '}', ',', ':', '%', '#', '04', '=', '+', 'stream1'];
const STAGES = [{ host: true, part: 0.97 }, { host: false, part: 0.03 }];

/** A string, which sometimes is no UTF-8. */
function text(most) {
  let made = '';
  for (let left = dice.below(most); left > 0; left -= 1) made += dice.pick(PIECES);
  const bytes = Buffer.from(made);
  if (bytes.length > 0 && dice.below(25) === 0) bytes[dice.below(bytes.length)] = dice.below(256);
  return bytes;
}
const edges = [0n, 1n, -1n, 3600n, 1700000000n, 4294967295n, 4294967296n, 253402300799n, 253402300800n, 2n ** 63n - 1n, -(2n ** 63n)];
const mostly = (usual) => (dice.below(8) ? usual() : dice.pick(edges));
const secret = () => Buffer.from(dice.below(10) ? SECRETS[0] : dice.pick(SECRETS));

const lines = [];
const totals = {};
for (const { host, part } of STAGES) {
  let drawn = 0;
  let exports;
  const memory = () => exports.memory;
  const view = (at, length) => Buffer.from(memory().buffer, at, length);
  const lent = nodeCipher(memory);
  const cipher = (operation, key, iv, ivLength, message, length) => {
    const tag = Buffer.from(view(message + length - 16, 16));
    const status = lent(operation, key, iv, ivLength, message, length);
    // What is there after opening does not matter; PHP leaves the tag.
    if (operation === 3 && status === 0) view(message + length - 16, 16).set(tag);
    return status;
  };
  exports = new WebAssembly.Instance(module, {
    token04: {
      token04_host_entropy(out, length) {
        view(out, length).fill(createHash('sha256').update(`entropy ${drawn}`).digest());
        drawn += 1;
        return 1;
      },
      token04_host_cipher: host ? cipher : none,
      token04_host_hmac: nodeHmac(memory),
      token04_host_base64(operation, input, length, out) {
        const given = view(input, length);
        const made = operation === 0 ? Buffer.from(given.toString('base64')) : Buffer.from(given.toString('latin1'), 'base64');
        if (operation !== 0 && made.toString('base64') !== given.toString('latin1')) return -1;
        view(out, made.length).set(made);
        return made.length;
      },
      token04_host_json(string, length, out, capacity) {
        const made = Buffer.from(JSON.stringify(view(string, length).toString('utf8')));
        if (made.length <= capacity) view(out, made.length).set(made);
        return made.length;
      },
    },
  }).exports;
  const input = exports.token04_alloc(SPACE);
  const output = exports.token04_alloc(SPACE);
  const numbers = exports.token04_alloc(64);

  // Writes the arguments as the PHP side does, and returns the status and what the call wrote.
  const call = (name, kinds, given) => {
    let at = input;
    const put = (bytes) => {
      const here = at;
      view(here, bytes.length).set(bytes);
      at += (bytes.length + 15) & ~15;
      return here;
    };
    const flat = given.flatMap((one) => {
      if (Buffer.isBuffer(one)) return [put(one), one.length];
      if (!Array.isArray(one)) return [one];
      const lengths = Buffer.alloc(4 * one.length);
      one.forEach((bytes, index) => lengths.writeUInt32LE(bytes.length, 4 * index));
      return [put(Buffer.concat(one)), put(lengths), one.length];
    });
    const out = { text: [output, SPACE, numbers], handle: [numbers], times: [numbers + 8, output, SPACE, numbers], none: [] }[kinds];
    view(numbers, 32).fill(0);
    const status = exports[`token04_${name}`](...flat, ...out) ?? 0;
    const length = view(numbers, 4).readUInt32LE();
    const made = kinds === 'text' || kinds === 'times' ? (status === 0 ? Buffer.from(view(output, length)) : Buffer.alloc(0)) : Buffer.alloc(0);
    const result = [status, made.toString('hex'), view(numbers, 32).toString('hex')].join(' ');
    const plain = (one) => {
      if (Buffer.isBuffer(one)) return { s: one.toString('hex') };
      return Array.isArray(one) ? { l: one.map((bytes) => bytes.toString('hex')) } : { n: String(one) };
    };
    lines.push(JSON.stringify([name, kinds, given.map(plain), result]));
    totals[status] = (totals[status] ?? 0) + 1;
    return { status, made, number: length };
  };

  lines.push(JSON.stringify(['stage', host, [input, output, numbers]]));
  const handle = (name, given) => call(name, 'handle', given).number;
  const generators = [0, 1].map((mode) => handle('generator_new', [1234567890n, Buffer.from(SECRETS[0]), mode]));
  const verifiers = [[], [Buffer.from(SECRETS[1])]].map((previous) => handle('verifier_new', [1234567890n, Buffer.from(SECRETS[0]), previous, 30n]));
  const payload = () => (dice.below(3) ? text(dice.below(12) ? 40 : 3000) : Buffer.from(JSON.stringify({
    room_id: dice.pick(['room1', 'room2', 7]), privilege: { 1: dice.below(3), 2: 1 },
    stream_id_list: dice.pick([null, [], ['stream1'], ['stream1', text(4).toString()], 'x', [[[]]], 1.5e300]),
  })));
  const user = () => (dice.below(3) ? Buffer.from(dice.pick(['user1', 'user2'])) : text(12));
  const now = () => mostly(() => 1700000000n + BigInt(dice.below(7200)));
  const ttl = () => mostly(() => BigInt(1 + dice.below(100000)));
  const tokens = [Buffer.from('04')];
  const token = () => {
    const made = Buffer.from(dice.pick(tokens));
    if (dice.below(3) === 0 && made.length > 0) made[dice.below(made.length)] = dice.below(2) ? dice.below(256) : 65;
    return dice.below(12) ? made : made.subarray(0, dice.below(made.length + 1));
  };
  const keep = ({ status, made }) => {
    if (status === 0) tokens.push(made);
    if (tokens.length > 60) tokens.shift();
  };
  const calls = [
    () => keep(call('generator_generate', 'text', [dice.pick(generators), user(), ttl(), payload(), now()])),
    () => keep(call('generator_generate', 'text', [dice.pick(generators), Buffer.from('user1'), 3600n, payload(), 1700000000n])),
    () => keep(call('generator_issue', 'times', [dice.pick(generators), user(), ttl(), payload(), now()])),
    () => keep(call('generate', 'text', [mostly(() => 1234567890n), user(), secret(), ttl(), payload(), now()])),
    () => call('privileges_payload', 'text', [text(9), dice.below(2), dice.below(2), dice.below(2), dice.pick([[], [text(5)], [Buffer.from('stream1'), text(5)]])]),
    () => keep(call('kit_token', 'text', [token(), Buffer.from('room1'), user(), text(20), mostly(() => 1234567890n)])),
    () => call('decode_json', 'text', [token(), secret()]),
    () => call('inspect_json', 'text', [token()]),
    () => call('verifier_verify_json', 'text', [dice.pick(verifiers), token(), now()]),
    () => call('verifier_verify_user_json', 'text', [dice.pick(verifiers), token(), user(), now()]),
    () => call('verifier_verify_login_json', 'text', [dice.pick(verifiers), token(), user(), Buffer.from('room1'), now()]),
    () => call('verifier_verify_publish_json', 'text', [dice.pick(verifiers), token(), Buffer.from('user1'), Buffer.from('room1'), Buffer.from('stream1'), now()]),
    () => call('explain_json', 'text', [token(), dice.pick([Buffer.from(SECRETS[0]), text(20)]), mostly(() => 1234567890n), user(), text(5), text(5), dice.pick([-1, 0, 1]), 30n, now()]),
    () => call('generator_free', 'none', [handle('generator_new', [mostly(() => 5n), secret(), dice.below(3)])]),
  ];
  for (let left = Math.floor(Number(count) * part); left > 0; left -= 1) dice.pick(calls)();
  lines.push(JSON.stringify(['memory', createHash('sha256').update(view(0, memory().buffer.byteLength)).digest('hex')]));
}
writeFileSync(`${folder}/calls.jsonl`, `${lines.join('\n')}\n`);
console.log(`seed ${seed}: ${Object.values(totals).reduce((a, b) => a + b)} calls, by status ${JSON.stringify(totals)}`);
