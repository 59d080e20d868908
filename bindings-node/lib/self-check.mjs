const SECRET = '0123456789abcdef0123456789abcdef';
const NOW = 1700000000;
const LIFETIME = 3600;
const APP_ID = 4294967295;
const SECRET_INVALID = 5;
const USER = 'user-\u00e9-\ud83d\ude00';
const STREAMS = ['stream-1', 'stream-2'];
/** Over 1,900 bytes: long enough for every way in which a compiler copies memory. */
const LONG = `${'0123456789abcdef'.repeat(122)}"\u00e4\\`;
/** Only the end of a token is kept: it depends on the whole token. */
const END = -40;

/**
 * Makes calls of each kind and returns their results: few, since they run before the first result.
 * Entropy and time are fixed, so a correct engine returns the same in every runtime.
 * @param {object} engine the functions of `native.d.ts`, over fixed entropy
 */
export function transcript(engine) {
  const minted = (mode, payload) => {
    const generator = engine.createGenerator(APP_ID, SECRET, mode);
    return engine.generate(generator, USER, LIFETIME, payload, NOW);
  };
  const verifier = engine.createVerifier(APP_ID, SECRET, [], undefined);
  const verified = (token, user) => engine.verifyUser(verifier, token, user, NOW);

  const streams = engine.privilegesPayload('room-1', true, true, false, STREAMS);
  const short = minted('cbc', streams);
  const long = minted('gcm', LONG);
  const read = verified(long, USER);
  return [
    streams,
    short,
    engine.decode(short, SECRET),
    verified(short, 'user'),
    long.length,
    long.slice(END),
    JSON.parse(read).claims.payload === LONG,
    read.length,
    engine.decode(`${short.slice(0, END)}${'A'.repeat(-END)}`, SECRET),
    engine.errorMessage(SECRET_INVALID),
  ].join('\n');
}

/** A hash of 53 bits (cyrb53): it detects machine errors, not attacks. */
export function fingerprint(text) {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}
