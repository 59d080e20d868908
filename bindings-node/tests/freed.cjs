'use strict';

// tests/freed/run.sh node freed.cjs INSTALLED: uses a secret; freed native memory is searched for
// copies of it. TOKEN04_ENGINE sets the engine.
const path = require('node:path');

const { TokenGenerator, TokenVerifier, decode, engine, explain, generateToken04 } = require(
  path.join(path.resolve(process.argv[2]), 'node_modules/token04'),
);

/** Built from pieces on V8's heap: a Buffer's memory would be freed, and so searched as well. */
const hex = process.env.TOKEN04_FREED_SECRET_HEX;
let secret = '';
for (let at = 0; at < hex.length; at += 2) {
  secret += String.fromCharCode(parseInt(hex.slice(at, at + 2), 16));
}
const longer = `${secret}${'x'.repeat(600)}`;
const wide = `${secret}\u00e9`;

function attempt(body) {
  try {
    return body();
  } catch (error) {
    if (typeof error.code !== 'number') throw error;
    return undefined;
  }
}

let token;
for (const mode of ['cbc', 'gcm']) {
  for (let round = 0; round < 20; round += 1) {
    token = new TokenGenerator(1, secret, { mode }).identityToken('u', 60);
    new TokenVerifier(1, secret, { previousSecrets: [secret] }).verify(token);
    const rotated = Array.from({ length: 2 + round }, () => secret);
    new TokenVerifier(1, secret, { previousSecrets: rotated }).verify(token);
    generateToken04(1, 'u', secret, 60);
    decode(token, secret);
    explain(token, { secret });
  }
  for (const wrong of [longer, wide]) {
    attempt(() => new TokenGenerator(1, wrong));
    attempt(() => new TokenVerifier(1, secret, { previousSecrets: [secret, wrong, secret] }));
    attempt(() => new TokenVerifier(1, wrong));
    attempt(() => generateToken04(1, 'u', wrong, 60));
    attempt(() => decode(token, wrong));
    explain(token, { secret: wrong });
  }
}
// Unreferenced handles are freed.
global.gc?.();
console.log(`ok   ${engine}: all calls that take a secret`);
