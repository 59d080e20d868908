const APP_ID = 'ZEGO_APP_ID';
const SERVER_SECRET = 'ZEGO_SERVER_SECRET';
const PREVIOUS_SERVER_SECRET = 'ZEGO_PREVIOUS_SERVER_SECRET';

/** The process's environment; empty where there is none. */
function processEnv() {
  return typeof process === 'object' && process !== null ? (process.env ?? {}) : {};
}

/**
 * The credentials of an environment: `process.env`, or the one of a Worker. What is missing
 * comes out as a value that the core refuses.
 */
export function credentials(engine, env = processEnv()) {
  const secret = env[SERVER_SECRET];
  return { appId: engine.parseAppId(env[APP_ID]), secret };
}

/** The secrets before the last rotation, as a list. */
export function previousSecrets(env = processEnv()) {
  const previous = env[PREVIOUS_SERVER_SECRET];
  return previous === undefined ? [] : [previous];
}

/** Throws when `TOKEN04_ENGINE` demands another engine than the only one of this entry. */
export function demandWasm() {
  const demanded = demandedEngine();
  if (demanded === 'native') {
    throw new Error(
      'token04: TOKEN04_ENGINE demands native, but this entry (for bundlers and edge runtimes) has the WebAssembly engine alone',
    );
  }
}

/** `native`, `wasm`, or undefined. */
export function demandedEngine() {
  const demanded = readable('TOKEN04_ENGINE') ? processEnv().TOKEN04_ENGINE : undefined;
  if (demanded === undefined || demanded === '') return undefined;
  if (demanded === 'native' || demanded === 'wasm') return demanded;
  throw new Error(`token04: TOKEN04_ENGINE must be native or wasm, not ${demanded}`);
}

/** Deno asks a person before it lets the environment be read: that is not worth a question. */
function readable(variable) {
  if (typeof Deno !== 'object') return true;
  return Deno.permissions.querySync({ name: 'env', variable }).state === 'granted';
}
