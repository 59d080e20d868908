const POOL_BYTES = 2000;
/** Getting random bytes costs more than encrypting: they are fetched for many tokens at once. */
const pool = new Uint8Array(POOL_BYTES);
let used = POOL_BYTES;

/** Node 16 and 18 have no global crypto. */
function webCrypto() {
  if (typeof crypto === 'object') return crypto;
  return process.getBuiltinModule?.('crypto').webcrypto ?? nodeCrypto();
}

function nodeCrypto() {
  const load = typeof __non_webpack_require__ === 'function' ? __non_webpack_require__ : require;
  return load('crypto').webcrypto;
}

/** Fills a buffer; returns 1 on success. The bytes that were given out are wiped here. */
export function entropy(out) {
  try {
    if (out.length > POOL_BYTES) return 0;
    if (used + out.length > POOL_BYTES) {
      webCrypto().getRandomValues(pool);
      used = 0;
    }
    out.set(pool.subarray(used, used + out.length));
    pool.fill(0, used, used + out.length);
    used += out.length;
    return 1;
  } catch {
    return 0;
  }
}

/** Only for the self-check: the same bytes each time, and none of those above. */
export function fixedEntropy(out) {
  for (let at = 0; at < out.length; at += 1) out[at] = (at * 37 + 11) & 0xff;
  return 1;
}
