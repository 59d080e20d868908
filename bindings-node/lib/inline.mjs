import bytes from '../wasm/token04.b64.mjs';
import { createWasmApi } from './wasm.mjs';

/** The package with its module's bytes embedded. */
export function createInlineApi() {
  return createWasmApi(() => compile(bytes));
}

/** Decoded with functions that every runtime has. */
function compile(base64) {
  const text = atob(base64);
  const code = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) code[at] = text.charCodeAt(at);
  return new WebAssembly.Module(code);
}
