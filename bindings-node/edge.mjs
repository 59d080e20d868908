// Workers and edge functions: the runtime or the framework compiles the .wasm file; compiling bytes
// is not allowed there.
import module from './wasm/token04.wasm?module';
import { createWasmApi } from './lib/wasm.mjs';

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
} = createWasmApi(() => module);
