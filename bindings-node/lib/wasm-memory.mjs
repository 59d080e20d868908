const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Matches a lone surrogate: in unicode mode a pair does not match. */
const LONE_SURROGATE = /\p{Surrogate}/u;
const NOT_UTF8 = 0xff;
const NOT_HERE = 2;

/** An instance that grew beyond this is discarded after the call: it never gives memory back. */
const MOST_KEPT_BYTES = 8 << 20;

/**
 * An instance and its memory. The arguments of a call are copied into an arena, one after the
 * other; `begin()` starts the next call.
 */
export class Instance {
  #arena = 0;
  #capacity = 0;
  #used = 0;
  #views;
  /** No call reads a longer string, in bytes. */
  #longest;

  /** @param {(out: Uint8Array) => number} entropy fills a buffer and returns 1 on success */
  constructor(module, entropy) {
    const host = {
      token04_host_entropy: (pointer, length) =>
        entropy(this.bytes().subarray(pointer, pointer + length)),
      // Uses those in the module: HMAC of node:crypto takes 1 µs longer for a token of usual
      // length.
      token04_host_cipher: () => NOT_HERE,
      token04_host_hmac: () => NOT_HERE,
    };
    this.exports = new WebAssembly.Instance(module, { token04: host }).exports;
    this.#longest = this.exports.token04_text_max();
    this.#grow(4096);
  }

  /** Whether it has grown so large that the next call should use a new instance. */
  get outgrown() {
    return this.exports.memory.buffer.byteLength > MOST_KEPT_BYTES;
  }

  /** When the memory grows, its old views become empty. */
  bytes() {
    return this.#view().bytes;
  }

  #view() {
    const { buffer } = this.exports.memory;
    if (this.#views?.bytes.buffer !== buffer) {
      this.#views = { bytes: new Uint8Array(buffer), data: new DataView(buffer) };
    }
    return this.#views;
  }

  /**
   * Reserves space for one call, and discards the last one.
   * @param {unknown[]} inputs the strings, and lists of strings, to copy into the arena
   * @param {number} more additional bytes
   */
  begin(inputs, more) {
    const size = sizeOf(inputs, this.#longest) + more;
    if (size > this.#capacity) this.#grow(size);
    this.#used = this.#arena;
  }

  #grow(size) {
    if (this.#arena !== 0) {
      this.wipe();
      this.exports.token04_free(this.#arena, this.#capacity);
    }
    this.#capacity = 0;
    this.#arena = this.exports.token04_alloc(size);
    if (this.#arena === 0) throw new RangeError('token04: out of WebAssembly memory');
    this.#capacity = size;
    this.#used = this.#arena;
  }

  /** Overwrites the arena, so that no secret stays in it. */
  wipe() {
    this.bytes().fill(0, this.#arena, this.#arena + this.#capacity);
  }

  /** Space in the arena, aligned to eight bytes. */
  reserve(size) {
    const start = (this.#used + 7) & ~7;
    this.#used = start + size;
    return start;
  }

  /**
   * Copies a string into the arena and returns its address and length. Any other value becomes a
   * byte that is not UTF-8. Of a string that is too long for every field, the beginning is enough
   * to refuse it.
   */
  string(value) {
    const start = this.#used;
    this.#used += this.#write(this.#shortened(value), start);
    return [start, this.#used - start];
  }

  #shortened(value) {
    const tooLong = typeof value === 'string' && value.length > this.#longest;
    return tooLong ? value.slice(0, this.#longest + 1) : value;
  }

  #write(value, start) {
    const bytes = this.bytes();
    if (typeof value !== 'string') return notUtf8(bytes, start);
    const { length } = value;
    if (length <= 64) {
      let at = 0;
      for (; at < length; at += 1) {
        const unit = value.charCodeAt(at);
        if (unit > 0x7f) break;
        bytes[start + at] = unit;
      }
      if (at === length) return length;
    }
    const { written } = encoder.encodeInto(value, bytes.subarray(start, start + length * 3));
    return written !== length && LONE_SURROGATE.test(value) ? notUtf8(bytes, start) : written;
  }

  /** A list of strings: the address of the bytes, the address of the lengths, the count. */
  strings(values) {
    const lengths = this.reserve(values.length * 4);
    const start = this.#used;
    for (let index = 0; index < values.length; index += 1) {
      const [, length] = this.string(values[index]);
      this.#view().data.setUint32(lengths + index * 4, length, true);
    }
    return [start, lengths, values.length];
  }

  u32(address) {
    return this.#view().data.getUint32(address, true);
  }

  i32(address) {
    return this.#view().data.getInt32(address, true);
  }

  /** An integer of 64 bits. */
  i64(address) {
    return this.#view().data.getBigInt64(address, true);
  }

  /** A string in the instance's memory. */
  read(address, length) {
    return decoder.decode(this.bytes().subarray(address, address + length));
  }

  /** A static string that ends with NUL. */
  staticString(address) {
    return this.read(address, this.bytes().indexOf(0, address) - address);
  }
}

function notUtf8(bytes, start) {
  bytes[start] = NOT_UTF8;
  return 1;
}

/** An upper bound for the bytes that these strings, or lists of strings, take in an arena. */
function sizeOf(values, longest) {
  let size = 0;
  for (const value of values) {
    if (typeof value === 'string') size += Math.min(value.length, longest + 1) * 3 + 8;
    else if (Array.isArray(value)) size += sizeOf(value, longest) + value.length * 4 + 16;
    else size += 8;
  }
  return size;
}
