'use strict';

// What the matrix does not see. node package.test.cjs INSTALLED: a folder with the package.
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

const tests = {
  'the two module systems share one instance': async () => {
    const entry = path.join(path.dirname(load.resolve('token04')), 'node.mjs');
    const esm = await import(entry);
    assert.deepStrictEqual(Object.keys(esm).sort(), Object.keys(token04).sort());
    assert.strictEqual(esm.Token04Error, Token04Error);
    assert.strictEqual(token04.version, load('token04/package.json').version);
    const { optionalDependencies } = load('token04/package.json');
    for (const version of Object.values(optionalDependencies)) {
      assert.strictEqual(version, token04.version);
    }
  },
  'errors are errors': () => {
    thrown(() => new TokenGenerator(0, SECRET), Token04Error);
    try {
      token04.generateToken04(1, '', SECRET, 60);
      assert.fail();
    } catch (error) {
      assert(error instanceof Error && error instanceof Token04Error);
      assert.deepStrictEqual([error.errorCode, error.errorMessage], [error.code, error.message]);
      assert.strictEqual(error.name, 'user_id_invalid');
      assert(error.stack.includes('package.test.cjs'));
    }
  },
  'an object as payload is refused with a hint': () => {
    thrown(() => new TokenGenerator(1, SECRET).generate('u', 60, {}), /JSON\.stringify/);
  },
  'misspelt options throw': () => {
    const verifier = new TokenVerifier(1, SECRET);
    thrown(() => verifier.verify('x', { userID: 'u' }), TypeError);
    thrown(() => new TokenVerifier(1, SECRET, { requireAuthentication: true }), TypeError);
  },
  'logs show no secret, token or claim': () => {
    const generator = new TokenGenerator(1, SECRET);
    const issued = generator.issue('someone', 60, 'inside');
    const decoded = token04.decode(issued.token, SECRET);
    for (const value of [generator, new TokenVerifier(1, SECRET), issued, decoded]) {
      const text = inspect(value, { depth: 9, showHidden: true });
      for (const hidden of [SECRET, issued.token, 'someone', 'inside']) {
        assert(!text.includes(hidden), text);
      }
    }
  },
  'integers beyond 2^53 are bigints': () => {
    const [now] = [2n ** 62n + 1n];
    const generator = new TokenGenerator(1, SECRET);
    const decoded = token04.decode(generator.identityToken('u', 60, { now }), SECRET);
    assert.strictEqual(decoded.claims.ctime, now);
    assert.strictEqual(decoded.envelopeExpire, now + 60n);
  },
  'and no text is taken for one': () => {
    const now = 2n ** 62n;
    for (const payload of ['\0integer:x', 'integer 5', '{"a":12345678901234567890}']) {
      const token = new TokenGenerator(1, SECRET).generate('u', 60, payload, { now });
      const { claims } = token04.decode(token, SECRET);
      assert.deepStrictEqual([claims.payload, claims.ctime], [payload, now]);
    }
  },
  'what is no handle of the add-on does no harm': () => {
    if (token04.engine !== 'native') return;
    const { candidates } = load(path.join(home, 'node_modules/token04/native.cjs'));
    const addon = load(candidates(process.platform, process.arch)[0]);
    const verifier = addon.createVerifier(1, SECRET, [], undefined, false);
    const generator = addon.createGenerator(1, SECRET, undefined);
    for (const other of [undefined, null, 0, 1, 'x', {}, () => 0, Symbol('x')]) {
      assert.strictEqual(addon.generate(other, 'u', 60, '', 0), 90);
      assert.strictEqual(addon.verify(other, 'x', undefined, undefined, undefined, 0), 90);
    }
    // Another kind of handle is at most another number.
    assert(['string', 'number'].includes(typeof addon.generate(verifier, 'u', 60, '', 0)));
    assert.strictEqual(typeof addon.generate(generator, 'u', 60, '', 0), 'string');
    assert.strictEqual(addon.generate(), 90);
    const wrong = [undefined, [], new BigInt64Array(2), new Float64Array(9), new BigUint64Array(3)];
    for (const moments of wrong) {
      assert.strictEqual(addon.issue(generator, 'u', 60, '', 0, moments), 90);
    }
  },
  'privileges that are used again answer as at first': () => {
    const generator = new TokenGenerator(1, SECRET);
    const { RoomPrivileges } = token04;
    const streams = ['s1'];
    const good = RoomPrivileges.loginAndPublish('room1', streams);
    streams[0] = 's2';
    const bad = RoomPrivileges.publishOnly('room1', []);
    for (let n = 0; n < 4; n += 1) {
      const { claims } = token04.decode(generator.privilegeToken('u', 60, good), SECRET);
      assert.strictEqual(claims.payload, good.payload());
      assert(claims.payload.includes('"s1"'));
      thrown(() => generator.privilegeToken('u', 60, bad), { code: 9 });
      thrown(() => generator.privilegeToken('u', 0, bad), { code: 6 });
      thrown(() => generator.privilegeToken('', 60, good), { code: 3 });
      thrown(() => generator.privilegeToken('u', 60, { ...good }), { code: 7 });
    }
  },
  'arrays that throw, throw': () => {
    const proxy = new Proxy(['u'], {
      get(target, key) {
        if (key === '0') throw new RangeError('mine');
        return target[key];
      },
    });
    thrown(() => new TokenGenerator(1, SECRET).generateBatch(proxy, 60, ''), RangeError);
  },
  'a clock of its own, and a wrong this': () => {
    const generator = new TokenGenerator(1, SECRET, { clock: () => 5 });
    assert.strictEqual(generator.issue('u', 60, '').issuedAt, 5);
    const { generate } = generator;
    thrown(() => generate('u', 60, ''), TypeError);
  },
  'an async batch leaves the loop running': async () => {
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 1);
    const users = Array.from({ length: token04.engine === 'native' ? 200000 : 3000 }, () => 'u');
    const made = await new TokenGenerator(1, SECRET).generateBatchAsync(users, 60, '');
    clearInterval(timer);
    assert.strictEqual(new Set(made).size, users.length);
    assert(ticks > 3, `${ticks} ticks`);
    await assert.rejects(new TokenGenerator(1, SECRET).generateBatchAsync([], 0, ''), { code: 6 });
  },
  'processes that are forked never repeat an iv': async () => {
    const script = path.join(home, 'forked.cjs');
    writeFileSync(
      script,
      `const { TokenGenerator } = require('token04');
       const g = new TokenGenerator(1, '${SECRET}');
       process.send(Array.from({ length: 500 }, () => g.identityToken('u', 60, { now: 0 })));`,
    );
    const run = () => {
      const child = fork(script);
      return new Promise((resolve, reject) => {
        child.once('message', resolve).once('error', reject);
      }).finally(() => child.disconnect());
    };
    const made = (await Promise.all([run(), run(), run()])).flat();
    // The nonce and the iv: behind the version and the expiry.
    assert.strictEqual(new Set(made.map((token) => token.slice(0, 40))).size, 1500);
  },
  'nothing runs when it is installed': () => {
    for (const name of [
      'token04',
      ...Object.keys(load('token04/package.json').optionalDependencies),
    ]) {
      const file = path.join(home, 'node_modules', name, 'package.json');
      assert.strictEqual(load(file).scripts, undefined);
    }
  },
  'worker threads each load it': async () => {
    const script = `const { parentPort } = require('node:worker_threads');
      const { TokenGenerator } = require(${JSON.stringify(load.resolve('token04'))});
      const g = new TokenGenerator(1, '${SECRET}');
      parentPort.postMessage(Array.from({ length: 500 }, () => g.identityToken('u', 60, { now: 0 })));`;
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
