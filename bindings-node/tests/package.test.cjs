'use strict';

// What the conformance cases do not cover. node package.test.cjs INSTALLED: a folder with the
// package.
const assert = require('node:assert');
const { fork } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const { inspect } = require('node:util');
const { Worker } = require('node:worker_threads');

const home = path.resolve(process.argv[2]);
const load = createRequire(path.join(home, 'package.json'));
const token04 = load('token04');
const SECRET = 'fa94dd0f974cf2e293728a526b028271';
const { Token04Error, TokenGenerator, TokenVerifier } = token04;
const thrown = (body, wanted) => assert.throws(body, wanted);
/** Values that are not timestamps. */
const NO_TIMESTAMPS = [
  new Date(),
  '1700000000',
  NaN,
  Infinity,
  null,
  true,
  1.5,
  2 ** 63,
  2n ** 64n,
];

const tests = {
  'the two module systems share one instance': async () => {
    const entry = path.join(path.dirname(load.resolve('token04')), 'node.mjs');
    const esm = await import(entry);
    assert.deepStrictEqual(Object.keys(esm).sort(), Object.keys(token04).sort());
    assert.strictEqual(esm.Token04Error, Token04Error);
    assert.strictEqual(token04.version, load('token04/package.json').version);
    const { dependencies, optionalDependencies, peerDependencies } = load('token04/package.json');
    // No dependency that npm would fetch from the registry.
    const none = [undefined, undefined, undefined];
    assert.deepStrictEqual([dependencies, optionalDependencies, peerDependencies], none);
  },
  'a property of a polluted prototype is neither an option nor a variable': () => {
    const other = 'E'.repeat(32);
    const forged = new TokenGenerator(1, other).identityToken('admin', 3600);
    const expired = new TokenGenerator(1, SECRET).identityToken('admin', 1, { now: 1000 });
    const env = { ZEGO_APP_ID: '1', ZEGO_SERVER_SECRET: SECRET };
    const polluted = {
      previousSecrets: [other],
      leeway: 1e12,
      now: 1000,
      clock: () => 1000,
      env: { ...env, ZEGO_SERVER_SECRET: other },
      ZEGO_PREVIOUS_SERVER_SECRET: other,
    };
    const codes = [];
    Object.assign(Object.prototype, polluted);
    try {
      const made = [undefined, {}].map((given) => new TokenVerifier(1, SECRET, given));
      made.push(TokenVerifier.fromEnv({ env }));
      for (const verifier of made) {
        for (const token of [forged, expired]) {
          for (const given of [undefined, {}]) {
            try {
              codes.push(verifier.verify(token, given).claims.user_id);
            } catch (error) {
              codes.push(error.code);
            }
          }
        }
      }
    } finally {
      for (const name of Object.keys(polluted)) delete Object.prototype[name];
    }
    assert.deepStrictEqual(codes, [38, 38, 32, 32, 38, 38, 32, 32, 38, 38, 32, 32]);
  },
  'errors are errors': () => {
    thrown(() => new TokenGenerator(0, SECRET), Token04Error);
    try {
      token04.generateToken04(1, '', SECRET, 60);
      assert.fail();
    } catch (error) {
      assert(error instanceof Error && error instanceof Token04Error);
      const { code, message } = error;
      assert.deepStrictEqual([error.errorCode, error.errorMessage], [code, message]);
      // As with upstream's errors, which are plain objects.
      assert.deepStrictEqual({ ...error }, { code, errorCode: code, errorMessage: message });
      const written = { code, name: error.name, message, errorCode: code, errorMessage: message };
      assert.deepStrictEqual(JSON.parse(JSON.stringify(error)), written);
      assert.strictEqual(error.name, 'user_id_invalid');
      assert(error.stack.includes('package.test.cjs'));
    }
  },
  'a payload that is not a string is refused with a hint': async () => {
    const generator = new TokenGenerator(1, SECRET);
    const hints = [
      [{}, /JSON\.stringify/],
      [undefined, /none was given/],
    ];
    for (const [payload, hint] of hints) {
      const refused = (error) => error.code === 7 && hint.test(error.message);
      thrown(() => generator.generate('u', 60, payload), refused);
      thrown(() => generator.issue('u', 60, payload), refused);
      assert(refused(generator.generateBatch(['u'], 60, payload)[0]));
      assert(refused((await generator.generateBatchAsync(['u'], 60, payload))[0]));
    }
  },
  'a now that is not an integer is a TypeError that names it': async () => {
    const generator = new TokenGenerator(1, SECRET);
    const verifier = new TokenVerifier(1, SECRET);
    const token = generator.identityToken('u', 60);
    for (const now of NO_TIMESTAMPS) {
      const wanted = { name: 'TypeError', message: /^token04: now must be an integer of unix sec/ };
      thrown(() => generator.generate('u', 60, '', { now }), wanted);
      thrown(() => generator.identityToken('u', 60, { now }), wanted);
      thrown(() => generator.privilegeToken('u', 60, {}, { now }), wanted);
      thrown(() => generator.issue('u', 60, '', { now }), wanted);
      thrown(() => generator.generateBatch(['u'], 60, '', { now }), wanted);
      await assert.rejects(generator.generateBatchAsync(['u'], 60, '', { now }), wanted);
      thrown(() => verifier.verify(token, { now }), wanted);
      thrown(() => token04.explain(token, { now }), wanted);
    }
    for (const now of [0, 1700000000n, 253402300799]) {
      assert.strictEqual(typeof generator.identityToken('u', 60, { now }), 'string');
    }
    for (const now of [-1, 253402300800, Date.now(), 2 ** 60, -(2 ** 63), 2n ** 63n - 1n]) {
      thrown(() => generator.identityToken('u', 60, { now }), { code: 13 });
      thrown(() => verifier.verify(token, { now }), { code: 13 });
      assert(token04.explain(token, { now }).some(({ id }) => id === 'now_invalid'));
    }
  },
  'a clock is a function, and returns timestamps': () => {
    for (const clock of [5, null, 'now', {}, new Date()]) {
      const wanted = { name: 'TypeError', message: /^token04: clock must be a function/ };
      thrown(() => new TokenGenerator(1, SECRET, { clock }), wanted);
      thrown(() => new TokenVerifier(1, SECRET, { clock }), wanted);
    }
    for (const now of [undefined, ...NO_TIMESTAMPS]) {
      const clock = () => now;
      const wanted = { name: 'TypeError', message: /^token04: the value that clock returns must/ };
      thrown(() => new TokenGenerator(1, SECRET, { clock }).identityToken('u', 60), wanted);
      thrown(() => new TokenVerifier(1, SECRET, { clock }).verify('x'), wanted);
    }
    // Milliseconds would mint tokens that never expire.
    const milliseconds = new TokenGenerator(1, SECRET, { clock: Date.now });
    thrown(() => milliseconds.identityToken('u', 60), { code: 13, name: 'now_invalid' });
    thrown(() => new TokenVerifier(1, SECRET, { clock: Date.now }).verify('x'), { code: 13 });
    const verifier = new TokenVerifier(1, SECRET, { clock: () => 5n, leeway: 0 });
    const token = new TokenGenerator(1, SECRET, { clock: () => 5 }).identityToken('u', 60);
    assert.strictEqual(verifier.verify(token).claims.ctime, 5);
  },
  'user ids that are not a list are a TypeError': async () => {
    const generator = new TokenGenerator(1, SECRET);
    for (const users of [5, 'ab', null, undefined, {}, true]) {
      const wanted = {
        name: 'TypeError',
        message: /^token04: userIds must be an array or another/,
      };
      thrown(() => generator.generateBatch(users, 60, ''), wanted);
      await assert.rejects(generator.generateBatchAsync(users, 60, ''), wanted);
    }
  },
  'an error names the environment variable': () => {
    const [APP, NOW, OLD] = ['ZEGO_APP_ID', 'ZEGO_SERVER_SECRET', 'ZEGO_PREVIOUS_SERVER_SECRET'];
    const good = { [APP]: '7', [NOW]: SECRET };
    const refused = (variable, found, code) => (error) => {
      const { message } = new Token04Error(code);
      const wanted = `environment variable ${variable} is ${found}: ${message}`;
      assert.deepStrictEqual(
        [error.code, error.message, error.errorMessage],
        [code, wanted, wanted],
      );
      return error instanceof Token04Error;
    };
    for (const [more, ...blamed] of [
      [{ [APP]: undefined }, APP, 'not set', 1],
      [{ [APP]: '', [NOW]: '' }, APP, 'empty', 1],
      [{ [APP]: '7x' }, APP, 'invalid', 1],
      [{ [APP]: 7.5 }, APP, 'invalid', 1],
      [{ [APP]: null }, APP, 'invalid', 1],
      [{ [NOW]: undefined }, NOW, 'not set', 5],
      [{ [NOW]: '', [OLD]: 'short' }, NOW, 'empty', 5],
      [{ [NOW]: {} }, NOW, 'invalid', 5],
    ]) {
      thrown(() => TokenGenerator.fromEnv({ env: { ...good, ...more } }), refused(...blamed));
      thrown(() => TokenVerifier.fromEnv({ env: { ...good, ...more } }), refused(...blamed));
    }
    const rotated = { ...good, [OLD]: 'short' };
    thrown(() => TokenVerifier.fromEnv({ env: rotated, leeway: -1 }), refused(OLD, 'invalid', 5));
    TokenGenerator.fromEnv({ env: rotated });
    TokenGenerator.fromEnv({ env: { ...good, [APP]: 7 } });
    // Errors that no variable caused.
    const plain = (code) => ({ code, message: new Token04Error(code).message });
    thrown(() => TokenVerifier.fromEnv({ env: good, previousSecrets: ['short'] }), plain(5));
    thrown(() => TokenVerifier.fromEnv({ env: good, leeway: -1 }), plain(11));
    thrown(() => TokenGenerator.fromEnv({ env: good, mode: 'ecb' }), plain(10));
    for (const env of [null, 5, 'x']) thrown(() => TokenGenerator.fromEnv({ env }), TypeError);
  },
  'previous secrets from the environment come before those in code': () => {
    const [old, older] = ['0', '1'].map((digit) => digit.repeat(32));
    const env = { ZEGO_APP_ID: '7', ZEGO_SERVER_SECRET: SECRET };
    const index = (more, made) =>
      TokenVerifier.fromEnv({ env: { ...env, ...more }, previousSecrets: new Set([older]) }).verify(
        new TokenGenerator(7, made).identityToken('u', 60),
      ).secretIndex;
    const both = { ZEGO_PREVIOUS_SERVER_SECRET: old };
    assert.deepStrictEqual(
      [SECRET, old, older].map((made) => index(both, made)),
      [0, 1, 2],
    );
    // A line without a value counts as not set.
    assert.strictEqual(index({ ZEGO_PREVIOUS_SERVER_SECRET: '' }, older), 1);
  },
  'misspelt options throw': () => {
    const verifier = new TokenVerifier(1, SECRET);
    thrown(() => verifier.verify('x', { userId: 'u' }), TypeError);
    thrown(() => verifier.verifyUser('x', 'u', { userID: 'u' }), TypeError);
    thrown(() => new TokenVerifier(1, SECRET, { requireAuthenticated: true }), TypeError);
  },
  'a missing value matches nothing': () => {
    const verifier = new TokenVerifier(1, SECRET);
    const generator = new TokenGenerator(1, SECRET);
    const any = token04.RoomPrivileges.loginAndPublishAny('room1');
    const token = generator.privilegeToken('u', 60, any);
    assert.strictEqual(verifier.verify(token).claims.user_id, 'u');
    assert.strictEqual(verifier.verifyPublish(token, 'u', 'room1', 'any').secretIndex, 0);
    for (const missing of [undefined, null, '', 0, false, {}, ['u']]) {
      thrown(() => verifier.verifyUser(token, missing), { code: 31 });
      thrown(() => verifier.verifyLogin(token, 'u', missing), { code: 35 });
      thrown(() => verifier.verifyPublish(token, 'u', missing, 's'), { code: 35 });
      thrown(() => verifier.verifyPublish(token, 'u', 'room1', missing), { code: 36 });
    }
    thrown(() => verifier.verifyUser(token), { code: 31 });
    thrown(() => verifier.verifyLogin(token, 'u', { now: 5 }), { code: 35 });
  },
  'logs show no secret, token or claim': () => {
    const generator = new TokenGenerator(1, SECRET);
    const room = token04.RoomPrivileges.loginAndPublishAny('inside');
    const issued = generator.issue('someone', 60, room);
    const verifier = new TokenVerifier(1, SECRET);
    const decoded = token04.decode(issued.token, SECRET);
    const verified = verifier.verify(issued.token);
    const kit = token04.inspect(token04.kitToken(issued.token, 'inside', 'someone', 'someone', 1));
    const results = [issued, decoded, decoded.claims, decoded.privileges, kit, kit.kit];
    for (const value of [generator, verifier, room, verified, verified.claims, ...results]) {
      const text = inspect([value], { depth: 9, showHidden: true });
      for (const hidden of [SECRET, issued.token, 'someone', 'inside']) {
        assert(!text.includes(hidden), text);
      }
    }
    assert.strictEqual(inspect(verified.claims), 'Claims { [redacted] }');
    assert(inspect(verified).startsWith('VerifiedToken { '));
    // JSON, copies and comparisons do contain them.
    assert.strictEqual(JSON.parse(JSON.stringify(verified)).claims.user_id, 'someone');
    assert.strictEqual({ ...verified.claims }.user_id, 'someone');
    const privileges = { roomId: 'inside', login: true, publish: true, streamIds: null };
    assert.deepStrictEqual({ ...verified.privileges }, privileges);
  },
  'integers beyond 2^53 are bigints': () => {
    const ttl = 2n ** 62n + 1n;
    const generator = new TokenGenerator(1, SECRET);
    const issued = generator.issue('u', ttl, '', { now: 60 });
    const decoded = token04.decode(issued.token, SECRET);
    assert.strictEqual(decoded.claims.expire, ttl + 60n);
    assert.strictEqual(decoded.envelopeExpire, ttl + 60n);
    assert.strictEqual(issued.expiresAt, ttl + 60n);
    // JSON.stringify throws for a bigint, so JSON has them as strings.
    assert.strictEqual(JSON.parse(JSON.stringify(issued)).expires_at, String(ttl + 60n));
    const { claims, envelope_expire: envelope } = JSON.parse(JSON.stringify(decoded));
    assert.deepStrictEqual([claims.expire, envelope], [String(ttl + 60n), String(ttl + 60n)]);
  },
  'no string is mistaken for a bigint': () => {
    const ttl = 2n ** 62n;
    for (const payload of ['\0integer:x', 'integer 5', '{"a":12345678901234567890}']) {
      const token = new TokenGenerator(1, SECRET).generate('u', ttl, payload, { now: 0 });
      const { claims } = token04.decode(token, SECRET);
      assert.deepStrictEqual([claims.payload, claims.expire], [payload, ttl]);
    }
  },
  'a value that is not a handle of the add-on does no harm': () => {
    if (token04.engine !== 'native') return;
    const { candidates } = load(path.join(home, 'node_modules/token04/native.cjs'));
    const addon = load(candidates(process.platform, process.arch)[0]);
    const verifier = addon.createVerifier(1, SECRET, [], undefined);
    const generator = addon.createGenerator(1, SECRET, undefined);
    for (const other of [undefined, null, 0, 1, 'x', {}, () => 0, Symbol('x')]) {
      assert.strictEqual(addon.generate(other, 'u', 60, '', 0), 90);
      assert.strictEqual(addon.verify(other, 'x', 0), 90);
    }
    // A handle of another kind is at most another slot number.
    assert(['string', 'number'].includes(typeof addon.generate(verifier, 'u', 60, '', 0)));
    assert.strictEqual(typeof addon.generate(generator, 'u', 60, '', 0), 'string');
    assert.strictEqual(addon.generate(), 90);
    const wrong = [undefined, [], new BigInt64Array(2), new Float64Array(9), new BigUint64Array(3)];
    for (const timestamps of wrong) {
      assert.strictEqual(addon.issue(generator, 'u', 60, '', 0, timestamps), 90);
    }
  },
  'privileges are checked when they are made, and frozen': () => {
    const { RoomPrivileges } = token04;
    const generator = new TokenGenerator(1, SECRET);
    const streams = ['s1'];
    const good = RoomPrivileges.loginAndPublish('room1', streams);
    streams[0] = 's2';
    const payload = '{"room_id":"room1","privilege":{"1":1,"2":1},"stream_id_list":["s1"]}';
    assert.strictEqual(good.payload(), payload);
    assert.strictEqual(JSON.stringify(good), payload);
    thrown(() => (good.roomId = 'room2'), TypeError);
    thrown(() => good.streamIds.push('s3'), TypeError);
    const minted = [
      generator.privilegeToken('u', 60, good),
      generator.generate('u', 60, good),
      generator.issue('u', 60, good).token,
      ...generator.generateBatch(['u'], 60, good),
      token04.generateToken04(1, 'u', SECRET, 60, good),
    ];
    for (const token of minted) {
      assert.strictEqual(token04.decode(token, SECRET).claims.payload, payload);
    }
    for (const copy of [{ ...good }, Object.create(good), JSON.parse(payload), good.payload()]) {
      thrown(() => generator.privilegeToken('u', 60, copy), { code: 7 });
    }
    for (const missing of [undefined, null, [], 's1']) {
      thrown(() => RoomPrivileges.publishOnly('room1', missing), { code: 9 });
      thrown(() => RoomPrivileges.loginAndPublish('room1', missing), { code: 9 });
      thrown(() => RoomPrivileges.fromFlags('room1', true, true, missing), { code: 9 });
    }
    const { fromFlags } = RoomPrivileges;
    assert.deepStrictEqual(fromFlags('r', true, false, ['']), RoomPrivileges.loginOnly('r'));
    thrown(() => fromFlags('', false, false, null), { code: 12 });
    thrown(() => fromFlags('', 1, 'false', null), { code: 12 });
    thrown(() => new RoomPrivileges(), { code: 12 });
  },
  'values are equal when their fields are': () => {
    const { RoomPrivileges } = token04;
    const made = () => [
      RoomPrivileges.loginOnly('room1'),
      RoomPrivileges.loginOnly('room2'),
      RoomPrivileges.loginAndPublishAny('room1'),
      RoomPrivileges.publishOnly('room1', ['s1']),
      RoomPrivileges.publishOnly('room1', ['s2']),
      RoomPrivileges.loginAndPublish('room1', ['s1']),
    ];
    const [once, again] = [made(), made()];
    once.forEach((one, at) => {
      again.forEach((other, index) => {
        if (at === index) assert.deepStrictEqual(one, other);
        else assert.notDeepStrictEqual(one, other);
      });
    });
    const generator = new TokenGenerator(1, SECRET);
    const token = generator.identityToken('u', 60);
    const other = generator.identityToken('v', 60);
    const { decode } = token04;
    assert.deepStrictEqual(decode(token, SECRET), decode(token, SECRET));
    assert.notDeepStrictEqual(decode(token, SECRET), decode(other, SECRET));
    assert.notDeepStrictEqual(decode(token, SECRET).claims, decode(other, SECRET).claims);
    const [issued, later] = [5, 6].map((now) => generator.issue('u', 60, '', { now }));
    assert.notDeepStrictEqual(issued, later);
  },
  'JSON has the same names as in every language': () => {
    const generator = new TokenGenerator(7, SECRET);
    const room = token04.RoomPrivileges.publishOnly('r', ['s']);
    const issued = generator.issue('u', 60, room, { now: 100 });
    const { token } = issued;
    const json = (value) => JSON.parse(JSON.stringify(value));
    const times = { issued_at: 100, expires_at: 160, refresh_at: 130 };
    assert.deepStrictEqual(json(issued), { token, ...times });
    const verifier = new TokenVerifier(7, SECRET, { clock: () => 100 });
    const { nonce } = verifier.verify(token).claims;
    const payload = room.payload();
    const claims = { app_id: 7, user_id: 'u', nonce, ctime: 100, expire: 160, payload };
    const decoded = {
      mode: 'cbc',
      authenticated: true,
      claims,
      envelope_expire: 160,
      privileges: { room_id: 'r', login: false, publish: true, stream_ids: ['s'] },
      payload_is_text: true,
    };
    assert.deepStrictEqual(json(token04.decode(token, SECRET)), decoded);
    assert.deepStrictEqual(json(verifier.verify(token)), { ...decoded, secret_index: 0 });
    const kit = token04.kitToken(token, 'r', 'u', 'n', 7);
    assert.deepStrictEqual(json(token04.inspect(kit)), {
      version: '04',
      mode: 'cbc',
      expire: 160,
      iv_length: 16,
      ciphertext_length: token04.inspect(token).ciphertextLength,
      kit: { user_id: 'u', room_id: 'r', user_name: 'n', app_id: 7 },
    });
    const [finding] = json(token04.explain('x'));
    const names = ['id', 'severity', 'message', 'advice', 'sdk_codes'];
    assert.deepStrictEqual(Object.keys(finding), names);
  },
  'an exception from an array is passed on': () => {
    const proxy = new Proxy(['u'], {
      get(target, key) {
        if (key === '0') throw new RangeError('mine');
        return target[key];
      },
    });
    thrown(() => new TokenGenerator(1, SECRET).generateBatch(proxy, 60, ''), RangeError);
  },
  'a custom clock, and a wrong this': () => {
    const generator = new TokenGenerator(1, SECRET, { clock: () => 5 });
    assert.strictEqual(generator.issue('u', 60, '').issuedAt, 5);
    const { generate } = generator;
    thrown(() => generate('u', 60, ''), TypeError);
  },
  'an async batch leaves the loop running': async () => {
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 1);
    const count = token04.engine === 'native' ? 200000 : 3000;
    const users = Array.from({ length: count }, (_, n) => `u${n}`);
    const made = await new TokenGenerator(1, SECRET).generateBatchAsync(users, 60, '');
    clearInterval(timer);
    assert.strictEqual(new Set(made).size, users.length);
    assert(ticks > 3, `${ticks} ticks`);
    await assert.rejects(new TokenGenerator(1, SECRET).generateBatchAsync([], 0, ''), { code: 6 });
  },
  'forked processes never repeat an iv': async () => {
    const script = path.join(home, 'forked.cjs');
    writeFileSync(
      script,
      `const { TokenGenerator } = require('token04');
       const g = new TokenGenerator(1, '${SECRET}');
       const tokens = (_, n) => g.identityToken('u' + n, 60, { now: 0 });
       process.send(Array.from({ length: 500 }, tokens));`,
    );
    const run = () => {
      const child = fork(script);
      return new Promise((resolve, reject) => {
        child.once('message', resolve).once('error', reject);
      }).finally(() => child.disconnect());
    };
    const made = (await Promise.all([run(), run(), run()])).flat();
    // The iv, after the version and the expiry: it depends on the random nonce.
    assert.strictEqual(new Set(made.map((token) => token.slice(0, 40))).size, 1500);
  },
  'the package has no install script': () => {
    for (const name of ['token04', '@token04/linux-x64-gnu']) {
      const file = path.join(home, 'node_modules', name, 'package.json');
      assert.strictEqual(load(file).scripts, undefined);
    }
  },
  'worker threads each load it': async () => {
    const script = `const { parentPort } = require('node:worker_threads');
      const { TokenGenerator } = require(${JSON.stringify(load.resolve('token04'))});
      const g = new TokenGenerator(1, '${SECRET}');
      const tokens = (_, n) => g.identityToken('u' + n, 60, { now: 0 });
      parentPort.postMessage(Array.from({ length: 500 }, tokens));`;
    const run = () =>
      new Promise((resolve, reject) => {
        const worker = new Worker(script, { eval: true });
        worker.once('message', resolve).once('error', reject);
      });
    const made = (await Promise.all([run(), run(), run(), run()])).flat();
    assert.strictEqual(new Set(made).size, 2000);
  },
};

(async () => {
  const names = Object.keys(tests);
  for (const name of names) {
    await tests[name]();
    console.log(`ok   ${name}`);
  }
  console.log(`${names.length} passed on ${token04.engine}, ${process.version}`);
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
