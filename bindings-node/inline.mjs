// Bundlers, browsers' tools and deno: the bytes inside, no file beside the code.
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
