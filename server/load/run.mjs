// node run.mjs: the load table, one run on one machine. Needs wrk, and GO_LOAD (the built load/go).
// node run.mjs million: the memory of the service over a million requests.
import { spawn, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { AUDIENCE, BINARY, SECRET, file, forge, keyPair } from '../tests/harness.mjs';

const SECONDS = Number(process.env.SECONDS_EACH ?? 8);
const PROXY = randomUUID() + randomUUID();
const ISSUER = 'https://issuer.example';
const key = keyPair('load');
const keys = file('load-keys.json', JSON.stringify({ keys: [{ kty: 'RSA', n: key.jwk.n, e: key.jwk.e, kid: 'load', alg: 'RS256', use: 'sig' }] }));
const token = forge({ iss: ISSUER, aud: AUDIENCE, sub: 'ada', exp: Math.floor(Date.now() / 1000) + 36_000 }, { key });
const common = 'max_ttl = 7200\n[rate]\nper_minute = 100000000\nburst = 100000000\n[[allow]]\nrooms = ["lobby"]\n';
const configs = {
  jwt: file('load-jwt.toml', `${common}[jwt]\nissuer = "${ISSUER}"\naudience = "${AUDIENCE}"\njwks_file = "${keys}"\n`),
  header: file('load-header.toml', `${common}[header]\nuser_header = "x-user"\nsecret_header = "x-proxy"\n`),
};
const headers = {
  jwt: { authorization: `Bearer ${token}` },
  header: { 'x-user': 'ada', 'x-proxy': PROXY },
};
const PORT = 21_000 + (process.pid % 1000);
const base = { APP_ID: '1234567890', SECRET, ISSUER, AUDIENCE, PORT: String(PORT), KEYS: keys, PROXY };
const services = (mode) => ({
  'token04-server': [[BINARY, 'serve', '--config', configs[mode], '--listen', `127.0.0.1:${PORT}`, '--metrics-listen', 'none'], { ZEGO_APP_ID: base.APP_ID, ZEGO_SERVER_SECRET: SECRET, TOKEN04_PROXY_SECRET: PROXY }],
  'Go net/http': [[process.env.GO_LOAD], { ...base, MODE: mode }],
  Express: [[process.execPath, new URL('express.mjs', import.meta.url).pathname], { ...base, MODE: mode, NODE_ENV: 'production', TOKEN04_NODE_MODULES: process.env.TOKEN04_NODE_MODULES }],
});

/** The process and its children: CPU seconds and resident megabytes. */
function usage(pid) {
  const all = [pid, ...readdirSync('/proc').filter((p) => /^\d+$/.test(p)).map(Number).filter((p) => {
    try { return Number(readFileSync(`/proc/${p}/stat`, 'utf8').split(') ')[1].split(' ')[1]) === pid; } catch { return false; }
  })];
  let [cpu, memory] = [0, 0];
  for (const each of all) {
    const stat = readFileSync(`/proc/${each}/stat`, 'utf8').split(') ')[1].split(' ');
    cpu += (Number(stat[11]) + Number(stat[12])) / 100;
    memory += Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${each}/status`, 'utf8'))[1]) / 1024;
  }
  return { cpu, memory };
}

const script = file('load.lua', 'wrk.method = "POST"\nwrk.body = \'{"room_id":"lobby"}\'\n');
const wrk = (mode, seconds) => {
  const given = Object.entries({ ...headers[mode], 'content-type': 'application/json' }).flatMap(([n, v]) => ['-H', `${n}: ${v}`]);
  return execFileSync('wrk', ['-t1', '-c32', `-d${seconds}s`, '--latency', '-s', script, ...given, `http://127.0.0.1:${PORT}/token`], { encoding: 'utf8' });
};
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const ROUNDS = Number(process.env.ROUNDS ?? 3);
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const milliseconds = (text) => Number.parseFloat(text) * (text.endsWith('us') ? 0.001 : text.endsWith('ms') ? 1 : 1000);

/** A service that answers. */
async function begin(mode, name, [[program, ...args], env]) {
  const child = spawn(program, args, { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
  for (let i = 0; ; i += 1) {
    const ok = await fetch(`http://127.0.0.1:${PORT}/token`, { method: 'POST', headers: { ...headers[mode], 'content-type': 'application/json' }, body: '{"room_id":"lobby"}' }).then((r) => r.ok, () => false);
    if (ok) break;
    if (i === 300) throw new Error(`${name} does not answer`);
    await sleep(100);
  }
  return child;
}

/** One service, one round. */
async function measure(mode, name, how) {
  const child = await begin(mode, name, how);
  wrk(mode, 2);
  const before = usage(child.pid);
  const out = wrk(mode, SECONDS);
  const after = usage(child.pid);
  child.kill();
  await new Promise((resolve) => child.on('exit', resolve));
  await sleep(200);
  const take = (pattern) => pattern.exec(out)?.[1] ?? '';
  const errors = take(/(Non-2xx.*)/) + take(/(Socket errors.*)/);
  if (errors) throw new Error(`${name}: ${errors}`);
  return {
    rate: Number(take(/Requests\/sec:\s+([\d.]+)/)),
    perCpu: Number(take(/(\d+) requests in/)) / (after.cpu - before.cpu),
    p50: milliseconds(take(/^ +50% +(\S+)/m)),
    p99: milliseconds(take(/^ +99% +(\S+)/m)),
    memory: after.memory,
  };
}

if (process.argv[2] === 'million') {
  const child = await begin('jwt', 'token04-server', services('jwt')['token04-server']);
  console.log('| requests | resident MB |\n|---:|---:|');
  for (let sent = 0; sent < 1_000_000;) {
    sent += Number(/(\d+) requests in/.exec(wrk('jwt', 5))[1]);
    console.log(`| ${sent} | ${usage(child.pid).memory.toFixed(1)} |`);
  }
  child.kill();
  process.exit();
}

// In turns, so that whatever else the machine does, it does to all of them; medians of the rounds.
console.log(`${ROUNDS} rounds of ${SECONDS} s in turns, medians; no request failed\n`);
console.log('| proof | service | requests per second | per second of server CPU | ratio to Go | p50 ms | p99 ms | memory MB |\n|---|---|---:|---:|---:|---:|---:|---:|');
for (const mode of ['jwt', 'header']) {
  const all = Object.entries(services(mode)).filter(([, [[program]]]) => program);
  const results = Object.fromEntries(all.map(([name]) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, how] of all) results[name].push(await measure(mode, name, how));
  }
  const middle = (name, field) => median(results[name].map((result) => result[field]));
  const go = results['Go net/http'] ?? [];
  for (const [name, list] of Object.entries(results)) {
    const ratios = list.map(({ perCpu }, round) => perCpu / go[round]?.perCpu);
    const cells = [middle(name, 'rate').toFixed(0), middle(name, 'perCpu').toFixed(0), go.length ? median(ratios).toFixed(2) : '', middle(name, 'p50').toFixed(2), middle(name, 'p99').toFixed(1), middle(name, 'memory').toFixed(1)];
    console.log(`| ${mode} | ${name} | ${cells.join(' | ')} |`);
  }
}
