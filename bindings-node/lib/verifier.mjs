import { fromEnv } from './env.mjs';
import { checkedClock, expectation, flag, list, nowOf, options } from './inputs.mjs';
import { decoded, VerifiedToken } from './results.mjs';

const SETTINGS = ['previousSecrets', 'leeway', 'requireAuthenticated', 'clock'];

/** Makes the class of an engine. */
export function createVerifier(engine, { Token04Error, unwrap }) {
  return class TokenVerifier {
    #handle;
    #clock;

    constructor(appId, secret, given) {
      const settings = options(given, ...SETTINGS);
      const { previousSecrets = [], leeway, requireAuthenticated, clock } = settings;
      this.#clock = checkedClock(clock);
      const required = flag(requireAuthenticated, 'requireAuthenticated');
      this.#handle = unwrap(
        engine.createVerifier(appId, secret, list(previousSecrets), leeway, required),
      );
    }

    static fromEnv(given) {
      const { env, previousSecrets = [], ...rest } = options(given, 'env', ...SETTINGS);
      return fromEnv(engine, Token04Error, env, (appId, secret, rotated) => {
        const previous = [...rotated, ...list(previousSecrets)];
        return new this(appId, secret, { ...rest, previousSecrets: previous });
      });
    }

    verify(token, given) {
      const named = options(given, 'userId', 'roomId', 'streamId', 'now');
      const answer = engine.verify(
        this.#handle,
        token,
        expectation(named, 'userId'),
        expectation(named, 'roomId'),
        expectation(named, 'streamId'),
        nowOf(named, this.#clock),
      );
      return new VerifiedToken(decoded(unwrap(answer)));
    }
  };
}
