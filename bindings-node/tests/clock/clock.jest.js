// Jest's fake timers set the time of issue, also in the drop-in.
const { TokenGenerator, TokenVerifier, decode, generateToken04 } = require('token04');

const SECRET = 'fa94dd0f974cf2e293728a526b028271';
const NOW = 1700000000;
const claimed = (token) => decode(token, SECRET).claims.ctime;

beforeEach(() => jest.useFakeTimers({ now: NOW * 1000 + 900 }));
afterEach(() => jest.useRealTimers());

test('the time of issue is from the fake clock', () => {
  const generator = new TokenGenerator(1, SECRET);
  expect(claimed(generator.identityToken('u', 60))).toBe(NOW);
  expect(claimed(generateToken04(1, 'u', SECRET, 60, ''))).toBe(NOW);
  expect(generator.issue('u', 60, '').expiresAt).toBe(NOW + 60);
  jest.setSystemTime((NOW + 5) * 1000);
  expect(claimed(generator.generateBatch(['u'], 60, '')[0])).toBe(NOW + 5);
});

test('the time of verification too', () => {
  const token = generateToken04(1, 'u', SECRET, 60, '');
  const verifier = new TokenVerifier(1, SECRET, { leeway: 0 });
  expect(verifier.verify(token).claims.user_id).toBe('u');
  jest.advanceTimersByTime(60_000);
  expect(() => verifier.verify(token)).toThrow(expect.objectContaining({ code: 32 }));
});

test('an async batch ends although timers do not run', async () => {
  const made = await new TokenGenerator(1, SECRET).generateBatchAsync(Array(200).fill('u'), 60, '');
  expect(new Set(made).size).toBe(200);
});
