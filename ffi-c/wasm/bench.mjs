// node bench.mjs token04.wasm: nanoseconds per call of the exports themselves, in one instance.
import { readFileSync } from 'node:fs';

import { instantiate } from './host.mjs';

const NOW = 1_700_000_000n;
const HOUR = 3600n;
const APP_ID = 1234567890n;
const bytes = readFileSync(process.argv[2]);

/** An instance with its arguments in memory, and the calls to measure. */
function calls(lent) {
  const wasm = instantiate(bytes, lent);
  const lay = (data) => {
    const at = wasm.token04_alloc(data.length);
    new Uint8Array(wasm.memory.buffer).set(data, at);
    return [at, data.length];
  };
  const text = (value) => lay(Buffer.from(value));
  const number = (at) => new DataView(wasm.memory.buffer).getUint32(at, true);
  const done = (status) => {
    if (status !== 0) throw new Error(`status ${status}`);
  };
  const capacity = 4096;
  const [out] = lay(Buffer.alloc(capacity));
  const [length] = lay(Buffer.alloc(8));
  const [decoded] = lay(Buffer.alloc(256));
  const secret = text('0123456789abcdef0123456789abcdef');
  const user = text('user1');
  const room = text('room-0001');
  const stream = text('stream-0001');
  const none = [0, 0];

  const generator = (mode) => {
    done(wasm.token04_generator_new(APP_ID, ...secret, mode, length));
    return number(length);
  };
  const verifier = () => {
    done(wasm.token04_verifier_new(APP_ID, ...secret, 0, 0, 0, 30n, length));
    return number(length);
  };
  const payload = text(
    '{"room_id":"room-0001","privilege":{"1":1,"2":1},"stream_id_list":["stream-0001"]}',
  );
  const privilege = (handle) => () =>
    done(
      wasm.token04_generator_generate(
        handle, ...user, HOUR, ...payload, NOW, out, capacity, length,
      ),
    );
  const made = (make) => {
    make();
    return lay(new Uint8Array(wasm.memory.buffer).slice(out, out + number(length)));
  };
  const read = (token) => () =>
    done(wasm.token04_decode(...token, ...secret, decoded, out, capacity, length));

  const cbc = generator(0);
  const gcm = generator(1);
  const checker = verifier();
  const tokenCbc = made(privilege(cbc));
  const tokenGcm = made(privilege(gcm));
  const verify = (token) => () =>
    done(
      wasm.token04_verifier_verify_publish(
        checker, ...token, ...user, ...room, ...stream, NOW, decoded, out, capacity, length,
      ),
    );
  return {
    'identity token, CBC': () =>
      done(
        wasm.token04_generator_generate(cbc, ...user, HOUR, ...none, NOW, out, capacity, length),
      ),
    'privilege token, CBC': privilege(cbc),
    'privilege token, GCM': privilege(gcm),
    'one call (key set up), CBC': () =>
      done(
        wasm.token04_generate(
          APP_ID, ...user, ...secret, HOUR, ...none, NOW, out, capacity, length,
        ),
      ),
    'decode, CBC': read(tokenCbc),
    'decode, GCM': read(tokenGcm),
    'verify, CBC': verify(tokenCbc),
    'verify, GCM': verify(tokenGcm),
  };
}

/** The best of several rounds, in nanoseconds per call. */
function nanoseconds(call) {
  const rounds = 400;
  const each = 50;
  let best = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < each; i += 1) call();
    best = Math.min(best, Number(process.hrtime.bigint() - start) / each);
  }
  return Math.round(best);
}

const hosts = [{}, { hmac: true }, { cipher: true }, { cipher: true, hmac: true }].map(calls);
console.log(`${''.padEnd(28)} built-in        hmac      cipher        both (node:crypto)`);
for (const name of Object.keys(hosts[0])) {
  const figures = hosts.map((calls) => String(nanoseconds(calls[name])).padStart(9));
  console.log(`${name.padEnd(28)}${figures.join('   ')}`);
}
