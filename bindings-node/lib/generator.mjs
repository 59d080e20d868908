import { fromEnv } from './env.mjs';
import { PAYLOAD_INVALID } from './errors.mjs';
import { batched, checkedClock, nowOf, options } from './inputs.mjs';
import { IssuedToken, moment } from './results.mjs';

/** Where an engine writes the moments of a token that was issued. */
const moments = new BigInt64Array(3);

const OBJECT = '; an object was given: pass its JSON text, JSON.stringify(payload)';
const MISSING = "; none was given: pass '' for no payload";

/** What to do about a payload that is no text. */
function hint(payload) {
  if (payload === undefined) return MISSING;
  return typeof payload === 'object' && payload !== null ? OBJECT : '';
}

/** Makes the class of an engine. */
export function createGenerator(engine, { Token04Error, unwrap }, mint) {
  function refusal(code, payload) {
    return new Token04Error(code, '', code === PAYLOAD_INVALID ? hint(payload) : '');
  }

  /** As `unwrap`, with a hint for those who pass an object as payload, or none. */
  function minted(answer, payload) {
    if (typeof answer === 'number') throw refusal(answer, payload);
    return answer;
  }

  /** The tokens of a batch, errors in their places. */
  function batch(answer, payload) {
    const tokens = minted(answer, payload);
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
      return fromEnv(engine, Token04Error, env, (appId, secret) => new this(appId, secret, rest));
    }

    generate(userId, ttl, payload, given) {
      return minted(engine.generate(this.#handle, userId, ttl, payload, this.#now(given)), payload);
    }

    identityToken(userId, ttl, given) {
      return unwrap(engine.generate(this.#handle, userId, ttl, '', this.#now(given)));
    }

    privilegeToken(userId, ttl, privileges, given) {
      return unwrap(mint(this.#handle, userId, ttl, privileges, this.#now(given)));
    }

    issue(userId, ttl, payload, given) {
      const token = engine.issue(this.#handle, userId, ttl, payload, this.#now(given), moments);
      return new IssuedToken(
        minted(token, payload),
        moment(moments[0]),
        moment(moments[1]),
        moment(moments[2]),
      );
    }

    generateBatch(userIds, ttl, payload, given) {
      const now = this.#now(given);
      return batch(
        engine.generateBatch(this.#handle, batched(userIds), ttl, payload, now),
        payload,
      );
    }

    async generateBatchAsync(userIds, ttl, payload, given) {
      const now = this.#now(given);
      return batch(
        await engine.generateBatchAsync(this.#handle, batched(userIds), ttl, payload, now),
        payload,
      );
    }

    #now(given) {
      return given === undefined ? this.#clock() : nowOf(options(given, 'now'), this.#clock);
    }
  };
}
