//! Base64 in the only form that a token may have: the standard alphabet with padding.

use base64::Engine;
use base64::alphabet::STANDARD as ALPHABET;
use base64::engine::general_purpose::NO_PAD;
#[cfg(not(feature = "host-text"))]
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// With or without padding, and with any bits after the last byte.
const LENIENT: GeneralPurpose = GeneralPurpose::new(&ALPHABET, LENIENTLY);
const LENIENTLY: GeneralPurposeConfig = NO_PAD
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);

/// The length of the base64 of this many bytes.
pub(crate) const fn encoded_bytes(bytes: usize) -> usize {
    bytes.div_ceil(3).saturating_mul(4)
}

/// Writes base64 at the start of `out` and returns its length; `None` when it does not fit.
#[cfg(not(feature = "host-text"))]
pub(crate) fn encode(bytes: &[u8], out: &mut [u8]) -> Option<usize> {
    STANDARD.encode_slice(bytes, out).ok()
}

/// Reads canonical base64: with its padding, and no bits after the last byte.
#[cfg(not(feature = "host-text"))]
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// The same by the host.
#[cfg(feature = "host-text")]
pub(crate) fn encode(bytes: &[u8], out: &mut [u8]) -> Option<usize> {
    let length = encoded_bytes(bytes.len());
    let out = out.get_mut(..length)?;
    crate::host::installed()?.base64_encode(bytes, out).then_some(length)
}

/// The same by the host.
#[cfg(feature = "host-text")]
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = vec![0; text.len() / 4 * 3];
    let length = crate::host::installed()?.base64_decode(text, &mut out)?;
    out.truncate(length);
    Some(out)
}

/// Reads base64 with or without padding, and with any bits after the last byte.
pub(crate) fn decode_leniently(text: &[u8]) -> Option<Vec<u8>> {
    LENIENT.decode(text).ok()
}

#[cfg(all(test, not(feature = "host-text")))]
mod tests {
    use super::*;

    const CHARACTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    #[test]
    fn vectors_of_rfc_4648() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            let mut out = vec![0; encoded_bytes(bytes.len())];
            assert_eq!(encode(bytes.as_bytes(), &mut out), Some(text.len()));
            assert_eq!(out, text.as_bytes());
            assert_eq!(decode(text.as_bytes()).as_deref(), Some(bytes.as_bytes()));
            let bare = text.trim_end_matches('=');
            assert_eq!(decode_leniently(bare.as_bytes()).as_deref(), Some(bytes.as_bytes()));
            assert_eq!(decode(bare.as_bytes()).is_some(), bare == text);
        }
        assert_eq!(encode(b"foo", &mut [0; 3]), None);
    }

    #[test]
    fn only_the_canonical_form_is_accepted() {
        for bad in [
            "A",
            "AA",
            "AAA",
            "A===",
            "AA=",
            "AAA==",
            "====",
            "AB==",
            "AAB=",
            "AA=A",
            "A-A=",
            "AA_A",
            "AAAA=",
            "AAAA====",
            "AA==AAAA",
            "AAA ",
            "AAA\n",
            "AAA\u{ff}",
        ] {
            assert_eq!(decode(bad.as_bytes()), None, "{bad}");
        }
        for byte in (0..=255).filter(|byte| !CHARACTERS.contains(byte)) {
            for at in 0..4 {
                let mut text = *b"AAAAAAAA";
                text[at] = byte;
                assert_eq!(decode(&text), None, "{byte}");
            }
        }
        assert_eq!(decode_leniently(b"AB"), Some(vec![0]));
        assert_eq!(decode_leniently(b"A"), None);
    }
}
