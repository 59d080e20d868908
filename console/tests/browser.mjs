// Chromium with the built page, and a record of everything its network was asked for.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const tools = createRequire(path.join(process.env.TOKEN04_WEB_TOOLS ?? process.cwd(), 'package.json'));
export const root = fileURLToPath(new URL('../../', import.meta.url));
export const file = process.env.TOKEN04_CONSOLE ?? path.join(root, 'dist/token04-console.html');
export const address = pathToFileURL(file).href;
export const { chromium } = tools('playwright-core');
export const axe = tools('@axe-core/playwright').default;

export function launch() {
  const executablePath = process.env.TOKEN04_CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
}

const contexts = new Set();

/** Closes the pages of a test: those that stay open slow down all later ones. */
export async function closeAll() {
  await Promise.all([...contexts].map((context) => context.close()));
  contexts.clear();
}

/** A page of its own, with what it requested, logged and broke. */
export async function open(browser, { at = address, now, locale = 'en-US', ...options } = {}) {
  const context = await browser.newContext({ locale, timezoneId: 'UTC', ...options });
  contexts.add(context);
  const page = await context.newPage();
  const seen = { requests: [], logs: [], errors: [] };
  context.on('request', (request) => seen.requests.push(request.url().split('?')[0]));
  page.on('websocket', (socket) => seen.requests.push(socket.url()));
  page.on('console', (message) => seen.logs.push(message.text()));
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  page.on('dialog', (dialog) => {
    seen.errors.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  if (now !== undefined) await page.clock.setFixedTime(now * 1000);
  await page.goto(at);
  // The console page begins to work after its first frame.
  if (await page.locator('#tab-read').count()) await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  return { page, seen, context };
}
