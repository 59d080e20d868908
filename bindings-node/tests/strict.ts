// Compiled by tsc --strict, as ESM and as CommonJS; never run.
import {
  decode,
  generateToken04,
  type ErrorName,
  IssuedToken,
  RoomPrivileges,
  Token04Error,
  TokenGenerator,
  TokenVerifier,
} from 'token04';

const generator = TokenGenerator.fromEnv({ mode: 'gcm' });
const issued: IssuedToken = generator.issue('user1', 3600, '', { now: 1700000000 });
const text: string = issued.token;
const now = Math.floor(Date.now() / 1000);
const wait: number = generator.issue('user1', 3600n, '').refreshAt - now;
const left: number = decode(text, text).claims.expire - now;
console.log(wait, left, issued.toJSON().expires_at - now);
const privileges = RoomPrivileges.loginAndPublish('room1', new Set(['s1']));
generator.privilegeToken('user1', 3600n, privileges);
generator.issue('user1', 3600, privileges, { now: 1700000000n });
generator.generate('user1', 3600, RoomPrivileges.fromFlags('room1', true, false, null));
for (const made of generator.generateBatch(['a', 'b'], 60, privileges)) {
  if (made instanceof Token04Error) console.error(made.code, made.name);
  else console.log(made.length);
}
const verifier = new TokenVerifier(1, text, { previousSecrets: [text], leeway: 5 });
try {
  const { claims, secretIndex } = verifier.verifyUser(text, 'user1', { now });
  console.log(claims.user_id, secretIndex satisfies number);
  verifier.verifyLogin(text, 'user1', 'room1');
  verifier.verifyPublish(text, 'user1', 'room1', 's1');
} catch (error) {
  if (error instanceof Token04Error) {
    const name: ErrorName = error.name;
    console.error(name === 'expired', error.errorCode, error.errorMessage, { ...error });
    // @ts-expect-error: no error has this name
    console.error(error.name === 'token_expired');
  }
}
// The bindings of a Worker are an interface.
interface Bindings {
  ZEGO_APP_ID: string;
}
const env: Bindings = { ZEGO_APP_ID: '7' };
TokenVerifier.fromEnv({ env, previousSecrets: [text] });
// @ts-expect-error: a Date is not a timestamp
verifier.verify(text, { now: new Date() });
generateToken04(1, 'user1', text, 3600);
// @ts-expect-error: a mode is one of two
new TokenGenerator(1, text, { mode: 'ecb' });
// @ts-expect-error: an undefined list must not allow any stream
RoomPrivileges.loginAndPublish('room1', undefined);
// @ts-expect-error: a flag of a database row is a boolean
RoomPrivileges.fromFlags('room1', 1, 0, null);
// @ts-expect-error: the user id is a parameter
verifier.verify(text, { userId: 'user1' });
// @ts-expect-error: a session without a user
verifier.verifyUser(text, undefined);
// @ts-expect-error: the user comes first
verifier.verifyLogin(text, 'room1');
