const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Reads the JSON of an engine. `holds` returns the integers that may be too large for a number, or
 * undefined if any integer may be; those that are too large become bigints.
 * @param {string} text
 * @param {(json: object) => number[] | undefined} holds
 */
export function parse(text, holds) {
  const json = JSON.parse(text);
  return holds(json)?.every(Number.isSafeInteger) ? json : parseExactly(text);
}

function parseExactly(text) {
  // New each time: no token can contain a string that is mistaken for a marked integer.
  const mark = `integer ${Math.random()} `;
  const marked = text.replace(TOKEN, (token) => (isRounded(token) ? `"${mark}${token}"` : token));
  return JSON.parse(marked, (_, value) =>
    typeof value === 'string' && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
  );
}

function isRounded(token) {
  return /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token));
}
