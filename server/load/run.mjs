// node run.mjs: the load table, one run on one machine. Needs wrk, and GO_LOAD (the built load/go).
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

console.log('| proof | service | requests per second | per second of server CPU | p50 | p99 | memory | errors |\n|---|---|---:|---:|---:|---:|---:|---|');
for (const mode of ['jwt', 'header']) {
  for (const [name, [[program, ...args], env]] of Object.entries(services(mode))) {
    if (!program) continue;
    const child = spawn(program, args, { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
    for (let i = 0; i < 100; i++) {
      const ok = await fetch(`http://127.0.0.1:${PORT}/token`, { method: 'POST', headers: { ...headers[mode], 'content-type': 'application/json' }, body: '{"room_id":"lobby"}' }).then((r) => r.ok, () => false);
      if (ok) break;
      if (i === 99) throw new Error(`${name} does not answer`);
      await sleep(100);
    }
    wrk(mode, 2);
    const before = usage(child.pid);
    const out = wrk(mode, SECONDS);
    const after = usage(child.pid);
    const take = (pattern) => pattern.exec(out)?.[1] ?? '';
    const count = Number(take(/(\d+) requests in/));
    const errors = take(/(Non-2xx.*)/) + take(/(Socket errors.*)/);
    console.log(`| ${mode} | ${name} | ${Math.round(Number(take(/Requests\/sec:\s+([\d.]+)/)))} | ${Math.round(count / (after.cpu - before.cpu))} | ${take(/50%\s+(\S+)/)} | ${take(/99%\s+(\S+)/)} | ${after.memory.toFixed(1)} MB | ${errors || 'none'} |`);
    child.kill();
    await new Promise((resolve) => child.on('exit', resolve));
    await sleep(200);
  }
}
