// Faults under load. Each prints a row: what was sent, what came back, and what was lost.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { Agent, get, request } from 'node:http';
import { connect } from 'node:net';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { BINARY, SECRET, config, file, keyPair, provider, start } from './harness.mjs';

const CLIENTS = 32;
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const oidc = await provider();
after(() => oidc.stop());
const settings = (more = '') => config(oidc.issuer, more).replace('per_minute = 6000\nburst = 1000', 'per_minute = 100000000\nburst = 100000000');
const serve = (more) => start([], { config: settings(more) });
const memory = (child) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024;

/** How many connections the service has, by its own metrics. */
async function connections(server) {
  const page = await new Promise((resolve, reject) => {
    get(server.metrics, { agent: false }, async (response) => resolve(Buffer.concat(await response.toArray()).toString())).on('error', reject);
  });
  return Number(/^token04_connections (\d+)/m.exec(page)[1]);
}

/** Keeps asking from many clients until it is stopped; counts what comes back. */
function load(server, token) {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const seen = { sent: 0, refused: 0, lost: 0, wrong: 0, statuses: {} };
  let running = true;
  const body = JSON.stringify({ room_id: 'blue' });
  const ask = () => new Promise((resolve) => {
    const used = token();
    const headers = { authorization: `Bearer ${used}`, 'content-type': 'application/json', 'content-length': body.length };
    seen.sent += 1;
    const asked = request(`${server.base}/token`, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => {
        if (response.statusCode !== 200 && used === token()) seen.wrong += 1;
        seen.statuses[response.statusCode] = (seen.statuses[response.statusCode] ?? 0) + 1;
        resolve(true);
      }).on('error', () => { seen.lost += 1; resolve(false); });
    });
    asked.on('error', ({ code }) => {
      // Refused: it was never accepted. Anything else was.
      seen[code === 'ECONNREFUSED' ? 'refused' : 'lost'] += 1;
      if (code === 'ECONNREFUSED') running = false;
      resolve(false);
    });
    asked.end(body);
  });
  const clients = Array.from({ length: CLIENTS }, async () => { while (running) await ask(); });
  return {
    seen,
    async stop() {
      running = false;
      await Promise.all(clients);
      agent.destroy();
      return seen;
    },
  };
}

function row(name, { sent, refused, lost, statuses }, more = '') {
  console.log(`| ${name} | ${sent} | ${JSON.stringify(statuses)} | ${refused} | ${lost} | ${more} |`);
}
console.log('| fault | sent | statuses | never accepted | lost | |');

test('the provider rotates its keys', async () => {
  const server = await serve();
  let token = await oidc.login('ada');
  const running = load(server, () => token);
  await sleep(1000);
  oidc.use(keyPair());
  token = await oidc.login('ada');
  await sleep(2000);
  const seen = await running.stop();
  row('JWKS rotation', seen);
  assert.equal(seen.lost, 0);
  assert.deepEqual(Object.keys(seen.statuses).filter((status) => status !== '200' && status !== '401'), []);
  assert.equal(seen.wrong, 0, 'the new key is accepted at once; requests that were on their way with the old one are refused');
  await server.stop();
});

test('SIGHUP', async () => {
  const path = file('faults-secret', SECRET);
  const server = await start([], { config: settings(), env: { ZEGO_SERVER_SECRET: undefined, ZEGO_SERVER_SECRET_FILE: path } });
  const token = await oidc.login('ada');
  const running = load(server, () => token);
  for (let i = 0; i < 20; i++) {
    writeFileSync(path, i % 2 ? SECRET : SECRET.split('').reverse().join(''));
    server.child.kill('SIGHUP');
    await sleep(50);
  }
  const seen = await running.stop();
  row('SIGHUP, 20 times, each with another secret', seen);
  assert.deepEqual([Object.keys(seen.statuses), seen.lost], [['200'], 0]);
  await server.stop();
});

test('SIGTERM', async () => {
  const server = await serve();
  const token = await oidc.login('ada');
  const running = load(server, () => token);
  await sleep(700);
  const end = Date.now();
  server.child.kill('SIGTERM');
  assert.equal(await server.exit, 0);
  const seen = await running.stop();
  row('SIGTERM', seen, `ended after ${Date.now() - end} ms`);
  assert.deepEqual([Object.keys(seen.statuses), seen.lost], [['200'], 0], 'no accepted request is lost');
});

test('10,000 open connections', async () => {
  // Long enough that the first is not closed, as one that sends nothing, while the last is opened.
  const server = await start([], { config: `${settings()}[http]\nrequest_seconds = 120\n` });
  const token = await oidc.login('ada');
  const before = memory(server.child);
  const port = Number(new URL(server.base).port);
  const sockets = [];
  for (let batch = 0; batch < 100; batch += 1) {
    await Promise.all(Array.from({ length: 100 }, () => new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', resolve).on('error', reject);
      sockets.push(socket);
    })));
  }
  const running = load(server, () => token);
  await sleep(1500);
  const peak = memory(server.child);
  const open = sockets.filter((socket) => !socket.destroyed).length;
  const seen = await running.stop();
  const served = await connections(server);
  row('10,000 open connections', seen, `${open} open at once, ${served} counted by the service; ${before.toFixed(0)} to ${peak.toFixed(0)} MB`);
  assert.deepEqual([Object.keys(seen.statuses), seen.lost, open], [['200'], 0, 10_000]);
  assert.ok(served >= 10_000);
  for (const socket of sockets) socket.destroy();
  await server.stop();
});

test('clients that send nothing, and clients that read nothing', async () => {
  const server = await serve();
  const token = await oidc.login('ada');
  const port = Number(new URL(server.base).port);
  const pipelined = 'POST /token HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n'.repeat(40_000);
  const sockets = Array.from({ length: 105 }, (_, index) => {
    const socket = connect(port, '127.0.0.1').on('error', () => {}).pause();
    if (index < 5) socket.write(pipelined);
    return socket;
  });
  await sleep(3000);
  const held = await connections(server);
  const running = load(server, () => token);
  await sleep(12_000);
  const seen = await running.stop();
  let left = await connections(server);
  for (let i = 0; i < 100 && left > 5; i += 1) {
    await sleep(200);
    left = await connections(server);
  }
  for (const socket of sockets) socket.destroy();
  row('100 clients that send nothing, 5 that read no responses', seen, `${held} connections held; closed by the service, ${left} left`);
  assert.deepEqual([Object.keys(seen.statuses), seen.lost], [['200'], 0]);
  assert.ok(held >= 105 && left <= 5, `${held}, then ${left}`);
  await server.stop();
});

test('slowloris', async () => {
  const server = await serve();
  const token = await oidc.login('ada');
  let closed = 0;
  const slow = Array.from({ length: 500 }, () => {
    const socket = connect(Number(new URL(server.base).port), '127.0.0.1');
    socket.on('error', () => {}).on('close', () => { closed += 1; });
    socket.write('POST /token HTTP/1.1\r\nHost: x\r\n');
    return { socket, timer: setInterval(() => socket.destroyed || socket.write('x'), 500) };
  });
  const running = load(server, () => token);
  await sleep(10_000);
  for (let i = 0; i < 100 && closed < 500; i++) await sleep(100);
  const seen = await running.stop();
  slow.forEach(({ timer, socket }) => { clearInterval(timer); socket.destroy(); });
  row('slowloris, 500 connections', seen, `${closed} closed after 10 s`);
  assert.deepEqual([Object.keys(seen.statuses), seen.lost, closed], [['200'], 0, 500]);
  await server.stop();
});

test('a body of 1 GB', async () => {
  const server = await serve();
  const token = await oidc.login('ada');
  const before = memory(server.child);
  const send = (headers) => new Promise((resolve) => {
    let written = 0;
    const asked = request(`${server.base}/token`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers } }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, written });
      asked.destroy();
    });
    asked.on('error', () => resolve({ status: 'closed', written }));
    const chunk = Buffer.alloc(64 * 1024, ' ');
    const more = () => {
      while (written < 1 << 30 && !asked.destroyed) {
        written += chunk.length;
        if (!asked.write(chunk)) return asked.once('drain', more);
      }
      asked.end();
    };
    more();
  });
  const announced = await send({ 'content-length': 1 << 30 });
  const chunked = await send({});
  const after = memory(server.child);
  console.log(`| 1 GB body | 2 | announced: ${announced.status}, chunked: ${chunked.status} after ${chunked.written >> 10} KB | | | ${before.toFixed(0)} to ${after.toFixed(0)} MB |`);
  for (const { status } of [announced, chunked]) assert.ok(status === 413 || status === 'closed');
  assert.ok(after - before < 8);
  await server.stop();
});

test('a full disk for the log', async () => {
  const port = 10_000 + 2 * (process.pid % 10_000); // below the system's own
  const args = ['serve', '--config', file('full.toml', settings()), '--listen', `127.0.0.1:${port}`, '--metrics-listen', `127.0.0.1:${port + 1}`];
  const full = openSync('/dev/full', 'w');
  const child = spawn(BINARY, args, { stdio: ['ignore', full, full], env: { ZEGO_APP_ID: '1', ZEGO_SERVER_SECRET: SECRET } });
  const base = `http://127.0.0.1:${port}`;
  for (let i = 0; i < 100; i++) {
    if (await fetch(`${base}/readyz`).then(({ ok }) => ok, () => false)) break;
    await sleep(50);
  }
  const token = await oidc.login('ada');
  const running = load({ base }, () => token);
  await sleep(1500);
  const seen = await running.stop();
  const metrics = await (await fetch(`http://127.0.0.1:${port + 1}/metrics`)).text();
  const lost = Number(/token04_log_lines_lost_total (\d+)/.exec(metrics)?.[1]);
  row('full disk for the log', seen, `${lost} lines counted as lost`);
  assert.deepEqual([Object.keys(seen.statuses), seen.lost], [['200'], 0]);
  assert.ok(lost >= seen.sent);
  child.kill('SIGTERM');
  assert.equal(await new Promise((resolve) => child.on('exit', resolve)), 0);
});

test('the provider is slow', async () => {
  const server = await serve();
  const token = await oidc.login('ada');
  oidc.slow(6000);
  const running = load(server, () => token);
  await sleep(4000);
  const seen = await running.stop();
  oidc.slow(0);
  row('the provider takes 6 s for each response', seen);
  assert.deepEqual([Object.keys(seen.statuses), seen.lost], [['200'], 0]);
  await server.stop();
});
