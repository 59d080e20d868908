// Bundlers, browsers' tools and deno: the bytes inside, no file beside the code.
import { createWasmApi } from './lib/wasm.mjs';
import { compile } from './lib/compile.mjs';
import bytes from './wasm/token04.b64.mjs';

export const {
  DecodedToken,
  IssuedToken,
  RoomPrivileges,
  Token04Error,
  TokenGenerator,
  TokenVerifier,
  VerifiedToken,
  decode,
  engine,
  explain,
  generateToken04,
  inspect,
  kitToken,
  version,
} = createWasmApi(() => compile(bytes));
