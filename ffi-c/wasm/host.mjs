// A host for token04.wasm based on node:crypto: entropy, and optionally a cipher and HMAC.
import { createCipheriv, createDecipheriv, createHmac, randomFillSync } from 'node:crypto';

const UNSUPPORTED = 2;
const TAG_BYTES = 16;

/** What each operation does to a message: returns the new message, or null for a wrong tag. */
const OPERATIONS = [
  (key, iv, message) => blocks(createCipheriv('aes-256-cbc', key, iv), message),
  (key, iv, message) => blocks(createDecipheriv('aes-256-cbc', key, iv), message),
  (key, iv, message) => {
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const text = cipher.update(message.subarray(0, -TAG_BYTES));
    cipher.final();
    return Buffer.concat([text, cipher.getAuthTag()]);
  },
  (key, iv, message) => {
    const cipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
    cipher.setAuthTag(message.subarray(-TAG_BYTES));
    const text = cipher.update(message.subarray(0, -TAG_BYTES));
    try {
      cipher.final();
    } catch {
      return null;
    }
    return Buffer.concat([text, Buffer.alloc(TAG_BYTES)]);
  },
];

function blocks(cipher, message) {
  cipher.setAutoPadding(false);
  const made = cipher.update(message);
  cipher.final();
  return made;
}

/** The cipher import, using node:crypto; `memory` returns the instance's memory. */
export function nodeCipher(memory) {
  return (operation, key, iv, ivLength, message, length) => {
    const bytes = new Uint8Array(memory().buffer);
    const range = bytes.subarray(message, message + length);
    const made = OPERATIONS[operation](
      bytes.subarray(key, key + 32),
      bytes.subarray(iv, iv + ivLength),
      range,
    );
    if (made === null) return 1;
    range.set(made);
    return 0;
  };
}

/** The HMAC import, using node:crypto. */
export function nodeHmac(memory) {
  return (key, keyLength, message, length, out) => {
    const bytes = new Uint8Array(memory().buffer);
    const hmac = createHmac('sha256', bytes.subarray(key, key + keyLength));
    bytes.set(hmac.update(bytes.subarray(message, message + length)).digest(), out);
    return 0;
  };
}

/** The cipher or HMAC import of a host that has none: the built-in one is used. */
export const none = () => UNSUPPORTED;

/** The entropy import, using node:crypto. */
export function nodeEntropy(memory) {
  return (out, length) => {
    randomFillSync(new Uint8Array(memory().buffer, out, length));
    return 1;
  };
}

/**
 * Instantiates the module and returns its exports.
 * @param {{ cipher?: boolean, hmac?: boolean }} [lent] what node:crypto provides to it
 */
export function instantiate(bytes, lent = {}) {
  let exports;
  const memory = () => exports.memory;
  exports = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    token04: {
      token04_host_entropy: nodeEntropy(memory),
      token04_host_cipher: lent.cipher ? nodeCipher(memory) : none,
      token04_host_hmac: lent.hmac ? nodeHmac(memory) : none,
    },
  }).exports;
  return exports;
}
