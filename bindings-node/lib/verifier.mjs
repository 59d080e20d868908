import { credentials, previousSecrets } from './env.mjs';
import { expectation, hostClock, list, options } from './inputs.mjs';
import { decoded, VerifiedToken } from './results.mjs';

const SETTINGS = ['leeway', 'requireAuthenticated', 'clock'];

/** Makes the class of an engine. */
export function createVerifier(engine, { unwrap }) {
  return class TokenVerifier {
    #handle;
    #clock;

    constructor(appId, secret, given) {
      const settings = options(given, 'previousSecrets', ...SETTINGS);
      const { previousSecrets = [], leeway, requireAuthenticated, clock = hostClock } = settings;
      const required = Boolean(requireAuthenticated);
      this.#handle = unwrap(
        engine.createVerifier(appId, secret, list(previousSecrets), leeway, required),
      );
      this.#clock = clock;
    }

    static fromEnv(given) {
      const { env, ...rest } = options(given, 'env', ...SETTINGS);
      const { appId, secret } = credentials(engine, env);
      return new this(appId, secret, { ...rest, previousSecrets: previousSecrets(env) });
    }

    verify(token, given) {
      const named = options(given, 'userId', 'roomId', 'streamId', 'now');
      const { now = this.#clock() } = named;
      const answer = engine.verify(
        this.#handle,
        token,
        expectation(named, 'userId'),
        expectation(named, 'roomId'),
        expectation(named, 'streamId'),
        now,
      );
      return new VerifiedToken(decoded(unwrap(answer)));
    }
  };
}
