'use strict';

// Replies to the runner's requests with the package that is passed in: one JSON request per line,
// one reply per line. No checks.

const assert = require('node:assert');
const readline = require('node:readline');

const MINT = 'generate identity_token privilege_token issue generate_batch generate_token04';
const READ = 'decode verify verify_user verify_login verify_publish inspect explain';
const OPS = `version ${MINT} kit_token ${READ}`.split(' ');
const COMMON = 'utf16 dynamic_types null_text big_integers wide_app_id wide_ttl'.split(' ');
const CAN = [
  ...COMMON,
  ...COMMON.map((need) => `dropin_${need}`),
  ...'huge_duration wide_now negative_leeway mode_text'.split(' '),
  ...'fractional_duration frozen_clock'.split(' '),
  ...'dropin_object_payload dropin_optional_payload'.split(' '),
];
const CLAIMS = ['app_id', 'user_id', 'nonce', 'ctime', 'expire', 'payload'];
let name;
let token04;

/** A field as a JavaScript value. */
function value(given) {
  if (Array.isArray(given)) return given.map(value);
  if (typeof given !== 'object' || given === null) return given;
  const [[kind, inner]] = Object.entries(given);
  if (!kind.startsWith('$')) return fields(given);
  if (kind === '$int') return BigInt(inner);
  if (kind === '$float')
    return { inf: Infinity, '-inf': -Infinity, nan: NaN }[inner] ?? Number(inner);
  if (kind === '$json') return JSON.parse(inner);
  assert.strictEqual(kind, '$utf16');
  const units = inner.match(/.{4}/g) ?? [];
  return String.fromCharCode(...units.map((unit) => parseInt(unit, 16)));
}

const fields = (given) =>
  Object.fromEntries(Object.entries(given).map(([key, item]) => [key, value(item)]));

const error = ({ code, name: called, message }) => ({ error: { code, name: called, message } });

/** The options that the request has, under the package's names. */
function chosen(given, names) {
  const named = Object.entries(names).filter(([, from]) => from in given);
  return Object.fromEntries(named.map(([to, from]) => [to, given[from]]));
}

function privileges({ shape, room_id: room, stream_ids: streams = null, login, publish }) {
  const { RoomPrivileges } = token04;
  switch (shape) {
    case 'login_only':
      return RoomPrivileges.loginOnly(room);
    case 'publish_only':
      return RoomPrivileges.publishOnly(room, streams);
    case 'login_and_publish':
      return RoomPrivileges.loginAndPublish(room, streams);
    case 'login_and_publish_any':
      return RoomPrivileges.loginAndPublishAny(room);
    default:
      return RoomPrivileges.fromFlags(room, login, publish, streams);
  }
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
  const { op, user_id: user, ttl } = given;
  if (op === 'identity_token') return { token: generator.identityToken(user, ttl, now) };
  if (op === 'privilege_token') {
    return { token: generator.privilegeToken(user, ttl, privileges(given), now) };
  }
  const payload = 'privileges' in given ? privileges(given.privileges) : given.payload;
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
  const { kit, ...shown } = token04.inspect(token);
  return {
    version: shown.version,
    mode: shown.mode,
    expire: shown.expire,
    iv_length: shown.ivLength,
    ciphertext_length: shown.ciphertextLength,
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
  const settings = chosen(given, { previousSecrets: 'previous_secrets', leeway: 'leeway' });
  const verifier = new token04.TokenVerifier(given.app_id, given.secret, settings);
  const at = chosen(given, { now: 'now' });
  const { op, token, user_id: user = null, room_id: room = null, stream_id: stream = null } = given;
  if (op === 'verify') return decoded(verifier.verify(token, at));
  if (op === 'verify_user') return decoded(verifier.verifyUser(token, user, at));
  if (op === 'verify_login') return decoded(verifier.verifyLogin(token, user, room, at));
  return decoded(verifier.verifyPublish(token, user, room, stream, at));
}

function result(given) {
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
    case 'verify_user':
    case 'verify_login':
    case 'verify_publish':
      return verified(given);
    case 'explain':
      return explained(given);
    default:
      return mint(given);
  }
}

function reply(line) {
  const given = fields(JSON.parse(line));
  try {
    return result(given);
  } catch (failure) {
    if (!(failure instanceof token04.Token04Error)) throw failure;
    return error(failure);
  }
}

const plain = (_, item) => (typeof item === 'bigint' ? { $int: String(item) } : item);

/** Replies until stdin ends, as the language `called`. */
function serve(called, api) {
  name = called;
  token04 = api;
  readline.createInterface({ input: process.stdin }).on('line', (line) => {
    process.stdout.write(`${JSON.stringify(reply(line), plain)}\n`);
  });
}

module.exports = { serve };
