'use strict';

// Node and bun: the native engine if it loads, else WebAssembly. TOKEN04_ENGINE requires one.

const { createApi, demandedEngine, version } = require('./lib/api.cjs');
const { loadNative } = require('./native.cjs');

function native() {
  return createApi({ ...loadNative(version), name: 'native' });
}

function wasm() {
  return require('./inline.cjs');
}

function choose() {
  const demanded = demandedEngine();
  if (demanded === 'native') return native();
  if (demanded === 'wasm') return wasm();
  try {
    return native();
  } catch {
    return wasm();
  }
}

module.exports = choose();
