// A person's way through the demo, in Chromium; then Ctrl-C, after which nothing may be left.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { axe, launch, open } from '../../console/tests/browser.mjs';

const START = fileURLToPath(new URL('start.mjs', import.meta.url));
const shots = process.env.TOKEN04_SHOTS;
const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('token04-demo-'));
const serves = (url) => fetch(url).then(() => true, () => false);

test('a person logs in, joins, publishes, sees warning and renewal, and every refusal', { timeout: 170_000 }, async () => {
  const before = folders();
  const begun = performance.now();
  const demo = spawn(process.execPath, [START], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = new Promise((resolve) => demo.on('exit', (code) => resolve(code)));
  let output = '';
  demo.stdout.on('data', (chunk) => (output += chunk));
  while (!output.includes('Ctrl-C')) await Promise.race([new Promise((resolve) => demo.stdout.once('data', resolve)), exit.then(() => assert.fail(output))]);
  const urls = [...output.matchAll(/http:\/\/127\.0\.0\.1:\d+/g)].map(([url]) => url);
  assert.equal(urls.length, 3);
  const browser = await launch();
  try {
    const { page, seen } = await open(browser, { at: `${urls[0]}/`, viewport: { width: 1100, height: 760 }, colorScheme: 'light' });
    const happened = (text) => page.locator('#log li', { hasText: text }).first();
    const press = async (id, ...texts) => {
      await page.locator(`#${id}`).click();
      for (const text of texts) await happened(text).waitFor();
    };
    const shoot = (name) => shots && page.screenshot({ path: path.join(shots, `demo-${name}.png`), fullPage: true });

    await press('anonymous', '100 caller_unauthenticated');
    await page.locator('#login').click();
    await page.locator('[name=user]').fill('ada');
    await page.getByRole('button', { name: 'Log in' }).click();
    await happened('Logged in as ada').waitFor();
    assert.equal(page.url(), `${urls[0]}/`, 'no code is left in the address');

    await press('join', 'POST /token: minted', 'loginRoom: in the lobby');
    await press('publish', 'startPublishingStream: camera-ada');
    await press('staff', '35 room_not_allowed');
    await press('other', '31 user_id_mismatch');
    await press('library', 'in the library: refused, 403', '36 stream_not_allowed');
    await press('changed', 'loginRoom with a changed token: refused, 403');
    await press('borrowed', 'loginRoom by Bob with your token: refused, 403');

    await happened('tokenWillExpire').waitFor();
    await happened('renewToken: renewed').waitFor();
    await shoot('flow');
    const { violations } = await new axe({ page }).analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), []);
    // Again: a renewed token is renewed as well.
    await page.waitForFunction(() => [...document.querySelectorAll('#log li')].filter((line) => line.textContent.includes('renewToken: renewed')).length >= 2);
    assert.equal(await happened('The token has expired').count(), 0);

    await press('expire', 'The token has expired', 'loginRoom with the expired token: refused, 403', '32 expired');
    await shoot('expired');
    assert.deepEqual(seen.errors, []);
    assert.equal(await happened(': accepted').count(), 0);
    const others = seen.requests.filter((url) => !urls.some((known) => url.startsWith(known)) && !url.startsWith('data:'));
    assert.deepEqual(others, [], 'nothing else is asked');
  } finally {
    await browser.close();
    demo.kill('SIGINT');
  }
  assert.equal(await exit, 0);
  for (const url of urls) assert.equal(await serves(url), false, `${url} is closed`);
  assert.deepEqual(folders(), before, 'no file is left');
  console.log(`the whole flow in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
});
