// node --test next to an installed package: the mock timers of node:test set the time of issue.
import assert from 'node:assert';
import { test } from 'node:test';
import { decode, generateToken04, TokenGenerator } from 'token04';

const SECRET = 'fa94dd0f974cf2e293728a526b028271';
const NOW = 1700000000;

test('the time of issue is from the mocked clock, also in the drop-in', ({ mock }) => {
  mock.timers.enable({ apis: ['Date'], now: NOW * 1000 });
  const claimed = (token) => decode(token, SECRET).claims.ctime;
  assert.strictEqual(claimed(new TokenGenerator(1, SECRET).identityToken('u', 60)), NOW);
  mock.timers.setTime((NOW + 7) * 1000);
  assert.strictEqual(claimed(generateToken04(1, 'u', SECRET, 60)), NOW + 7);
});
