/** The moment it is, in unix seconds, by the clock that fake timers replace. */
export function hostClock() {
  return Math.floor(Date.now() / 1000);
}

/**
 * The clock of a generator or verifier. One that is none, and an answer that is no moment, are
 * mistakes of the program: the core would blame the lifetime or the token for them.
 */
export function checkedClock(clock = hostClock) {
  if (typeof clock !== 'function') {
    throw new TypeError('token04: clock must be a function that answers unix seconds');
  }
  return clock === hostClock ? clock : () => moment(clock(), 'what clock answers');
}

/** The moment that a call names, or else that of the clock. */
export function nowOf({ now }, clock) {
  return now === undefined ? clock() : moment(now, 'now');
}

function moment(value, called) {
  if (Number.isSafeInteger(value)) return value;
  const fits = Number.isInteger(value) || typeof value === 'bigint';
  if (fits && BigInt.asIntN(64, BigInt(value)) === BigInt(value)) return value;
  throw new TypeError(
    `token04: ${called} must be an integer of unix seconds, such as Math.floor(Date.now() / 1000)`,
  );
}

/**
 * An iterable as an array of our own: what a proxy or a getter throws is thrown here, the same
 * for both engines. A lone text is not taken for a list of characters.
 */
function iterated(values) {
  if (Array.isArray(values)) return values.slice();
  if (typeof values !== 'object' || values === null) return undefined;
  return typeof values[Symbol.iterator] === 'function' ? Array.from(values) : undefined;
}

/** A list of ids or secrets; what is none is one value that the core refuses. */
export function list(values) {
  return iterated(values) ?? [null];
}

/** The user ids of a batch. What is no list of them is a mistake of the program, not of one user. */
export function batched(userIds) {
  const ids = iterated(userIds);
  if (ids !== undefined) return ids;
  throw new TypeError('token04: userIds must be an array or another iterable of user ids');
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

/** A setting that is on or off. By truthiness a text 'false' would switch it on, and null off. */
export function flag(value = false, name) {
  if (typeof value === 'boolean') return value;
  throw new TypeError(`token04: ${name} must be true or false`);
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
