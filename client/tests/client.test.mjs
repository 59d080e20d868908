import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { gzipSync } from 'node:zlib';

const entry = process.env.TOKEN04_CLIENT ?? new URL('../dist/index.js', import.meta.url).href;
const { createTokenSource, TokenRequestError } = await import(entry);

const START = 1700000000_000;
let sources;
beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: START });
  globalThis.window = new EventTarget();
  globalThis.document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  sources = [];
});
afterEach(() => {
  for (const source of sources) source.stop();
  mock.timers.reset();
  delete globalThis.window;
  delete globalThis.document;
});

/** Lets promises settle: none of them waits for a timer. */
const settle = async () => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};
/** Time that passes second by second, as it does. */
const pass = async (seconds) => {
  for (let step = 0; step < seconds; step += 1) {
    mock.timers.tick(1000);
    await settle();
  }
};
const answer = (status, body, headers = {}) => new Response(body === undefined ? null : JSON.stringify(body), { status, headers });

/** A server with a clock of its own. `faults` are returned in place of tokens, one by one. */
function service({ ahead = 0, ttl = 100, faults = [], delay } = {}) {
  const asked = [];
  let count = 0;
  const fetch = async (endpoint, init) => {
    asked.push({ endpoint, at: Date.now() / 1000, ...init, body: JSON.parse(init.body) });
    if (delay) await delay();
    const fault = faults.shift();
    if (fault instanceof Error) throw fault;
    if (fault) return fault;
    const issued = Math.floor(Date.now() / 1000) + ahead;
    count += 1;
    return answer(200, { token: `04token${count}`, issued_at: issued, expires_at: issued + ttl, refresh_at: issued + Math.max(0, ttl - 30) });
  };
  return { asked, fetch, faults };
}

function made(server, options = {}) {
  const source = createTokenSource({ endpoint: '/token', room: 'room1', fetch: server.fetch, ...options });
  sources.push(source);
  return source;
}

class StandIn extends EventEmitter {
  renewed = [];
  renewToken(token, room) {
    this.renewed.push([token, room]);
    return true;
  }
}

test('asks POST /token once and keeps the token until refresh_at', async () => {
  const server = service();
  let calls = 0;
  const source = made(server, { headers: async () => ({ authorization: `Bearer ${(calls += 1)}` }), body: { stream_ids: ['s'] } });
  assert.equal(await source.get(), '04token1');
  await pass(69);
  assert.equal(await source.get(), '04token1');
  assert.equal(server.asked.length, 1);
  const [{ endpoint, method, headers, body, cache }] = server.asked;
  assert.deepEqual([endpoint, method, cache, body], ['/token', 'POST', 'no-store', { stream_ids: ['s'], room_id: 'room1' }]);
  assert.equal(headers.get('authorization'), 'Bearer 1');
  assert.equal(headers.get('content-type'), 'application/json');
  await pass(1);
  assert.equal(await source.get(), '04token2');
  assert.equal(server.asked[1].headers.get('authorization'), 'Bearer 2');
});

/** How many requests 20 callers at once cause, and what they get. */
async function askedAtOnce(create) {
  const opens = [];
  const server = service({ delay: () => new Promise((resolve) => opens.push(resolve)) });
  const source = create({ endpoint: '/token', room: 'room1', fetch: server.fetch });
  sources.push(source);
  const all = Array.from({ length: 20 }, () => source.get());
  await settle();
  for (const open of opens) open();
  return { tokens: new Set(await Promise.all(all)), requests: server.asked.length };
}

test('one request is in flight, whoever asks meanwhile', async () => {
  assert.deepEqual(await askedAtOnce(createTokenSource), { tokens: new Set(['04token1']), requests: 1 });
});

test('without the shared flight the test above would fail', async () => {
  const original = await readFile(fileURLToPath(entry), 'utf8');
  const mutant = original.replace('function renew() {', '$& flight = undefined;');
  assert.notEqual(mutant, original, 'the mutant differs');
  const broken = await import(`data:text/javascript,${encodeURIComponent(mutant)}`);
  const { requests } = await askedAtOnce(broken.createTokenSource);
  assert.equal(requests, 20);
  console.log(`single flight: 20 callers, 1 request; without it ${requests}`);
});

test('without a listener nothing is sent by itself; with one it renews at refresh_at', async () => {
  const server = service();
  const source = made(server);
  await source.get();
  await pass(500);
  assert.equal(server.asked.length, 1);
  const seen = [];
  const end = source.onRenew(({ token, expiresAt }) => seen.push([token, expiresAt]));
  await pass(1);
  assert.equal(seen.length, 1);
  await pass(70);
  assert.deepEqual(seen.map(([token]) => token), ['04token2', '04token3']);
  assert.equal(source.current.token, '04token3');
  end();
  await pass(500);
  assert.equal(server.asked.length, 3);
});

test('backs off with jitter, tries again at most 5 times, and says why', async () => {
  const server = service({ faults: Array.from({ length: 9 }, () => answer(503)) });
  const source = made(server);
  const got = assert.rejects(source.get(), (error) => error instanceof TokenRequestError && error.status === 503 && error.retryable);
  await pass(40);
  await got;
  const waits = server.asked.slice(1).map(({ at }, index) => at - server.asked[index].at);
  assert.equal(server.asked.length, 5);
  for (const [index, wait] of waits.entries()) {
    assert.ok(wait >= 2 ** index / 2 && wait <= 2 ** index + 1, `${waits}`);
  }
});

test('the jitter spreads clients', async () => {
  const at = new Set();
  for (let client = 0; client < 12; client += 1) {
    const server = service({ faults: [answer(500), answer(500), answer(500), answer(500)] });
    const source = made(server);
    source.get().catch(() => {});
    for (let step = 0; step < 200; step += 1) {
      mock.timers.tick(100);
      await settle();
    }
    at.add(Math.round((server.asked[4].at - server.asked[0].at) * 10));
    source.stop();
  }
  assert.ok(at.size > 4, `${[...at]}`);
});

test('Retry-After is kept; 4xx is final; a response without a token is final', async () => {
  const slow = service({ faults: [answer(429, undefined, { 'retry-after': '7' })] });
  const waiting = made(slow).get();
  await pass(6);
  assert.equal(slow.asked.length, 1);
  await pass(2);
  assert.equal(await waiting, '04token1');
  for (const fault of [answer(401), answer(403), answer(400), answer(200, { token: '' }), answer(200, { token: '04' }), answer(200, null), new Response('<html>')]) {
    const server = service({ faults: [fault] });
    await assert.rejects(made(server).get(), (error) => error.retryable === false);
    await pass(60);
    assert.equal(server.asked.length, 1);
  }
});

test('a failed renewal keeps the valid token, reports it, and is tried again', async () => {
  const server = service();
  const source = made(server);
  const [renewed, reported] = [[], []];
  source.onRenew(({ token }) => renewed.push(token));
  source.onError((error) => reported.push(error.message));
  await source.get();
  server.faults.push(new TypeError('Failed to fetch'), answer(502));
  await pass(71);
  assert.equal(await source.get(), '04token1');
  assert.ok(reported[0].includes('Failed to fetch'), `${reported}`);
  await pass(5);
  assert.deepEqual(renewed, ['04token2']);
});

test('the network returns: a waiting request goes out at once', async () => {
  const server = service({ faults: [new TypeError('offline'), new TypeError('offline'), new TypeError('offline')] });
  const source = made(server);
  const got = source.get();
  await pass(4);
  const before = server.asked.length;
  assert.ok(before >= 2);
  for (let event = 0; event < 3; event += 1) {
    window.dispatchEvent(new Event('online'));
    await settle();
  }
  assert.ok(server.asked.length > before);
  assert.equal(await got, '04token1');
});

test('the tab is shown again, the machine wakes, the page comes back: renewed at once where due', async () => {
  for (const [place, event] of [['document', 'visibilitychange'], ['window', 'pageshow'], ['window', 'focus'], ['window', 'online']]) {
    const server = service();
    const source = made(server);
    source.onRenew(() => {});
    await source.get();
    globalThis[place].dispatchEvent(new Event(event));
    await settle();
    assert.equal(server.asked.length, 1, `${event}: not due yet`);
    // Timers stood still while the machine slept.
    mock.timers.setTime(Date.now() + 95_000);
    const before = server.asked.length;
    document.visibilityState = 'hidden';
    globalThis.document.dispatchEvent(new Event('visibilitychange'));
    document.visibilityState = 'visible';
    globalThis[place].dispatchEvent(new Event(event));
    await settle();
    assert.ok(server.asked.length > 1 && before <= 2, event);
    source.stop();
  }
});

test('measures the difference of the clocks, and renews by the server\'s time', async () => {
  for (const ahead of [-3600, -5, 0, 5, 3600, 86_400 * 400]) {
    const server = service({ ahead });
    const source = made(server);
    const seen = [];
    source.onRenew(({ token }) => seen.push(token));
    await source.get();
    assert.ok(Math.abs(source.clockDifference - ahead) <= 0.5, `${ahead}: ${source.clockDifference}`);
    await pass(68);
    assert.equal(server.asked.length, 1, `${ahead}`);
    await pass(4);
    assert.deepEqual(seen, ['04token2'], `${ahead}`);
    source.stop();
  }
});

test('attach: tokenWillExpire fetches, renewToken gets the token and the room', async () => {
  const server = service();
  const source = made(server);
  const engine = new StandIn();
  const detach = source.attach(engine);
  await source.get();
  engine.emit('tokenWillExpire', 'room1');
  engine.emit('tokenWillExpire', 'room1');
  await settle();
  assert.deepEqual(engine.renewed, [['04token2', 'room1']]);
  engine.emit('tokenWillExpire', 'room1');
  await settle();
  assert.deepEqual(engine.renewed, [['04token2', 'room1'], ['04token2', 'room1']], 'fresh: passed again, not fetched again');
  engine.emit('tokenWillExpire', 'another');
  await settle();
  assert.equal(server.asked.length, 2);
  await pass(70);
  assert.deepEqual(engine.renewed.at(-1), ['04token3', 'room1']);
  // The device's clock is set back by an hour: the event counts, not the clock.
  await pass(20);
  mock.timers.setTime(Date.now() - 3600_000);
  engine.emit('tokenWillExpire', 'room1');
  await settle();
  assert.deepEqual(engine.renewed.at(-1), ['04token4', 'room1']);
  engine.renewed.length = 0;
  detach();
  engine.emit('tokenWillExpire', 'room1');
  await pass(100);
  assert.equal(engine.renewed.length, 0);
  assert.equal(engine.listenerCount('tokenWillExpire'), 0);
});

test('stop ends everything', async () => {
  const server = service();
  const source = made(server);
  const engine = new StandIn();
  source.attach(engine);
  await source.get();
  source.stop();
  window.dispatchEvent(new Event('online'));
  engine.emit('tokenWillExpire', 'room1');
  await pass(300);
  assert.deepEqual([server.asked.length, engine.renewed.length, source.current], [1, 0, undefined]);
  await assert.rejects(source.get(), /stopped/);
  let signal;
  const hanging = createTokenSource({ endpoint: '/token', fetch: (_, init) => new Promise((_, reject) => (signal = init.signal).addEventListener('abort', () => reject(new Error('aborted')))) });
  const got = assert.rejects(hanging.get(), /stopped/);
  await settle();
  hanging.stop();
  await got;
  assert.ok(signal.aborted);
});

test('a request without a response is given up', async () => {
  let count = 0;
  const source = createTokenSource({
    endpoint: '/token',
    fetch: (_, { signal }) => new Promise((_, reject) => {
      count += 1;
      signal.addEventListener('abort', () => reject(new Error('aborted')));
    }),
  });
  sources.push(source);
  source.get().catch(() => {});
  await pass(20);
  assert.equal(count, 2);
});

test('options named like a secret, and unknown ones, are refused', async () => {
  for (const name of ['secret', 'serverSecret', 'server_secret', 'SERVER_SECRET', 'appSign', 'app_sign', 'ZEGO_SERVER_SECRET', 'privateKey']) {
    assert.throws(() => createTokenSource({ endpoint: '/token', [name]: 'x' }), /must stay on the server/, name);
    assert.throws(() => createTokenSource({ endpoint: '/token', body: { [name]: 'x' } }), /must stay on the server/, name);
    await assert.rejects(createTokenSource({ endpoint: '/token', headers: { [`x-${name.replaceAll('_', '-')}`]: 'x' }, fetch: service().fetch }).get(), /must stay on the server/, name);
  }
  assert.throws(() => createTokenSource({ endpoint: '/token', rooms: 'x' }), /no option is named rooms/);
});

test('under 3 KB gzipped, without a dependency and without minting code', async () => {
  const folder = path.dirname(new URL(entry).pathname);
  const code = await readFile(path.join(folder, 'index.js'), 'utf8');
  const { dependencies, peerDependencies } = JSON.parse(await readFile(path.join(folder, '../package.json'), 'utf8'));
  assert.deepEqual([dependencies, peerDependencies], [undefined, undefined]);
  assert.ok(!/\bimport\b|require\(|WebAssembly|subtle|AES|cipher/i.test(code));
  const tools = createRequire(path.join(process.env.TOKEN04_WEB_TOOLS ?? process.cwd(), 'package.json'));
  const small = (await tools('esbuild').transform(code, { minify: true, format: 'esm' })).code;
  const [whole, least] = [code, small].map((text) => gzipSync(text).length);
  console.log(`@token04/client: ${least} bytes minified and gzipped, ${whole} as it is`);
  assert.ok(least < 3072, `${least}`);
});
