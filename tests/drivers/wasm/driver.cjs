'use strict';

// The conformance driver of dist/token04.wasm: the file itself under Node, and no native code.

const assert = require('node:assert');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const { serve } = require('../node/answers.cjs');

const root = path.resolve(__dirname, '../../..');
const glue = path.join(root, 'target/node/driver/node_modules/token04/lib/wasm.mjs');

import(pathToFileURL(glue)).then(({ createWasmApi }) => {
  const bytes = readFileSync(path.join(root, 'dist/token04.wasm'));
  const token04 = createWasmApi(() => new WebAssembly.Module(bytes));
  assert.strictEqual(token04.engine, 'wasm');
  serve('wasm', token04);
});
