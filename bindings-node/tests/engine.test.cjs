'use strict';

// node engine.test.cjs INSTALLED WITHOUT PLATFORM: which engine is used, and how a demand fails.
// WITHOUT is a folder where the add-on's file was removed, PLATFORM the name of its package.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const { mkdirSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const [installed, without] = process.argv.slice(2, 4).map((folder) => path.resolve(folder));
const platform = process.argv[4];

/** What a process in the folder prints: the engine, or the message of the error. */
function engine(cwd, demanded, entry = 'token04', before = '') {
  const script = `${before}
    try { console.log(require(${JSON.stringify(entry)}).engine); }
    catch ({ message }) { console.log(message); }`;
  const env = { ...process.env };
  delete env.TOKEN04_ENGINE;
  if (demanded !== undefined) env.TOKEN04_ENGINE = demanded;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], { cwd, env });
  assert.strictEqual(status, 0, stderr.toString());
  return stdout.toString().trim();
}

for (const [demanded, used] of [
  [undefined, 'native'],
  ['', 'native'],
  ['native', 'native'],
  ['wasm', 'wasm'],
]) {
  assert.strictEqual(engine(installed, demanded), used);
}
assert.strictEqual(
  engine(installed, 'Native'),
  'token04: TOKEN04_ENGINE must be native or wasm, not Native',
);
console.log('ok   TOKEN04_ENGINE chooses, and refuses what is no engine');

assert.strictEqual(engine(without), 'wasm');
assert.strictEqual(engine(without, 'wasm'), 'wasm');
const message = engine(without, 'native');
for (const part of [
  'no native add-on for',
  'os linux',
  `cpu ${process.arch}`,
  /libc glibc 2\.\d+/,
]) {
  if (part instanceof RegExp) assert.match(message, part);
  else assert(message.includes(part), message);
}
assert(message.includes(`Looked for:\n  ${platform}: Cannot find module`), message);
assert(message.includes(`\n  ${platform.replace('gnu', 'musl')}: Cannot find module`), message);
console.log(
  'ok   without the add-on WebAssembly is used; a demand for it fails with os, cpu, libc, names',
);

// Another version than the package's is not taken.
const other = path.join(without, 'node_modules', `${platform.replace('gnu', 'musl')}`);
mkdirSync(other, { recursive: true });
writeFileSync(path.join(other, 'index.js'), "exports.version = () => '0.0.1';\n");
assert.match(engine(without, 'native'), /musl: is of version 0\.0\.1, this package of/);
assert.strictEqual(engine(without), 'wasm');
rmSync(other, { recursive: true });
console.log('ok   an add-on of another version is not taken');

const inline = path.join(installed, 'node_modules/token04/inline.cjs');
assert.match(engine(installed, 'native', inline), /demands native, but this entry/);
assert.strictEqual(engine(installed, 'wasm', inline), 'wasm');
console.log('ok   the entry for bundlers says that it has WebAssembly alone');

const { candidates } = require(path.join(installed, 'node_modules/token04/native.cjs'));
assert.deepStrictEqual(candidates('linux', 'x64'), [
  '@token04/linux-x64-gnu',
  '@token04/linux-x64-musl',
]);
assert.deepStrictEqual(candidates('win32', 'x64'), ['@token04/win32-x64']);
assert.deepStrictEqual(candidates('darwin', 'arm64'), ['@token04/darwin-arm64']);
const darwin = "Object.defineProperty(process, 'platform', { value: 'darwin' });";
assert.match(
  engine(installed, 'native', 'token04', darwin),
  /os darwin, .*libc none of its own.*\n {2}@token04\/darwin-/,
);
assert.strictEqual(engine(installed, undefined, 'token04', darwin), 'wasm');
console.log('ok   the names of other platforms; there WebAssembly is used until they are built');
