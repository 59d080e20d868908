// node next.test.mjs PLACE ROUTE: the edge route in a Next.js app, built and served. PLACE is a
// folder with the package and Next.js.
import assert from 'node:assert';
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';

import { DEMO_SESSION, SECRET, hostile } from './hostile.mjs';

const [place, route] = process.argv.slice(2).map((name) => path.resolve(name));
const next = path.join(place, 'node_modules/next/dist/bin/next');
const app = path.join(place, 'app/token');
mkdirSync(app, { recursive: true });
copyFileSync(route, path.join(app, 'route.js'));

const base = { PATH: process.env.PATH, HOME: process.env.HOME, NEXT_TELEMETRY_DISABLED: '1' };
// The variables are not set when the app is built.
execFileSync(process.execPath, [next, 'build'], { cwd: place, env: base, stdio: 'inherit' });

const env = {
  ...base,
  ZEGO_APP_ID: '1234567890',
  ZEGO_SERVER_SECRET: SECRET,
  DEMO_SESSION,
};

/** Serves the app while `ask` runs; returns the app's output. */
async function serve(variables, ask) {
  const words = [next, 'start', '--hostname', '127.0.0.1', '--port', '0'];
  const server = spawn(process.execPath, words, { cwd: place, env: variables });
  const ended = new Promise((resolve) => server.once('close', resolve));
  let text = '';
  const ready = new Promise((resolve, reject) => {
    const read = (chunk) => {
      text += chunk;
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
      if (url && text.includes('Ready')) resolve(url);
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    ended.then(() => reject(new Error(text)));
  });
  try {
    await ask(`${await ready}/token`);
  } finally {
    server.kill();
    await ended;
  }
  return text;
}

const headers = { authorization: 'Bearer letmein' };
await serve(env, async (url) => {
  const count = await hostile(url);
  console.log(`ok   ${count} requests, most of them hostile`);
});
const output = await serve({ ...env, ZEGO_SERVER_SECRET: SECRET.repeat(2) }, async (url) => {
  assert.strictEqual((await fetch(url, { method: 'POST', headers })).status, 500);
});
assert.match(output, /environment variable ZEGO_SERVER_SECRET is invalid: .*AppSign/);
assert(!output.includes(SECRET));
console.log('ok   the edge route, built and served by Next.js');
