import { isPolluted } from './inputs.mjs';

const APP_ID = 'ZEGO_APP_ID';
const SERVER_SECRET = 'ZEGO_SERVER_SECRET';
const PREVIOUS_SERVER_SECRET = 'ZEGO_PREVIOUS_SERVER_SECRET';

/** The environment of the process; empty if there is none. */
function processEnv() {
  return typeof process === 'object' && process !== null ? (process.env ?? {}) : {};
}

/**
 * The values from an environment, `process.env` or the bindings of a Worker: the app id, the secret
 * and, if `withPrevious` is set, the previous secrets. The core checks them; its error names the
 * variable.
 */
export function readEnvironment(engine, { Token04Error, unwrap }, env, withPrevious) {
  const variables = env === undefined ? processEnv() : env;
  if (typeof variables !== 'object' || variables === null) {
    throw new TypeError('token04: env must be an object that holds variables');
  }
  const variable = (name) => (isPolluted(variables, name) ? undefined : variables[name]);
  const [held, secret] = [variable(APP_ID), variable(SERVER_SECRET)];
  // A variable of a Worker may be a JSON number.
  const text = typeof held === 'number' ? String(held) : held;
  const previous = withPrevious ? variable(PREVIOUS_SERVER_SECRET) : undefined;
  const checked = JSON.parse(unwrap(engine.environment(text, secret, previous)));
  const { app_id: appId, code, message } = checked;
  if (appId === undefined) throw new Token04Error(code, message);
  // A line without a value in an .env file gives an empty string, which counts as not set.
  return { appId, secret, previous: previous ? [previous] : [] };
}

/** Throws when `TOKEN04_ENGINE` requires an engine that this entry does not have. */
export function demandWasm() {
  const demanded = demandedEngine();
  if (demanded === 'native') {
    throw new Error(
      'token04: TOKEN04_ENGINE requires native, but this entry (for bundlers and edge runtimes) has only the WebAssembly engine',
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

/** Deno prompts the user before a program reads the environment: this is not worth a prompt. */
function readable(variable) {
  if (typeof Deno !== 'object') return true;
  return Deno.permissions.querySync({ name: 'env', variable }).state === 'granted';
}
