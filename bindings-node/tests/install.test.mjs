// node install.test.mjs README DIST: the README's install lines, in a package.json that people on
// several platforms share. No registry is used.
import assert from 'node:assert';
import { execFile } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const [readme, dist] = process.argv.slice(2).map((name) => path.resolve(name));
const [, block] = /^## Install$.*?^```sh\n(.*?)^```$/ms.exec(readFileSync(readme, 'utf8'));
const lines = block.trim().split('\n');
const run = promisify(execFile);

const asked = [];
const registry = http.createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
});
await new Promise((resolve) => registry.listen(0, '127.0.0.1', resolve));
const place = mkdtempSync(path.join(os.tmpdir(), 'token04-install-'));
const env = {
  PATH: process.env.PATH,
  HOME: place,
  npm_config_registry: `http://127.0.0.1:${registry.address().port}/`,
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
};

function project() {
  rmSync(path.join(place, 'app'), { recursive: true, force: true });
  const cwd = path.join(place, 'app');
  mkdirSync(cwd);
  for (const file of readdirSync(dist)) {
    if (/^token04-.*\.tgz$/.test(file)) copyFileSync(path.join(dist, file), path.join(cwd, file));
  }
  writeFileSync(path.join(cwd, 'package.json'), '{"private": true}\n');
  return cwd;
}

async function engine(cwd) {
  const { stdout } = await run(process.execPath, ['-p', "require('token04').engine"], { cwd, env });
  return stdout.trim();
}

try {
  const cwd = project();
  for (const line of lines) await run('bash', ['-euc', line], { cwd, env });
  assert.strictEqual(await engine(cwd), 'native');
  await run('npm', ['ci'], { cwd, env });
  assert.strictEqual(await engine(cwd), 'native');
  // The same package.json and lock file on a Mac: the add-on is skipped, WebAssembly is used.
  await run('npm', ['ci', '--os=darwin', '--cpu=arm64'], { cwd, env });
  const platforms = path.join(cwd, 'node_modules/@token04');
  assert.throws(() => readdirSync(path.join(platforms, 'linux-x64-gnu')), { code: 'ENOENT' });
  assert.strictEqual(await engine(cwd), 'wasm');
  assert.deepStrictEqual(asked, []);
  console.log(`ok   ${lines.join('; ')}: also by npm ci on a Mac`);

  const alone = project();
  await run('npm', ['install', './token04-0.1.0.tgz'], { cwd: alone, env });
  assert.strictEqual(await engine(alone), 'wasm');
  assert.deepStrictEqual(asked, []);
  console.log('ok   the package alone, without a request to the registry');
} finally {
  registry.close();
  registry.closeAllConnections?.();
  rmSync(place, { recursive: true, force: true });
}
