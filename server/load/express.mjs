// The usual way: Express, jsonwebtoken, and a generator as the vendor's sample has it. One process per core.
import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';
import { createRequire } from 'node:module';
import { createPublicKey, createCipheriv, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const require = createRequire(join(process.env.TOKEN04_NODE_MODULES, 'index.js'));
const express = require('express');
const jwt = require('jsonwebtoken');
const { APP_ID, SECRET, ISSUER, AUDIENCE, PORT, KEYS, MODE } = process.env;

function generate(appId, userId, secret, ttl, payload) {
  const ctime = Math.floor(Date.now() / 1000);
  const expire = ctime + ttl;
  const nonce = randomInt(-2147483648, 2147483647);
  const claims = JSON.stringify({ app_id: appId, user_id: userId, nonce, ctime, expire, payload });
  let iv = '';
  for (let i = 0; i < 16; i++) iv += '0123456789abcdefghijklmnopqrstuvwxyz'[Math.floor(Math.random() * 36)];
  const cipher = createCipheriv('aes-256-cbc', secret, iv);
  const ct = Buffer.concat([cipher.update(claims), cipher.final()]);
  const head = Buffer.alloc(10);
  head.writeBigInt64BE(BigInt(expire));
  head.writeUInt16BE(16, 8);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(ct.length);
  return '04' + Buffer.concat([head, Buffer.from(iv), length, ct]).toString('base64');
}

if (cluster.isPrimary) {
  for (let i = 0; i < availableParallelism(); i++) cluster.fork();
} else {
  const [jwk] = JSON.parse(readFileSync(KEYS, 'utf8')).keys;
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const app = express();
  app.use(express.json({ limit: '16kb' }));
  app.post('/token', (request, response) => {
    let user;
    try {
      if (MODE === 'header') {
        if (request.get('x-proxy') !== process.env.PROXY) throw new Error();
        user = request.get('x-user');
      } else {
        const token = (request.get('authorization') ?? '').replace(/^Bearer /, '');
        user = jwt.verify(token, key, { algorithms: ['RS256'], audience: AUDIENCE, issuer: ISSUER }).sub;
      }
    } catch {
      return response.status(401).json({ error: 'unauthenticated' });
    }
    const payload = JSON.stringify({ room_id: request.body.room_id, privilege: { 1: 1, 2: 0 }, stream_id_list: null });
    const now = Math.floor(Date.now() / 1000);
    const token = generate(Number(APP_ID), user, SECRET, 3600, payload);
    response.set('cache-control', 'no-store').json({ token, app_id: Number(APP_ID), user_id: user, issued_at: now, expires_at: now + 3600 });
  });
  app.listen(Number(PORT), '127.0.0.1');
}
