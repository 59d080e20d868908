//! The constants of the header. They are written out, since a header cannot compute; the compiler
//! compares each with the core's.

use token04::env::{EnvFault, EnvVariable};
use token04::{Error, Mode};

/// The version of this ABI; see token04_abi_version().
pub const TOKEN04_ABI_VERSION: u32 = 2;

/// Success.
pub const TOKEN04_OK: i32 = 0;
/// The app id is not an integer from 1 to 4294967295.
pub const TOKEN04_ERROR_APP_ID_INVALID: i32 = 1;
/// The user id is not 1 to 64 bytes of UTF-8 without NUL.
pub const TOKEN04_ERROR_USER_ID_INVALID: i32 = 3;
/// The server secret (or a previous one) is not exactly 32 bytes.
pub const TOKEN04_ERROR_SECRET_INVALID: i32 = 5;
/// The lifetime is not a whole number of seconds of at least 1, or overflows the expiry.
pub const TOKEN04_ERROR_EFFECTIVE_TIME_INVALID: i32 = 6;
/// The payload is not a UTF-8 string, or too long for the token's 16-bit lengths.
pub const TOKEN04_ERROR_PAYLOAD_INVALID: i32 = 7;
/// The room id is not 1 to 128 bytes of UTF-8 without NUL.
pub const TOKEN04_ERROR_ROOM_ID_INVALID: i32 = 8;
/// A stream id is not 1 to 256 bytes of UTF-8 without NUL, or a stream list is empty.
pub const TOKEN04_ERROR_STREAM_ID_INVALID: i32 = 9;
/// The mode is neither cbc nor gcm.
pub const TOKEN04_ERROR_MODE_INVALID: i32 = 10;
/// The leeway is not a whole number of seconds of at least 0.
pub const TOKEN04_ERROR_LEEWAY_INVALID: i32 = 11;
/// Privileges that allow neither login nor publishing.
pub const TOKEN04_ERROR_PRIVILEGES_EMPTY: i32 = 12;
/// The time of issue or judging is outside 0 to TOKEN04_NOW_MAX.
pub const TOKEN04_ERROR_NOW_INVALID: i32 = 13;
/// The string is not a well-formed Token04.
pub const TOKEN04_ERROR_TOKEN_FORMAT: i32 = 20;
/// Only of token04_decode(): the secret does not open the token.
pub const TOKEN04_ERROR_DECRYPT_FAILED: i32 = 23;
/// The token was opened, but its content is not the claims of a token.
pub const TOKEN04_ERROR_CLAIMS_INVALID: i32 = 24;
/// The token belongs to another app.
pub const TOKEN04_ERROR_APP_ID_MISMATCH: i32 = 30;
/// The token belongs to another user.
pub const TOKEN04_ERROR_USER_ID_MISMATCH: i32 = 31;
/// The token has expired.
pub const TOKEN04_ERROR_EXPIRED: i32 = 32;
/// The token's time of issue is in the future.
pub const TOKEN04_ERROR_NOT_YET_VALID: i32 = 33;
/// The envelope's expiry differs from that of the claims.
pub const TOKEN04_ERROR_EXPIRE_MISMATCH: i32 = 34;
/// The token does not allow logging in to this room, or is for another room.
pub const TOKEN04_ERROR_ROOM_NOT_ALLOWED: i32 = 35;
/// The token does not allow publishing this stream.
pub const TOKEN04_ERROR_STREAM_NOT_ALLOWED: i32 = 36;
/// A right in a room is demanded, but the token carries no privileges.
pub const TOKEN04_ERROR_PRIVILEGES_ABSENT: i32 = 37;
/// This library did not make the token under any of the secrets, or it was changed.
pub const TOKEN04_ERROR_UNAUTHENTICATED: i32 = 38;
/// A panic or an impossible state inside the library.
pub const TOKEN04_ERROR_INTERNAL: i32 = 90;
/// A pointer argument was NULL where a value is required.
pub const TOKEN04_ERROR_NULL_POINTER: i32 = 91;
/// The caller's buffer is too small.
pub const TOKEN04_ERROR_BUFFER_TOO_SMALL: i32 = 92;
/// The loaded library has another ABI version than its wrapper.
pub const TOKEN04_ERROR_ABI_MISMATCH: i32 = 93;
/// No randomness is available.
pub const TOKEN04_ERROR_RANDOM_UNAVAILABLE: i32 = 94;

/// AES-256-CBC, what every server and SDK of the vendor accepts. The default.
pub const TOKEN04_MODE_CBC: i32 = 0;
/// AES-256-GCM: newer; the vendor recommends it.
pub const TOKEN04_MODE_GCM: i32 = 1;

/// The payload was missing or null.
pub const TOKEN04_PAYLOAD_NOTHING: i32 = 0;
/// The payload is a string, as the format demands.
pub const TOKEN04_PAYLOAD_TEXT: i32 = 1;
/// The payload was another JSON value; it is given as JSON.
pub const TOKEN04_PAYLOAD_JSON: i32 = 2;

/// As the expected app id of token04_explain_json(): none (INT64_MIN).
pub const TOKEN04_APP_ID_NOT_NAMED: i64 = -9223372036854775807 - 1;
/// As the expected kind of token: either is accepted.
pub const TOKEN04_KIND_NOT_NAMED: i32 = -1;
/// As the expected kind of token: a plain one.
pub const TOKEN04_KIND_PLAIN: i32 = 0;
/// As the expected kind of token: one of the web UI kit.
pub const TOKEN04_KIND_KIT: i32 = 1;

/// The variable ZEGO_APP_ID, in token04_environment().
pub const TOKEN04_ENV_APP_ID: i32 = 1;
/// The variable ZEGO_SERVER_SECRET, in token04_environment().
pub const TOKEN04_ENV_SERVER_SECRET: i32 = 2;
/// The variable ZEGO_PREVIOUS_SERVER_SECRET, in token04_environment().
pub const TOKEN04_ENV_PREVIOUS_SERVER_SECRET: i32 = 3;
/// A variable that is not set, in token04_environment().
pub const TOKEN04_ENV_MISSING: i32 = 1;
/// A variable that is set to an empty value, in token04_environment().
pub const TOKEN04_ENV_EMPTY: i32 = 2;
/// A variable with an invalid value, in token04_environment().
pub const TOKEN04_ENV_INVALID: i32 = 3;

/// Bytes of a server secret, exactly.
pub const TOKEN04_SECRET_BYTES: usize = 32;
/// Most bytes of a user id.
pub const TOKEN04_USER_ID_MAX: usize = 64;
/// Most bytes of a room id.
pub const TOKEN04_ROOM_ID_MAX: usize = 128;
/// Most bytes of a stream id.
pub const TOKEN04_STREAM_ID_MAX: usize = 256;
/// Most bytes of a token, the NUL not counted. A buffer of one more holds any token.
pub const TOKEN04_TOKEN_MAX: usize = 87418;
/// Most bytes that are read of a string without a shorter limit: the token of
/// token04_inspect_json() (longer is error 20), the user name of token04_kit_token() (longer is
/// error 3), and the strings of token04_explain_json(), whose rest is ignored.
pub const TOKEN04_TEXT_MAX: usize = 349672;
/// The latest time of issue or judging, a unix timestamp in seconds: the end of the year 9999.
pub const TOKEN04_NOW_MAX: i64 = 253402300799;
/// Most bytes of the JSON of token04_explain_json(), the NUL counted.
pub const TOKEN04_EXPLAIN_SIZE: usize = 65536;
/// Tolerance of a verifier for clocks that differ, where you have no reason for another.
pub const TOKEN04_DEFAULT_LEEWAY_SECONDS: i64 = 30;
/// A token should be renewed this long before it expires.
pub const TOKEN04_REFRESH_BEFORE_EXPIRY_SECONDS: i64 = 30;

// A constant that differs from the core's does not compile.
const _: () = assert!(TOKEN04_ERROR_APP_ID_INVALID == Error::AppIdInvalid.code());
const _: () = assert!(TOKEN04_ERROR_USER_ID_INVALID == Error::UserIdInvalid.code());
const _: () = assert!(TOKEN04_ERROR_SECRET_INVALID == Error::SecretInvalid.code());
const _: () = assert!(TOKEN04_ERROR_EFFECTIVE_TIME_INVALID == Error::EffectiveTimeInvalid.code());
const _: () = assert!(TOKEN04_ERROR_PAYLOAD_INVALID == Error::PayloadInvalid.code());
const _: () = assert!(TOKEN04_ERROR_ROOM_ID_INVALID == Error::RoomIdInvalid.code());
const _: () = assert!(TOKEN04_ERROR_STREAM_ID_INVALID == Error::StreamIdInvalid.code());
const _: () = assert!(TOKEN04_ERROR_MODE_INVALID == Error::ModeInvalid.code());
const _: () = assert!(TOKEN04_ERROR_LEEWAY_INVALID == Error::LeewayInvalid.code());
const _: () = assert!(TOKEN04_ERROR_PRIVILEGES_EMPTY == Error::PrivilegesEmpty.code());
const _: () = assert!(TOKEN04_ERROR_NOW_INVALID == Error::NowInvalid.code());
const _: () = assert!(TOKEN04_ERROR_TOKEN_FORMAT == Error::TokenFormat.code());
const _: () = assert!(TOKEN04_ERROR_DECRYPT_FAILED == Error::DecryptFailed.code());
const _: () = assert!(TOKEN04_ERROR_CLAIMS_INVALID == Error::ClaimsInvalid.code());
const _: () = assert!(TOKEN04_ERROR_APP_ID_MISMATCH == Error::AppIdMismatch.code());
const _: () = assert!(TOKEN04_ERROR_USER_ID_MISMATCH == Error::UserIdMismatch.code());
const _: () = assert!(TOKEN04_ERROR_EXPIRED == Error::Expired.code());
const _: () = assert!(TOKEN04_ERROR_NOT_YET_VALID == Error::NotYetValid.code());
const _: () = assert!(TOKEN04_ERROR_EXPIRE_MISMATCH == Error::ExpireMismatch.code());
const _: () = assert!(TOKEN04_ERROR_ROOM_NOT_ALLOWED == Error::RoomNotAllowed.code());
const _: () = assert!(TOKEN04_ERROR_STREAM_NOT_ALLOWED == Error::StreamNotAllowed.code());
const _: () = assert!(TOKEN04_ERROR_PRIVILEGES_ABSENT == Error::PrivilegesAbsent.code());
const _: () = assert!(TOKEN04_ERROR_UNAUTHENTICATED == Error::Unauthenticated.code());
const _: () = assert!(TOKEN04_ERROR_INTERNAL == Error::Internal.code());
const _: () = assert!(TOKEN04_ERROR_NULL_POINTER == Error::NullPointer.code());
const _: () = assert!(TOKEN04_ERROR_BUFFER_TOO_SMALL == Error::BufferTooSmall.code());
const _: () = assert!(TOKEN04_ERROR_ABI_MISMATCH == Error::AbiMismatch.code());
const _: () = assert!(TOKEN04_ERROR_RANDOM_UNAVAILABLE == Error::RandomUnavailable.code());
const _: () = assert!(TOKEN04_MODE_CBC == Mode::Cbc.number());
const _: () = assert!(TOKEN04_MODE_GCM == Mode::Gcm.number());
const _: () = assert!(TOKEN04_SECRET_BYTES == token04::SECRET_BYTES);
const _: () = assert!(TOKEN04_USER_ID_MAX == token04::USER_ID_MAX_BYTES);
const _: () = assert!(TOKEN04_ROOM_ID_MAX == token04::ROOM_ID_MAX_BYTES);
const _: () = assert!(TOKEN04_STREAM_ID_MAX == token04::STREAM_ID_MAX_BYTES);
const _: () = assert!(TOKEN04_TOKEN_MAX == token04::TOKEN_MAX_BYTES);
const _: () = assert!(TOKEN04_DEFAULT_LEEWAY_SECONDS == token04::DEFAULT_LEEWAY_SECONDS);
const _: () =
    assert!(TOKEN04_REFRESH_BEFORE_EXPIRY_SECONDS == token04::REFRESH_BEFORE_EXPIRY_SECONDS);
const _: () = assert!(TOKEN04_APP_ID_NOT_NAMED == i64::MIN);
const _: () = assert!(TOKEN04_TEXT_MAX == token04::TEXT_MAX_BYTES);
const _: () = assert!(TOKEN04_NOW_MAX == token04::NOW_MAX);
const _: () = assert!(TOKEN04_ENV_APP_ID == EnvVariable::AppId as i32);
const _: () = assert!(TOKEN04_ENV_SERVER_SECRET == EnvVariable::ServerSecret as i32);
const _: () =
    assert!(TOKEN04_ENV_PREVIOUS_SERVER_SECRET == EnvVariable::PreviousServerSecret as i32);
const _: () = assert!(TOKEN04_ENV_MISSING == EnvFault::Missing as i32);
const _: () = assert!(TOKEN04_ENV_EMPTY == EnvFault::Empty as i32);
const _: () = assert!(TOKEN04_ENV_INVALID == EnvFault::Invalid as i32);
