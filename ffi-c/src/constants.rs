//! The constants of the header. They are written as literals, since the header cannot compute them:
//! `cargo xtask readme` writes those between marks from the core's tables.

/// The version of this ABI; see token04_abi_version().
pub const TOKEN04_ABI_VERSION: u32 = 2;

/// Success.
pub const TOKEN04_OK: i32 = 0;
// begin: errors
/// App id must be an integer from 1 to 4294967295.
pub const TOKEN04_ERROR_APP_ID_INVALID: i32 = 1;
/// User id must be a UTF-8 string of 1 to 64 bytes without NUL.
pub const TOKEN04_ERROR_USER_ID_INVALID: i32 = 3;
/// Server secret must be exactly 32 bytes, used as they are (a string of 64 hex characters is an
/// AppSign, a different credential).
pub const TOKEN04_ERROR_SECRET_INVALID: i32 = 5;
/// Effective time (ttl) must be a whole number of seconds, at least 1, and the expiry must fit a
/// signed 64-bit timestamp.
pub const TOKEN04_ERROR_EFFECTIVE_TIME_INVALID: i32 = 6;
/// Payload must be a UTF-8 string, short enough that the token's claims take at most 65519 bytes of
/// JSON.
pub const TOKEN04_ERROR_PAYLOAD_INVALID: i32 = 7;
/// Room id must be a UTF-8 string of 1 to 128 bytes without NUL.
pub const TOKEN04_ERROR_ROOM_ID_INVALID: i32 = 8;
/// Stream ids must be UTF-8 strings of 1 to 256 bytes without NUL, and the list of streams to
/// publish must not be missing or empty.
pub const TOKEN04_ERROR_STREAM_ID_INVALID: i32 = 9;
/// Mode must be cbc or gcm.
pub const TOKEN04_ERROR_MODE_INVALID: i32 = 10;
/// Leeway must be a whole number of seconds, at least 0.
pub const TOKEN04_ERROR_LEEWAY_INVALID: i32 = 11;
/// Privileges must allow login, publishing, or both.
pub const TOKEN04_ERROR_PRIVILEGES_EMPTY: i32 = 12;
/// The current time must be a unix timestamp in seconds, from 0 to 253402300799 (was it given in
/// milliseconds?).
pub const TOKEN04_ERROR_NOW_INVALID: i32 = 13;
/// Token is malformed: expected 04 followed by canonical base64 of a complete envelope, with
/// nothing around it.
pub const TOKEN04_ERROR_TOKEN_FORMAT: i32 = 20;
/// Token could not be decrypted: it was made under another server secret, or it is damaged.
pub const TOKEN04_ERROR_DECRYPT_FAILED: i32 = 23;
/// Token was opened, but its content is not the claims of a Token04.
pub const TOKEN04_ERROR_CLAIMS_INVALID: i32 = 24;
/// Token was issued for another app id.
pub const TOKEN04_ERROR_APP_ID_MISMATCH: i32 = 30;
/// Token was issued for another user id.
pub const TOKEN04_ERROR_USER_ID_MISMATCH: i32 = 31;
/// Token has expired: issue a new one.
pub const TOKEN04_ERROR_EXPIRED: i32 = 32;
/// Token is not valid yet: its time of issue is in the future, check the clocks.
pub const TOKEN04_ERROR_NOT_YET_VALID: i32 = 33;
/// Expiry in the token's envelope differs from the one in its claims.
pub const TOKEN04_ERROR_EXPIRE_MISMATCH: i32 = 34;
/// Token does not allow logging in to this room.
pub const TOKEN04_ERROR_ROOM_NOT_ALLOWED: i32 = 35;
/// Token does not allow publishing this stream.
pub const TOKEN04_ERROR_STREAM_NOT_ALLOWED: i32 = 36;
/// Token carries no room privileges, so it allows no login and no publishing.
pub const TOKEN04_ERROR_PRIVILEGES_ABSENT: i32 = 37;
/// Token was not authenticated: it comes from another generator, was minted under another server
/// secret, or was changed.
pub const TOKEN04_ERROR_UNAUTHENTICATED: i32 = 38;
/// Internal error in token04: please report it.
pub const TOKEN04_ERROR_INTERNAL: i32 = 90;
/// A required pointer argument was NULL.
pub const TOKEN04_ERROR_NULL_POINTER: i32 = 91;
/// Output buffer is too small: the required size is in the length output.
pub const TOKEN04_ERROR_BUFFER_TOO_SMALL: i32 = 92;
/// The loaded token04 library has a different ABI version than this package expects.
pub const TOKEN04_ERROR_ABI_MISMATCH: i32 = 93;
/// No cryptographic randomness is available.
pub const TOKEN04_ERROR_RANDOM_UNAVAILABLE: i32 = 94;
// end: errors

// begin: modes
/// AES-256-CBC, which every server and SDK of the vendor accepts. The default.
pub const TOKEN04_MODE_CBC: i32 = 0;
/// AES-256-GCM: newer; the vendor recommends it.
pub const TOKEN04_MODE_GCM: i32 = 1;
// end: modes

/// The payload was missing or null.
pub const TOKEN04_PAYLOAD_NOTHING: i32 = 0;
/// The payload is a string, as the format requires.
pub const TOKEN04_PAYLOAD_TEXT: i32 = 1;
/// The payload was another JSON value; it is returned as JSON.
pub const TOKEN04_PAYLOAD_JSON: i32 = 2;

/// Passed as the app id to token04_explain_json(): no app is expected (INT64_MIN).
pub const TOKEN04_APP_ID_NOT_NAMED: i64 = -9223372036854775807 - 1;
const _: () = assert!(TOKEN04_APP_ID_NOT_NAMED == i64::MIN);
/// Passed as the expected kind of token: either kind is accepted.
pub const TOKEN04_KIND_NOT_NAMED: i32 = -1;
/// Passed as the expected kind of token: a plain token.
pub const TOKEN04_KIND_PLAIN: i32 = 0;
/// Passed as the expected kind of token: a token of the web UI kit.
pub const TOKEN04_KIND_KIT: i32 = 1;

// begin: environment
/// The variable ZEGO_APP_ID.
pub const TOKEN04_ENV_APP_ID: i32 = 1;
/// The variable ZEGO_SERVER_SECRET.
pub const TOKEN04_ENV_SERVER_SECRET: i32 = 2;
/// The variable ZEGO_PREVIOUS_SERVER_SECRET.
pub const TOKEN04_ENV_PREVIOUS_SERVER_SECRET: i32 = 3;
/// A variable that is not set.
pub const TOKEN04_ENV_MISSING: i32 = 1;
/// A variable that is set to an empty value.
pub const TOKEN04_ENV_EMPTY: i32 = 2;
/// A variable with an invalid value.
pub const TOKEN04_ENV_INVALID: i32 = 3;
// end: environment

// begin: limits
/// Length of a server secret in bytes.
pub const TOKEN04_SECRET_BYTES: usize = 32;
/// Maximum length of a user id in bytes.
pub const TOKEN04_USER_ID_MAX: usize = 64;
/// Maximum length of a room id in bytes.
pub const TOKEN04_ROOM_ID_MAX: usize = 128;
/// Maximum length of a stream id in bytes.
pub const TOKEN04_STREAM_ID_MAX: usize = 256;
/// Maximum length of a token in bytes. The NUL is not counted: a buffer of one byte more holds any
/// token.
pub const TOKEN04_TOKEN_MAX: usize = 87418;
/// Maximum number of bytes read of a string without a shorter limit: a token to inspect, the user
/// name of a kit token, and the strings of explain, whose rest is ignored.
pub const TOKEN04_TEXT_MAX: usize = 349672;
/// The latest time of issue or verification, a unix timestamp in seconds: the end of the year 9999.
pub const TOKEN04_NOW_MAX: i64 = 253402300799;
/// A verifier's default tolerance for clocks that differ, in seconds: a token is accepted until its
/// expiry plus this, and from its time of issue minus this.
pub const TOKEN04_DEFAULT_LEEWAY_SECONDS: i64 = 30;
/// A token should be renewed this many seconds before it expires.
pub const TOKEN04_REFRESH_BEFORE_EXPIRY_SECONDS: i64 = 30;
// end: limits
/// The most bytes of the JSON of token04_explain_json(), including the NUL.
pub const TOKEN04_EXPLAIN_SIZE: usize = 65536;
