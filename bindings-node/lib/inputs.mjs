/** The current time in unix seconds, from the clock that fake timers replace. */
export function hostClock() {
  return Math.floor(Date.now() / 1000);
}

/**
 * The clock of a generator or verifier. A clock that is not a function or does not return an
 * integer is a programming mistake: the core would blame the lifetime or the token for it.
 */
export function checkedClock(clock = hostClock) {
  if (typeof clock !== 'function') {
    throw new TypeError('token04: clock must be a function that returns unix seconds');
  }
  return clock === hostClock ? clock : () => timestamp(clock(), 'the value that clock returns');
}

/** The time that was passed to the call, or else that of the clock. */
export function nowOf({ now }, clock) {
  return now === undefined ? clock() : timestamp(now, 'now');
}

function timestamp(value, called) {
  if (Number.isSafeInteger(value)) return value;
  const fits = Number.isInteger(value) || typeof value === 'bigint';
  if (fits && BigInt.asIntN(64, BigInt(value)) === BigInt(value)) return value;
  throw new TypeError(
    `token04: ${called} must be an integer of unix seconds, such as Math.floor(Date.now() / 1000)`,
  );
}

/**
 * Copies an iterable to a new array: what a proxy or a getter throws is thrown here, the same for
 * both engines. A single string is not treated as a list of characters.
 */
function iterated(values) {
  if (Array.isArray(values)) return values.slice();
  if (typeof values !== 'object' || values === null) return undefined;
  return typeof values[Symbol.iterator] === 'function' ? Array.from(values) : undefined;
}

/** A list of ids or secrets; anything else is one value that the core refuses. */
export function list(values) {
  return iterated(values) ?? [null];
}

/** The user ids of a batch. Anything else than a list is a programming mistake. */
export function batched(userIds) {
  const ids = iterated(userIds);
  if (ids !== undefined) return ids;
  throw new TypeError('token04: userIds must be an array or another iterable of user ids');
}

/**
 * The options of a call, without a prototype: a property that an attacker adds to
 * `Object.prototype` (prototype pollution) must not become an option, such as another accepted
 * secret. A misspelt option would silently change nothing, so unknown names throw.
 */
export function options(given, ...known) {
  const read = Object.create(null);
  if (given === undefined) return read;
  if (typeof given !== 'object' || given === null) {
    throw new TypeError(`token04: options must be an object with any of: ${known.join(', ')}`);
  }
  for (const name in given) {
    if (!known.includes(name) && !isPolluted(given, name)) {
      throw new TypeError(`token04: unknown option ${name}; the options are: ${known.join(', ')}`);
    }
  }
  for (const name of known) {
    if (!isPolluted(given, name)) read[name] = given[name];
  }
  return read;
}

/** Whether every object has a property of this name. */
export function isPolluted(holder, name) {
  return name in Object.prototype && !Object.prototype.hasOwnProperty.call(holder, name);
}
