import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { launch, open } from '../../console/tests/browser.mjs';

const SECRET = '0123456789abcdef0123456789abcdef';

test('the page runs on the real SDK; without a server it has no result, and no secret in its report', { timeout: 170_000 }, async () => {
  const tools = process.env.TOKEN04_WEB_TOOLS ?? process.cwd();
  const server = spawn(process.execPath, [new URL('start.mjs', import.meta.url).pathname], { env: { ...process.env, TOKEN04_WEB_TOOLS: tools }, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = await once(server.stdout, 'data');
    const browser = await launch();
    const { page, seen } = await open(browser, { at: String(line).trim() });
    await page.locator('#rows tr').first().waitFor();
    assert.match(await page.locator('#sdk').textContent(), /^\d+\.\d+\.\d+$/);
    const before = JSON.parse(await page.locator('#report').textContent());
    assert.ok(before.results.length >= 12 && before.results.every(({ outcome }) => outcome === 'not run'));
    await page.locator('[name=app]').fill('1234567890');
    await page.locator('[name=secret]').fill(SECRET);
    await page.locator('[name=server]').fill('wss://127.0.0.1:9/ws');
    await page.locator('button').click();
    await page.waitForFunction(() => !/not run|running/.test(document.querySelector('#rows tr:first-child').textContent), undefined, { timeout: 60_000 });
    const text = await page.locator('#report').textContent();
    const [first] = JSON.parse(text).results;
    assert.ok(!text.includes(SECRET) && !text.includes('04AAAA') && !text.includes('1234567890'), text);
    assert.ok(first.outcome !== 'accepted' && first.ok === false, JSON.stringify(first));
    console.log(`live page: SDK ${before.sdk.version}, ${before.results.length} checks, first without a server: ${JSON.stringify(first)}`);
    assert.deepEqual(seen.errors.filter((line) => line.startsWith('dialog')), []);
    await browser.close();
  } finally {
    server.kill();
  }
});
