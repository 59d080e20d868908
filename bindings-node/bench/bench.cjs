'use strict';

// node --expose-gc bench.cjs INSTALLED TOOLS TESTADDON: nanoseconds per call of the engine that
// TOKEN04_ENGINE names, compared with an empty call, plain crypto and JWT. They take turns, so that
// a noisy machine slows all of them equally; each figure is the best of its rounds.
const { execFileSync } = require('node:child_process');
const { readdirSync, readFileSync, statSync } = require('node:fs');
const crypto = require('node:crypto');
const { createRequire } = require('node:module');
const path = require('node:path');
const { gzipSync } = require('node:zlib');

const [installed, tools, testAddon] = process.argv.slice(2).map((name) => path.resolve(name));
const from = (folder) => createRequire(path.join(folder, 'package.json'));
const home = path.join(installed, 'node_modules/token04');
const token04 = from(installed)('token04');
const NATIVE = token04.engine === 'native';
const SECRET = 'fa94dd0f974cf2e293728a526b028271';
const APP = 1234567890;
const ROUNDS = 400;

/** The same work done directly with node:crypto, as copied code does it. */
function plain(appId, userId, secret, ttl, payload) {
  const ctime = Math.floor(Date.now() / 1000);
  const nonce = crypto.randomInt(0, 2 ** 31 - 1);
  const claims = { app_id: appId, user_id: userId, nonce, ctime, expire: ctime + ttl, payload };
  const iv = crypto.randomBytes(16);
  const cipher = crypto.createCipheriv('aes-256-cbc', secret, iv);
  const text = Buffer.concat([cipher.update(JSON.stringify(claims)), cipher.final()]);
  const head = Buffer.alloc(10);
  head.writeBigInt64BE(BigInt(claims.expire));
  head.writeUInt16BE(16, 8);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return `04${Buffer.concat([head, iv, length, text]).toString('base64')}`;
}

/**
 * The same package over an engine that converts the same arguments and returns a string as long as
 * a token: the cost of the call itself.
 */
async function empty() {
  if (NATIVE) {
    const addon = require(testAddon);
    const { createApi } = require(path.join(home, 'lib/api.cjs'));
    return createApi({ ...addon, generate: addon.emptyCall, name: 'native' });
  }
  const { createWasmApi } = await import(path.join(home, 'lib/wasm.mjs'));
  const { Instance } = WebAssembly;
  let made = 0;
  // The first instance is for the engine's self-check, the second one for calls.
  WebAssembly.Instance = function stubbed(...given) {
    const { exports } = new Instance(...given);
    if ((made += 1) === 1) return { exports };
    const nothing = (...inputs) => {
      const [out, , length] = inputs.slice(-3);
      new Uint8Array(exports.memory.buffer, out, 320).fill(48);
      new DataView(exports.memory.buffer).setUint32(length, 320, true);
      return 0;
    };
    return { exports: { ...exports, token04_generator_generate: nothing } };
  };
  const bytes = readFileSync(path.join(home, 'wasm/token04.wasm'));
  const api = createWasmApi(() => new WebAssembly.Module(bytes));
  new api.TokenGenerator(APP, SECRET);
  WebAssembly.Instance = Instance;
  return api;
}

const contestants = new Map();

function add(name, body, tokens = 1) {
  contestants.set(name, { body, tokens, best: Infinity });
}

/** Each turn takes about a millisecond: a longer one is more likely to be interrupted. */
function run() {
  for (const one of contestants.values()) {
    const warm = Math.ceil(20_000 / one.tokens);
    const start = process.hrtime.bigint();
    for (let n = 0; n < warm; n += 1) one.body();
    const each = Number(process.hrtime.bigint() - start) / warm;
    one.count = Math.max(1, Math.round(1e6 / each));
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const one of contestants.values()) {
      const start = process.hrtime.bigint();
      for (let n = 0; n < one.count; n += 1) one.body();
      const each = Number(process.hrtime.bigint() - start) / one.count / one.tokens;
      one.best = Math.min(one.best, each);
    }
  }
}

const best = (name) => contestants.get(name).best;
const times = (slow, fast) => `${(best(slow) / best(fast)).toFixed(1)} times`;

function sizes() {
  const files = (folder) =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const name = path.join(folder, entry.name);
      return entry.isDirectory() ? files(name) : [name];
    });
  const bytes = (folder) => files(folder).reduce((sum, file) => sum + statSync(file).size, 0);
  const kb = (count) => `${(count / 1024).toFixed(0)} KB`;
  const wasm = readFileSync(path.join(home, 'wasm/token04.wasm'));
  console.log(`package token04 unpacked: ${kb(bytes(home))}`);
  const addon = path.join(installed, 'node_modules/@token04/linux-x64-gnu');
  console.log(`package @token04/linux-x64-gnu unpacked: ${kb(bytes(addon))}`);
  console.log(`token04.wasm: ${kb(wasm.length)}, gzipped ${kb(gzipSync(wasm).length)}`);
}

/** Milliseconds of require and of the first token, each in a new process. */
function loading() {
  const script = `const t0 = process.hrtime.bigint();
    const { TokenGenerator } = require('token04');
    const t1 = process.hrtime.bigint();
    new TokenGenerator(1, '${SECRET}').identityToken('u', 60);
    const t2 = process.hrtime.bigint();
    console.log(JSON.stringify([Number(t1 - t0) / 1e6, Number(t2 - t1) / 1e6]));`;
  const runs = Array.from({ length: 7 }, () =>
    JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: installed })),
  );
  const [load, first] = [0, 1].map((at) => Math.min(...runs.map((run) => run[at])).toFixed(1));
  console.log(`require: ${load} ms; generator and first token: ${first} ms`);
}

(async () => {
  const cbc = new token04.TokenGenerator(APP, SECRET);
  const gcm = new token04.TokenGenerator(APP, SECRET, { mode: 'gcm' });
  const room = token04.RoomPrivileges.loginAndPublish('room1', ['stream1']);
  const users = Array.from({ length: 1000 }, (_, n) => `user${n}`);
  const payload = room.payload();
  const token = cbc.privilegeToken('user1', 3600, room);
  const verifier = new token04.TokenVerifier(APP, SECRET);
  const nothing = new (await empty()).TokenGenerator(APP, SECRET);
  const { createSigner } = from(tools)('fast-jwt');
  const jsonwebtoken = from(tools)('jsonwebtoken');
  const signer = createSigner({ key: SECRET, algorithm: 'HS256' });
  const claims = { app_id: APP, user_id: 'user1', payload };
  const key = crypto.createSecretKey(Buffer.from(SECRET));
  const shared = Object.freeze({ ...claims });

  add('empty call', () => nothing.generate('user1', 3600, ''));
  add('empty call, privilege', () => nothing.generate('user1', 3600, payload));
  add('generate, identity', () => cbc.generate('user1', 3600, ''));
  add('generate, privilege', () => cbc.generate('user1', 3600, payload));
  add('generate, privilege, GCM', () => gcm.generate('user1', 3600, payload));
  add('privilegeToken', () => cbc.privilegeToken('user1', 3600, room));
  add('privilegeToken, including the privileges', () =>
    cbc.privilegeToken('user1', 3600, token04.RoomPrivileges.loginAndPublish('room1', ['stream1'])),
  );
  add('issue', () => cbc.issue('user1', 3600, ''));
  add('generateToken04 (drop-in)', () =>
    token04.generateToken04(APP, 'user1', SECRET, 3600, payload),
  );
  add('generateBatch of 1000, per token', () => cbc.generateBatch(users, 3600, payload), 1000);
  add('verify', () => verifier.verifyUser(token, 'user1'));
  add('plain node:crypto, identity', () => plain(APP, 'user1', SECRET, 3600, ''));
  add('plain node:crypto, privilege', () => plain(APP, 'user1', SECRET, 3600, payload));
  add('fast-jwt HS256', () => signer(claims));
  add('jsonwebtoken HS256, KeyObject', () => jsonwebtoken.sign(shared, key));
  run();

  console.log(`engine ${token04.engine}, node ${process.version}`);
  for (const [name, { best: each }] of contestants) {
    console.log(`${name.padEnd(44)} ${each.toFixed(0).padStart(8)} ns`);
  }
  for (const kind of ['identity', 'privilege']) {
    console.log(
      `plain / generate, ${kind}: ${times(`plain node:crypto, ${kind}`, `generate, ${kind}`)}`,
    );
  }
  console.log(
    `plain / drop-in: ${times('plain node:crypto, privilege', 'generateToken04 (drop-in)')}`,
  );
  console.log(`fast-jwt / generate, privilege: ${times('fast-jwt HS256', 'generate, privilege')}`);
  console.log(
    `jsonwebtoken / generate, privilege: ${times('jsonwebtoken HS256, KeyObject', 'generate, privilege')}`,
  );
  console.log(`generate, identity / empty call: ${times('generate, identity', 'empty call')}`);
  console.log(
    `generate, privilege / empty call: ${times('generate, privilege', 'empty call, privilege')}`,
  );
  sizes();
  loading();
})();
