const APP_ID = 'ZEGO_APP_ID';
const SERVER_SECRET = 'ZEGO_SERVER_SECRET';
const PREVIOUS_SERVER_SECRET = 'ZEGO_PREVIOUS_SERVER_SECRET';
const APP_ID_INVALID = 1;
const SECRET_INVALID = 5;

/** The process's environment; empty where there is none. */
function processEnv() {
  return typeof process === 'object' && process !== null ? (process.env ?? {}) : {};
}

/**
 * Makes a generator or verifier of what an environment holds: `process.env`, or the bindings of a
 * Worker. What is missing is handed to the core, which refuses it; the error then names the
 * variable. `make` is given the app id, the secret, and the one before the last rotation in a list.
 */
export function fromEnv(engine, Token04Error, env = processEnv(), make) {
  if (typeof env !== 'object' || env === null) {
    throw new TypeError('token04: env must be an object that holds variables');
  }
  // A variable of a Worker may be a number of JSON.
  const appId = typeof env[APP_ID] === 'number' ? env[APP_ID] : engine.parseAppId(env[APP_ID]);
  const secret = env[SERVER_SECRET];
  // A line without a value in an .env file leaves an empty text.
  const rotated = env[PREVIOUS_SERVER_SECRET];
  const previous = rotated === undefined || rotated === '' ? [] : [rotated];

  function blamed(code) {
    if (code === APP_ID_INVALID) return APP_ID;
    if (code !== SECRET_INVALID) return undefined;
    const refused = (held) => engine.createGenerator(appId, held, undefined) === SECRET_INVALID;
    if (refused(secret)) return SERVER_SECRET;
    return previous.some(refused) ? PREVIOUS_SERVER_SECRET : undefined;
  }

  try {
    return make(appId, secret, previous);
  } catch (error) {
    const variable = error instanceof Token04Error ? blamed(error.code) : undefined;
    if (variable === undefined) throw error;
    throw new Token04Error(
      error.code,
      `environment variable ${variable} is ${found(env[variable])}: `,
    );
  }
}

/** What a variable has wrong. */
function found(value) {
  if (value === undefined) return 'not set';
  return value === '' ? 'empty' : 'refused';
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
