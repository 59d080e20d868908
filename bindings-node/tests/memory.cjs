'use strict';

// node --expose-gc --max-semi-space-size=1 memory.cjs INSTALLED CALLS: good and bad input mixed;
// resident memory at the end of the run is within 2 MB of that at a tenth of it. The size of V8's
// young generation is fixed: otherwise it grows up to 32 MB, whatever is called.
const { createRequire } = require('node:module');
const path = require('node:path');

const load = createRequire(path.join(path.resolve(process.argv[2]), 'package.json'));
const token04 = load('token04');
const CALLS = Number(process.argv[3]);
const LIMIT = 2 * 1024 * 1024;
const SECRET = 'fa94dd0f974cf2e293728a526b028271';

const generator = new token04.TokenGenerator(1, SECRET);
const verifier = new token04.TokenVerifier(1, SECRET);
const token = generator.identityToken('u', 10 ** 9);
const room = () => token04.RoomPrivileges.loginAndPublish('room1', ['s1']);
const functions = {
  generate: (bad) => generator.generate(bad ? '' : 'u', 60, 'payload'),
  privilegeToken: (bad) => generator.privilegeToken('u', bad ? 0 : 60, room()),
  privileges: (bad) => token04.RoomPrivileges.publishOnly('room1', bad ? [] : ['s1']),
  issue: (bad) => generator.issue('u', 60, bad ? {} : ''),
  batch: (bad) => generator.generateBatch(['a', bad ? '' : 'b'], 60, ''),
  dropIn: (bad) => token04.generateToken04(1, bad ? 'a\ud800' : 'u', SECRET, 60),
  newGenerator: (bad) => new token04.TokenGenerator(bad ? 0 : 1, SECRET),
  newVerifier: (bad) => new token04.TokenVerifier(1, bad ? '' : SECRET),
  verify: (bad) => verifier.verifyUser(bad ? 'x' : token, 'u'),
  decode: (bad) => token04.decode(bad ? 'x' : token, SECRET),
  inspect: (bad) => token04.inspect(bad ? 'x' : token),
  explain: (bad) => token04.explain(bad ? 'x' : token, { secret: SECRET }),
  kitToken: (bad) => token04.kitToken(token, bad ? '' : 'r', 'u', 'n', 1),
};

function run(body, count) {
  for (let n = 0; n < count; n += 1) {
    try {
      body(n % 4 === 0);
    } catch (error) {
      if (!(error instanceof token04.Token04Error)) throw error;
    }
  }
}

/** The lowest resident memory of some readings, between which finalizers run. */
async function settled() {
  let least = Infinity;
  for (let n = 0; n < 8; n += 1) {
    global.gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
    least = Math.min(least, process.memoryUsage.rss());
  }
  return least;
}

(async () => {
  // V8 first compiles and sizes its heap: that is not a leak.
  for (const body of Object.values(functions)) run(body, CALLS / 10);
  const slices = 100;
  let tenth = 0;
  for (let slice = 1; slice <= slices; slice += 1) {
    for (const body of Object.values(functions)) run(body, CALLS / slices);
    await new Promise((resolve) => setImmediate(resolve));
    if (slice === slices / 10) tenth = await settled();
  }
  const grown = (await settled()) - tenth;
  const count = Object.keys(functions).length;
  console.log(`${token04.engine}: ${count} functions, ${CALLS} calls each`);
  console.log(
    `${(tenth / 1024).toFixed(0)} KB at a tenth, ${(grown / 1024).toFixed(0)} KB more at the end`,
  );
  process.exit(grown > LIMIT ? 1 : 0);
})();
