// Compiled by tsc --strict, as ESM and as CommonJS; never run.
import {
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
// Numbers in, numbers out.
const wait: number = generator.issue('user1', 3600, '').refreshAt - Math.floor(Date.now() / 1000);
const moment: number | bigint = generator.issue('user1', 3600n, '').refreshAt;
console.log(wait, moment);
const privileges = RoomPrivileges.loginAndPublish('room1', new Set(['s1']));
generator.privilegeToken('user1', 3600n, privileges);
for (const made of generator.generateBatch(['a', 'b'], 60, '')) {
  if (made instanceof Token04Error) console.error(made.code, made.name);
  else console.log(made.length);
}
const verifier = new TokenVerifier(1, text, { previousSecrets: [text], leeway: 5 });
try {
  const { claims, secretIndex } = verifier.verify(text, { userId: 'user1' });
  console.log(claims.user_id, secretIndex satisfies number);
} catch (error) {
  if (error instanceof Token04Error) {
    const name: ErrorName = error.name;
    console.error(name === 'expired', error.errorCode, error.errorMessage);
    // @ts-expect-error: no error has this name
    console.error(error.name === 'token_expired');
  }
}
// The bindings of a Worker are an interface.
interface Bindings {
  ZEGO_APP_ID: string;
}
const env: Bindings = { ZEGO_APP_ID: '7' };
TokenVerifier.fromEnv({ env, previousSecrets: [text], requireAuthenticated: true });
// @ts-expect-error: a Date is no moment
verifier.verify(text, { now: new Date() });
generateToken04(1, 'user1', text, 3600);
// @ts-expect-error: a mode is one of two
new TokenGenerator(1, text, { mode: 'ecb' });
// @ts-expect-error: an undefined list must not allow any stream
RoomPrivileges.loginAndPublish('room1', undefined);
// @ts-expect-error: a misspelt expectation would check nothing
verifier.verify(text, { userID: 'user1' });
