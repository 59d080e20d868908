/** The moment it is, in unix seconds, by the clock that fake timers replace. */
export function hostClock() {
  return Math.floor(Date.now() / 1000);
}

/**
 * An iterable as an array of our own: what a proxy or a getter throws is thrown here, the same
 * for both engines. A lone text is not taken for a list of characters: it, and what cannot
 * be iterated, is one value that is refused.
 */
export function list(values) {
  if (Array.isArray(values)) return values.slice();
  if (typeof values !== 'object' || values === null) return [null];
  return typeof values[Symbol.iterator] === 'function' ? Array.from(values) : [null];
}

/**
 * The options of a call. A misspelt one would switch a check off without a word: unknown names
 * throw.
 */
export function options(given, ...known) {
  if (given === undefined) return {};
  if (typeof given !== 'object' || given === null) {
    throw new TypeError(`token04: options must be an object with any of: ${known.join(', ')}`);
  }
  for (const name in given) {
    if (!known.includes(name)) {
      throw new TypeError(`token04: no option is named ${name}; there are: ${known.join(', ')}`);
    }
  }
  return given;
}

/**
 * An expectation. One that is there is checked, even when its value is undefined: a session
 * without a user must not switch the check off. null is refused by every engine.
 */
export function expectation(given, name) {
  if (!(name in given)) return undefined;
  return given[name] === undefined ? null : given[name];
}

/** The payload of the drop-in: nothing is the empty text, objects and lists are their JSON. */
export function dropInPayload(payload) {
  if (payload === undefined || payload === null) return '';
  if (typeof payload !== 'object') return payload;
  try {
    return JSON.stringify(payload);
  } catch {
    return null; // a cycle, a bigint: the core refuses it as a payload
  }
}
