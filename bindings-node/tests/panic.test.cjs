'use strict';

// node panic.test.cjs ADDON INSTALLED: the test build with functions that panic on purpose.
const assert = require('node:assert');
const { createRequire } = require('node:module');
const path = require('node:path');

const addon = require(path.resolve(process.argv[2]));
const home = path.join(path.resolve(process.argv[3]), 'node_modules');
const { createApi } = require(path.join(home, 'token04/lib/api.cjs'));

(async () => {
  for (let n = 0; n < 100; n += 1) {
    assert.strictEqual(addon.panicOnPurpose(), 90);
    assert.strictEqual(addon.panicInArgument('value'), 90);
    assert.strictEqual(addon.panicInOutcome(), 90);
    assert.strictEqual(await addon.panicAsyncOnPurpose(), 90);
  }
  console.log(
    'ok   a panic is error 90 in arguments, calls, results and on threads; the process survives',
  );

  // What a caller of the package sees.
  const { panicOnPurpose, panicAsyncOnPurpose } = addon;
  const panics = { generate: panicOnPurpose, generateBatchAsync: panicAsyncOnPurpose };
  const { Token04Error, TokenGenerator } = createApi({ ...addon, ...panics, name: 'native' });
  const generator = new TokenGenerator(1, 'fa94dd0f974cf2e293728a526b028271');
  const wanted = (error) =>
    error instanceof Token04Error && error.code === 90 && error.name === 'internal';
  assert.throws(() => generator.generate('u', 60, ''), wanted);
  await assert.rejects(generator.generateBatchAsync(['u'], 60, ''), wanted);
  assert(generator.issue('u', 60, '').token.startsWith('04'));
  console.log('ok   as Token04Error with code 90, thrown and rejected');

  const shipped = createRequire(path.join(home, 'token04/package.json'))('@token04/linux-x64-gnu');
  const extra = Object.keys(shipped).filter((name) => /panic|empty/i.test(name));
  assert.deepStrictEqual(extra, []);
  console.log('ok   and none of it is in the shipped add-on');
})();
