import { readEnvironment } from './env.mjs';
import { checkedClock, list, nowOf, options } from './inputs.mjs';
import { decoded, VerifiedToken } from './results.mjs';

const SETTINGS = ['previousSecrets', 'leeway', 'clock'];

/** Makes the verifier class of an engine. */
export function createVerifier(engine, errors) {
  const verified = (outcome) => new VerifiedToken(decoded(errors.unwrap(outcome)));

  return class TokenVerifier {
    #handle;
    #clock;

    constructor(appId, secret, given) {
      const { previousSecrets = [], leeway, clock } = options(given, ...SETTINGS);
      this.#clock = checkedClock(clock);
      this.#handle = errors.unwrap(
        engine.createVerifier(appId, secret, list(previousSecrets), leeway),
      );
    }

    static fromEnv(given) {
      const { env, previousSecrets = [], ...rest } = options(given, 'env', ...SETTINGS);
      const { appId, secret, previous } = readEnvironment(engine, errors, env, true);
      const all = [...previous, ...list(previousSecrets)];
      return new this(appId, secret, { ...rest, previousSecrets: all });
    }

    verify(token, given) {
      return verified(engine.verify(this.#handle, token, this.#now(given)));
    }

    verifyUser(token, userId, given) {
      return verified(engine.verifyUser(this.#handle, token, userId, this.#now(given)));
    }

    verifyLogin(token, userId, roomId, given) {
      return verified(engine.verifyLogin(this.#handle, token, userId, roomId, this.#now(given)));
    }

    verifyPublish(token, userId, roomId, streamId, given) {
      const now = this.#now(given);
      return verified(engine.verifyPublish(this.#handle, token, userId, roomId, streamId, now));
    }

    #now(given) {
      return given === undefined ? this.#clock() : nowOf(options(given, 'now'), this.#clock);
    }
  };
}
