// node self-check.test.mjs INSTALLED: with a module that computes wrongly, every call is error 90.
import assert from 'node:assert';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const INTERNAL = 90;
const SECRET = '0123456789abcdef0123456789abcdef';
const home = path.join(path.resolve(process.argv[2]), 'node_modules/token04');
const good = readFileSync(path.join(home, 'wasm/token04.wasm'));
const load = (file) => import(pathToFileURL(path.join(home, 'lib', file)));
const { createWasmApi } = await load('wasm.mjs');
const sound = createWasmApi(() => new WebAssembly.Module(good));
const token = new sound.TokenGenerator(1, SECRET, { mode: 'gcm' }).identityToken('u', 3600);

/** Where the content of each section of a module begins and ends, by the section's number. */
function sections(bytes) {
  const found = {};
  let at = 8;
  const number = () => {
    let [value, shift] = [0, 0];
    for (;;) {
      const byte = bytes[at++];
      value |= (byte & 0x7f) << shift;
      shift += 7;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const section = bytes[at++];
    const size = number();
    found[section] = [at, at + size];
    at += size;
  }
  return found;
}
const CODE = 10;
const [start, end] = sections(good)[CODE];

/** The module with each of these byte sequences in its code replaced by one of the same length. */
function patched(from, to) {
  assert.strictEqual(from.length, to.length);
  const bytes = Buffer.from(good);
  let count = 0;
  for (let at = start; (at = bytes.indexOf(Buffer.from(from), at)) >= 0 && at < end; at += 1) {
    bytes.set(to, at);
    count += 1;
  }
  assert(count > 0, `no ${from} in the code`);
  return bytes;
}

/** The result of each kind of call of a new engine: its value, or the error that it throws. */
function outcomes(bytes) {
  const calls = [
    (t) => new t.TokenGenerator(1, SECRET).identityToken('u', 60),
    (t) => t.generateToken04(1, 'u', SECRET, 60),
    (t) => new t.TokenVerifier(1, SECRET).verify(token).claims.user_id,
    (t) => t.decode(token, SECRET).claims.user_id,
    (t) => t.inspect(token).mode,
    (t) => t.explain(token)[0].message,
    (t) => t.kitToken(token, 'r', 'u', 'n', 1),
    (t) => t.RoomPrivileges.loginOnly('r').payload(),
    (t) => t.generateToken04(0, 'u', SECRET, 60),
  ];
  return calls.map((call) => {
    try {
      return call(createWasmApi(() => new WebAssembly.Module(bytes)));
    } catch (error) {
      return error;
    }
  });
}

const refused = (outcome) => outcome instanceof Error && outcome.code === INTERNAL;
const [processor] = os.cpus();
assert.strictEqual(outcomes(good).filter(refused).length, 0);

/** Each call of a broken module is error 90, and the message names the engine and the processor. */
function refuses(called, bytes) {
  for (const outcome of outcomes(bytes)) {
    assert(refused(outcome), `${called}: ${String(outcome).slice(0, 80)}`);
    const { name, message } = outcome;
    assert.strictEqual(name, 'internal');
    for (const part of [`node ${process.versions.node}`, process.arch, processor.model.trim()]) {
      assert(message.includes(part), `${called}: ${message}`);
    }
    assert(message.endsWith(': internal error in token04: please report it'), message);
  }
}

// A real compiler bug: memory is not copied. Three `drop` and a `nop` take as many bytes as
// `memory.copy`.
refuses('memory.copy does nothing', patched([0xfc, 10, 0, 0], [0x1a, 0x1a, 0x1a, 0x01]));
console.log('ok   with a module that copies no memory, each call is error 90');

// Instructions that are replaced everywhere by another one of the same type.
const instructions = {
  'i32.add as i32.sub': [0x6a, 0x6b],
  'i32.xor as i32.or': [0x73, 0x72],
  'i32.and as i32.or': [0x71, 0x72],
  'i32.shl as i32.shr_u': [0x74, 0x76],
  'i32.rotl as i32.rotr': [0x77, 0x78],
  'i32.lt_u as i32.gt_u': [0x49, 0x4b],
  'i64.xor as i64.or': [0x85, 0x84],
};
let tried = 0;
for (const [called, [from, to]] of Object.entries(instructions)) {
  // This may also change bytes with another meaning: only results that are still valid modules are
  // tried.
  const bytes = Buffer.from(good);
  for (let at = start; at < end; at += 1) {
    if (bytes[at] !== from) continue;
    bytes[at] = to;
    if (!WebAssembly.validate(bytes)) bytes[at] = from;
  }
  refuses(called, bytes);
  tried += 1;
}
console.log(`ok   ${tried} replaced instructions are error 90`);

// The check has its own instance and entropy.
const { Instance } = WebAssembly;
const random = globalThis.crypto?.getRandomValues;
let [instances, requests] = [0, 0];
WebAssembly.Instance = function counted(...args) {
  instances += 1;
  return new Instance(...args);
};
if (random) {
  globalThis.crypto.getRandomValues = (...args) => {
    requests += 1;
    return random.apply(globalThis.crypto, args);
  };
}
try {
  const api = createWasmApi(() => new WebAssembly.Module(good));
  assert.strictEqual(instances, 0, 'nothing runs before the first call');
  assert.strictEqual(api.inspect(token).mode, 'gcm');
  assert.deepStrictEqual([instances, requests], [2, 0]);
  api.inspect(token);
  assert.strictEqual(instances, 2, 'once');
} finally {
  WebAssembly.Instance = Instance;
  if (random) globalThis.crypto.getRandomValues = random;
}
console.log('ok   it checks once, in an instance that is discarded, without real entropy');

// A full stack or memory at the first call does not mean that the machine computes wrongly.
{
  const api = createWasmApi(() => new WebAssembly.Module(good));
  WebAssembly.Instance = function full() {
    throw new RangeError('Maximum call stack size exceeded');
  };
  try {
    assert.throws(() => api.inspect(token), { code: INTERNAL });
  } finally {
    WebAssembly.Instance = Instance;
  }
  assert.strictEqual(api.inspect(token).mode, 'gcm');
  console.log('ok   a check that did not finish is repeated');
}

const { fingerprintOf } = await load('wasm-engine.mjs');
const { default: known } = await load('known.mjs');
const module = new WebAssembly.Module(good);
let best = Infinity;
for (let round = 0; round < 30; round += 1) {
  const before = performance.now();
  assert.strictEqual(fingerprintOf(module), known.fingerprint);
  best = Math.min(best, performance.now() - before);
}
assert(best < 2, `${best} ms`);
console.log(`ok   it takes ${best.toFixed(2)} ms`);
