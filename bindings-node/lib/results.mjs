import { parse } from './json.mjs';

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * Keeps what a token says out of logs. Comparisons, copies and `JSON.stringify` do not see the
 * property.
 */
function hidden(object, called) {
  const text = () => `${called} { [redacted] }`;
  return Object.defineProperty(object, INSPECT, { value: text });
}

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

/** A token that was decrypted and read, and not judged. Logs do not show its claims. */
export class DecodedToken {
  constructor(json) {
    const { mode, authenticated, claims, envelope_expire, privileges, payload_is_text } = json;
    this.claims = hidden(claims, 'Claims');
    this.mode = mode;
    this.authenticated = authenticated;
    this.envelopeExpire = envelope_expire;
    this.privileges =
      privileges &&
      hidden(
        {
          roomId: privileges.room_id,
          login: privileges.login,
          publish: privileges.publish,
          streamIds: privileges.stream_ids,
        },
        'Privileges',
      );
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
    kit:
      kit &&
      hidden(
        {
          userId: kit.user_id,
          roomId: kit.room_id,
          userName: kit.user_name,
          appId: kit.app_id,
        },
        'InspectedKit',
      ),
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
