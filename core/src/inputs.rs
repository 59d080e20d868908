//! The first step: the inputs of a token and their limits.

use crate::error::{Error, Result};
use crate::text::among;

/// The longest user id, in bytes of UTF-8 (the vendor documents "up to 64 bytes").
pub const USER_ID_MAX_BYTES: usize = 64;
/// The longest room id, in bytes of UTF-8.
pub const ROOM_ID_MAX_BYTES: usize = 128;
/// The longest stream id, in bytes of UTF-8.
pub const STREAM_ID_MAX_BYTES: usize = 256;
/// A server secret is exactly this many bytes.
pub const SECRET_BYTES: usize = 32;
/// The longest plaintext, in bytes of JSON: padded to 65520 bytes in CBC, or 65535 bytes with the
/// GCM tag, it still fits the envelope's 16-bit length.
pub const PLAINTEXT_MAX_BYTES: usize = 65519;
/// A token should be renewed this many seconds before it expires: the client SDKs warn then.
pub const REFRESH_BEFORE_EXPIRY_SECONDS: i64 = 30;
/// A verifier's default tolerance for clocks that differ, in seconds.
pub const DEFAULT_LEEWAY_SECONDS: i64 = 30;

/// Checks an app id: an integer in `1..=4294967295`, else [`Error::AppIdInvalid`].
pub(crate) fn app_id(value: i64) -> Result<u32> {
    match u32::try_from(value) {
        Ok(id) if id > 0 => Ok(id),
        _ => Err(Error::AppIdInvalid),
    }
}

/// Checks a user id: 1 to 64 bytes of UTF-8 without NUL, else [`Error::UserIdInvalid`].
pub(crate) fn user_id(value: &[u8]) -> Result<&str> {
    identifier(value, USER_ID_MAX_BYTES, Error::UserIdInvalid)
}

/// Checks a room id: 1 to 128 bytes of UTF-8 without NUL, else [`Error::RoomIdInvalid`].
pub(crate) fn room_id(value: &[u8]) -> Result<&str> {
    identifier(value, ROOM_ID_MAX_BYTES, Error::RoomIdInvalid)
}

/// Checks a stream id: 1 to 256 bytes of UTF-8 without NUL, else [`Error::StreamIdInvalid`].
pub(crate) fn stream_id(value: &[u8]) -> Result<&str> {
    identifier(value, STREAM_ID_MAX_BYTES, Error::StreamIdInvalid)
}

/// The latest time of issue or verification, a unix timestamp in seconds: the end of the year 9999.
pub const NOW_MAX: i64 = 253_402_300_799;

/// Checks a time of issue or verification: `0..=NOW_MAX`, else [`Error::NowInvalid`].
pub(crate) fn now(value: i64) -> Result<i64> {
    if (0..=NOW_MAX).contains(&value) { Ok(value) } else { Err(Error::NowInvalid) }
}

/// Checks a lifetime in seconds and returns the expiry: `now + ttl` as a 64-bit timestamp.
pub(crate) fn expiry(now: i64, ttl: i64) -> Result<i64> {
    if ttl < 1 {
        return Err(Error::EffectiveTimeInvalid);
    }
    now.checked_add(ttl).ok_or(Error::EffectiveTimeInvalid)
}

/// Checks a payload: UTF-8, short enough to fit a plaintext (escaping never shortens a string).
pub(crate) fn payload(value: &[u8]) -> Result<&str> {
    if value.len() > PLAINTEXT_MAX_BYTES {
        return Err(Error::PayloadInvalid);
    }
    std::str::from_utf8(value).map_err(|_| Error::PayloadInvalid)
}

/// Whether an expected id equals the one in a token. An expected id that is empty or longer than
/// its limit never matches.
pub(crate) fn is_same_id(expected: &[u8], id: &str, max_bytes: usize) -> bool {
    (1..=max_bytes).contains(&expected.len()) && expected == id.as_bytes()
}

fn identifier(value: &[u8], max_bytes: usize, error: Error) -> Result<&str> {
    if value.is_empty() || value.len() > max_bytes || among(value, 0) {
        return Err(error);
    }
    std::str::from_utf8(value).map_err(|_| error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn app_ids() {
        assert_eq!(app_id(1), Ok(1));
        assert_eq!(app_id(4_294_967_295), Ok(u32::MAX));
        for bad in [0, -1, 4_294_967_296, 4_294_967_297, i64::MIN, i64::MAX] {
            assert_eq!(app_id(bad), Err(Error::AppIdInvalid), "{bad}");
        }
    }

    #[test]
    fn ids_are_measured_in_bytes() {
        assert!(user_id("é".repeat(32).as_bytes()).is_ok());
        assert_eq!(user_id("é".repeat(33).as_bytes()), Err(Error::UserIdInvalid));
        assert!(room_id(&[b'r'; 128]).is_ok());
        assert_eq!(room_id(&[b'r'; 129]), Err(Error::RoomIdInvalid));
        assert!(stream_id(&[b's'; 256]).is_ok());
        assert_eq!(stream_id(&[b's'; 257]), Err(Error::StreamIdInvalid));
        for bad in [&b""[..], b"a\0b", b"\0", b"\xff", b"\xed\xa0\x80"] {
            assert_eq!(user_id(bad), Err(Error::UserIdInvalid), "{bad:?}");
        }
    }

    #[test]
    fn times_end_with_the_year_9999() {
        assert_eq!((now(0), now(NOW_MAX)), (Ok(0), Ok(NOW_MAX)));
        for bad in [-1, NOW_MAX + 1, 1_700_000_000_000, i64::MIN, i64::MAX] {
            assert_eq!(now(bad), Err(Error::NowInvalid), "{bad}");
        }
    }

    #[test]
    fn lifetimes_never_wrap() {
        assert_eq!(expiry(100, 1), Ok(101));
        assert_eq!(expiry(0, i64::MAX), Ok(i64::MAX));
        for (now, ttl) in [(1, i64::MAX), (0, 0), (0, -1), (0, i64::MIN), (i64::MAX, 1)] {
            assert_eq!(expiry(now, ttl), Err(Error::EffectiveTimeInvalid), "{now} {ttl}");
        }
    }
}
