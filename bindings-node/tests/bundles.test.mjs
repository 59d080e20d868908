// node bundles.test.mjs INSTALLED TOOLS SCRATCH: bundles that run in a folder without packages.
import assert from 'node:assert';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [installed, tools, scratch] = process.argv.slice(2).map((folder) => path.resolve(folder));
const here = path.dirname(fileURLToPath(import.meta.url));
const load = createRequire(path.join(tools, 'package.json'));
const { build } = load('esbuild');
const webpack = load('webpack');

rmSync(scratch, { recursive: true, force: true });
mkdirSync(scratch, { recursive: true });
copyFileSync(path.join(here, 'smoke.mjs'), path.join(installed, 'smoke.mjs'));
const entry = path.join(installed, 'bundled.cjs');
writeFileSync(
  entry,
  "const t = require('token04');\n" +
    "import('./smoke.mjs').then(({ smoke }) => smoke(t)).then((e) => console.log('ok ' + e));\n",
);

function run(file) {
  assert.strictEqual(
    execFileSync(process.execPath, [file], { cwd: scratch }).toString(),
    'ok wasm\n',
  );
  console.log(`ok   ${path.basename(file)}, moved elsewhere`);
}

for (const [format, ending] of [
  ['cjs', 'cjs'],
  ['esm', 'mjs'],
]) {
  const outfile = path.join(scratch, `esbuild.${ending}`);
  const made = await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format,
  });
  assert.deepStrictEqual([made.warnings, made.errors], [[], []]);
  run(outfile);
}

await new Promise((resolve, reject) => {
  const output = { path: scratch, filename: 'webpack.cjs' };
  const options = { mode: 'production', target: 'node', entry, context: installed, output };
  webpack(options, (error, stats) => {
    if (error || stats.hasErrors()) reject(error ?? new Error(stats.toString('errors-only')));
    else resolve();
  });
});
run(path.join(scratch, 'webpack.cjs'));
