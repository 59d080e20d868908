// What must work in every runtime; the import is the package's entry for that runtime.
const SECRET = 'fa94dd0f974cf2e293728a526b028271';

function equal(got, wanted) {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`got ${a}, wanted ${b}`);
}

function code(body) {
  try {
    body();
  } catch (error) {
    if (typeof error.code !== 'number' || !(error instanceof Error)) throw error;
    return error.code;
  }
  return 0;
}

/** Tests the package, and returns its engine. */
export async function smoke(token04) {
  const { RoomPrivileges, Token04Error, TokenGenerator, TokenVerifier } = token04;
  // Also in bundles, which rename functions and classes.
  const classes = 'DecodedToken IssuedToken RoomPrivileges Token04Error TokenGenerator';
  const functions = 'decode explain generateToken04 inspect kitToken';
  for (const name of `${classes} TokenVerifier VerifiedToken ${functions}`.split(' ')) {
    equal(token04[name].name, name);
  }
  for (const mode of ['cbc', 'gcm']) {
    const generator = new TokenGenerator(1234567890, SECRET, { mode });
    const verifier = new TokenVerifier(1234567890, SECRET);
    const token = generator.identityToken('user😀', 3600);
    equal(verifier.verifyUser(token, 'user😀').claims.user_id, 'user😀');
    equal(
      code(() => verifier.verifyUser(token, undefined)),
      31,
    );
    equal(
      code(() => generator.identityToken('a\ud800', 60)),
      3,
    );
    equal(
      code(() => generator.identityToken('x'.repeat(65), 60)),
      3,
    );
    equal(
      code(() => generator.generate('u', 60, 'x'.repeat(70000))),
      7,
    );
    equal(
      code(() => generator.identityToken('u', 1.5)),
      6,
    );
    const room = RoomPrivileges.publishOnly('room1', ['s1']);
    const publisher = generator.privilegeToken('u', 60, room);
    equal(verifier.verifyPublish(publisher, 'u', 'room1', 's1').privileges.roomId, 'room1');
    equal(
      code(() => verifier.verifyPublish(publisher, 'u', 'room1', 's2')),
      36,
    );
    const issued = generator.issue('u', 2n ** 60n, '', { now: 5n });
    equal([typeof issued.expiresAt, issued.expiresAtDate], ['bigint', undefined]);
    equal(
      code(() => generator.issue('u', 60, '', { now: Date.now() })),
      13,
    );
    const users = Array.from({ length: 300 }, (_, n) => (n === 7 ? '' : `user${n}`));
    for (const made of [
      generator.generateBatch(new Set(['a', '']), 60, ''),
      (await generator.generateBatchAsync(users, 60, '')).slice(6, 8),
    ]) {
      equal([typeof made[0], made[1] instanceof Token04Error && made[1].code], ['string', 3]);
    }
  }
  const tokens = new Set();
  const one = new TokenGenerator(1, SECRET);
  for (let n = 0; n < 2000; n += 1) tokens.add(one.identityToken(`u${n}`, 60, { now: 0 }));
  equal(tokens.size, 2000);

  // An object instead of a payload: its JSON holds the fields of the privileges.
  const room = token04.RoomPrivileges.loginOnly('r');
  equal(JSON.stringify(room), room.payload());
  const swapped = token04.decode(token04.generateToken04(1, 'u', SECRET, 60, room), SECRET);
  equal(swapped.claims.payload, room.payload());
  equal(token04.decode(one.issue('u', 60, room).token, SECRET).claims.payload, room.payload());
  for (const [wrong, said] of [
    [() => one.privilegeToken('u', 60, 'r'), 'privileges must be RoomPrivileges'],
    [() => one.issue('u', 60, { ...room }), 'JSON.stringify(payload)'],
    [() => new TokenVerifier(1, SECRET, { requireAuthenticated: true }), 'unknown option'],
  ]) {
    try {
      wrong();
      equal('no error', said);
    } catch ({ message }) {
      equal([said, message.includes(said)], [said, true]);
    }
  }

  const real = Date.now;
  try {
    Date.now = () => 1700000000900;
    const frozen = token04.generateToken04(1, 'u', SECRET, 60, { a: 1 });
    const { claims } = token04.decode(frozen, SECRET);
    equal([claims.ctime, claims.payload], [1700000000, '{"a":1}']);
  } finally {
    Date.now = real;
  }
  equal(
    code(() => token04.generateToken04(-1, '', '', 0)),
    1,
  );
  const inspect = globalThis.Deno?.inspect ?? globalThis.Bun?.inspect ?? String;
  const seen = token04.decode(token04.generateToken04(1, 'someone', SECRET, 60), SECRET);
  equal([inspect(seen), inspect([seen.claims])].join().includes('someone'), false);
  const env = { ZEGO_APP_ID: '7', ZEGO_SERVER_SECRET: SECRET };
  equal(TokenGenerator.fromEnv({ env }) instanceof TokenGenerator, true);
  equal(
    code(() => TokenGenerator.fromEnv({ env: {} })),
    1,
  );
  equal(
    code(() => TokenGenerator.fromEnv({ env: { ZEGO_APP_ID: '7' } })),
    5,
  );
  try {
    TokenVerifier.fromEnv({ env: { ...env, ZEGO_PREVIOUS_SERVER_SECRET: 'short' } });
  } catch ({ message }) {
    equal(
      message.startsWith('environment variable ZEGO_PREVIOUS_SERVER_SECRET is invalid: '),
      true,
    );
  }
  equal(token04.explain('not a token')[0].severity, 'error');
  return token04.engine;
}
