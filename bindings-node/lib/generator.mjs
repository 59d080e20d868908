import { credentials } from './env.mjs';
import { hostClock, list, options } from './inputs.mjs';
import { IssuedToken, moment } from './results.mjs';

/** Where an engine writes the moments of a token that was issued. */
const moments = new BigInt64Array(3);

const INVALID_PAYLOAD = 7;
const HINT = '; an object was given: pass its JSON text, JSON.stringify(payload)';

/** Makes the class of an engine. */
export function createGenerator(engine, { Token04Error, unwrap }, mint) {
  /** As `unwrap`, with a hint for those who pass an object as payload. */
  function minted(answer, payload) {
    if (typeof answer !== 'number') return answer;
    const hinted = answer === INVALID_PAYLOAD && typeof payload === 'object' && payload !== null;
    throw new Token04Error(answer, hinted ? HINT : '');
  }

  /** The tokens of a batch, errors in their places. */
  function batch(answer, payload) {
    const tokens = minted(answer, payload);
    tokens.forEach((token, index) => {
      if (typeof token === 'number') tokens[index] = new Token04Error(token);
    });
    return tokens;
  }

  return class TokenGenerator {
    #handle;
    #clock;

    constructor(appId, secret, given) {
      const { mode, clock = hostClock } = options(given, 'mode', 'clock');
      this.#handle = unwrap(engine.createGenerator(appId, secret, mode));
      this.#clock = clock;
    }

    static fromEnv(given) {
      const { env, ...rest } = options(given, 'mode', 'clock', 'env');
      const { appId, secret } = credentials(engine, env);
      return new this(appId, secret, rest);
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
      return batch(engine.generateBatch(this.#handle, list(userIds), ttl, payload, now), payload);
    }

    async generateBatchAsync(userIds, ttl, payload, given) {
      const now = this.#now(given);
      return batch(
        await engine.generateBatchAsync(this.#handle, list(userIds), ttl, payload, now),
        payload,
      );
    }

    #now(given) {
      if (given === undefined) return this.#clock();
      const { now } = options(given, 'now');
      return now === undefined ? this.#clock() : now;
    }
  };
}
