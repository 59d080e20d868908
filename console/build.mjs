// Builds the page into one file: node build.mjs WASM OUT.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprintOf } from '../bindings-node/lib/wasm-engine.mjs';
import { errors, findings, sdkCodes } from './tables.mjs';

const [wasmFile, out] = process.argv.slice(2);
const here = path.dirname(fileURLToPath(import.meta.url));
const { build } = createRequire(path.join(process.cwd(), 'package.json'))('esbuild');

const wasm = await readFile(wasmFile);
const internal = (await errors()).find(({ code }) => code === 90);
const tables = {
  known: { fingerprint: fingerprintOf(new WebAssembly.Module(wasm)), name: internal.name, message: internal.message },
  findings: await findings(),
  'sdk-codes': await sdkCodes(),
};
const generated = {
  name: 'token04',
  setup(build) {
    build.onResolve({ filter: /^token04:/ }, ({ path }) => ({ path: path.slice(8), namespace: 'token04' }));
    build.onLoad({ filter: /.*/, namespace: 'token04' }, ({ path }) => ({ contents: JSON.stringify(tables[path]), loader: 'json' }));
  },
};
const bundled = async (entry) => {
  const options = { entryPoints: [path.join(here, 'src', entry)], bundle: true, minify: true, write: false, charset: 'utf8', target: 'es2022', format: 'iife', logLevel: 'warning', plugins: [generated] };
  return (await build(options)).outputFiles[0].text.trim();
};
const script = (await bundled('main.ts')).replaceAll('</script', '<\\/script');
const style = await bundled('style.css');
const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const csp = [
  "default-src 'none'",
  `script-src ${hash(script)} 'wasm-unsafe-eval'`,
  `style-src ${hash(style)}`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');
const { version } = JSON.parse(await readFile(path.join(here, 'package.json'), 'utf8'));
const parts = { csp, style, script, version, wasm: wasm.toString('base64') };
const page = (await readFile(path.join(here, 'src/index.html'), 'utf8')).replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
await mkdir(path.dirname(out), { recursive: true });
await writeFile(out, page);
console.log(`${out}: ${Buffer.byteLength(page)} bytes`);
