//! The one error table: numbers, names and messages, the same in every language.

use crate::json::{self, ObjectWriter};

/// Everything that can go wrong, with its stable number.
///
/// Numbers and names never change and are never reused; `1`, `3`, `5` and `6` come from the
/// upstream generators. Each code has one constant message: it says what is wrong and what is
/// expected, and cannot leak a secret or a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{}", self.message())]
#[non_exhaustive]
#[repr(i32)]
pub enum Error {
    /// 1: the app id is not an integer in `1..=4294967295`.
    AppIdInvalid = 1,
    /// 3: the user id is not 1 to 64 bytes of UTF-8 without NUL.
    UserIdInvalid = 3,
    /// 5: the server secret (or a previous one) is not exactly 32 bytes.
    SecretInvalid = 5,
    /// 6: the lifetime is not a whole number of seconds of at least 1, or overflows the expiry.
    EffectiveTimeInvalid = 6,
    /// 7: the payload is not a UTF-8 string, or too long for the token's 16-bit lengths.
    PayloadInvalid = 7,
    /// 8: the room id is not 1 to 128 bytes of UTF-8 without NUL.
    RoomIdInvalid = 8,
    /// 9: a stream id is not 1 to 256 bytes of UTF-8 without NUL, or the list of streams to publish
    /// is missing or empty.
    StreamIdInvalid = 9,
    /// 10: the mode is neither `cbc` nor `gcm`.
    ModeInvalid = 10,
    /// 11: the leeway is not a whole number of seconds of at least 0.
    LeewayInvalid = 11,
    /// 12: privileges that allow neither login nor publishing.
    PrivilegesEmpty = 12,
    /// 13: the time of issue or verification is outside `0..=253402300799`.
    NowInvalid = 13,
    /// 20: the string is not a well-formed Token04.
    TokenFormat = 20,
    /// 23: `decode` only: the secret cannot decrypt the token.
    DecryptFailed = 23,
    /// 24: the token was opened, but its content is not the claims of a token.
    ClaimsInvalid = 24,
    /// 30: the token was issued for another app.
    AppIdMismatch = 30,
    /// 31: the token was issued for another user.
    UserIdMismatch = 31,
    /// 32: the token has expired.
    Expired = 32,
    /// 33: the token's time of issue is in the future.
    NotYetValid = 33,
    /// 34: the envelope's expiry differs from that of the claims.
    ExpireMismatch = 34,
    /// 35: the token does not allow logging in to the named room.
    RoomNotAllowed = 35,
    /// 36: the token does not allow publishing the named stream.
    StreamNotAllowed = 36,
    /// 37: a room or stream was to be checked, but the token carries no privileges.
    PrivilegesAbsent = 37,
    /// 38: this library did not make the token under any of the secrets, or the token was changed.
    Unauthenticated = 38,
    /// 90: a panic or an impossible state inside the library.
    Internal = 90,
    /// 91: a pointer argument was NULL where a value is required.
    NullPointer = 91,
    /// 92: the caller's buffer is too small.
    BufferTooSmall = 92,
    /// 93: the loaded library has a different ABI version than its wrapper expects.
    AbiMismatch = 93,
    /// 94: no randomness is available.
    RandomUnavailable = 94,
}

impl Error {
    /// Every error, in numerical order.
    pub const ALL: &'static [Error] = &[
        Error::AppIdInvalid,
        Error::UserIdInvalid,
        Error::SecretInvalid,
        Error::EffectiveTimeInvalid,
        Error::PayloadInvalid,
        Error::RoomIdInvalid,
        Error::StreamIdInvalid,
        Error::ModeInvalid,
        Error::LeewayInvalid,
        Error::PrivilegesEmpty,
        Error::NowInvalid,
        Error::TokenFormat,
        Error::DecryptFailed,
        Error::ClaimsInvalid,
        Error::AppIdMismatch,
        Error::UserIdMismatch,
        Error::Expired,
        Error::NotYetValid,
        Error::ExpireMismatch,
        Error::RoomNotAllowed,
        Error::StreamNotAllowed,
        Error::PrivilegesAbsent,
        Error::Unauthenticated,
        Error::Internal,
        Error::NullPointer,
        Error::BufferTooSmall,
        Error::AbiMismatch,
        Error::RandomUnavailable,
    ];

    /// The stable number.
    pub const fn code(self) -> i32 {
        self as i32
    }

    /// The error of a number; `None` for 0 (success) and for numbers not in the table.
    pub fn from_code(code: i32) -> Option<Error> {
        Error::ALL.iter().copied().find(|error| error.code() == code)
    }

    /// The stable name, in snake case.
    pub const fn name(self) -> &'static str {
        match self {
            Error::AppIdInvalid => "app_id_invalid",
            Error::UserIdInvalid => "user_id_invalid",
            Error::SecretInvalid => "secret_invalid",
            Error::EffectiveTimeInvalid => "effective_time_invalid",
            Error::PayloadInvalid => "payload_invalid",
            Error::RoomIdInvalid => "room_id_invalid",
            Error::StreamIdInvalid => "stream_id_invalid",
            Error::ModeInvalid => "mode_invalid",
            Error::LeewayInvalid => "leeway_invalid",
            Error::PrivilegesEmpty => "privileges_empty",
            Error::NowInvalid => "now_invalid",
            Error::TokenFormat => "token_format",
            Error::DecryptFailed => "decrypt_failed",
            Error::ClaimsInvalid => "claims_invalid",
            Error::AppIdMismatch => "app_id_mismatch",
            Error::UserIdMismatch => "user_id_mismatch",
            Error::Expired => "expired",
            Error::NotYetValid => "not_yet_valid",
            Error::ExpireMismatch => "expire_mismatch",
            Error::RoomNotAllowed => "room_not_allowed",
            Error::StreamNotAllowed => "stream_not_allowed",
            Error::PrivilegesAbsent => "privileges_absent",
            Error::Unauthenticated => "unauthenticated",
            Error::Internal => "internal",
            Error::NullPointer => "null_pointer",
            Error::BufferTooSmall => "buffer_too_small",
            Error::AbiMismatch => "abi_mismatch",
            Error::RandomUnavailable => "random_unavailable",
        }
    }

    /// One sentence: what is wrong and what is expected. A constant for each code.
    pub const fn message(self) -> &'static str {
        match self {
            Error::AppIdInvalid => "app id must be an integer from 1 to 4294967295",
            Error::UserIdInvalid => "user id must be a UTF-8 string of 1 to 64 bytes without NUL",
            Error::SecretInvalid => {
                "server secret must be exactly 32 bytes, used as they are (a string of 64 hex \
                 characters is an AppSign, a different credential)"
            }
            Error::EffectiveTimeInvalid => {
                "effective time (ttl) must be a whole number of seconds, at least 1, and the \
                 expiry must fit a signed 64-bit timestamp"
            }
            Error::PayloadInvalid => {
                "payload must be a UTF-8 string, short enough that the token's claims take at most \
                 65519 bytes of JSON"
            }
            Error::RoomIdInvalid => "room id must be a UTF-8 string of 1 to 128 bytes without NUL",
            Error::StreamIdInvalid => {
                "stream ids must be UTF-8 strings of 1 to 256 bytes without NUL, and the list of \
                 streams to publish must not be missing or empty"
            }
            Error::ModeInvalid => "mode must be cbc or gcm",
            Error::LeewayInvalid => "leeway must be a whole number of seconds, at least 0",
            Error::PrivilegesEmpty => "privileges must allow login, publishing, or both",
            Error::NowInvalid => {
                "the current time must be a unix timestamp in seconds, from 0 to 253402300799 \
                 (was it given in milliseconds?)"
            }
            Error::TokenFormat => {
                "token is malformed: expected 04 followed by canonical base64 of a complete \
                 envelope, with nothing around it"
            }
            Error::DecryptFailed => {
                "token could not be decrypted: it was made under another server secret, or it is \
                 damaged"
            }
            Error::ClaimsInvalid => {
                "token was opened, but its content is not the claims of a Token04"
            }
            Error::AppIdMismatch => "token was issued for another app id",
            Error::UserIdMismatch => "token was issued for another user id",
            Error::Expired => "token has expired: issue a new one",
            Error::NotYetValid => {
                "token is not valid yet: its time of issue is in the future, check the clocks"
            }
            Error::ExpireMismatch => {
                "expiry in the token's envelope differs from the one in its claims"
            }
            Error::RoomNotAllowed => "token does not allow logging in to this room",
            Error::StreamNotAllowed => "token does not allow publishing this stream",
            Error::PrivilegesAbsent => {
                "token carries no room privileges, so it allows no login and no publishing"
            }
            Error::Unauthenticated => {
                "token was not authenticated: it comes from another generator, was minted under \
                 another server secret, or was changed"
            }
            Error::Internal => "internal error in token04: please report it",
            Error::NullPointer => "a required pointer argument was NULL",
            Error::BufferTooSmall => {
                "output buffer is too small: the required size is in the length output"
            }
            Error::AbiMismatch => {
                "the loaded token04 library has a different ABI version than this package expects"
            }
            Error::RandomUnavailable => "no cryptographic randomness is available",
        }
    }
}

impl Error {
    /// `{"code":…,"name":…,"message":…}`: an error as JSON.
    pub fn to_json(self) -> String {
        json::text(|out| {
            ObjectWriter::begin(out)
                .integer("code", self.code().into())
                .string("name", self.name())
                .string("message", self.message())
                .end();
        })
    }
}

/// The name of a status number: `"ok"` for 0; `None` for a number not in the table.
pub fn status_name(code: i32) -> Option<&'static str> {
    if code == 0 { Some("ok") } else { Error::from_code(code).map(Error::name) }
}

/// The message of a status number: `"ok"` for 0; `None` for a number not in the table.
pub fn status_message(code: i32) -> Option<&'static str> {
    if code == 0 { Some("ok") } else { Error::from_code(code).map(Error::message) }
}

/// The result type of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_unique_and_round_trip() {
        for (i, a) in Error::ALL.iter().enumerate() {
            assert_eq!(Error::from_code(a.code()), Some(*a));
            assert_eq!(status_name(a.code()), Some(a.name()));
            assert!(a.message().len() > 20, "{}", a.name());
            for b in &Error::ALL[i + 1..] {
                assert!(a.code() < b.code());
                assert_ne!(a.name(), b.name());
                assert_ne!(a.message(), b.message());
            }
        }
        assert_eq!(Error::from_code(0), None);
        assert_eq!(status_message(0), Some("ok"));
        assert_eq!(status_name(2), None);
    }
}
