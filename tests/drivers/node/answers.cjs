'use strict';

// Answers the runner's requests by the package that is handed in: one JSON request a line, one
// answer a line. No checks.

const assert = require('node:assert');
const readline = require('node:readline');

const OPS =
  'version generate identity_token privilege_token issue generate_batch generate_token04 kit_token decode verify inspect explain'.split(
    ' ',
  );
const COMMON = 'utf16 dynamic_types null_text big_integers wide_app_id wide_ttl'.split(' ');
const CAN = [
  ...COMMON,
  ...COMMON.map((need) => `dropin_${need}`),
  ...'huge_duration wide_now min_now negative_leeway mode_text'.split(' '),
  ...'fractional_duration frozen_clock'.split(' '),
  ...'dropin_object_payload dropin_optional_payload'.split(' '),
];
const CLAIMS = ['app_id', 'user_id', 'nonce', 'ctime', 'expire', 'payload'];
let name;
let token04;

const SHAPES = {
  login_only: 'loginOnly',
  publish_only: 'publishOnly',
  login_and_publish: 'loginAndPublish',
};

/** A field as JavaScript's own value. */
function value(given) {
  if (Array.isArray(given)) return given.map(value);
  if (typeof given !== 'object' || given === null) return given;
  const [[kind, inner]] = Object.entries(given);
  if (kind === '$int') return BigInt(inner);
  if (kind === '$float')
    return { inf: Infinity, '-inf': -Infinity, nan: NaN }[inner] ?? Number(inner);
  if (kind === '$json') return JSON.parse(inner);
  assert.strictEqual(kind, '$utf16');
  const units = inner.match(/.{4}/g) ?? [];
  return String.fromCharCode(...units.map((unit) => parseInt(unit, 16)));
}

const error = ({ code, name: called, message }) => ({ error: { code, name: called, message } });

/** The options that are given, under the package's names. */
function chosen(given, names) {
  const named = Object.entries(names).filter(([, from]) => from in given);
  return Object.fromEntries(named.map(([to, from]) => [to, given[from]]));
}

function privileges(given) {
  const streams = 'stream_ids' in given ? [given.stream_ids] : [];
  return token04.RoomPrivileges[SHAPES[given.shape]](given.room_id, ...streams);
}

function decoded(token) {
  const held = token.privileges;
  const fields = {
    mode: token.mode,
    authenticated: token.authenticated,
    claims: Object.fromEntries(CLAIMS.map((claim) => [claim, token.claims[claim]])),
    envelope_expire: token.envelopeExpire,
    privileges: held && {
      room_id: held.roomId,
      login: held.login,
      publish: held.publish,
      stream_ids: held.streamIds,
    },
    payload_is_text: token.payloadIsText,
  };
  return token instanceof token04.VerifiedToken
    ? { ...fields, secret_index: token.secretIndex }
    : fields;
}

/** The ops of a generator. */
function mint(given) {
  const options = chosen(given, { mode: 'mode' });
  const generator = new token04.TokenGenerator(given.app_id, given.secret, options);
  const now = chosen(given, { now: 'now' });
  const { op, user_id: user, ttl, payload } = given;
  if (op === 'identity_token') return { token: generator.identityToken(user, ttl, now) };
  if (op === 'privilege_token') {
    return { token: generator.privilegeToken(user, ttl, privileges(given), now) };
  }
  if (op === 'issue') {
    const { token, issuedAt, expiresAt, refreshAt } = generator.issue(user, ttl, payload, now);
    return { token, issued_at: issuedAt, expires_at: expiresAt, refresh_at: refreshAt };
  }
  if (op === 'generate_batch') {
    const made = generator.generateBatch(given.user_ids, ttl, payload, now);
    return { results: made.map((token) => (typeof token === 'string' ? { token } : error(token))) };
  }
  return { token: generator.generate(user, ttl, payload, now) };
}

function dropIn(given) {
  const { app_id: appId, user_id: userId, secret, ttl } = given;
  const more = 'payload' in given ? [given.payload] : [];
  const real = Date.now;
  if ('now' in given) Date.now = () => Number(given.now) * 1000;
  try {
    return { token: token04.generateToken04(appId, userId, secret, ttl, ...more) };
  } catch (failure) {
    const { errorCode, name: called, errorMessage } = failure;
    return { error: { code: errorCode, name: called, message: errorMessage } };
  } finally {
    Date.now = real;
  }
}

function inspected({ token }) {
  const { kit, ...told } = token04.inspect(token);
  return {
    version: told.version,
    mode: told.mode,
    expire: told.expire,
    iv_length: told.ivLength,
    ciphertext_length: told.ciphertextLength,
    kit: kit && {
      user_id: kit.userId,
      room_id: kit.roomId,
      user_name: kit.userName,
      app_id: kit.appId,
    },
  };
}

function explained(given) {
  const names = {
    secret: 'secret',
    appId: 'expect_app_id',
    userId: 'expect_user_id',
    roomId: 'expect_room_id',
    streamId: 'expect_stream_id',
    kit: 'expect_kit',
    now: 'now',
    leeway: 'leeway',
  };
  const found = token04.explain(given.token, chosen(given, names));
  return {
    findings: found.map(({ sdkCodes, ...finding }) => ({ ...finding, sdk_codes: sdkCodes })),
  };
}

function verified(given) {
  const settings = chosen(given, {
    previousSecrets: 'previous_secrets',
    leeway: 'leeway',
    requireAuthenticated: 'require_authenticated',
  });
  const verifier = new token04.TokenVerifier(given.app_id, given.secret, settings);
  const names = { userId: 'user_id', roomId: 'room_id', streamId: 'stream_id', now: 'now' };
  return decoded(verifier.verify(given.token, chosen(given, names)));
}

function answer(given) {
  switch (given.op) {
    case 'version':
      return { language: name, version: token04.version, ops: OPS, can: CAN };
    case 'generate_token04':
      return dropIn(given);
    case 'kit_token': {
      const { token, room_id: room, user_id: user, user_name: called, app_id: app } = given;
      return { token: token04.kitToken(token, room, user, called, app) };
    }
    case 'decode':
      return decoded(token04.decode(given.token, given.secret));
    case 'inspect':
      return inspected(given);
    case 'verify':
      return verified(given);
    case 'explain':
      return explained(given);
    default:
      return mint(given);
  }
}

function reply(line) {
  const request = JSON.parse(line);
  const given = Object.fromEntries(
    Object.entries(request).map(([key, item]) => [key, value(item)]),
  );
  try {
    return answer(given);
  } catch (failure) {
    if (!(failure instanceof token04.Token04Error)) throw failure;
    return error(failure);
  }
}

const plain = (_, item) => (typeof item === 'bigint' ? { $int: String(item) } : item);

/** Serves until stdin ends, as the language `called` of the table. */
function serve(called, api) {
  name = called;
  token04 = api;
  readline.createInterface({ input: process.stdin }).on('line', (line) => {
    process.stdout.write(`${JSON.stringify(reply(line), plain)}\n`);
  });
}

module.exports = { serve };
