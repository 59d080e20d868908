// node edge.test.mjs INSTALLED TOOLS: the edge-light entry in @edge-runtime/vm, bundled as
// frameworks do it: they compile `x.wasm?module` themselves.
import assert from 'node:assert';
import { copyFileSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [installed, tools] = process.argv.slice(2).map((folder) => path.resolve(folder));
const here = path.dirname(fileURLToPath(import.meta.url));
const load = createRequire(path.join(tools, 'package.json'));
const { build } = load('esbuild');
const { EdgeVM } = load('@edge-runtime/vm');

copyFileSync(path.join(here, 'smoke.mjs'), path.join(installed, 'smoke.mjs'));
const compiled = {
  name: 'compiled-wasm',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /\.wasm\?module$/ }, ({ path: file }) => ({ path: file, namespace: 'wasm' }));
    onLoad({ filter: /./, namespace: 'wasm' }, () => ({ contents: 'export default WASM_MODULE;' }));
  },
};
const contents = `import * as token04 from 'token04';
  import { smoke } from './smoke.mjs';
  globalThis.answer = () => smoke(token04);`;
const { outputFiles } = await build({
  stdin: { contents, resolveDir: installed },
  bundle: true,
  write: false,
  format: 'iife',
  platform: 'neutral',
  conditions: ['edge-light'],
  plugins: [compiled],
});
const vm = new EdgeVM();
const wasm = path.join(installed, 'node_modules/token04/wasm/token04.wasm');
vm.context.WASM_MODULE = new WebAssembly.Module(readFileSync(wasm));
vm.evaluate(outputFiles[0].text);
assert.strictEqual(await vm.evaluate('answer()'), 'wasm');
console.log('ok   edge-runtime');
