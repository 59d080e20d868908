// For bundlers, browser tools and deno: the module's bytes are in the code, not in a file next to
// it.
import { createInlineApi } from './lib/inline.mjs';

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
} = createInlineApi();
