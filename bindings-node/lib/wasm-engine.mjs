import { entropy, fixedEntropy } from './entropy.mjs';
import { runtime } from './runtime.mjs';
import { fingerprint, transcript } from './self-check.mjs';
import { Instance } from './wasm-memory.mjs';

const INTERNAL = 90;
const TOO_SMALL = 92;
const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;
/** Every rule for integers refuses it; the lowest integer means "not given" in the C ABI. */
const NO_INTEGER = MIN + 1n;
const NO_TIMESTAMP = MAX;
const NO_MODE = -1;
const SLICE = 64;
const OPEN_HANDLES = 256;

/** An integer of 64 bits: a number without a fraction, or a bigint. */
function integer(value, otherwise = NO_INTEGER) {
  if (typeof value === 'number' && Number.isInteger(value)) value = BigInt(value);
  return typeof value === 'bigint' && value >= MIN && value <= MAX ? value : otherwise;
}

/** Waits for a macrotask, so that other tasks can run. Saved here: fake timers replace it. */
const later = globalThis.setTimeout;
const pause = () => new Promise((resolve) => (later ? later(resolve, 0) : resolve()));

/**
 * The functions of `native.d.ts` over the C ABI as WebAssembly. Before its first result the engine
 * checks that this runtime computes with the module correctly; otherwise each call is error 90.
 * @param {() => WebAssembly.Module} compile returns the module, at the first call
 * @param {{ fingerprint: number, name: string, message: string }} known the fingerprint to compare
 * with, and the strings of error 90, which cannot be read from a module that fails the check
 */
export function createWasmEngine(compile, known) {
  let module;
  let decided = false;
  /** After the check: false, or the runtime in which the module fails. */
  let failing;

  function checked() {
    if (!decided) {
      module ??= compile();
      const found = agrees(module, known.fingerprint);
      failing = found === true ? false : runtime();
      decided = found !== undefined;
    }
    return failing === false;
  }

  const engine = wasmEngine(() => new Instance(module, entropy));
  const failed = {
    errorName: () => known.name,
    errorMessage: () => `token04.wasm computes wrongly in ${failing}: ${known.message}`,
  };
  const guarded = Object.entries(engine).map(([name, run]) => {
    const otherwise = failed[name] ?? (() => INTERNAL);
    return [name, (...given) => (checked() ? run(...given) : otherwise())];
  });
  return { ...Object.fromEntries(guarded), name: 'wasm' };
}

/** The fingerprint of a module's results in `transcript`, in a new instance. */
export function fingerprintOf(module) {
  return fingerprint(transcript(wasmEngine(() => new Instance(module, fixedEntropy))));
}

/**
 * Whether a module computes the expected results; undefined after a RangeError, which may come from
 * a full stack or memory and not from the machine: the next call checks again.
 */
function agrees(module, wanted) {
  try {
    return fingerprintOf(module) === wanted;
  } catch (error) {
    return error instanceof RangeError ? undefined : false;
  }
}

/**
 * @param {() => Instance} create makes an instance, at the first call and after a trap
 */
function wasmEngine(create) {
  let current;

  /**
   * A trap is error 90. An instance is discarded after any failure, since a full stack (a
   * RangeError) may stop the module anywhere, and when it has grown too large.
   */
  function guarded(body) {
    try {
      current ??= create();
      const value = body(current);
      if (current.outgrown) {
        current.wipe();
        current = undefined;
      }
      return value;
    } catch (error) {
      current = undefined;
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      return INTERNAL;
    }
  }

  /**
   * Copies in the inputs, calls with a buffer that grows as needed, and reads the result.
   * @param {Handle} [handle] is opened first, in the same instance
   */
  function call(inputs, initial, invoke, read, handle) {
    return guarded((wasm) => {
      const opened = handle === undefined ? 0 : handle.open(wasm);
      if (opened !== 0) return opened;
      let capacity = initial;
      for (;;) {
        wasm.begin(inputs, capacity + 256);
        const length = wasm.reserve(8);
        const out = wasm.reserve(capacity);
        const status = invoke(wasm, [out, capacity, length]);
        const written = wasm.u32(length);
        if (status === TOO_SMALL && written > capacity) {
          capacity = written;
          continue;
        }
        if (status !== 0) return status;
        return read === undefined ? wasm.read(out, written) : read(wasm, wasm.read(out, written));
      }
    });
  }

  /**
   * Handles that hold memory of the instance, oldest first. Instances never give memory back, and
   * finalizers run late or never: so only a few stay open, and a closed one is reopened when used.
   */
  const opened = new Set();

  /** A handle in the current instance. */
  class Handle {
    #make;
    #free;
    #owner;
    #pointer;

    constructor(make, free) {
      this.#make = make;
      this.#free = free;
    }

    /** Returns 0, or the number of an error. */
    open(wasm) {
      if (this.#owner === wasm) return 0;
      const status = this.#make(wasm, (pointer) => (this.#pointer = pointer));
      wasm.wipe();
      if (status !== 0) return status;
      this.#owner = wasm;
      opened.delete(this);
      opened.add(this);
      if (opened.size > OPEN_HANDLES) opened.values().next().value.close(wasm);
      return 0;
    }

    close(wasm) {
      opened.delete(this);
      // The memory of a discarded instance is already gone.
      if (this.#owner === wasm) wasm.exports[this.#free](this.#pointer);
      this.#owner = undefined;
    }

    get pointer() {
      return this.#pointer;
    }
  }

  class Generator {
    #handle;

    constructor(handle) {
      this.#handle = handle;
    }

    #mint(inputs, initial, invoke, read) {
      return call(inputs, initial, invoke, read, this.#handle);
    }

    generate(userId, ttl, payload, now) {
      return this.#mint([userId, payload], 1024, (wasm, out) =>
        wasm.exports.token04_generator_generate(
          this.#handle.pointer,
          ...wasm.string(userId),
          integer(ttl),
          ...wasm.string(payload),
          integer(now, NO_TIMESTAMP),
          ...out,
        ),
      );
    }

    issue(userId, ttl, payload, now, timestamps) {
      let at;
      const invoke = (wasm, out) => {
        at = wasm.reserve(24);
        return wasm.exports.token04_generator_issue(
          this.#handle.pointer,
          ...wasm.string(userId),
          integer(ttl),
          ...wasm.string(payload),
          integer(now, NO_TIMESTAMP),
          at,
          ...out,
        );
      };
      const read = (wasm, token) => {
        for (const index of [0, 1, 2]) timestamps[index] = wasm.i64(at + index * 8);
        return token;
      };
      return this.#mint([userId, payload], 1024, invoke, read);
    }

    /** One call checks what concerns the whole batch; then one by one: rows would need a stride. */
    generateBatch(userIds, ttl, payload, now) {
      const status = this.#wholeBatch(ttl, payload, now);
      return status === 0 ? this.#slice(userIds, ttl, payload, now) : status;
    }

    async generateBatchAsync(userIds, ttl, payload, now) {
      const status = this.#wholeBatch(ttl, payload, now);
      if (status !== 0) return status;
      const all = Array.from(userIds);
      const tokens = [];
      for (let at = 0; at < all.length; at += SLICE) {
        if (at > 0) await pause();
        const made = this.#slice(all.slice(at, at + SLICE), ttl, payload, now);
        if (typeof made === 'number') return made;
        tokens.push(...made);
      }
      return tokens;
    }

    #wholeBatch(ttl, payload, now) {
      return guarded((wasm) => {
        const opened = this.#handle.open(wasm);
        if (opened !== 0) return opened;
        wasm.begin([payload], 64);
        const text = wasm.string(payload);
        const [seconds, time] = [integer(ttl), integer(now, NO_TIMESTAMP)];
        const { token04_generator_batch: batch } = wasm.exports;
        return batch(this.#handle.pointer, 0, 0, 0, seconds, ...text, time, 0, 0, 0, 0);
      });
    }

    #slice(userIds, ttl, payload, now) {
      const tokens = new Array(userIds.length);
      for (let index = 0; index < tokens.length; index += 1) {
        const made = this.generate(userIds[index], ttl, payload, now);
        // Failing entropy fails the whole call, as in the core.
        if (made === 94) return made;
        tokens[index] = made;
      }
      return tokens;
    }
  }

  class Verifier {
    #handle;

    constructor(handle) {
      this.#handle = handle;
    }

    verify(token, now) {
      return this.#verify('token04_verifier_verify_json', [token], now);
    }

    verifyUser(token, userId, now) {
      return this.#verify('token04_verifier_verify_user_json', [token, userId], now);
    }

    verifyLogin(token, userId, roomId, now) {
      return this.#verify('token04_verifier_verify_login_json', [token, userId, roomId], now);
    }

    verifyPublish(token, userId, roomId, streamId, now) {
      const given = [token, userId, roomId, streamId];
      return this.#verify('token04_verifier_verify_publish_json', given, now);
    }

    #verify(name, strings, now) {
      const invoke = (wasm, out) => {
        const laid = strings.flatMap((value) => wasm.string(value));
        return wasm.exports[name](
          this.#handle.pointer,
          ...laid,
          integer(now, NO_TIMESTAMP),
          ...out,
        );
      };
      return call(strings, 1024, invoke, undefined, this.#handle);
    }
  }

  /** An optional string: NULL means not given, and a string of length 0 is a value. */
  function named(wasm, value) {
    return value === undefined ? [0, 0] : wasm.string(value);
  }

  /** Makes a handle and wraps it, or returns the number of an error. */
  function open(Class, make, free) {
    const handle = new Handle(make, free);
    const status = guarded((wasm) => handle.open(wasm));
    return status === 0 ? new Class(handle) : status;
  }

  function modeNumber(mode) {
    if (mode === undefined || mode === 'cbc') return 0;
    return mode === 'gcm' ? 1 : NO_MODE;
  }

  return {
    generate: (generator, ...given) => generator.generate(...given),
    issue: (generator, ...given) => generator.issue(...given),
    generateBatch: (generator, ...given) => generator.generateBatch(...given),
    generateBatchAsync: (generator, ...given) => generator.generateBatchAsync(...given),
    verify: (verifier, ...given) => verifier.verify(...given),
    verifyUser: (verifier, ...given) => verifier.verifyUser(...given),
    verifyLogin: (verifier, ...given) => verifier.verifyLogin(...given),
    verifyPublish: (verifier, ...given) => verifier.verifyPublish(...given),

    version: () => guarded((wasm) => wasm.staticString(wasm.exports.token04_version())),
    errorName: (code) =>
      guarded((wasm) => wasm.staticString(wasm.exports.token04_error_name(code))),
    errorMessage: (code) =>
      guarded((wasm) => wasm.staticString(wasm.exports.token04_error_message(code))),

    environment(appId, secret, previous) {
      return guarded((wasm) => {
        wasm.begin([appId, secret, previous], 64);
        const [checked, variable, fault] = [wasm.reserve(8), wasm.reserve(8), wasm.reserve(8)];
        const code = wasm.exports.token04_environment(
          ...named(wasm, appId),
          ...named(wasm, secret),
          ...named(wasm, previous),
          checked,
          variable,
          fault,
        );
        const [number, ...blamed] = [wasm.i64(checked), wasm.i32(variable), wasm.i32(fault)];
        wasm.wipe();
        if (code === 0) return JSON.stringify({ app_id: Number(number) });
        const message = wasm.staticString(wasm.exports.token04_environment_message(...blamed));
        return JSON.stringify({ code, message });
      });
    },

    createGenerator(appId, secret, mode) {
      const make = (wasm, take) => {
        wasm.begin([secret], 64);
        const out = wasm.reserve(8);
        const text = wasm.string(secret);
        const { token04_generator_new: create } = wasm.exports;
        const status = create(integer(appId), ...text, modeNumber(mode), out);
        take(wasm.u32(out));
        return status;
      };
      return open(Generator, make, 'token04_generator_free');
    },

    createVerifier(appId, secret, previousSecrets, leeway) {
      const previous = Array.from(previousSecrets);
      const make = (wasm, take) => {
        wasm.begin([secret, previous], 64);
        const out = wasm.reserve(8);
        const status = wasm.exports.token04_verifier_new(
          integer(appId),
          ...wasm.string(secret),
          ...wasm.strings(previous),
          leeway === undefined ? wasm.exports.token04_default_leeway() : integer(leeway),
          out,
        );
        take(wasm.u32(out));
        return status;
      };
      return open(Verifier, make, 'token04_verifier_free');
    },

    privilegesPayload(roomId, login, publish, anyStream, streamIds) {
      // A value that is not a boolean grants nothing, as if neither flag were set.
      const real = typeof login === 'boolean' && typeof publish === 'boolean';
      const flags = [real && login, real && publish, anyStream].map(Number);
      return call([roomId, streamIds], 1024, (wasm, out) =>
        wasm.exports.token04_privileges_payload(
          ...wasm.string(roomId),
          ...flags,
          ...(streamIds === undefined ? [0, 0, 0] : wasm.strings(streamIds)),
          ...out,
        ),
      );
    },

    generateToken04(appId, userId, secret, ttl, payload, now) {
      const made = call([userId, secret, payload], 1024, (wasm, out) =>
        wasm.exports.token04_generate(
          integer(appId),
          ...wasm.string(userId),
          ...wasm.string(secret),
          integer(ttl),
          ...wasm.string(payload),
          integer(now, NO_TIMESTAMP),
          ...out,
        ),
      );
      current?.wipe();
      return made;
    },

    kitToken: (token, roomId, userId, userName, appId) =>
      call([token, roomId, userId, userName], 2048, (wasm, out) =>
        wasm.exports.token04_kit_token(
          ...wasm.string(token),
          ...wasm.string(roomId),
          ...wasm.string(userId),
          ...wasm.string(userName),
          integer(appId),
          ...out,
        ),
      ),

    decode(token, secret) {
      const read = call([token, secret], 1024, (wasm, out) =>
        wasm.exports.token04_decode_json(...wasm.string(token), ...wasm.string(secret), ...out),
      );
      current?.wipe();
      return read;
    },

    inspect: (token) =>
      call([token], 1024, (wasm, out) =>
        wasm.exports.token04_inspect_json(...wasm.string(token), ...out),
      ),

    explain(token, secret, appId, userId, roomId, streamId, kit, now, leeway) {
      const found = call([token, secret, userId, roomId, streamId], 16384, (wasm, out) =>
        wasm.exports.token04_explain_json(
          ...wasm.string(token),
          ...named(wasm, secret),
          appId === undefined ? MIN : integer(appId),
          ...named(wasm, userId),
          ...named(wasm, roomId),
          ...named(wasm, streamId),
          kit === undefined ? -1 : Number(kit),
          leeway === undefined ? wasm.exports.token04_default_leeway() : integer(leeway),
          integer(now, NO_TIMESTAMP),
          ...out,
        ),
      );
      current?.wipe();
      return found;
    },
  };
}
