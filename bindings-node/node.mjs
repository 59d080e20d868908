// The same instance as for require(): errors and classes are one.
import api from './node.cjs';

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
} = api;
