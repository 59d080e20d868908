'use strict';

// The conformance driver for dist/token04.wasm: the file itself under Node, without native code.
// As `wasm-host-cipher` it provides the ciphers and the HMAC of node:crypto to the module.

const assert = require('node:assert');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const { serve } = require('../../../bindings-node/driver/replies.cjs');

const name = process.argv[2];
assert(['wasm', 'wasm-host-cipher'].includes(name));
const root = path.resolve(__dirname, '../../..');
const load = (file) => import(pathToFileURL(path.join(root, file)));

/** Provides node:crypto's cipher and HMAC to every instance made from now on. */
function lend(nodeCipher, nodeHmac) {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = function lent(module, imports) {
    let instance;
    const memory = () => instance.exports.memory;
    const lent = { token04_host_cipher: nodeCipher(memory), token04_host_hmac: nodeHmac(memory) };
    instance = new Instance(module, { token04: { ...imports.token04, ...lent } });
    return instance;
  };
}

Promise.all([
  load('target/node/driver/node_modules/token04/lib/wasm.mjs'),
  load('ffi-c/wasm/host.mjs'),
]).then(([{ createWasmApi }, { nodeCipher, nodeHmac }]) => {
  if (name === 'wasm-host-cipher') lend(nodeCipher, nodeHmac);
  const bytes = readFileSync(path.join(root, 'dist/token04.wasm'));
  const token04 = createWasmApi(() => new WebAssembly.Module(bytes));
  assert.strictEqual(token04.engine, 'wasm');
  serve(name, token04);
});
