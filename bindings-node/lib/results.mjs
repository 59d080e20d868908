import { parse } from './json.mjs';

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** The Date of a unix moment; undefined where a Date cannot hold it. */
function date(unix) {
  const made = new Date(Number(unix) * 1000);
  return Number.isNaN(made.getTime()) ? undefined : made;
}

/** A moment as a number where that is exact, else as the bigint it is. */
export function moment(unix) {
  const number = Number(unix);
  return Number.isSafeInteger(number) ? number : unix;
}

/** A token with its moments, in unix seconds. Logs do not show the token: it lets its user in. */
export class IssuedToken {
  constructor(token, issuedAt, expiresAt, refreshAt) {
    this.token = token;
    this.issuedAt = issuedAt;
    this.expiresAt = expiresAt;
    this.refreshAt = refreshAt;
  }

  get issuedAtDate() {
    return date(this.issuedAt);
  }

  get expiresAtDate() {
    return date(this.expiresAt);
  }

  get refreshAtDate() {
    return date(this.refreshAt);
  }

  [INSPECT]() {
    return `IssuedToken { token: [redacted], expiresAt: ${this.expiresAt} }`;
  }
}

/** What a token says, kept out of logs: JSON, copies and single fields show it. */
class Claims {
  constructor({ app_id, user_id, nonce, ctime, expire, payload }) {
    this.app_id = app_id;
    this.user_id = user_id;
    this.nonce = nonce;
    this.ctime = ctime;
    this.expire = expire;
    this.payload = payload;
  }

  [INSPECT]() {
    return 'Claims { [redacted] }';
  }
}

/** The same for privileges. */
class Privileges {
  constructor({ room_id, login, publish, stream_ids }) {
    this.roomId = room_id;
    this.login = login;
    this.publish = publish;
    this.streamIds = stream_ids;
  }

  [INSPECT]() {
    return 'Privileges { [redacted] }';
  }
}

/** The same for what stands beside a kit token. */
class InspectedKit {
  constructor({ user_id, room_id, user_name, app_id }) {
    this.userId = user_id;
    this.roomId = room_id;
    this.userName = user_name;
    this.appId = app_id;
  }

  [INSPECT]() {
    return 'InspectedKit { [redacted] }';
  }
}

/** A token that was decrypted and read, and not judged. Logs do not show its claims. */
export class DecodedToken {
  constructor(json) {
    const { mode, authenticated, claims, envelope_expire, privileges, payload_is_text } = json;
    this.claims = new Claims(claims);
    this.mode = mode;
    this.authenticated = authenticated;
    this.envelopeExpire = envelope_expire;
    this.privileges = privileges && new Privileges(privileges);
    this.payloadIsText = payload_is_text;
  }

  get issuedAtDate() {
    return date(this.claims.ctime);
  }

  get expiresAtDate() {
    return date(this.claims.expire);
  }

  [INSPECT]() {
    return `${this.constructor.name} { mode: '${this.mode}', claims: [redacted] }`;
  }
}

/** What a decoded or verified token is made of, from an engine's JSON. */
export function decoded(text) {
  return parse(text, ({ claims, envelope_expire, payload_is_text }) => {
    // Another maker's payload that is no text may hold any integers.
    if (!payload_is_text && claims.payload !== null) return undefined;
    return [claims.nonce, claims.ctime, claims.expire, envelope_expire];
  });
}

/** A token that a verifier accepted. */
export class VerifiedToken extends DecodedToken {
  constructor(json) {
    super(json);
    this.secretIndex = json.secret_index;
  }
}

/** The outside of a token, from an engine's JSON. */
export function inspected(text) {
  const { version, mode, expire, iv_length, ciphertext_length, kit } = parse(
    text,
    ({ expire, kit }) => [expire, kit?.app_id ?? 0],
  );
  return {
    version,
    mode,
    expire,
    ivLength: iv_length,
    ciphertextLength: ciphertext_length,
    kit: kit && new InspectedKit(kit),
  };
}

/** The findings of `explain`, from an engine's JSON. */
export function findings(text) {
  return JSON.parse(text).findings.map(({ id, severity, message, advice, sdk_codes }) => ({
    id,
    severity,
    message,
    advice,
    sdkCodes: sdk_codes,
  }));
}
