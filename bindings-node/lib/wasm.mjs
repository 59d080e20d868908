import { createApi } from './api.mjs';
import { demandWasm } from './env.mjs';
import known from './known.mjs';
import { createWasmEngine } from './wasm-engine.mjs';

/**
 * The package on WebAssembly. `module` returns the compiled module, at the first call.
 * @param {() => WebAssembly.Module} module
 */
export function createWasmApi(module) {
  demandWasm();
  return createApi(createWasmEngine(module, known));
}
