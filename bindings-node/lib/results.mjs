import { parse } from './json.mjs';

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** The Date of a unix timestamp; undefined if a Date cannot represent it. */
function date(unix) {
  const made = new Date(Number(unix) * 1000);
  return Number.isNaN(made.getTime()) ? undefined : made;
}

/** An integer as a number if that is exact, else as a bigint. */
export function exact(integer) {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}

/** An integer for JSON.stringify, which throws for a bigint: that becomes a string. */
const asJson = (integer) => (typeof integer === 'bigint' ? String(integer) : integer);

/** A token with its timestamps, in unix seconds. Logs do not show the token, a credential. */
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

  /** What a server sends to its client, with the same names in every language. */
  toJSON() {
    return {
      token: this.token,
      issued_at: asJson(this.issuedAt),
      expires_at: asJson(this.expiresAt),
      refresh_at: asJson(this.refreshAt),
    };
  }

  [INSPECT]() {
    return `IssuedToken { token: [redacted], expiresAt: ${this.expiresAt} }`;
  }
}

/** Another generator's payload, with integers that JSON.stringify accepts. */
function plain(payload) {
  if (typeof payload !== 'object' || payload === null) return asJson(payload);
  if (Array.isArray(payload)) return payload.map(plain);
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, plain(value)]));
}

/** The claims of a token. Logs do not show them; JSON, copies and single fields do. */
class Claims {
  constructor({ app_id, user_id, nonce, ctime, expire, payload }) {
    this.app_id = app_id;
    this.user_id = user_id;
    this.nonce = nonce;
    this.ctime = ctime;
    this.expire = expire;
    this.payload = payload;
  }

  toJSON() {
    const [nonce, ctime, expire] = [this.nonce, this.ctime, this.expire].map(asJson);
    return { ...this, nonce, ctime, expire, payload: plain(this.payload) };
  }

  [INSPECT]() {
    return 'Claims { [redacted] }';
  }
}

/** Privileges, hidden from logs in the same way. */
class Privileges {
  constructor({ room_id, login, publish, stream_ids }) {
    this.roomId = room_id;
    this.login = login;
    this.publish = publish;
    this.streamIds = stream_ids;
  }

  toJSON() {
    const { roomId: room_id, login, publish, streamIds: stream_ids } = this;
    return { room_id, login, publish, stream_ids };
  }

  [INSPECT]() {
    return 'Privileges { [redacted] }';
  }
}

/** The second part of a kit token, hidden from logs in the same way. */
class InspectedKit {
  constructor({ user_id, room_id, user_name, app_id }) {
    this.userId = user_id;
    this.roomId = room_id;
    this.userName = user_name;
    this.appId = app_id;
  }

  toJSON() {
    const { userId: user_id, roomId: room_id, userName: user_name } = this;
    return { user_id, room_id, user_name, app_id: asJson(this.appId) };
  }

  [INSPECT]() {
    return 'InspectedKit { [redacted] }';
  }
}

/** A token that was decrypted and read, but not verified. Logs do not show its claims. */
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

  toJSON() {
    const { claims, mode, authenticated, privileges, payloadIsText: payload_is_text } = this;
    const envelope_expire = asJson(this.envelopeExpire);
    return { mode, authenticated, claims, envelope_expire, privileges, payload_is_text };
  }

  [INSPECT]() {
    return `${this.constructor.name} { mode: '${this.mode}', claims: [redacted] }`;
  }
}

/** The fields of a decoded or verified token, from an engine's JSON. */
export function decoded(text) {
  return parse(text, ({ claims, envelope_expire, payload_is_text }) => {
    // Another generator's payload, if it is not a string, may hold any integers.
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

  toJSON() {
    return { ...super.toJSON(), secret_index: this.secretIndex };
  }
}

/** What a token shows without its secret. */
class InspectedToken {
  constructor({ version, mode, expire, iv_length, ciphertext_length, kit }) {
    this.version = version;
    this.mode = mode;
    this.expire = expire;
    this.ivLength = iv_length;
    this.ciphertextLength = ciphertext_length;
    this.kit = kit && new InspectedKit(kit);
  }

  toJSON() {
    const { version, mode, ivLength: iv_length, ciphertextLength: ciphertext_length, kit } = this;
    return { version, mode, expire: asJson(this.expire), iv_length, ciphertext_length, kit };
  }
}

/** One thing that `explain` found. */
class Finding {
  constructor({ id, severity, message, advice, sdk_codes }) {
    this.id = id;
    this.severity = severity;
    this.message = message;
    this.advice = advice;
    this.sdkCodes = sdk_codes;
  }

  toJSON() {
    const { id, severity, message, advice, sdkCodes: sdk_codes } = this;
    return { id, severity, message, advice, sdk_codes };
  }
}

/** What a token shows without its secret, from an engine's JSON. */
export function inspected(text) {
  return new InspectedToken(parse(text, ({ expire, kit }) => [expire, kit?.app_id ?? 0]));
}

/** The findings of `explain`, from an engine's JSON. */
export function findings(text) {
  return JSON.parse(text).findings.map((finding) => new Finding(finding));
}
