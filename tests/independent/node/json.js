'use strict';
// Strict JSON as Token04 needs it: objects keep every pair (a repeated key can be detected) and
// numbers keep their digits (1.0 is not an integer, and 64-bit integers stay exact).

class JsonNumber {
  constructor(text) {
    this.text = text;
  }

  /** The value as a BigInt if it is written as an integer, else undefined. */
  integer() {
    return /^-?[0-9]+$/.test(this.text) ? BigInt(this.text) : undefined;
  }
}

class JsonObject {
  constructor() {
    this.pairs = [];
  }

  /** The last value of a key, undefined if it is missing. */
  get(key) {
    let found;
    for (const [name, value] of this.pairs) if (name === key) found = value;
    return found;
  }

  /** Whether one of these keys is repeated. */
  repeats(keys) {
    const known = this.pairs.map(([name]) => name).filter((name) => keys.includes(name));
    return new Set(known).size !== known.length;
  }
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
// A whole string literal; JSON.parse reads its escapes.
// eslint-disable-next-line no-control-regex
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

class Parser {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  fail() {
    throw new SyntaxError('not JSON');
  }

  space() {
    while (' \t\n\r'.includes(this.text[this.at] ?? 'x')) this.at += 1;
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) this.fail();
    this.at = pattern.lastIndex;
    return found[0];
  }

  word(word, value) {
    if (!this.text.startsWith(word, this.at)) this.fail();
    this.at += word.length;
    return value;
  }

  string() {
    return JSON.parse(this.match(STRING));
  }

  value() {
    this.space();
    switch (this.text[this.at]) {
      case '{':
        return this.object();
      case '[':
        return this.list();
      case '"':
        return this.string();
      case 't':
        return this.word('true', true);
      case 'f':
        return this.word('false', false);
      case 'n':
        return this.word('null', null);
      default:
        return new JsonNumber(this.match(NUMBER));
    }
  }

  /** Items between brackets, separated by commas; `item` reads one. */
  items(close, item) {
    this.at += 1;
    this.space();
    if (this.text[this.at] === close) {
      this.at += 1;
      return;
    }
    for (;;) {
      item();
      this.space();
      const next = this.text[this.at];
      this.at += 1;
      if (next === close) return;
      if (next !== ',') this.fail();
    }
  }

  list() {
    const list = [];
    this.items(']', () => list.push(this.value()));
    return list;
  }

  object() {
    const object = new JsonObject();
    this.items('}', () => {
      this.space();
      const key = this.string();
      this.space();
      if (this.text[this.at] !== ':') this.fail();
      this.at += 1;
      object.pairs.push([key, this.value()]);
    });
    return object;
  }
}

/** Parses one JSON value with nothing but white space around it; throws otherwise. */
function parse(text) {
  const parser = new Parser(text);
  const value = parser.value();
  parser.space();
  if (parser.at !== text.length) parser.fail();
  return value;
}

/** Writes a parsed value, or plain data with BigInts, as a JSON string. */
function stringify(value) {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof JsonNumber) return value.text;
  if (value instanceof JsonObject) return members(value.pairs);
  if (Array.isArray(value)) return `[${value.map(stringify).join(',')}]`;
  if (typeof value === 'object' && value !== null) return members(Object.entries(value));
  return JSON.stringify(value);
}

function members(pairs) {
  return `{${pairs.map(([key, value]) => `${JSON.stringify(key)}:${stringify(value)}`).join(',')}}`;
}

module.exports = { parse, stringify, JsonNumber, JsonObject };
