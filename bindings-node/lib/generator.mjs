import { readEnvironment } from './env.mjs';
import { PAYLOAD_INVALID } from './errors.mjs';
import { batched, checkedClock, nowOf, options } from './inputs.mjs';
import { exact, IssuedToken } from './results.mjs';

/** An engine writes the timestamps of an issued token here. */
const timestamps = new BigInt64Array(3);

const OBJECT = '; an object was given: pass its JSON string, JSON.stringify(payload)';
const MISSING = "; none was given: pass '' for no payload";

/** A hint for a payload that is neither a string nor privileges. */
function hint(payload) {
  if (payload === undefined) return MISSING;
  return typeof payload === 'object' && payload !== null ? OBJECT : '';
}

/** Makes the generator class of an engine. */
export function createGenerator(engine, errors, { mint, payloadOf }) {
  const { Token04Error, unwrap } = errors;

  function refusal(code, payload) {
    return new Token04Error(code, '', code === PAYLOAD_INVALID ? hint(payload) : '');
  }

  /** Like `unwrap`, with a hint if the payload is an object or missing. */
  function minted(outcome, payload) {
    if (typeof outcome === 'number') throw refusal(outcome, payload);
    return outcome;
  }

  /** The tokens of a batch, with errors at their own indexes. */
  function batch(outcome, payload) {
    const tokens = minted(outcome, payload);
    tokens.forEach((token, index) => {
      if (typeof token === 'number') tokens[index] = refusal(token, payload);
    });
    return tokens;
  }

  return class TokenGenerator {
    #handle;
    #clock;

    constructor(appId, secret, given) {
      const { mode, clock } = options(given, 'mode', 'clock');
      this.#clock = checkedClock(clock);
      this.#handle = unwrap(engine.createGenerator(appId, secret, mode));
    }

    static fromEnv(given) {
      const { env, ...rest } = options(given, 'mode', 'clock', 'env');
      const { appId, secret } = readEnvironment(engine, errors, env, false);
      return new this(appId, secret, rest);
    }

    generate(userId, ttl, payload, given) {
      const now = this.#now(given);
      return minted(engine.generate(this.#handle, userId, ttl, payloadOf(payload), now), payload);
    }

    identityToken(userId, ttl, given) {
      return unwrap(engine.generate(this.#handle, userId, ttl, '', this.#now(given)));
    }

    privilegeToken(userId, ttl, privileges, given) {
      return unwrap(mint(this.#handle, userId, ttl, privileges, this.#now(given)));
    }

    issue(userId, ttl, payload, given) {
      const [now, held] = [this.#now(given), payloadOf(payload)];
      const token = engine.issue(this.#handle, userId, ttl, held, now, timestamps);
      return new IssuedToken(
        minted(token, payload),
        exact(timestamps[0]),
        exact(timestamps[1]),
        exact(timestamps[2]),
      );
    }

    generateBatch(userIds, ttl, payload, given) {
      const [now, held] = [this.#now(given), payloadOf(payload)];
      const made = engine.generateBatch(this.#handle, batched(userIds), ttl, held, now);
      return batch(made, payload);
    }

    async generateBatchAsync(userIds, ttl, payload, given) {
      const [now, held] = [this.#now(given), payloadOf(payload)];
      const made = engine.generateBatchAsync(this.#handle, batched(userIds), ttl, held, now);
      return batch(await made, payload);
    }

    #now(given) {
      return given === undefined ? this.#clock() : nowOf(options(given, 'now'), this.#clock);
    }
  };
}
