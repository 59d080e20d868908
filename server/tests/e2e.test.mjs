// The whole flow over real HTTP with a real OIDC provider, and every refusal.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, test } from 'node:test';
import { request } from 'node:http';
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AUDIENCE, BINARY, SECRET, config, credentials, file, folder, forge, keyPair, provider, start, written } from './harness.mjs';

const now = () => Math.floor(Date.now() / 1000);
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const oidc = await provider();
const server = await start([], { config: config(oidc.issuer) });
const ada = await oidc.login('ada');
const claims = () => ({ iss: oidc.issuer, aud: AUDIENCE, sub: 'ada', exp: now() + 60, iat: now(), rooms: ['blue'] });

after(async () => {
  await Promise.all([server.stop(), oidc.stop()]);
});

test('a user of the provider gets a token', async () => {
  const { status, json, headers } = await server.mint(ada, { room_id: 'blue', stream_ids: ['cam_ada_main'], ttl: 600 });
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(json), ['token', 'app_id', 'user_id', 'issued_at', 'expires_at', 'refresh_at']);
  assert.equal(json.user_id, 'ada');
  assert.equal(json.expires_at - json.issued_at, 600);
  assert.equal(json.expires_at - json.refresh_at, 30);
  assert.equal(headers.get('cache-control'), 'no-store');
  const line = await server.event('decision', (line) => line.request_id === headers.get('x-request-id'));
  const { caller, room_id, ttl, outcome } = line;
  assert.deepEqual({ caller, room_id, ttl, outcome }, { caller: 'ada', room_id: 'blue', ttl: 600, outcome: 'issued' });
  const kit = await server.mint(ada, { room_id: 'lobby', kit: { user_name: 'Ada' } });
  assert.match(kit.json.token, /^04.*#/);
});

test('what the rules do not allow is 403', async () => {
  for (const [body, code, status] of [
    [{ user_id: 'bob', room_id: 'blue' }, 31, 403], // another user
    [{ room_id: 'red' }, 35, 403], // another user's room
    [{ room_id: 'user-bob' }, 35, 403],
    [{ room_id: 'blue', stream_ids: ['cam_bob_main'] }, 36, 403],
    [{ room_id: 'blue', publish: true }, 36, 403],
    [{ room_id: 'blue', ttl: 7201 }, 6, 403],
    [{ room_id: 'blue', ttl: 0 }, 6, 400],
    [{}, 111, 403],
    [{ room_id: null }, 101, 400],
    [{ room_id: 'blue', admin: true }, 101, 400],
  ]) {
    const answer = await server.mint(ada, body);
    assert.deepEqual([answer.json.code, answer.status], [code, status], JSON.stringify(body));
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  }
  const long = await server.mint(await oidc.login('u'.repeat(65)), { room_id: 'lobby' });
  assert.deepEqual([long.json.code, long.status], [3, 403]);
});

test('a credential in the wrong place is refused, and not logged', async () => {
  // The last test searches the log for all credentials.
  for (const body of [{ room_id: ada }, { room_id: 'blue', ttl: ada }, { room_id: 'blue', stream_ids: ada }, { room_id: 'blue', kit: ada }, { [ada]: 1 }, { room_id: 'blue', user_id: ada }]) {
    const { status } = await server.mint(ada, body);
    assert.ok(status === 400 || status === 403, JSON.stringify(Object.keys(body)));
  }
});

test('who does not prove who it is gets 401', async () => {
  const { key } = oidc;
  const pem = key.publicKey.export({ format: 'pem', type: 'spki' });
  const hmac = (secret) => (message) => createHmac('sha256', secret).update(message).digest('base64url');
  const good = forge(claims(), { key });
  assert.equal((await server.mint(good, { room_id: 'blue' })).status, 200, 'the forger works');
  const [head, body, signature] = good.split('.');
  const other = Buffer.from(JSON.stringify({ ...claims(), sub: 'bob' })).toString('base64url');
  const refused = {
    none: undefined,
    'no signature': `${head}.${body}.`,
    'changed claims': `${head}.${other}.${signature}`,
    expired: forge({ ...claims(), exp: now() - 31 }, { key }),
    'no expiry': forge({ ...claims(), exp: undefined }, { key }),
    'expiry as a string': forge({ ...claims(), exp: `${now() + 60}` }, { key }),
    'not yet valid': forge({ ...claims(), nbf: now() + 100 }, { key }),
    'wrong audience': forge({ ...claims(), aud: 'https://other.example' }, { key }),
    'empty audience': forge({ ...claims(), aud: [] }, { key }),
    'no audience': forge({ ...claims(), aud: undefined }, { key }),
    'null audience': forge({ ...claims(), aud: null }, { key }),
    'wrong issuer': forge({ ...claims(), iss: `${oidc.issuer}/` }, { key }),
    'two issuers': forge({ ...claims(), iss: [oidc.issuer, 'x'] }, { key }),
    'no issuer': forge({ ...claims(), iss: undefined }, { key }),
    'alg none': forge(claims(), { key, header: { alg: 'none' }, signWith: () => '' }),
    'alg None': forge(claims(), { key, header: { alg: 'None' }, signWith: () => '' }),
    'HS256 with the public key': forge(claims(), { key, header: { alg: 'HS256' }, signWith: hmac(pem) }),
    'HS256 with the modulus': forge(claims(), { key, header: { alg: 'HS256' }, signWith: hmac(Buffer.from(key.jwk.n, 'base64url')) }),
    'an algorithm that is not pinned': forge(claims(), { key, header: { alg: 'RS512' } }),
    'another key under the known id': forge(claims(), { key: { ...keyPair(), kid: key.kid } }),
    'unknown kid': forge(claims(), { key: keyPair() }),
    'kid as a path': forge(claims(), { key, header: { kid: '../../dev/null' } }),
    'its own key': forge(claims(), { key: keyPair(), header: { jwk: keyPair().jwk } }),
    'critical header': forge(claims(), { key, header: { crit: ['b64'], b64: false } }),
    'not a token': 'x.y.z',
    'a token04': (await server.mint(ada, { room_id: 'blue' })).json.token,
  };
  for (const [name, token] of Object.entries(refused)) {
    const { status, json, headers } = await server.mint(token, { room_id: 'blue' });
    assert.deepEqual([status, json.code], [401, 100], name);
    assert.equal(headers.get('www-authenticate'), 'Bearer');
    assert.equal(json.detail, undefined, 'a stranger learns nothing');
  }
  const twice = await new Promise((resolve, reject) => {
    const headers = ['host', '127.0.0.1', 'authorization', `Bearer ${good}`, 'authorization', `Bearer ${good}`];
    request(`${server.base}/token`, { method: 'POST', headers }, (r) => resolve(r.resume().statusCode)).on('error', reject).end();
  });
  assert.ok(twice === 401 || twice === 400, 'two Authorization headers');
  const wrong = await oidc.login('ada', 'https://other.example');
  assert.equal((await server.mint(wrong, { room_id: 'blue' })).status, 401, 'a real token for another audience');
});

test('a rotated key is taken, a revoked one refused', async () => {
  const turning = await provider();
  const served = await start([], { config: config(turning.issuer, '').replace('refresh_seconds = 1', 'refresh_seconds = 300') });
  const brief = await start([], { config: config(turning.issuer) });
  const before = await turning.login('ada');
  turning.use(keyPair());
  const fresh = await turning.login('ada');
  assert.equal((await served.mint(fresh, { room_id: 'blue' })).status, 200, 'the new key, at once');
  assert.equal((await served.mint(before, { room_id: 'blue' })).status, 401, 'the revoked key');
  await sleep(1500);
  assert.equal((await brief.mint(fresh, { room_id: 'blue' })).status, 200, 'the new key, by refreshing');
  assert.equal((await brief.mint(before, { room_id: 'blue' })).status, 401, 'the revoked key, by refreshing');
  await Promise.all([served.stop(), brief.stop(), turning.stop()]);
});

test('a provider that is down at start, later, and slow', async () => {
  const first = await provider();
  const { issuer, key } = first;
  await first.stop();
  const waiting = await start([], { config: config(issuer, 'keep_seconds = 4'), ready: false });
  const token = forge({ ...claims(), iss: issuer }, { key });
  assert.equal((await fetch(`${waiting.base}/healthz`)).status, 200);
  assert.equal((await fetch(`${waiting.base}/readyz`)).status, 503);
  const answer = await waiting.mint(token, { room_id: 'lobby' });
  assert.deepEqual([answer.status, answer.json.code], [503, 109]);
  assert.ok(answer.headers.get('retry-after'));
  const again = await provider({ key, port: Number(new URL(issuer).port) });
  await waiting.ready();
  assert.equal((await waiting.mint(token, { room_id: 'lobby' })).status, 200, 'it came up');
  again.slow(6000); // longer than a fetch may take
  await sleep(2000);
  assert.equal((await waiting.mint(token, { room_id: 'lobby' })).status, 200, 'slow: the cached keys');
  await again.stop();
  await sleep(3500);
  assert.equal((await waiting.mint(token, { room_id: 'lobby' })).status, 503, 'down longer than keep_seconds');
  assert.equal(await waiting.stop(), 0);
});

test('a key file, read again when it changes', async () => {
  const [one, two] = [keyPair(), keyPair()];
  const set = (key) => JSON.stringify({ keys: [{ kty: 'RSA', n: key.jwk.n, e: key.jwk.e, kid: key.kid }, { kty: 'oct', k: 'c2VjcmV0', kid: 'shared' }] });
  const path = file('keys.json', set(one));
  const byFile = await start([], { config: config(oidc.issuer, `jwks_file = "${path}"`) });
  const shared = forge(claims(), { key: one, header: { kid: 'shared', alg: 'HS256' }, signWith: (m) => createHmac('sha256', 'secret').update(m).digest('base64url') });
  assert.equal((await byFile.mint(shared, { room_id: 'lobby' })).status, 401, 'a symmetric key of the set');
  assert.equal((await byFile.mint(forge(claims(), { key: one }), { room_id: 'lobby' })).status, 200);
  writeFileSync(`${path}.new`, set(two));
  renameSync(`${path}.new`, path);
  await sleep(2500);
  assert.equal((await byFile.mint(forge(claims(), { key: one }), { room_id: 'lobby' })).status, 401);
  assert.equal((await byFile.mint(forge(claims(), { key: two }), { room_id: 'lobby' })).status, 200);
  await byFile.stop();
});

test('a reverse proxy names the user', async () => {
  const proxySecret = 'p'.repeat(20) + SECRET;
  credentials.add(proxySecret);
  const headers = '[header]\nuser_header = "x-user"\nsecret_header = "x-proxy"\n[[allow]]\nrooms = ["user-{sub}"]\n';
  const proxied = await start([], { config: headers, env: { TOKEN04_PROXY_SECRET: proxySecret } });
  const ask = (more, room = 'user-ada') => proxied.post('/token', { room_id: room }, more);
  assert.equal((await ask({ 'x-user': 'ada', 'x-proxy': proxySecret })).json.user_id, 'ada');
  assert.equal((await ask({ 'x-user': 'ada', 'x-proxy': proxySecret }, 'user-bob')).status, 403);
  for (const bad of [
    { 'x-user': 'ada' },
    { 'x-user': 'ada', 'x-proxy': '' },
    { 'x-user': 'ada', 'x-proxy': proxySecret.slice(1) },
    { 'x-proxy': proxySecret },
    { 'x-user': '', 'x-proxy': proxySecret },
    { authorization: `Bearer ${ada}` },
  ]) {
    assert.equal((await ask(bad)).status, 401, JSON.stringify(Object.keys(bad)));
  }
  assert.equal((await ask({ 'x-user': 'u'.repeat(65), 'x-proxy': proxySecret })).json.code, 3);
  await proxied.stop();
});

test('it does not start without a proof, a secret, or on an open port in --dev', async () => {
  const fails = async (args, options, wanted) => {
    const before = written.length;
    await assert.rejects(start(args, options));
    assert.match(written.slice(before).join('\n'), wanted);
  };
  await fails([], {}, /--config FILE, or --dev/);
  await fails([], { config: 'max_ttl = 3600' }, /neither \[jwt\] nor \[header\]/);
  await fails([], { config: config(oidc.issuer), env: { ZEGO_SERVER_SECRET: '' } }, /ZEGO_SERVER_SECRET is empty/);
  await fails([], { config: config(oidc.issuer), env: { ZEGO_SERVER_SECRET: 'a'.repeat(64) } }, /AppSign/);
  await fails(['--dev'], { listen: '0.0.0.0:0' }, /this machine alone/);
  await fails(['--dev'], { metrics: '0.0.0.0:0' }, /this machine alone/);
  const headers = '[header]\nuser_header = "x-user"\nsecret_header = "x-proxy"\n';
  await fails([], { config: headers }, /TOKEN04_PROXY_SECRET/);
  await fails([], { config: headers, env: { TOKEN04_PROXY_SECRET: 'short' } }, /at least 32 bytes/);
});

test('secrets are read again on change and on SIGHUP', async () => {
  const path = file('secret', SECRET + '\n');
  const env = { ZEGO_SERVER_SECRET_FILE: path, ZEGO_SERVER_SECRET: undefined };
  const rotating = await start(['--dev'], { env });
  const next = SECRET.split('').reverse().join('');
  credentials.add(next);
  writeFileSync(`${path}.new`, next);
  renameSync(`${path}.new`, path);
  await rotating.event('secrets_changed');
  writeFileSync(path, 'too short');
  rotating.child.kill('SIGHUP');
  await rotating.event('reload_refused');
  assert.equal((await rotating.post('/token', {})).status, 200, 'the former secret stays');
  writeFileSync(path, SECRET);
  rotating.child.kill('SIGHUP');
  await rotating.event('reloaded');
  await rotating.stop();
});

test('rate limit, CORS, host, methods, bodies', async () => {
  const limited = config(oidc.issuer).replace('per_minute = 6000\nburst = 1000', 'per_minute = 1\nburst = 2');
  const strict = await start([], { config: `${limited}[http]\ncors_origins = ["https://app.example"]\n[log]\nhash_users = true\n` });
  const bob = await oidc.login('bob');
  const statuses = [];
  for (let i = 0; i < 3; i++) statuses.push((await strict.mint(ada, { room_id: 'blue' })).status);
  assert.deepEqual(statuses, [200, 200, 429]);
  const third = await strict.mint(ada, { room_id: 'blue' });
  assert.ok(Number(third.headers.get('retry-after')) > 30);
  assert.equal((await strict.mint(bob, { room_id: 'red' })).status, 200, 'each caller for itself');
  assert.ok(strict.events().every(({ caller }) => !caller || /^sha256:[0-9a-f]{64}$/.test(caller)), 'hashed users');
  const preflight = (origin) => fetch(`${strict.base}/token`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
  assert.equal((await preflight('https://app.example')).headers.get('access-control-allow-origin'), 'https://app.example');
  assert.equal((await preflight('https://evil.example')).headers.get('access-control-allow-origin'), null);
  assert.equal((await fetch(`${strict.base}/token`)).status, 405);
  assert.equal((await fetch(`${strict.base}/rehearsal/login`, { method: 'POST' })).status, 404);
  const big = await server.mint(ada, JSON.stringify({ room_id: 'x'.repeat(20_000) }));
  assert.equal(big.status, 413);
  const type = await server.post('/token', '{}', { authorization: `Bearer ${ada}`, 'content-type': 'text/plain' });
  assert.equal(type.status, 415);
  const metrics = await (await fetch(strict.metrics)).text();
  assert.match(metrics, /token04_decisions_total\{outcome="issued"\} 3/);
  assert.match(metrics, /token04_decisions_total\{outcome="rate_limited"\} 2/);
  await strict.stop();
});

test('--dev checks Host against DNS rebinding', async () => {
  const dev = await start(['--dev', '--dev-user', 'someone']);
  const status = (host) => new Promise((resolve, reject) => {
    request(`${dev.base}/token`, { method: 'POST', headers: { host } }, (r) => resolve(r.resume().statusCode)).on('error', reject).end();
  });
  assert.equal(await status('localhost'), 200);
  assert.equal(await status('rebound.example'), 421);
  assert.equal((await dev.post('/token', {})).json.user_id, 'someone');
  assert.equal((await dev.post('/token', { user_id: 'other' })).json.user_id, 'other');
  await dev.stop();
});

test('the quick start, to the letter but for the port', async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const port = 20_000 + (process.pid % 10_000);
  const readme = readFileSync(path.join(root, 'server/README.md'), 'utf8').replaceAll(':8080', `:${port}`);
  const [serve, ask] = [...readme.matchAll(/```sh\n([^]*?)```/g)].map(([, block]) => block);
  assert.match(serve, /^export ZEGO_APP_ID[^]*cargo run --release --manifest-path server\/Cargo.toml -- serve --dev/);
  const env = { ...process.env, CARGO_TARGET_DIR: path.join(path.dirname(BINARY), '..') };
  const shell = spawn('sh', ['-c', serve], { cwd: root, env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  shell.stderr.on('data', (chunk) => (said += chunk));
  const exit = new Promise((resolve) => shell.on('exit', resolve));
  try {
    for (let tries = 0; !(await fetch(`http://127.0.0.1:${port}/readyz`).then(({ ok }) => ok, () => false)); tries += 1) {
      assert.ok(tries < 600 && shell.exitCode === null, said);
      await sleep(200);
    }
    const { token, user_id } = JSON.parse(execFileSync('sh', ['-c', ask], { encoding: 'utf8' }));
    assert.ok(token.startsWith('04') && user_id === 'ada');
    assert.match(said, /ANYBODY on this machine/);
  } finally {
    process.kill(-shell.pid, 'SIGTERM');
    await exit;
  }
});

test('--console serves the page on this machine alone, in no frame', async () => {
  const page = file('console.html', '<!doctype html><title>console</title>');
  const before = written.length;
  await assert.rejects(start(['--console', page], { config: config(oidc.issuer), listen: '0.0.0.0:0' }));
  assert.match(written.slice(before).join('\n'), /this machine alone/);
  const dev = await start(['--dev', '--console', page]);
  const served = await fetch(`${dev.base}/console`);
  assert.deepEqual([served.status, await served.text()], [200, '<!doctype html><title>console</title>']);
  assert.match(served.headers.get('content-type'), /^text\/html/);
  assert.equal(served.headers.get('content-security-policy'), "frame-ancestors 'none'");
  await dev.stop();
});

test('the rehearsal: login, warning, renewal, expiry', async () => {
  const stage = await start(['--rehearsal', '--rehearsal-speed', '60'], { config: config(oidc.issuer) });
  const room = { room_id: 'blue', stream_ids: ['cam_ada_main'], ttl: 90 };
  const minted = (await stage.mint(ada, room)).json;
  const login = await stage.post('/rehearsal/login', { token: minted.token, user_id: 'ada', room_id: 'blue' });
  assert.equal(login.status, 200);
  const { session_id } = login.json;
  assert.match(login.json.note, /not the vendor's protocol/);
  const publish = (stream_id) => stage.post('/rehearsal/publish', { session_id, stream_id });
  assert.equal((await publish('cam_ada_main')).status, 200);
  assert.equal((await publish('cam_bob_main')).json.code, 36);
  const abort = new AbortController();
  const events = await fetch(`${stage.base}/rehearsal/events?session_id=${session_id}`, { signal: abort.signal });
  const reader = events.body.pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  const next = async (name) => {
    while (!seen.includes(`event: ${name}\n`)) seen += (await reader.read()).value;
    seen = seen.slice(seen.indexOf(`event: ${name}\n`) + 1);
  };
  await next('token_will_expire');
  const renew = (token) => stage.post('/rehearsal/renew', { session_id, token });
  const bob = (await stage.mint(await oidc.login('bob'), { room_id: 'red' })).json.token;
  assert.equal((await renew(bob)).json.code, 31, "another user's token");
  const silent = (await stage.mint(ada, { room_id: 'blue' })).json.token;
  const lacks = await renew(silent);
  assert.equal(lacks.json.code, 36, 'a token that lacks publishing');
  assert.ok(lacks.json.findings.some(({ sdk_codes }) => sdk_codes.includes(1002082)));
  const fresh = (await stage.mint(ada, room)).json;
  const renewed = await renew(fresh.token);
  assert.equal(renewed.json.expires_at, fresh.expires_at);
  await next('token_will_expire');
  await next('expired');
  abort.abort();
  const late = await stage.post('/rehearsal/login', { token: fresh.token, user_id: 'ada', room_id: 'blue' });
  assert.deepEqual([late.status, late.json.code], [403, 32]);
  assert.ok(late.json.findings.some(({ id, sdk_codes }) => id === 'expired' && sdk_codes.includes(1002078)));
  const wrong = await stage.post('/rehearsal/login', { token: `${minted.token} `, user_id: 'ada', room_id: 'blue' });
  assert.equal(wrong.json.findings[0].id, 'token_has_white_space');
  await stage.stop();
});

test('nothing that was written holds a secret or a token', () => {
  const log = written.join('\n');
  assert.ok(log.length > 10_000 && credentials.size > 40, 'there is something to search');
  const planted = [...credentials][0];
  assert.ok(`${log}${planted}`.includes(planted), 'a planted one is found');
  for (const credential of credentials) {
    assert.ok(!log.includes(credential), 'a credential is in the log');
    if (credential.length > 100) {
      assert.ok(!log.includes(credential.slice(0, 60)) && !log.includes(credential.slice(-40)), 'a part of one is in the log');
    }
  }
  assert.ok(folder);
});
