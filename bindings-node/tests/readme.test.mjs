// node readme.test.mjs README DIST VECTORS: the README's programs and commands to the letter, in an
// empty folder outside the repository; and the cases that its migration table names.
//
// A `js` block starts with `// NAME`, and is written to that file. An `sh` block is run; a `text`
// block right behind it is what it prints. A `console` block is shown only.
import assert from 'node:assert';
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const [readme, dist, vectors] = process.argv.slice(2).map((name) => path.resolve(name));
const text = readFileSync(readme, 'utf8');

const ids = new Set();
const collect = (value) => {
  if (typeof value !== 'object' || value === null) return;
  if (typeof value.id === 'string') ids.add(value.id);
  Object.values(value).forEach(collect);
};
for (const file of readdirSync(vectors)) {
  if (file.endsWith('.json')) collect(JSON.parse(readFileSync(path.join(vectors, file), 'utf8')));
}
const migration = text.slice(text.indexOf('## Coming from'));
const rows = migration
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2);
for (const row of rows) {
  const named = [
    ...row
      .split('|')
      .at(-2)
      .matchAll(/`([^`]+)`/g),
  ].map(([, id]) => id);
  assert(named.length > 0, `names no case: ${row}`);
  for (const id of named) assert(ids.has(id), `no such case: ${id}`);
}
assert(rows.length >= 10);
console.log(`ok   ${rows.length} lines of migration, each with cases of the table`);

const home = mkdtempSync(path.join(os.tmpdir(), 'token04-readme-'));
const env = {
  PATH: process.env.PATH,
  HOME: home,
  npm_config_cache: process.env.npm_config_cache ?? path.join(os.homedir(), '.npm'),
  npm_config_update_notifier: 'false',
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^npm_config_|_(proxy|certs)$/i.test(name)),
  ),
  ZEGO_APP_ID: '1234567890',
  ZEGO_SERVER_SECRET: 'fa94dd0f974cf2e293728a526b028271',
};
try {
  for (const file of readdirSync(dist)) {
    if (/^token04-.*\.tgz$/.test(file)) copyFileSync(path.join(dist, file), path.join(home, file));
  }
  const written = new Set();
  let printed;
  for (const [, kind, block] of text.matchAll(/^```(\w+)\n(.*?)^```$/gms)) {
    if (kind === 'js') {
      const name = /^\/\/ ([\w.-]+)\n/.exec(block)?.[1];
      assert(name, `a program without a name:\n${block}`);
      writeFileSync(path.join(home, name), block);
      written.add(name);
    } else if (kind === 'sh') {
      printed = execFileSync('bash', ['-euc', block], {
        cwd: home,
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      }).toString();
      for (const name of written) if (block.includes(name)) written.delete(name);
      console.log(`ok   ${block.trim().split('\n').join('; ')}`);
    } else if (kind === 'text') {
      assert.strictEqual(printed, block);
    }
  }
  assert.deepStrictEqual([...written], [], 'programs that no command runs');
} finally {
  rmSync(home, { recursive: true, force: true });
}
console.log('ok   the README, to the letter');
