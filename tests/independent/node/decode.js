'use strict';
// Reads and verifies Token04 with node:crypto, and shares nothing with the core. Speaks the driver
// protocol of tests/README.md as the language "independent-node".

const crypto = require('node:crypto');
const readline = require('node:readline');
const { parse, stringify, JsonNumber, JsonObject } = require('./json.js');

const MAX_TOKEN_CHARACTERS = 87418;
const I64 = [-(2n ** 63n), 2n ** 63n - 1n];
const INTEGER_RANGES = { app_id: [1n, 2n ** 32n - 1n], nonce: I64, ctime: I64, expire: I64 };
const APP_ID = INTEGER_RANGES.app_id;
const LEEWAY = [0n, I64[1]];
const NOW = [0n, 253402300799n];
const LONGEST_ID = { user_id: 64, room_id: 128, stream_id: 256 };
const VERIFY_OPS = ['verify', 'verify_user', 'verify_login', 'verify_publish'];
const KNOWN_KEYS = ['app_id', 'user_id', 'nonce', 'ctime', 'expire', 'payload'];

class Refused extends Error {
  constructor(code) {
    super(`refused with ${code}`);
    this.code = code;
  }
}

/** A string without lone surrogates. */
function isScalarText(value) {
  return typeof value === 'string' && value.isWellFormed();
}

/** The parts of a token string's envelope. */
function openEnvelope(token) {
  if (typeof token !== 'string' || token.length > MAX_TOKEN_CHARACTERS || !token.startsWith('04')) {
    throw new Refused(20);
  }
  const data = Buffer.from(token.slice(2), 'base64');
  // Buffer.from accepts nearly everything: a string is canonical only if it encodes back to itself.
  if (data.toString('base64') !== token.slice(2) || data.length < 10) throw new Refused(20);
  const ivLength = data.readUInt16BE(8);
  if (data.length < 12 + ivLength) throw new Refused(20);
  const start = 12 + ivLength;
  const end = start + data.readUInt16BE(10 + ivLength);
  if (data.length < end) throw new Refused(20);
  const parts = {
    expire: data.readBigInt64BE(0),
    iv: data.subarray(10, 10 + ivLength),
    ciphertext: data.subarray(start, end),
  };
  const tail = data.subarray(end);
  const length = parts.ciphertext.length;
  if (tail.length === 0 && ivLength === 16 && length > 0 && length % 16 === 0) {
    return { mode: 'cbc', ...parts };
  }
  if (tail.length === 1 && tail[0] === 1 && ivLength === 12 && length >= 16) {
    return { mode: 'gcm', ...parts };
  }
  throw new Refused(20);
}

/**
 * The bytes that AES encrypted, and the plaintext in them: they differ by CBC's padding, and the
 * plaintext is undefined if the padding is invalid. Returns undefined if the GCM tag is wrong.
 */
function decrypt({ mode, iv, ciphertext }, key) {
  const decipher = crypto.createDecipheriv(`aes-256-${mode}`, key, iv);
  if (mode === 'cbc') {
    decipher.setAutoPadding(false);
    const encrypted = Buffer.concat([decipher.update(ciphertext), decipher.final()]);
    const pad = encrypted.at(-1);
    const padding = encrypted.subarray(-pad);
    const padded = pad >= 1 && pad <= 16 && padding.every((byte) => byte === pad);
    return { encrypted, plaintext: padded ? encrypted.subarray(0, -pad) : undefined };
  }
  const end = ciphertext.length - 16;
  decipher.setAuthTag(ciphertext.subarray(end));
  try {
    const body = ciphertext.subarray(0, end);
    const plaintext = Buffer.concat([decipher.update(body), decipher.final()]);
    return { encrypted: plaintext, plaintext };
  } catch {
    return undefined;
  }
}

/** Whether the IV is the synthetic one: a MAC of mode, expiry and claims under the secret. */
function isAuthenticated({ mode, expire, iv }, encrypted, key) {
  const head = Buffer.alloc(9);
  head.writeUInt8(mode === 'cbc' ? 0 : 1, 0);
  head.writeBigInt64BE(expire, 1);
  const mac = crypto.createHmac('sha256', key).update('token04 siv v1').update(head);
  return crypto.timingSafeEqual(mac.update(encrypted).digest().subarray(0, iv.length), iv);
}

/** The claims of a plaintext; throws if there are none. */
function readClaims(plaintext) {
  const object = parse(
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plaintext),
  );
  if (!(object instanceof JsonObject)) throw new TypeError('not an object');
  if (object.repeats(KNOWN_KEYS)) throw new TypeError('a known key is repeated');
  const claims = Object.fromEntries(KNOWN_KEYS.map((key) => [key, object.get(key)]));
  for (const [key, [lowest, highest]] of Object.entries(INTEGER_RANGES)) {
    const number = claims[key] instanceof JsonNumber ? claims[key].integer() : undefined;
    if (number === undefined || number < lowest || number > highest) throw new TypeError(key);
    claims[key] = number;
  }
  if (!isScalarText(claims.user_id)) throw new TypeError('user_id');
  claims.payload ??= null;
  if (typeof claims.payload === 'string' && !claims.payload.isWellFormed()) {
    throw new TypeError('payload');
  }
  return claims;
}

/** Only the integer 1 allows. */
function allows(privilege, key) {
  const value = privilege.get(key);
  return value instanceof JsonNumber && value.integer() === 1n;
}

/** The privileges of a payload string, or null. */
function readPrivileges(payload) {
  if (typeof payload !== 'string') return null;
  let object;
  try {
    object = parse(payload);
  } catch {
    return null;
  }
  if (!(object instanceof JsonObject)) return null;
  const roomId = object.get('room_id');
  const privilege = object.get('privilege');
  if (!isScalarText(roomId) || !(privilege instanceof JsonObject)) return null;
  if (object.repeats(['room_id', 'privilege', 'stream_id_list'])) return null;
  if (privilege.repeats(['1', '2'])) return null;
  let streams = object.get('stream_id_list') ?? null;
  if (streams !== null && !(Array.isArray(streams) && streams.every(isScalarText))) streams = [];
  return {
    room_id: roomId,
    login: allows(privilege, '1'),
    publish: allows(privilege, '2'),
    stream_ids: streams,
  };
}

/** The bytes of a string field of a request; any other value is not a secret. */
function bytesFrom(value) {
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  if (value !== null && typeof value === 'object' && '$hex' in value) {
    return Buffer.from(value.$hex, 'hex');
  }
  return Buffer.alloc(0);
}

/** The key of a secret in a request. */
function keyFrom(value) {
  const key = bytesFrom(value);
  if (key.length !== 32) throw new Refused(5);
  return key;
}

/** The content of a token; undefined if it has no claims. */
function reading(envelope, authenticated, plaintext) {
  let claims;
  try {
    claims = readClaims(plaintext);
  } catch {
    return undefined;
  }
  const { payload } = claims;
  return {
    mode: envelope.mode,
    authenticated,
    claims: Object.fromEntries(KNOWN_KEYS.map((name) => [name, claims[name]])),
    envelope_expire: envelope.expire,
    privileges: readPrivileges(payload),
    payload_is_text: payload === null || typeof payload === 'string',
  };
}

function decode(request) {
  const key = keyFrom(request.secret);
  const envelope = openEnvelope(request.token);
  const { encrypted, plaintext } = decrypt(envelope, key) ?? {};
  if (plaintext === undefined) throw new Refused(23);
  const reply = reading(envelope, isAuthenticated(envelope, encrypted, key), plaintext);
  if (reply === undefined) throw new Refused(envelope.mode === 'gcm' ? 24 : 23);
  return reply;
}

/** An integer argument within its range, or the error of that argument. */
function integerFrom(value, [lowest, highest], code) {
  const text = value?.$int ?? (Number.isInteger(value) ? String(value) : '');
  if (typeof text !== 'string' || text === '') throw new Refused(code);
  const number = BigInt(text);
  if (number < lowest || number > highest) throw new Refused(code);
  return number;
}

/** Whether a value is a valid id and equal to this one; anything else never matches. */
function isId(value, field, id) {
  if (!isScalarText(value) || value === '') return false;
  return Buffer.byteLength(value) <= LONGEST_ID[field] && value === id;
}

function demand(holds, code) {
  if (!holds) throw new Refused(code);
}

/** Checks every rule in order; BigInt does not overflow. */
function check(reply, request, appId, leeway, now) {
  const { claims, privileges } = reply;
  const least = (sum) => (sum < I64[1] ? sum : I64[1]);
  demand(reply.envelope_expire === claims.expire, 34);
  demand(claims.app_id === appId, 30);
  demand(now < least(claims.expire + leeway), 32);
  demand(claims.ctime <= least(now + leeway), 33);
  if (request.op === 'verify') return;
  demand(isId(request.user_id, 'user_id', claims.user_id), 31);
  if (request.op === 'verify_user') return;
  demand(privileges !== null, 37);
  const login = request.op === 'verify_login';
  demand(isId(request.room_id, 'room_id', privileges.room_id), 35);
  if (login) return demand(privileges.login, 35);
  const stream = request.stream_id;
  const listed = (privileges.stream_ids ?? [stream]).includes(stream);
  demand(privileges.publish && listed && isId(stream, 'stream_id', stream), 36);
}

function verify(request) {
  const appId = integerFrom(request.app_id, APP_ID, 1);
  const keys = [request.secret, ...(request.previous_secrets ?? [])].map(keyFrom);
  const leeway = integerFrom(request.leeway ?? 30, LEEWAY, 11);
  const now = integerFrom(request.now, NOW, 13);
  const envelope = openEnvelope(request.token);
  for (const [index, key] of keys.entries()) {
    const opened = decrypt(envelope, key);
    if (opened === undefined || !isAuthenticated(envelope, opened.encrypted, key)) continue;
    const reply = opened.plaintext && reading(envelope, true, opened.plaintext);
    if (reply === undefined) throw new Refused(24);
    check(reply, request, appId, leeway, now);
    return { ...reply, secret_index: index };
  }
  throw new Refused(38);
}

function replyTo(request) {
  if (request.op === 'version') {
    return {
      language: 'independent-node',
      version: '1',
      ops: ['version', 'decode', ...VERIFY_OPS],
      can: [
        ...['bytes', 'utf16', 'dynamic_types', 'null_text', 'big_integers', 'wide_app_id'],
        ...['huge_duration', 'fractional_duration', 'negative_leeway', 'wide_now'],
      ],
    };
  }
  try {
    return request.op === 'decode' ? decode(request) : verify(request);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { error: { code: error.code } };
  }
}

readline.createInterface({ input: process.stdin, crlfDelay: Infinity }).on('line', (line) => {
  process.stdout.write(`${stringify(replyTo(JSON.parse(line)))}\n`);
});
