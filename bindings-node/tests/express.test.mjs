// node express.test.mjs EXAMPLE: the example in a folder with express and the package, over HTTP.
import assert from 'node:assert';
import { spawn } from 'node:child_process';
import path from 'node:path';

import { DEMO_SESSION, SECRET, hostile } from './hostile.mjs';

const example = path.resolve(process.argv[2]);
const base = { PATH: process.env.PATH, PORT: '0', DEMO_SESSION };
const good = { ...base, ZEGO_APP_ID: '1234567890', ZEGO_SERVER_SECRET: SECRET };

function start(env) {
  const child = spawn(process.execPath, [example], { env, cwd: path.dirname(example) });
  let text = '';
  const ended = new Promise((resolve) =>
    child.once('close', (code) => resolve({ code, text: () => text })),
  );
  const listening = new Promise((resolve) => {
    const read = (chunk) => {
      text += chunk;
      const port = /listening on (\d+)/.exec(text)?.[1];
      if (port) resolve(port);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
  });
  return { child, ended, listening };
}

const { child, ended, listening } = start(good);
try {
  const failed = ended.then(({ text }) => Promise.reject(new Error(text())));
  const url = `http://127.0.0.1:${await Promise.race([listening, failed])}/token`;
  failed.catch(() => {});
  const count = await hostile(url, { readsBody: true });
  console.log(`ok   ${count} requests, most of them hostile`);
} finally {
  child.kill();
}

for (const [env, wanted] of [
  [base, /cannot start: environment variable ZEGO_APP_ID is not set: app id/],
  [{ ...base, ZEGO_APP_ID: '7' }, /ZEGO_SERVER_SECRET is not set: server secret/],
  [{ ...good, ZEGO_SERVER_SECRET: SECRET.repeat(2) }, /ZEGO_SERVER_SECRET is invalid: .*AppSign/],
]) {
  const { code, text } = await start(env).ended;
  assert.strictEqual(code, 1);
  assert.match(text(), wanted);
  assert(!text().includes(SECRET));
}
console.log('ok   the Express example over HTTP');
