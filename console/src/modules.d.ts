declare module 'token04:known' {
  const known: { fingerprint: number; name: string; message: string };
  export default known;
}
declare module 'token04:findings' {
  const findings: { id: string; severity: string; message: string; advice: string; sdkCodes: number[] }[];
  export default findings;
}
declare module 'token04:sdk-codes' {
  const codes: { code: number; meaning: string; sdk: string }[];
  export default codes;
}
declare module '*/lib/api.mjs' {
  export function createApi(engine: object): typeof import('../../bindings-node/token04.d.ts');
}
declare module '*/lib/wasm-engine.mjs' {
  export function createWasmEngine(compile: () => WebAssembly.Module, known: object): object;
}
