import { isPolluted } from './inputs.mjs';

const APP_ID = 'ZEGO_APP_ID';
const SERVER_SECRET = 'ZEGO_SERVER_SECRET';
const PREVIOUS_SERVER_SECRET = 'ZEGO_PREVIOUS_SERVER_SECRET';

/** The process's environment; empty where there is none. */
function processEnv() {
  return typeof process === 'object' && process !== null ? (process.env ?? {}) : {};
}

/**
 * What an environment holds, `process.env` or the bindings of a Worker: the app id, the secret and
 * the previous secrets, which are read `withPrevious`. The core checks them; its error names the
 * variable.
 */
export function readEnvironment(engine, { Token04Error, unwrap }, env, withPrevious) {
  const variables = env === undefined ? processEnv() : env;
  if (typeof variables !== 'object' || variables === null) {
    throw new TypeError('token04: env must be an object that holds variables');
  }
  const variable = (name) => (isPolluted(variables, name) ? undefined : variables[name]);
  const [held, secret] = [variable(APP_ID), variable(SERVER_SECRET)];
  // A variable of a Worker may be a number of JSON.
  const text = typeof held === 'number' ? String(held) : held;
  const previous = withPrevious ? variable(PREVIOUS_SERVER_SECRET) : undefined;
  const checked = JSON.parse(unwrap(engine.environment(text, secret, previous)));
  const { app_id: appId, code, message } = checked;
  if (appId === undefined) throw new Token04Error(code, message);
  // A line without a value in an .env file leaves an empty string, which is none.
  return { appId, secret, previous: previous ? [previous] : [] };
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
