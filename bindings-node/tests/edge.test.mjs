// node edge.test.mjs INSTALLED TOOLS: the edge-light entry in @edge-runtime/vm, bundled the way
// frameworks do it: they compile `x.wasm?module` themselves.
import assert from 'node:assert';
import { copyFileSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { DEMO_SESSION, SECRET, hostile } from './hostile.mjs';

const [installed, tools] = process.argv.slice(2).map((folder) => path.resolve(folder));
const here = path.dirname(fileURLToPath(import.meta.url));
const load = createRequire(path.join(tools, 'package.json'));
const { build } = load('esbuild');
const { EdgeVM } = load('@edge-runtime/vm');
const { EdgeRuntime, runServer } = load('edge-runtime');

for (const file of ['smoke.mjs', '../examples/edge-route.mjs']) {
  copyFileSync(path.join(here, file), path.join(installed, path.basename(file)));
}
const compiled = {
  name: 'compiled-wasm',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /\.wasm\?module$/ }, ({ path: file }) => ({
      path: file,
      namespace: 'wasm',
    }));
    onLoad({ filter: /./, namespace: 'wasm' }, () => ({ contents: 'export default WASM_MODULE;' }));
  },
};
const contents = `import * as token04 from 'token04';
  import { smoke } from './smoke.mjs';
  import { POST } from './edge-route.mjs';
  globalThis.runSmoke = () => smoke(token04);
  addEventListener('fetch', (event) => event.respondWith(POST(event.request)));`;
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
assert.strictEqual(await vm.evaluate('runSmoke()'), 'wasm');
console.log('ok   edge-runtime');

const env = { ZEGO_APP_ID: '1234567890', ZEGO_SERVER_SECRET: SECRET, DEMO_SESSION };
const extend = (context) =>
  Object.assign(context, { WASM_MODULE: vm.context.WASM_MODULE, process: { env } });
const runtime = new EdgeRuntime({ initialCode: outputFiles[0].text, extend });
const server = await runServer({ runtime, port: 0, host: '127.0.0.1' });
try {
  const count = await hostile(server.url, { routes: false });
  console.log(`ok   ${count} requests to the edge route, most of them hostile`);
} finally {
  await server.close();
}
