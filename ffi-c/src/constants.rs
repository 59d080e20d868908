//! Numbers of the header. They are spelt out, since a header cannot compute; the compiler holds
//! each to the core's.

use token04::{Error, Mode, PrivilegeShape};

/// The version of this ABI; see token04_abi_version().
pub const TOKEN04_ABI_VERSION: u32 = 1;

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
/// The payload is not UTF-8 text, or too long for the token's 16-bit lengths.
pub const TOKEN04_ERROR_PAYLOAD_INVALID: i32 = 7;
/// The room id is not 1 to 128 bytes of UTF-8 without NUL.
pub const TOKEN04_ERROR_ROOM_ID_INVALID: i32 = 8;
/// A stream id is not 1 to 256 bytes of UTF-8 without NUL, or a stream list is empty.
pub const TOKEN04_ERROR_STREAM_ID_INVALID: i32 = 9;
/// The mode is neither cbc nor gcm.
pub const TOKEN04_ERROR_MODE_INVALID: i32 = 10;
/// The leeway is not a whole number of seconds of at least 0.
pub const TOKEN04_ERROR_LEEWAY_INVALID: i32 = 11;
/// The text is not a well-formed Token04.
pub const TOKEN04_ERROR_TOKEN_FORMAT: i32 = 20;
/// Wrong secret or damaged token; for CBC also claims that do not parse.
pub const TOKEN04_ERROR_DECRYPT_FAILED: i32 = 23;
/// A GCM token whose authenticated plaintext is not the claims of a token.
pub const TOKEN04_ERROR_CLAIMS_INVALID: i32 = 24;
/// The token belongs to another app.
pub const TOKEN04_ERROR_APP_ID_MISMATCH: i32 = 30;
/// The token belongs to another user.
pub const TOKEN04_ERROR_USER_ID_MISMATCH: i32 = 31;
/// The token has expired.
pub const TOKEN04_ERROR_EXPIRED: i32 = 32;
/// The token's moment of issue lies in the future.
pub const TOKEN04_ERROR_NOT_YET_VALID: i32 = 33;
/// The envelope's expiry differs from that of the claims.
pub const TOKEN04_ERROR_EXPIRE_MISMATCH: i32 = 34;
/// The token does not allow logging in to the named room.
pub const TOKEN04_ERROR_ROOM_NOT_ALLOWED: i32 = 35;
/// The token does not allow publishing the named stream.
pub const TOKEN04_ERROR_STREAM_NOT_ALLOWED: i32 = 36;
/// A room or stream was named, but the token carries no privileges.
pub const TOKEN04_ERROR_PRIVILEGES_ABSENT: i32 = 37;
/// A CBC token where an authenticated (GCM) one was demanded.
pub const TOKEN04_ERROR_UNAUTHENTICATED: i32 = 38;
/// A panic inside the library was caught.
pub const TOKEN04_ERROR_INTERNAL: i32 = 90;
/// A pointer argument was NULL where a value is required.
pub const TOKEN04_ERROR_NULL_POINTER: i32 = 91;
/// The caller's buffer is too small.
pub const TOKEN04_ERROR_BUFFER_TOO_SMALL: i32 = 92;
/// The loaded library speaks another ABI version than its wrapper.
pub const TOKEN04_ERROR_ABI_MISMATCH: i32 = 93;
/// No randomness could be had.
pub const TOKEN04_ERROR_RANDOM_UNAVAILABLE: i32 = 94;

/// AES-256-CBC, what every server and SDK of the vendor understands. The default. Its claims are
/// not protected against changes.
pub const TOKEN04_MODE_CBC: i32 = 0;
/// AES-256-GCM: the claims are authenticated.
pub const TOKEN04_MODE_GCM: i32 = 1;

/// The user may log in to the room and publish nothing.
pub const TOKEN04_LOGIN_ONLY: i32 = 0;
/// The user may publish the named streams, and not log in.
pub const TOKEN04_PUBLISH_ONLY: i32 = 1;
/// The user may log in and publish the named streams, or any.
pub const TOKEN04_LOGIN_AND_PUBLISH: i32 = 2;

/// The payload was missing or null.
pub const TOKEN04_PAYLOAD_NOTHING: i32 = 0;
/// The payload is a text, as the format has it.
pub const TOKEN04_PAYLOAD_TEXT: i32 = 1;
/// The payload was another JSON value; what is told is its JSON text.
pub const TOKEN04_PAYLOAD_JSON: i32 = 2;

/// As `now`: the moment it is by the system's clock (INT64_MIN).
pub const TOKEN04_NOW_CLOCK: i64 = -9223372036854775807 - 1;
/// As an app id that is expected: none is (INT64_MIN).
pub const TOKEN04_APP_ID_NOT_NAMED: i64 = -9223372036854775807 - 1;
/// As the kind of token that is expected: either will do.
pub const TOKEN04_KIND_NOT_NAMED: i32 = -1;
/// As the kind of token that is expected: a plain one.
pub const TOKEN04_KIND_PLAIN: i32 = 0;
/// As the kind of token that is expected: one of the web UI kit.
pub const TOKEN04_KIND_KIT: i32 = 1;

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
/// Most bytes of the JSON text of token04_explain_json(), the NUL counted.
pub const TOKEN04_EXPLAIN_SIZE: usize = 65536;
/// Tolerance of a verifier for clocks that differ, where you have no reason for another.
pub const TOKEN04_DEFAULT_LEEWAY_SECONDS: i64 = 30;
/// A token should be renewed this long before it expires.
pub const TOKEN04_REFRESH_BEFORE_EXPIRY_SECONDS: i64 = 30;

// A number that drifts from the core's does not compile.
const _: () = assert!(TOKEN04_ERROR_APP_ID_INVALID == Error::AppIdInvalid.code());
const _: () = assert!(TOKEN04_ERROR_USER_ID_INVALID == Error::UserIdInvalid.code());
const _: () = assert!(TOKEN04_ERROR_SECRET_INVALID == Error::SecretInvalid.code());
const _: () = assert!(TOKEN04_ERROR_EFFECTIVE_TIME_INVALID == Error::EffectiveTimeInvalid.code());
const _: () = assert!(TOKEN04_ERROR_PAYLOAD_INVALID == Error::PayloadInvalid.code());
const _: () = assert!(TOKEN04_ERROR_ROOM_ID_INVALID == Error::RoomIdInvalid.code());
const _: () = assert!(TOKEN04_ERROR_STREAM_ID_INVALID == Error::StreamIdInvalid.code());
const _: () = assert!(TOKEN04_ERROR_MODE_INVALID == Error::ModeInvalid.code());
const _: () = assert!(TOKEN04_ERROR_LEEWAY_INVALID == Error::LeewayInvalid.code());
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
const _: () = assert!(TOKEN04_LOGIN_ONLY == PrivilegeShape::LoginOnly as i32);
const _: () = assert!(TOKEN04_PUBLISH_ONLY == PrivilegeShape::PublishOnly as i32);
const _: () = assert!(TOKEN04_LOGIN_AND_PUBLISH == PrivilegeShape::LoginAndPublish as i32);
const _: () = assert!(TOKEN04_SECRET_BYTES == token04::SECRET_BYTES);
const _: () = assert!(TOKEN04_USER_ID_MAX == token04::USER_ID_MAX_BYTES);
const _: () = assert!(TOKEN04_ROOM_ID_MAX == token04::ROOM_ID_MAX_BYTES);
const _: () = assert!(TOKEN04_STREAM_ID_MAX == token04::STREAM_ID_MAX_BYTES);
const _: () = assert!(TOKEN04_TOKEN_MAX == token04::TOKEN_MAX_BYTES);
const _: () = assert!(TOKEN04_DEFAULT_LEEWAY_SECONDS == token04::DEFAULT_LEEWAY_SECONDS);
const _: () =
    assert!(TOKEN04_REFRESH_BEFORE_EXPIRY_SECONDS == token04::REFRESH_BEFORE_EXPIRY_SECONDS);
const _: () = assert!(TOKEN04_NOW_CLOCK == i64::MIN && TOKEN04_APP_ID_NOT_NAMED == i64::MIN);
