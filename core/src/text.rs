//! The last step: `04` and the envelope in base64.

use crate::base64;
use crate::error::{Error, Result};

/// What every token of this version begins with.
pub const VERSION: &str = "04";

/// The longest token, in bytes: the largest envelope that 16-bit lengths can describe.
pub const TOKEN_MAX_BYTES: usize = 87418;

/// The longest string, in bytes, that is read where no shorter limit applies: the user name of
/// [`kit_token`](crate::kit_token), the token of [`inspect`](crate::inspect), and every string of
/// [`explain`](crate::explain), which ignores the rest.
pub const TEXT_MAX_BYTES: usize = 4 * TOKEN_MAX_BYTES;

/// The length of the token for an envelope of this length.
pub(crate) const fn token_bytes(envelope_bytes: usize) -> usize {
    VERSION.len() + base64::encoded_bytes(envelope_bytes)
}

/// Writes the token into `out` and returns its length in bytes.
///
/// # Errors
/// [`Error::BufferTooSmall`] when `out` holds fewer than [`token_bytes`].
pub(crate) fn write(envelope: &[u8], out: &mut [u8]) -> Result<usize> {
    let (version, body) = out.split_at_mut_checked(VERSION.len()).ok_or(Error::BufferTooSmall)?;
    version.copy_from_slice(VERSION.as_bytes());
    let written = base64::encode(envelope, body).ok_or(Error::BufferTooSmall)?;
    Ok(VERSION.len() + written)
}

/// Returns the envelope of a token.
///
/// # Errors
/// [`Error::TokenFormat`] for another version, white space, a string that is too long, or base64
/// that is not the canonical standard form with padding.
pub(crate) fn read(token: &[u8]) -> Result<Vec<u8>> {
    if token.len() > TOKEN_MAX_BYTES {
        return Err(Error::TokenFormat);
    }
    let body = token.strip_prefix(VERSION.as_bytes()).ok_or(Error::TokenFormat)?;
    base64::decode(body).ok_or(Error::TokenFormat)
}

/// Whether a byte is one of these few. The standard library's search, made for long slices, is no
/// faster here, and takes half a kilobyte in the WebAssembly build.
#[allow(clippy::manual_contains, reason = "see above")]
pub(crate) fn among(bytes: &[u8], byte: u8) -> bool {
    bytes.iter().any(|one| *one == byte)
}

/// The byte of two hex digits.
pub(crate) fn hex_byte([high, low]: [u8; 2]) -> Option<u8> {
    Some(hex_digit(high)? << 4 | hex_digit(low)?)
}

/// A string with its percent escapes decoded; `None` if one is malformed.
pub(crate) fn percent_decoded(text: &[u8]) -> Option<Vec<u8>> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((mut byte, mut tail)) = rest.split_first().map(|(byte, tail)| (*byte, tail)) {
        if byte == b'%' {
            let (digits, behind) = tail.split_first_chunk()?;
            (byte, tail) = (hex_byte(*digits)?, behind);
        }
        decoded.push(byte);
        rest = tail;
    }
    Some(decoded)
}

/// The value of a hex digit.
pub(crate) fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip() {
        for length in 0..40 {
            let envelope = vec![7; length];
            let mut out = vec![0; token_bytes(length)];
            assert_eq!(write(&envelope, &mut out), Ok(out.len()));
            assert_eq!(read(&out), Ok(envelope.clone()));
            out.pop();
            assert_eq!(write(&envelope, &mut out), Err(Error::BufferTooSmall));
        }
    }

    #[test]
    fn only_canonical_base64_is_read() {
        for bad in [
            "", "0", "03AAAA", "04AAA", "04AAA=A", "04AB==", "04AA-_", " 04AAAA", "04AAAA\n",
            "04AA AA",
        ] {
            assert_eq!(read(bad.as_bytes()), Err(Error::TokenFormat), "{bad:?}");
        }
        let long = "04".to_owned() + &"A".repeat(TOKEN_MAX_BYTES);
        assert_eq!(read(long.as_bytes()), Err(Error::TokenFormat));
    }
}
