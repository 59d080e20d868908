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
  globalThis.answer = () => smoke(token04);
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
assert.strictEqual(await vm.evaluate('answer()'), 'wasm');
console.log('ok   edge-runtime');

const env = {
  ZEGO_APP_ID: '1234567890',
  ZEGO_SERVER_SECRET: 'fa94dd0f974cf2e293728a526b028271',
  DEMO_SESSION: 'letmein=user1',
};
const extend = (context) =>
  Object.assign(context, { WASM_MODULE: vm.context.WASM_MODULE, process: { env } });
const runtime = new EdgeRuntime({ initialCode: outputFiles[0].text, extend });
const server = await runServer({ runtime, port: 0, host: '127.0.0.1' });
try {
  assert.strictEqual((await fetch(server.url, { method: 'POST' })).status, 401);
  const headers = { authorization: 'Bearer letmein' };
  const answer = await fetch(server.url, { method: 'POST', headers });
  assert.strictEqual(answer.headers.get('cache-control'), 'no-store');
  const made = await answer.json();
  assert(made.token.startsWith('04') && made.refresh_at === made.expires_at - 30);
} finally {
  await server.close();
}
console.log('ok   the edge route over HTTP');
