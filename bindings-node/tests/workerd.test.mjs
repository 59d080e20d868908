// node workerd.test.mjs INSTALLED TOOLS EXAMPLE: the smoke test and the example Worker, in workerd
// over HTTP. The modules are passed unchanged, without a bundler.
import assert from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { DEMO_SESSION, SECRET, hostile } from './hostile.mjs';

const [installed, tools, example] = process.argv.slice(2).map((name) => path.resolve(name));
const here = path.dirname(fileURLToPath(import.meta.url));
const { Miniflare } = createRequire(path.join(tools, 'package.json'))('miniflare');
const home = path.join(installed, 'node_modules/token04');

const script = (name, file) => ({
  type: 'ESModule',
  path: name,
  contents: readFileSync(file, 'utf8').replace("from 'token04'", "from './token04/edge.mjs'"),
});
const lib = readdirSync(path.join(home, 'lib')).filter((name) => name.endsWith('.mjs'));
const packaged = [
  script('token04/edge.mjs', path.join(home, 'edge.mjs')),
  ...lib.map((name) => script(`token04/lib/${name}`, path.join(home, 'lib', name))),
  {
    type: 'CompiledWasm',
    path: 'token04/wasm/token04.wasm?module',
    contents: readFileSync(path.join(home, 'wasm/token04.wasm')),
  },
];

async function serve(modules, bindings, ask) {
  const options = { modules: [...modules, ...packaged], bindings, compatibilityDate: '2024-09-01' };
  const server = new Miniflare({ ...options, port: 0 });
  try {
    await ask(await server.ready);
  } finally {
    await server.dispose();
  }
}

const contents = `import * as token04 from './token04/edge.mjs';
  import { smoke } from './smoke.mjs';
  export default { fetch: async () => new Response(await smoke(token04)) };`;
const smoke = [
  { type: 'ESModule', path: 'main.mjs', contents },
  script('smoke.mjs', path.join(here, 'smoke.mjs')),
];
await serve(smoke, {}, async (url) => {
  const response = await fetch(url);
  assert.deepStrictEqual([response.status, await response.text()], [200, 'wasm']);
});
console.log('ok   workerd over HTTP');

const env = { ZEGO_APP_ID: '1234567890', ZEGO_SERVER_SECRET: SECRET, DEMO_SESSION };
const main = [script('main.mjs', example)];
await serve(main, env, async (url) => {
  const count = await hostile(new URL('/token', url));
  console.log(`ok   ${count} requests to the example Worker, most of them hostile`);
});
await serve(main, { ...env, ZEGO_SERVER_SECRET: SECRET.repeat(2) }, async (url) => {
  const response = await fetch(new URL('/token', url), {
    method: 'POST',
    headers: { authorization: 'Bearer letmein' },
  });
  assert.strictEqual(response.status, 500);
});
console.log('ok   the example Worker with a secret that is refused');
