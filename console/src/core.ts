import { createApi } from '../../bindings-node/lib/api.mjs';
import { createWasmEngine } from '../../bindings-node/lib/wasm-engine.mjs';
import known from 'token04:known';

let compiled: Promise<WebAssembly.Module> | undefined;
let api: Api | undefined;

/** The package for JavaScript, whole: it checks itself before its first result. */
export type Api = ReturnType<typeof createApi>;

/** Compiles the module once, from the page itself. */
export async function core(): Promise<Api> {
  compiled ??= WebAssembly.compile(bytes());
  const module = await compiled;
  api ??= createApi(createWasmEngine(() => module, known));
  return api;
}

/** Lets go of the instance whose memory held a secret; the module is kept. */
export function forget(): void {
  api = undefined;
}

function bytes(): Uint8Array<ArrayBuffer> {
  const element = document.getElementById('wasm');
  const text = atob(element?.textContent ?? '');
  const code = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) code[at] = text.charCodeAt(at);
  element?.remove();
  return code;
}
