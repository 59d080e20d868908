const MARK = '\u0000integer:';
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Reads the JSON text of an engine. Integers that a number would round become bigints.
 * @param {string} text
 */
export function parse(text) {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const marked = text.replace(TOKEN, (token) => (isRounded(token) ? `"\\u0000integer:${token}"` : token));
  return JSON.parse(marked, (_, value) =>
    typeof value === 'string' && value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value,
  );
}

function isRounded(token) {
  return /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token));
}
