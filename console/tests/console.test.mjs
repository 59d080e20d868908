import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { createApi } from '../../bindings-node/lib/api.mjs';
import { createWasmEngine, fingerprintOf } from '../../bindings-node/lib/wasm-engine.mjs';
import { errors, findings } from '../tables.mjs';
import { address, axe, closeAll, file, launch, open, root } from './browser.mjs';

const SECRET = 'fa94dd0f974cf2e293728a526b028271';
const NOW = 1700000010;
let browser;
before(async () => (browser = await launch()));
afterEach(closeAll);
after(() => browser.close());

const cases = async (name) => JSON.parse(await readFile(path.join(root, `tests/vectors/${name}.json`), 'utf8')).cases;

/** The first cases of a table that a person could type, spread over all of it. */
function spread(all, count, fits) {
  const usable = all.filter(fits);
  assert.ok(usable.length >= count, `${usable.length} usable cases`);
  return Array.from({ length: count }, (_, index) => usable[Math.floor((index * usable.length) / count)]);
}

/** What a field of one line keeps as it is. */
const typed = (value) => value === undefined || (typeof value === 'string' && !/[\r\n\0]/.test(value) && value.isWellFormed());

async function fill(page, panel, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`#${panel} [name=${name}]`);
    if (value === undefined) continue;
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value);
    else await field.fill(String(value));
  }
}

const tab = (page, name) => page.locator(`#tab-${name}`).click();

test('reads the claims of 10 cases of decode.json as the core does', async () => {
  const { page, seen } = await open(browser, { now: NOW });
  const chosen = spread(await cases('decode'), 10, ({ request, want }) => want.claims && typed(request.token) && typed(want.claims.user_id) && Number.isSafeInteger(want.claims.nonce));
  for (const { id, request, want } of chosen) {
    await fill(page, 'read', { token: request.token, secret: request.secret });
    const text = page.locator('#read-result');
    await text.locator('dl.claims').first().waitFor();
    const values = await text.locator('dl.claims dd').allTextContents();
    assert.equal(values[0], want.claims.user_id, id);
    assert.equal(values[1], String(want.claims.app_id), id);
    assert.ok(values.includes(String(want.claims.nonce)), id);
    assert.ok((await text.textContent()).includes(want.authenticated ? 'Made by token04' : 'Not authenticated'), id);
    assert.ok((await text.locator('.status').textContent()).includes(want.mode.toUpperCase()), id);
    await fill(page, 'read', { token: '', secret: '' });
    await text.locator('.empty').waitFor();
  }
  assert.deepEqual(seen.errors, []);
});

test('explains 14 cases of explain.json, the likeliest cause first', async () => {
  const chosen = spread(await cases('explain'), 14, ({ request, want }) => {
    const { now, leeway, token, secret, expect_user_id, expect_room_id, expect_stream_id } = request;
    return want.findings.$findings?.first && Number.isSafeInteger(now) && now > 0 && now < 253402300799 && leeway === undefined &&
      typeof token === 'string' && token !== '' && token.isWellFormed() && !/[\r\0]/.test(token) && [secret, expect_user_id, expect_room_id, expect_stream_id].every((value) => value !== '' && typed(value));
  });
  const { page, seen } = await open(browser);
  await tab(page, 'why');
  for (const { id, request, want } of chosen) {
    await page.clock.setFixedTime(request.now * 1000);
    await page.locator('#why form').evaluate((form) => form.reset());
    const { expect_kit } = request;
    const kind = typeof expect_kit === 'boolean' ? (expect_kit ? 'kit' : 'plain') : undefined;
    const { token, secret, expect_app_id: app, expect_user_id: user, expect_room_id: room, expect_stream_id: stream } = request;
    await fill(page, 'why', { token, secret, app, user, room, stream, kind });
    const first = page.locator('#why-result .finding').first();
    await first.waitFor();
    const { first: wanted, hides = [] } = want.findings.$findings;
    assert.equal(await first.getAttribute('data-id'), wanted, id);
    const shown = await page.locator('#why-result').textContent();
    for (const hidden of hides) assert.ok(!shown.includes(hidden), id);
    assert.deepEqual(seen.errors, [], id);
  }
});

test('shows error 20 for 6 refused tokens, and explains them', async () => {
  const { page } = await open(browser, { now: NOW });
  const wanted = ({ request, want }) => request.op === 'decode' && want.error?.code === 20 && typed(request.token) && !/^\s|\s$|#|^$/.test(request.token);
  for (const { id, request } of spread(await cases('refusals'), 6, wanted)) {
    await fill(page, 'read', { token: request.token });
    const alert = page.locator('#read-result .notice.error');
    await alert.waitFor();
    assert.match(await alert.textContent(), /Error 20 token_format/, id);
    await page.getByRole('button', { name: 'Explain it' }).click();
    assert.ok(await page.locator('#why-result .finding').first().isVisible(), id);
    assert.equal(await page.locator('#why [name=secret]').inputValue(), '');
    await tab(page, 'read');
    await fill(page, 'read', { token: '' });
    await page.locator('#read-result .empty').waitFor();
  }
});

test('mints each kind of token; the page reads it, and the times are right', async () => {
  const { page, seen } = await open(browser, { now: NOW });
  const kinds = [
    ['identity', {}, 'no room privileges'],
    ['login', { room: 'room1' }, 'log in to room room1; publish nothing'],
    ['publish', { room: 'room1', streams: 'a\nb' }, 'not log in to room room1; publish a, b'],
    ['both', { room: 'room1', streams: 'a' }, 'log in to room room1; publish a'],
    ['any', { room: 'room1' }, 'log in to room room1; publish any stream'],
  ];
  for (const mode of ['cbc', 'gcm']) {
    for (const [kind, values, rights] of kinds) {
      await tab(page, 'mint');
      await page.locator(`#mint [value=${kind === 'any' ? 'both' : kind}]`).check();
      if (kind === 'any') await page.locator('#mint [name=any]').check();
      else if (kind === 'both') await page.locator('#mint [name=any]').uncheck();
      await fill(page, 'mint', { app: 1234567890, user: 'user1', secret: SECRET, mode, ttl: 3600, ...values });
      await page.getByRole('button', { name: 'Mint a token' }).click();
      const token = await page.locator('#minted').textContent();
      await page.getByRole('button', { name: 'Read this token' }).click();
      await fill(page, 'read', { secret: SECRET });
      const shown = page.locator('#read-result');
      await shown.locator('dl.claims').waitFor();
      const text = await shown.textContent();
      assert.ok(text.includes(rights), `${kind}: ${text}`);
      assert.ok(text.includes('Made by token04') && text.includes(`(${NOW + 3600})`) && text.includes('1 hour'), kind);
      assert.equal(await page.locator('#read [name=token]').inputValue(), token);
      await tab(page, 'mint');
    }
  }
  assert.deepEqual(seen.errors, []);
});

test('a kit token has its user name, and the core refuses what it must', async () => {
  const { page } = await open(browser, { now: NOW });
  await tab(page, 'mint');
  await page.locator('#mint [name=kit]').check();
  await fill(page, 'mint', { app: 1234567890, user: 'user1', secret: SECRET, room: 'room1', name: 'Ada 艾达' });
  await page.getByRole('button', { name: 'Mint a token' }).click();
  assert.match(await page.locator('#minted').textContent(), /^04[^#]+#[A-Za-z0-9+/=]+$/);
  await page.getByRole('button', { name: 'Read this token' }).click();
  assert.match(await page.locator('#read-result').textContent(), /Ada 艾达/);
  await tab(page, 'mint');
  const refused = [[{ app: 0 }, 1], [{ app: '12x' }, 1], [{ user: 'u'.repeat(65) }, 3], [{ secret: 'short' }, 5], [{ ttl: 0 }, 6], [{ ttl: '1.5' }, 6], [{ room: '' }, 8]];
  for (const [values, code] of refused) {
    await fill(page, 'mint', { app: 1234567890, user: 'user1', secret: SECRET, room: 'room1', ttl: 60, ...values });
    await page.getByRole('button', { name: 'Mint a token' }).click();
    await page.getByText(`Error ${code} `).waitFor();
    assert.equal(await page.locator('#minted').count(), 0);
  }
});

test('the code for Node.js mints what the form says; that for Python is Python', async () => {
  const { page } = await open(browser, { now: NOW });
  const wasm = new WebAssembly.Module(await readFile(process.env.TOKEN04_WASM ?? path.join(root, 'dist/token04.wasm')));
  const api = createApi(createWasmEngine(() => wasm, { fingerprint: fingerprintOf(wasm), name: 'internal', message: '' }));
  Object.assign(process.env, { ZEGO_APP_ID: '1234567890', ZEGO_SERVER_SECRET: SECRET });
  const name = `it's "user"\\ 1`;
  await tab(page, 'mint');
  await page.locator('#mint [value=both]').check();
  await page.locator('#mint [name=kit]').check();
  await fill(page, 'mint', { app: 1234567890, user: name, ttl: 77, room: name, name, streams: `${name}\nb`, mode: 'gcm' });
  for (const kit of [false, true]) {
    await page.locator('#mint [name=kit]').setChecked(kit);
    for (const rights of ['identity', 'login', 'publish', 'both']) {
      await page.locator(`#mint [value=${rights}]`).check();
      await page.locator('#code-language').selectOption('Node.js');
      const code = await page.locator('#code').textContent();
      const body = code.replace(/^import (\{.*\}) from 'token04';/, 'const $1 = api;');
      const made = new Function('api', `${body}\nreturn { token${kit ? ', kit' : ''} };`)(api);
      const { claims, mode, privileges } = api.decode(made.token, SECRET);
      assert.deepEqual([claims.user_id, claims.expire - claims.ctime, mode], [name, 77, 'gcm'], code);
      assert.deepEqual(privileges?.toJSON() ?? null, rights === 'identity' ? null : { room_id: name, login: rights !== 'publish', publish: rights !== 'login', stream_ids: rights === 'login' ? privileges.streamIds : [name, 'b'] }, code);
      if (kit) assert.equal(api.inspect(made.kit).kit.userName, name);
      await page.locator('#code-language').selectOption('Python');
      const parsed = spawnSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], { input: await page.locator('#code').textContent() });
      assert.equal(parsed.status, 0, String(parsed.stderr));
    }
  }
});

test('a minted token goes when the form changes', async () => {
  const { page } = await open(browser, { now: NOW });
  await tab(page, 'mint');
  await fill(page, 'mint', { app: 1234567890, user: 'user1', secret: SECRET });
  await page.getByRole('button', { name: 'Mint a token' }).click();
  await page.locator('#minted').waitFor();
  await fill(page, 'mint', { user: 'user2' });
  assert.equal(await page.locator('#minted').count(), 0);
});

test('script in claims, payload, kit part and token stays text', async () => {
  const { page, seen } = await open(browser, { now: NOW });
  const script = `<img src=x onerror=alert(1)><script>alert(2)</script>"'\u2028`;
  await tab(page, 'mint');
  await page.locator('#mint [value=login]').check();
  await page.locator('#mint [name=kit]').check();
  await fill(page, 'mint', { app: 1234567890, user: script, room: script, name: script, secret: SECRET });
  assert.ok((await page.locator('#code').textContent()).includes('<script>'));
  await page.getByRole('button', { name: 'Mint a token' }).click();
  await page.getByRole('button', { name: 'Read this token' }).click();
  await fill(page, 'read', { secret: SECRET });
  await page.locator('#read-result dl.claims').first().waitFor();
  assert.ok((await page.locator('#read-result').textContent()).includes(script));
  await page.getByRole('button', { name: 'Explain it' }).click();
  for (const token of [script, `04${script}`, `javascript:${script}`, 'A'.repeat(400_000)]) {
    await fill(page, 'why', { token, user: script, room: script, code: script });
    await page.locator('#why-result .finding').first().waitFor();
  }
  assert.equal(await page.locator('main img, main script, main iframe').count(), 0);
  assert.deepEqual(seen.errors, []);
});

test('no request, offline or not: the page is all that is ever fetched', async () => {
  const use = async (page) => {
    for (const name of ['read', 'why', 'mint']) {
      await tab(page, name);
      await fill(page, name, { secret: SECRET, ...(name === 'mint' ? { app: 1234567890, user: 'user1' } : { token: '04AAAA#https://example.com/' }) });
    }
    await page.getByRole('button', { name: 'Mint a token' }).click();
    await page.locator('#minted').waitFor();
    await page.locator('#copy-code').click();
    await page.getByRole('button', { name: '中文' }).click();
  };
  const disk = await open(browser);
  await disk.context.setOffline(true);
  await use(disk.page);
  assert.deepEqual(disk.seen.requests.filter((url) => !url.startsWith('data:')), [address]);
  assert.equal(disk.page.url(), address);
  assert.deepEqual(await disk.page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]), [0, 0, '']);

  const html = await readFile(file);
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.setHeader('content-type', 'text/html; charset=utf-8').end(html);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  const local = await open(browser, { at: `http://127.0.0.1:${port}/console` });
  await use(local.page);
  assert.equal(await local.page.locator('#remote').isVisible(), false);
  await local.page.evaluate(() => fetch('/stolen').catch(() => {}));
  await local.page.evaluate(() => new Promise((done) => {
    const image = new Image();
    image.onload = image.onerror = done;
    image.src = '/stolen.png';
  }));
  // By name, so that the page is neither from disk nor from loopback.
  const remote = await launchMapped();
  const far = await open(remote, { at: `http://console.example:${port}/` });
  assert.equal(await far.page.locator('#remote').isVisible(), true);
  assert.deepEqual(asked, ['/console', '/']);
  await remote.close();
  server.close();
});

async function launchMapped() {
  const { chromium } = await import('./browser.mjs');
  const executablePath = process.env.TOKEN04_CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP console.example 127.0.0.1'] });
}

test('secrets are cleared when the page is left, and never enter code, address or log', async () => {
  const { page, seen } = await open(browser, { now: NOW });
  for (const name of ['read', 'why', 'mint']) {
    await tab(page, name);
    await fill(page, name, { secret: SECRET });
    assert.equal(await page.locator(`#${name} [name=secret]`).getAttribute('type'), 'password');
    await page.locator(`#${name} .show`).click();
    assert.equal(await page.locator(`#${name} [name=secret]`).getAttribute('type'), 'text');
  }
  for (let index = 0; index < 9; index += 1) {
    await page.locator('#code-language').selectOption({ index });
    assert.ok(!(await page.locator('#code').textContent()).includes(SECRET));
  }
  assert.ok(!page.url().includes(SECRET));
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
  for (const name of ['read', 'why', 'mint']) assert.equal(await page.locator(`#${name} [name=secret]`).inputValue(), '');
  await page.goto('about:blank');
  await page.goBack();
  for (const name of ['read', 'why', 'mint']) assert.equal(await page.locator(`#${name} [name=secret]`).inputValue(), '');
  assert.ok(!seen.logs.join().includes(SECRET));
});

test('the policy allows the page\'s own script and nothing else', async () => {
  const { page, seen } = await open(browser);
  const policy = await page.locator('meta[http-equiv=Content-Security-Policy]').getAttribute('content');
  assert.match(policy, /^default-src 'none'; script-src 'sha256-[^']+' 'wasm-unsafe-eval'; style-src 'sha256-[^']+';/);
  assert.ok(!policy.includes('unsafe-inline') && !policy.includes("'unsafe-eval'"));
  await page.evaluate(() => {
    const script = document.createElement('script');
    try {
      script.text = 'globalThis.injected = 1';
      document.body.append(script);
    } catch {
      // Trusted types refuse already.
    }
  });
  assert.equal(await page.evaluate(() => globalThis.injected), undefined);
  assert.ok(seen.logs.some((line) => /Content Security Policy|TrustedScript/i.test(line)) || seen.errors.length === 0);
});

test('keyboard alone reaches each tab and its fields', async () => {
  const { page } = await open(browser);
  await page.locator('#tab-read').focus();
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.locator('#why').isVisible(), true);
  await page.keyboard.press('End');
  assert.equal(await page.locator('#mint').isVisible(), true);
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.locator('#read').isVisible(), true);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('name')), 'token');
});

test('the expiry ticks', async () => {
  const { page } = await open(browser, { now: NOW });
  await fill(page, 'read', { token: (await cases('golden'))[0].request.token });
  const before = await page.locator('#read-result .status').textContent();
  await page.clock.setFixedTime((NOW + 100) * 1000);
  await page.waitForFunction((text) => document.querySelector('#read-result .status').textContent !== text, before);
});

test('Chinese: whole, and chosen by the browser', async () => {
  const { page } = await open(browser, { locale: 'zh-CN', now: NOW });
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-Hans');
  const left = await page.evaluate(() => [...document.querySelectorAll('[data-t]')].filter((element) => /[a-z]{4,} [a-z]{2,}/.test(element.textContent)).map((element) => element.textContent));
  assert.deepEqual(left, []);
  const source = await readFile(path.join(root, 'console/src/chinese.ts'), 'utf8');
  const [errorPart, findingPart] = source.split('FINDINGS_ZH');
  assert.deepEqual([...errorPart.matchAll(/^ {2}(\d+):/gm)].map(([, code]) => Number(code)), (await errors()).map(({ code }) => code));
  assert.deepEqual([...findingPart.matchAll(/^ {2}(\w+):/gm)].map(([, id]) => id), (await findings()).map(({ id }) => id));
  for (const { id, message } of await findings()) {
    const line = findingPart.match(new RegExp(`^ {2}${id}: (.*)$`, 'm'))[1];
    assert.equal(line.includes('{}'), message.includes('{}'), id);
  }
  await tab(page, 'why');
  await fill(page, 'why', { token: (await cases('explain'))[0].request.token, code: 1102018 });
  assert.match(await page.locator('#why-result').textContent(), /已过期[^]*更换 ServerSecret/);
});

test('axe finds no violation: light, dark, phone, both languages, each tab', async () => {
  const token = (await cases('golden'))[0].request.token;
  let checks = 0;
  for (const [colorScheme, width, locale] of [['light', 1100, 'en-US'], ['dark', 1100, 'zh-CN'], ['light', 360, 'zh-CN'], ['dark', 360, 'en-US']]) {
    const { page, context } = await open(browser, { now: NOW, colorScheme, locale, viewport: { width, height: 800 } });
    for (const name of ['read', 'why', 'mint']) {
      await tab(page, name);
      if (name === 'mint') {
        await page.locator('#mint [value=both]').check();
        await fill(page, name, { app: 1234567890, user: 'user1', room: 'r', streams: 's', secret: SECRET });
        await page.locator('#mint .primary').click();
        await page.locator('#minted').waitFor();
      } else await fill(page, name, { token: name === 'why' ? ` ${token}` : token, secret: SECRET, ...(name === 'why' && { code: 1102020, user: 'x' }) });
      await page.locator(`#${name}-result > *`).first().waitFor();
      const { violations } = await new axe({ page }).analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html, any }) => [html.slice(0, 120), any[0]?.message])]), [], `${name} ${colorScheme} ${width}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, `${name} scrolls sideways at ${width}`);
      checks += 1;
    }
    await context.close();
  }
  console.log(`axe: ${checks} pages without a violation`);
});

test('under 250 KB; the first paint comes within 200 ms of that of an empty page', async () => {
  const { size } = await stat(file);
  assert.ok(size < 250_000, `${size} bytes`);
  // By turns with a page that has a heading and nothing else: what a busy machine adds, it adds to both.
  const empty = 'data:text/html,<!doctype html><title>x</title><h1>empty</h1>';
  const paints = { page: [], empty: [] };
  for (let run = 0; run < 6; run += 1) {
    for (const [name, at] of [['page', address], ['empty', empty]]) {
      const { page, context } = await open(browser, { at });
      await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
      paints[name].push(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime));
      await context.close();
    }
  }
  for (const list of Object.values(paints)) list.sort((a, b) => a - b);
  const shown = (list) => list.map(Math.round).join(', ');
  console.log(`${size} bytes; first contentful paint ${shown(paints.page)} ms; of an empty page ${shown(paints.empty)} ms`);
  assert.ok(paints.page[0] - paints.empty[0] < 200, JSON.stringify(paints));
});
