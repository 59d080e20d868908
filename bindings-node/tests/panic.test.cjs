'use strict';

// node panic.test.cjs ADDON: the test build with functions that panic on purpose.
const assert = require('node:assert');
const path = require('node:path');

const addon = require(path.resolve(process.argv[2]));

(async () => {
  for (let n = 0; n < 100; n += 1) {
    assert.strictEqual(addon.panicOnPurpose(), 90);
    assert.throws(() => addon.panicOutsideOnPurpose());
    assert.strictEqual(await addon.panicAsyncOnPurpose(), 90);
  }
  assert.strictEqual(addon.errorName(90), 'internal');
  console.log('ok   a panic is error 90 in calls and on threads, and the process lives on');
})();
