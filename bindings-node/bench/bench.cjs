'use strict';

// node bench.cjs INSTALLED JWT: nanoseconds a call, the best of several rounds, in one run.
const crypto = require('node:crypto');
const { createRequire } = require('node:module');
const path = require('node:path');

const from = (folder) => createRequire(path.join(path.resolve(folder), 'package.json'));
const token04 = from(process.argv[2])('token04');
const jwt = from(process.argv[3]);
const SECRET = 'fa94dd0f974cf2e293728a526b028271';
const APP = 1234567890;
const ROUNDS = 7;

/** The work written plainly with the standard crypto, as copied code does it. */
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

const measured = new Map();

function measure(name, calls, body, per = 1) {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = process.hrtime.bigint();
    for (let n = 0; n < calls; n += 1) body();
    best = Math.min(best, Number(process.hrtime.bigint() - start) / calls / per);
  }
  measured.set(name, best);
  console.log(`${name.padEnd(44)} ${best.toFixed(0).padStart(8)} ns`);
}

const calls = token04.engine === 'native' ? 30000 : 4000;
const cbc = new token04.TokenGenerator(APP, SECRET);
const gcm = new token04.TokenGenerator(APP, SECRET, { mode: 'gcm' });
const room = token04.RoomPrivileges.loginAndPublish('room1', ['stream1']);
const users = Array.from({ length: 1000 }, (_, n) => `user${n}`);
const payload = room.payload();
const token = cbc.privilegeToken('user1', 3600, room);
const verifier = new token04.TokenVerifier(APP, SECRET);

console.log(`engine ${token04.engine}, ${process.version}`);
measure('generate, identity', calls, () => cbc.generate('user1', 3600, ''));
measure('generate, privilege', calls, () => cbc.generate('user1', 3600, payload));
measure('privilegeToken', calls, () => cbc.privilegeToken('user1', 3600, room));
measure('generate, privilege, GCM', calls, () => gcm.generate('user1', 3600, payload));
measure('issue', calls, () => cbc.issue('user1', 3600, ''));
measure('generateToken04 (drop-in)', calls, () =>
  token04.generateToken04(APP, 'user1', SECRET, 3600, payload),
);
measure('generateBatch, a token', calls / 1000, () => cbc.generateBatch(users, 3600, payload), 1000);
measure('verify', calls, () => verifier.verify(token, { userId: 'user1' }));
measure('plain node:crypto, identity', calls, () => plain(APP, 'user1', SECRET, 3600, ''));
measure('plain node:crypto, privilege', calls, () => plain(APP, 'user1', SECRET, 3600, payload));
const { createSigner } = jwt('fast-jwt');
const signer = createSigner({ key: SECRET, algorithm: 'HS256' });
const claims = { app_id: APP, user_id: 'user1', payload };
measure('fast-jwt HS256', calls, () => signer(claims));
const jsonwebtoken = jwt('jsonwebtoken');
const key = crypto.createSecretKey(Buffer.from(SECRET));
measure('jsonwebtoken HS256, KeyObject', calls, () => jsonwebtoken.sign(claims, key));
const ratio = (a, b) => (measured.get(a) / measured.get(b)).toFixed(1);
console.log(`plain / generate, privilege: ${ratio('plain node:crypto, privilege', 'generate, privilege')}`);
console.log(`fast-jwt / generate, privilege: ${ratio('fast-jwt HS256', 'generate, privilege')}`);
