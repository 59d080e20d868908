/** Mint and verify ZEGOCLOUD Token04 authentication tokens. Unofficial. */

/** How a token's claims are encrypted. All SDKs and servers of the vendor read the default, `cbc`. */
export type Mode = 'cbc' | 'gcm';

/**
 * A unix timestamp in seconds, never milliseconds: `Math.floor(Date.now() / 1000)`. A value outside
 * 0 to 253402300799 (the year 9999) is error 13.
 */
export type Timestamp = number | bigint;

/** The engine in use: the native add-on, or WebAssembly. `TOKEN04_ENGINE` requires one. */
export declare const engine: 'native' | 'wasm';

/** The version of this package. */
export declare const version: string;

// begin: errors
/** The stable names of errors, one for each number; the README of the package lists them. */
export type ErrorName =
  | 'app_id_invalid'
  | 'user_id_invalid'
  | 'secret_invalid'
  | 'effective_time_invalid'
  | 'payload_invalid'
  | 'room_id_invalid'
  | 'stream_id_invalid'
  | 'mode_invalid'
  | 'leeway_invalid'
  | 'privileges_empty'
  | 'now_invalid'
  | 'token_format'
  | 'decrypt_failed'
  | 'claims_invalid'
  | 'app_id_mismatch'
  | 'user_id_mismatch'
  | 'expired'
  | 'not_yet_valid'
  | 'expire_mismatch'
  | 'room_not_allowed'
  | 'stream_not_allowed'
  | 'privileges_absent'
  | 'unauthenticated'
  | 'internal'
  | 'null_pointer'
  | 'buffer_too_small'
  | 'abi_mismatch'
  | 'random_unavailable';
// end: errors

/** Why a call was refused. The message is a constant of the code and holds no secret and no claim. */
export declare class Token04Error extends Error {
  /** The stable number, the same in every language. */
  readonly code: number;
  /** The stable name, such as `user_id_invalid`. */
  readonly name: ErrorName;
  /** The code, under the upstream generator's name. */
  readonly errorCode: number;
  /** The message, under the upstream generator's name. */
  readonly errorMessage: string;
  /** What `JSON.stringify` writes: the number, the name and the constant message. */
  toJSON(): {
    code: number;
    name: ErrorName;
    message: string;
    errorCode: number;
    errorMessage: string;
  };
  private constructor();
}

/** The time of issue or of verification. */
export interface At {
  /**
   * Unix seconds (error 13); the default is the generator's or verifier's clock.
   * @throws {TypeError} for anything but an integer of 64 bits: a Date, a string, NaN, null
   */
  now?: Timestamp;
}

/**
 * A clock: returns unix seconds, an integer (error 13: `Date.now` itself returns milliseconds). The
 * default is `Date.now() / 1000`, which fake timers replace.
 * @throws {TypeError} when it is not a function, or does not return an integer
 */
export type Clock = () => Timestamp;

/** Variables by name: `process.env`, or the bindings of a Worker. */
export type Environment = object;

/** How a generator makes its tokens. An unknown option throws a TypeError. */
export interface GeneratorOptions {
  /** The default is `cbc`. */
  mode?: Mode;
  /** Called for each call without `now`. */
  clock?: Clock;
}

/** Mints tokens for one app with one secret. Create it once; it is immutable. */
export declare class TokenGenerator {
  /**
   * @param appId an integer from 1 to 4294967295 (error 1)
   * @param secret the ServerSecret of exactly 32 bytes, used as it is (error 5)
   * @throws {Token04Error} 1, 5, 10, in this order
   */
  constructor(appId: number | bigint, secret: string, options?: GeneratorOptions);

  /**
   * From `ZEGO_APP_ID` and `ZEGO_SERVER_SECRET` of `env`, or of the process.
   * @throws {Token04Error} 1 and 5 when one is missing or wrong: the message names the variable; 10
   */
  static fromEnv(options?: GeneratorOptions & { env?: Environment }): TokenGenerator;

  /**
   * A token with any payload; `''` is none. A missing payload is error 7.
   * @param userId 1 to 64 bytes of UTF-8 without NUL (error 3)
   * @param ttl whole seconds, at least 1 (error 6)
   * @param payload a string whose token fits (error 7), or privileges
   * @throws {Token04Error} 3, 13, 6, 7, in this order; 94
   */
  generate(userId: string, ttl: number | bigint, payload: string | RoomPrivileges, at?: At): string;

  /** A token that says who the user is and nothing more. @throws {Token04Error} 3, 13, 6; 94 */
  identityToken(userId: string, ttl: number | bigint, at?: At): string;

  /** A token with the privileges of one room. @throws {Token04Error} 3, 13, 6, 7; 94 */
  privilegeToken(userId: string, ttl: number | bigint, privileges: RoomPrivileges, at?: At): string;

  /** A token and its timestamps, for a server to send to its client. Errors: as in `generate`. */
  issue(
    userId: string,
    ttl: number | bigint,
    payload: string | RoomPrivileges,
    at?: At,
  ): IssuedToken;

  /**
   * One token for each user id, in their order, with one reading of the clock. A user id or
   * payload that is refused is an error at its own index.
   * @throws {Token04Error} 13, 6 and 94, for the whole call
   * @throws {TypeError} when `userIds` cannot be iterated, or is a string
   */
  generateBatch(
    userIds: Iterable<string>,
    ttl: number | bigint,
    payload: string | RoomPrivileges,
    at?: At,
  ): Array<string | Token04Error>;

  /**
   * The same on another thread (native), or in slices between which other tasks run (WebAssembly).
   * Where `generateBatch` throws, the promise is rejected.
   */
  generateBatchAsync(
    userIds: Iterable<string>,
    ttl: number | bigint,
    payload: string | RoomPrivileges,
    at?: At,
  ): Promise<Array<string | Token04Error>>;
}

/**
 * What a user may do in one room: a payload that was checked when it was made. Frozen; two are
 * equal (`deepStrictEqual`, `toEqual`) when their fields are. `console.log` does not show them.
 */
export declare class RoomPrivileges {
  /** The user may log in and publish nothing. @throws {Token04Error} 8 */
  static loginOnly(roomId: string): RoomPrivileges;
  /** The user may publish these streams, at least one, and not log in. @throws {Token04Error} 8, 9 */
  static publishOnly(roomId: string, streamIds: Iterable<string>): RoomPrivileges;
  /** The user may log in and publish these streams, at least one. @throws {Token04Error} 8, 9 */
  static loginAndPublish(roomId: string, streamIds: Iterable<string>): RoomPrivileges;
  /** The user may log in and publish any stream. @throws {Token04Error} 8 */
  static loginAndPublishAny(roomId: string): RoomPrivileges;
  /**
   * From the flags of a database row. Without `publish` the streams are ignored; with it at least
   * one is required.
   * @throws {Token04Error} 12 when neither flag is set or one is not a boolean; 8, 9
   */
  static fromFlags(
    roomId: string,
    login: boolean,
    publish: boolean,
    streamIds: Iterable<string> | null,
  ): RoomPrivileges;
  private constructor();
  /** The room. */
  readonly roomId: string;
  /** Whether the user may log in. */
  readonly login: boolean;
  /** Whether the user may publish. */
  readonly publish: boolean;
  /** The streams that may be published; null without `publish`, and for any stream. */
  readonly streamIds: readonly string[] | null;
  /** The payload string of a token. */
  payload(): string;
  /** The payload as an object: `JSON.stringify` writes the payload string. */
  toJSON(): object;
}

/**
 * A token with its timestamps in unix seconds. `console.log` does not show the token.
 * `JSON.stringify` writes `token`, `issued_at`, `expires_at` and `refresh_at`.
 */
export declare class IssuedToken {
  private constructor();
  /** A credential: whoever holds the token can log in as its user. */
  readonly token: string;
  /** Unix seconds, like the other two. */
  readonly issuedAt: number;
  /**
   * The time of issue plus the lifetime. A verifier accepts the token until this plus its leeway.
   * At run time a bigint beyond 2^53, which takes a lifetime of 285 million years.
   */
  readonly expiresAt: number;
  /** When the client should fetch a new one: 30 seconds before the expiry, not before the issue. */
  readonly refreshAt: number;
  /** Each undefined where a Date cannot hold the timestamp. */
  readonly issuedAtDate: Date | undefined;
  readonly expiresAtDate: Date | undefined;
  readonly refreshAtDate: Date | undefined;
  toJSON(): { token: string; issued_at: number; expires_at: number; refresh_at: number };
}

/**
 * The claims under their wire names, the same as in other generators' tokens. `console.log` does
 * not show them; `JSON.stringify` does. The integers are numbers; at run time bigints beyond 2^53,
 * which only `decode` of another generator's token returns.
 */
export interface Claims {
  /** 1 to 4294967295. */
  readonly app_id: number;
  /** Of any length here: other generators check less. */
  readonly user_id: string;
  /** A random number. */
  readonly nonce: number;
  /** The time of issue, unix seconds. */
  readonly ctime: number;
  /** The expiry, unix seconds; a verifier adds its leeway. */
  readonly expire: number;
  /** A string, null for none, or the JSON value that another generator nested. */
  readonly payload: unknown;
}

/**
 * The privileges a token carries, read strictly. `console.log` does not show them;
 * `JSON.stringify` writes `room_id`, `login`, `publish` and `stream_ids`.
 */
export interface Privileges {
  /** The one room they are for. */
  readonly roomId: string;
  /** Whether the user may log in. */
  readonly login: boolean;
  /** Whether the user may publish. */
  readonly publish: boolean;
  /** null: any stream. */
  readonly streamIds: string[] | null;
}

/**
 * A token that was decrypted and read, but not verified. `console.log` does not show its claims;
 * `JSON.stringify` writes all fields in snake case, as every language does, and an integer beyond
 * 2^53 as a string.
 */
export declare class DecodedToken {
  protected constructor();
  /** What the token says. */
  readonly claims: Claims;
  /** How it was encrypted. */
  readonly mode: Mode;
  /** Whether this library minted it under this secret; false for the token of another generator. */
  readonly authenticated: boolean;
  /** The expiry outside the encrypted claims, unix seconds. */
  readonly envelopeExpire: number;
  /** null if the payload holds no privileges. */
  readonly privileges: Privileges | null;
  /** Whether the payload is a string, as it should be. */
  readonly payloadIsText: boolean;
  /** Each undefined where a Date cannot hold the timestamp. */
  readonly issuedAtDate: Date | undefined;
  readonly expiresAtDate: Date | undefined;
  toJSON(): object;
}

/** A token that a verifier accepted: `authenticated` is true. */
export declare class VerifiedToken extends DecodedToken {
  /** The secret it was made under: 0 the current one, 1 the first of the previous ones. */
  readonly secretIndex: number;
}

/** The options of a verifier. An unknown option throws a TypeError. */
export interface VerifierOptions {
  /**
   * How far clocks may differ: seconds, at least 0 (error 11); the default is 30. A token is
   * accepted until its expiry plus this, and from its issue minus this.
   */
  leeway?: number | bigint;
  /** The secrets from before the last rotations, tried in their order after the current one. */
  previousSecrets?: Iterable<string>;
  /** Called for each call without `now`. */
  clock?: Clock;
}

/**
 * Verifies the tokens of one app. Create it once; it is immutable. Only tokens that this library
 * minted under one of the secrets are accepted. Every id is checked: an empty, undefined or null id
 * matches nothing.
 */
export declare class TokenVerifier {
  /**
   * @param secret the current secret, of exactly 32 bytes (error 5)
   * @throws {Token04Error} 1, 5 (also for a previous secret), 11, in this order
   */
  constructor(appId: number | bigint, secret: string, options?: VerifierOptions);

  /**
   * From the generator's variables and, if it is set and not empty,
   * `ZEGO_PREVIOUS_SERVER_SECRET`, which is tried before the `previousSecrets` of the options.
   * @throws {Token04Error} 1 and 5 when one is missing or wrong: the message names the variable; 11
   */
  static fromEnv(options?: VerifierOptions & { env?: Environment }): TokenVerifier;

  /**
   * Checks that the token is authentic, for this app and valid now. The result says who the user
   * is.
   * @throws {Token04Error} the first of 13, 20, 38, 24, 34, 30, 32, 33
   */
  verify(token: string, at?: At): VerifiedToken;

  /** The same, and that the token is this user's. @throws {Token04Error} as `verify`, then 31 */
  verifyUser(token: string, userId: string, at?: At): VerifiedToken;

  /**
   * The same, and that the token lets this user log in to this room.
   * @throws {Token04Error} as `verify`, then 31, 37, 35
   */
  verifyLogin(token: string, userId: string, roomId: string, at?: At): VerifiedToken;

  /**
   * The same, and that the token is for this room and lets this user publish this stream. The
   * right to log in is not needed.
   * @throws {Token04Error} as `verify`, then 31, 37, 35, 36
   */
  verifyPublish(
    token: string,
    userId: string,
    roomId: string,
    streamId: string,
    at?: At,
  ): VerifiedToken;
}

/**
 * Decrypts a token of any generator and verifies nothing: for tools and logs. Never
 * offer it to remote callers. @throws {Token04Error} 5, 20, 23, 24
 */
export declare function decode(token: string, secret: string): DecodedToken;

/** What a token shows without its secret; nothing protects it. Its JSON is in snake case. */
export interface InspectedToken {
  /** `04`. */
  readonly version: string;
  /** How it was encrypted. */
  readonly mode: Mode;
  /** Unix seconds. */
  readonly expire: number;
  /** Bytes. */
  readonly ivLength: number;
  /** Bytes. */
  readonly ciphertextLength: number;
  /** The second part of a kit token; null for a plain one. Not in `console.log`. */
  readonly kit: {
    readonly userId: string;
    readonly roomId: string;
    readonly userName: string;
    readonly appId: number;
  } | null;
}

/** What a plain or kit token shows without its secret. @throws {Token04Error} 20 */
export declare function inspect(token: string): InspectedToken;

/** What is known about the refused token. An unknown option throws a TypeError. */
export interface ExplainInput extends At {
  /** The secret as it is configured, of any length. */
  secret?: string;
  /** The app that the token should be for. */
  appId?: number | bigint;
  /** The user that the token should be for. */
  userId?: string;
  /** The room that the user should be allowed to log in to. */
  roomId?: string;
  /** The stream that the user should be allowed to publish. */
  streamId?: string;
  /** Whether a kit token is expected (true) or a plain one (false). */
  kit?: boolean;
  /** Seconds, at least 0; the default is 30. */
  leeway?: number | bigint;
}

// begin: findings
/** The stable ids of findings; docs/FINDINGS.md of the project lists them. */
export type FindingId =
  | 'server_secret_exposed'
  | 'token_missing'
  | 'token_is_jwt'
  | 'token_is_hmac'
  | 'token_is_token03'
  | 'token_version_unknown'
  | 'token_has_bearer_prefix'
  | 'token_has_white_space'
  | 'token_quoted'
  | 'token_url_encoded'
  | 'token_url_safe_base64'
  | 'token_truncated'
  | 'token_malformed'
  | 'kit_token_where_plain_due'
  | 'plain_token_where_kit_due'
  | 'kit_part_malformed'
  | 'secret_is_app_sign'
  | 'secret_was_hex_decoded'
  | 'secret_has_white_space'
  | 'secret_quoted'
  | 'secret_length_wrong'
  | 'app_id_mismatch'
  | 'decrypt_failed'
  | 'app_id_is_string'
  | 'app_id_is_not_a_number'
  | 'app_id_out_of_range'
  | 'claims_invalid'
  | 'expire_is_relative'
  | 'expire_in_milliseconds'
  | 'lifetime_not_positive'
  | 'expire_mismatch'
  | 'expired'
  | 'clock_ahead'
  | 'user_id_mismatch'
  | 'payload_is_not_text'
  | 'privilege_keys_named'
  | 'stream_list_empty'
  | 'privileges_malformed'
  | 'user_id_empty'
  | 'user_id_too_long'
  | 'user_id_has_nul'
  | 'privileges_absent'
  | 'room_not_allowed'
  | 'stream_not_allowed'
  | 'user_id_characters'
  | 'room_id_characters'
  | 'stream_id_characters'
  | 'now_invalid'
  | 'secret_not_given'
  | 'expires_soon'
  | 'lifetime_over_24_days'
  | 'foreign_token'
  | 'privilege_checks_need_enabling'
  | 'token_is_kit';
// end: findings

/** One thing that `explain` found. It holds no secret and no claim. */
export interface Finding {
  /** Stable, such as `secret_is_app_sign`. */
  readonly id: FindingId;
  /** A good token has nothing above `note`. */
  readonly severity: 'critical' | 'error' | 'warning' | 'note';
  /** What is wrong. */
  readonly message: string;
  /** What to do. */
  readonly advice: string;
  /** The error codes that the vendor's SDKs report for it; `sdk_codes` in JSON. */
  readonly sdkCodes: number[];
}

/** Why a token was refused, most likely cause first. Never send the result to a remote client. */
export declare function explain(token: string, options?: ExplainInput): Finding[];

/** The web UI kit's token around a plain one. @throws {Token04Error} 1, 3, 8, 20 */
export declare function kitToken(
  token: string,
  roomId: string,
  userId: string,
  userName: string,
  appId: number | bigint,
): string;

/**
 * The drop-in: one CBC token, in the upstream generator's argument order. An object as payload is
 * written as its JSON; a missing payload is the empty string.
 * @throws {Token04Error} 1, 3, 5, 13, 6, 7, in this order; it has `errorCode` and `errorMessage`
 */
export declare function generateToken04(
  appId: number,
  userId: string,
  secret: string,
  effectiveTimeInSeconds: number,
  payload?: string | object | null,
): string;
