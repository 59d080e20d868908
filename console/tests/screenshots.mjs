// Writes the screenshots of the documentation: node tests/screenshots.mjs FOLDER.
import path from 'node:path';
import { launch, open } from './browser.mjs';

const out = process.argv[2];
const SECRET = '0123456789abcdef0123456789abcdef';
const NOW = 1700000010;
const browser = await launch();

const views = [
  ['read', { colorScheme: 'light' }],
  ['read-dark', { colorScheme: 'dark' }],
  ['read-phone-zh', { viewport: { width: 390, height: 800 }, locale: 'zh-CN' }],
  ['why', { colorScheme: 'light' }],
  ['why-dark-zh', { colorScheme: 'dark', locale: 'zh-CN' }],
  ['mint', { colorScheme: 'light' }],
  ['mint-phone-dark', { colorScheme: 'dark', viewport: { width: 390, height: 800 } }],
];
for (const [name, options] of views) {
  const { page, context } = await open(browser, { now: NOW, viewport: { width: 960, height: 800 }, ...options });
  await page.locator('#tab-mint').click();
  await page.locator('#mint [value=both]').check();
  for (const [field, value] of Object.entries({ app: '1234567890', user: 'user1', room: 'room1', streams: 'camera\nscreen', secret: SECRET })) {
    await page.locator(`#mint [name=${field}]`).fill(value);
  }
  await page.locator('#mint .primary').click();
  const token = await page.locator('#minted').textContent();
  if (name.startsWith('read')) {
    await page.locator('#tab-read').click();
    await page.locator('#read [name=token]').fill(token);
    await page.locator('#read [name=secret]').fill(SECRET);
  } else if (name.startsWith('why')) {
    await page.clock.setFixedTime((NOW + 7200) * 1000);
    await page.locator('#tab-why').click();
    for (const [field, value] of Object.entries({ token: `${token} `, secret: SECRET, user: 'user2', room: 'room1', stream: 'microphone', code: '1102018' })) {
      await page.locator(`#why [name=${field}]`).fill(value);
    }
  }
  await page.locator(`#${name.split('-')[0]}-result > *`).first().waitFor();
  await page.screenshot({ path: path.join(out, `console-${name}.png`), fullPage: true });
  await context.close();
}
await browser.close();
