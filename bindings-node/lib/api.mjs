import { createErrors } from './errors.mjs';
import { createGenerator } from './generator.mjs';
import { hostClock, nowOf, options } from './inputs.mjs';
import { createPrivileges } from './privileges.mjs';
import {
  decoded,
  DecodedToken,
  findings,
  inspected,
  IssuedToken,
  VerifiedToken,
} from './results.mjs';
import { createVerifier } from './verifier.mjs';
import { version } from './version.mjs';

const EXPLAIN = ['secret', 'appId', 'userId', 'roomId', 'streamId', 'kit', 'now', 'leeway'];

/**
 * The whole package on top of one engine: the functions of `native.d.ts`, which return a result or
 * the number of an error. Nothing here calls the engine: some runtimes forbid that before the first
 * request.
 * @param {object} engine
 */
export function createApi(engine) {
  const errors = createErrors(engine);
  const { Token04Error, unwrap } = errors;
  const privileges = createPrivileges(engine, errors);
  const { RoomPrivileges, dropInPayload } = privileges;

  function generateToken04(appId, userId, secret, effectiveTimeInSeconds, payload) {
    const held = dropInPayload(payload);
    return unwrap(
      engine.generateToken04(appId, userId, secret, effectiveTimeInSeconds, held, hostClock()),
    );
  }

  function kitToken(token, roomId, userId, userName, appId) {
    return unwrap(engine.kitToken(token, roomId, userId, userName, appId));
  }

  function decode(token, secret) {
    return new DecodedToken(decoded(unwrap(engine.decode(token, secret))));
  }

  function inspect(token) {
    return inspected(unwrap(engine.inspect(token)));
  }

  function explain(token, given) {
    const named = options(given, ...EXPLAIN);
    const { secret, appId, userId, roomId, streamId, kit, leeway } = named;
    const due = kit === undefined ? undefined : Boolean(kit);
    const ids = [appId, userId, roomId, streamId];
    return findings(
      unwrap(engine.explain(token, secret, ...ids, due, nowOf(named, hostClock), leeway)),
    );
  }

  const api = {
    DecodedToken,
    IssuedToken,
    RoomPrivileges,
    Token04Error,
    TokenGenerator: createGenerator(engine, errors, privileges),
    TokenVerifier: createVerifier(engine, errors),
    VerifiedToken,
    decode,
    engine: engine.name,
    explain,
    generateToken04,
    inspect,
    kitToken,
    version,
  };
  // Bundlers rename classes and functions, and logs show their names.
  for (const [name, named] of Object.entries(api)) {
    if (typeof named !== 'function') continue;
    Object.defineProperty(named, 'name', { value: name, configurable: true });
  }
  return api;
}
