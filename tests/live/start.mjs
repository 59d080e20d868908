// Serves the live check on this machine: node tests/live/start.mjs [PORT]. See README.md.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprintOf } from '../../bindings-node/lib/wasm-engine.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '../..');
const tools = process.env.TOKEN04_WEB_TOOLS ?? path.join(root, 'target/live');
const { build } = createRequire(path.join(tools, 'package.json'))('esbuild');
const wasm = await readFile(process.env.TOKEN04_WASM ?? path.join(root, 'dist/token04.wasm'));
const json = async (file) => JSON.parse(await readFile(file, 'utf8'));
const { errors } = await json(path.join(root, 'tests/vectors/errors.json'));
const { name, message } = errors.find(({ code }) => code === 90);
const files = {
  known: [JSON.stringify({ fingerprint: fingerprintOf(new WebAssembly.Module(wasm)), name, message }), 'json'],
  wasm: [wasm, 'binary'],
  versions: [
    JSON.stringify({
      token04: (await json(path.join(root, 'bindings-node/package.json'))).version,
      sdk: (await json(path.join(tools, 'node_modules/zego-express-engine-webrtc/package.json'))).version,
    }),
    'json',
  ],
};
const generated = {
  name: 'token04',
  setup(build) {
    build.onResolve({ filter: /^token04:/ }, ({ path }) => ({ path: path.slice(8), namespace: 'token04' }));
    build.onLoad({ filter: /.*/, namespace: 'token04' }, ({ path }) => ({ contents: files[path][0], loader: files[path][1] }));
  },
};
const bundle = await build({
  entryPoints: [path.join(here, 'live.mjs')],
  bundle: true,
  write: false,
  minify: true,
  format: 'iife',
  target: 'es2022',
  nodePaths: [path.join(tools, 'node_modules')],
  logLevel: 'error',
  plugins: [generated],
});
const page = await readFile(path.join(here, 'index.html'));
const served = { '/': ['text/html; charset=utf-8', page], '/live.js': ['text/javascript', bundle.outputFiles[0].contents] };

const server = createServer(({ url }, response) => {
  const [type, body] = served[url] ?? [];
  if (!type) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).end(body);
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/`);
});
