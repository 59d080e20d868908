'use strict';

// node limits.test.cjs INSTALLED: strings that are too long for every field are refused before
// they are copied. TOKEN04_ENGINE sets the engine.
const assert = require('node:assert');
const path = require('node:path');

const token04 = require(path.join(path.resolve(process.argv[2]), 'node_modules/token04'));
const { RoomPrivileges, TokenGenerator, TokenVerifier } = token04;
const SECRET = '0123456789abcdef0123456789abcdef';
const LENGTH = 128 << 20;
const MOST_MEGABYTES = 24;

const generator = new TokenGenerator(1, SECRET);
const verifier = new TokenVerifier(1, SECRET);
const token = generator.identityToken('u', 60);
/** A flat string, not a rope, whose characters V8 would copy itself. */
const long = Buffer.alloc(LENGTH, '04').toString('latin1');
assert.strictEqual(long.charCodeAt(LENGTH - 1), 0x34);

const code = (body) => {
  try {
    const given = body();
    return Array.isArray(given) ? given : 0;
  } catch (error) {
    return error.code ?? error;
  }
};
const calls = {
  verify: [20, () => verifier.verify(long)],
  decode: [20, () => token04.decode(long, SECRET)],
  'decode: secret': [5, () => token04.decode(token, long)],
  inspect: [20, () => token04.inspect(long)],
  'kit token': [20, () => token04.kitToken(long, 'r', 'u', 'n', 1)],
  'kit token: room': [8, () => token04.kitToken(token, long, 'u', 'n', 1)],
  'kit token: user': [3, () => token04.kitToken(token, 'r', long, 'n', 1)],
  'kit token: name': [3, () => token04.kitToken(token, 'r', 'u', long, 1)],
  'generate: user': [3, () => generator.generate(long, 60, '')],
  'generate: payload': [7, () => generator.generate('u', 60, long)],
  'issue: payload': [7, () => generator.issue('u', 60, long)],
  'drop-in: user': [3, () => token04.generateToken04(1, long, SECRET, 60)],
  'drop-in: secret': [5, () => token04.generateToken04(1, 'u', long, 60)],
  'generator: secret': [5, () => new TokenGenerator(1, long)],
  'generator: mode': [10, () => new TokenGenerator(1, SECRET, { mode: long })],
  'verifier: secret': [5, () => new TokenVerifier(1, long)],
  'verifier: previous secrets': [
    5,
    () => new TokenVerifier(1, SECRET, { previousSecrets: [SECRET, long] }),
  ],
  'privileges: room': [8, () => RoomPrivileges.loginOnly(long).payload()],
  'privileges: stream': [9, () => RoomPrivileges.publishOnly('r', ['s', long]).payload()],
};
const peak = () => process.resourceUsage().maxRSS / 1024;
const before = peak();
for (const [called, [wanted, body]] of Object.entries(calls)) {
  assert.strictEqual(code(body), wanted, called);
  const grown = peak() - before;
  assert(grown < MOST_MEGABYTES, `${called}: ${Math.round(grown)} MB more`);
}
const batch = generator.generateBatch(['u', long], 60, '');
assert.deepStrictEqual([typeof batch[0], batch[1].code], ['string', 3]);
assert.strictEqual(
  code(() => generator.generateBatch(['u'], 60, long)[0].code),
  0,
);

// What explain finds does not depend on what comes after the length limit of a string.
const found = (given, options) => token04.explain(given, options).map(({ id }) => id);
assert.deepStrictEqual(found(long), ['token_malformed', 'secret_not_given']);
const all = { secret: long, userId: long, roomId: long, streamId: long };
const ids = found(token, all);
assert(ids.includes('secret_length_wrong'), ids.join());
const grown = peak() - before;
assert(grown < MOST_MEGABYTES, `in the end: ${Math.round(grown)} MB more`);
console.log(`ok   ${token04.engine}: ${LENGTH >> 20} MB in any place cost ${Math.round(grown)} MB`);
