//! The encoder and the decoders beside those of the crate `base64`.

use base64::Engine;
use base64::alphabet::STANDARD as ALPHABET;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use proptest::collection::vec;
use proptest::prelude::*;

use super::{decode, decode_leniently, encode, encoded_bytes};

/// Without padding, and with any bits beyond the last byte.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &ALPHABET,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// Base64 with some places overwritten: padding, other alphabets, white space, any byte.
fn nearly_base64() -> impl Strategy<Value = Vec<u8>> {
    let byte =
        prop_oneof![Just(b'='), Just(b'A'), Just(b'-'), Just(b'_'), Just(b'\n'), any::<u8>()];
    let mutation = (any::<prop::sample::Index>(), 0..3_usize, vec(byte, 0..3));
    (vec(any::<u8>(), 0..40), vec(mutation, 0..3)).prop_map(|(bytes, mutations)| {
        let mut text = STANDARD.encode(bytes).into_bytes();
        for (at, removed, bytes) in mutations {
            let at = at.index(text.len() + 1);
            let end = text.len().min(at + removed);
            text.splice(at..end, bytes);
        }
        text
    })
}

/// A text without the two characters of padding it may end with.
fn bare(text: &[u8]) -> &[u8] {
    let text = text.strip_suffix(b"=").unwrap_or(text);
    text.strip_suffix(b"=").unwrap_or(text)
}

fn compare(text: &[u8]) -> Result<(), TestCaseError> {
    prop_assert_eq!(decode(text), STANDARD.decode(text).ok());
    prop_assert_eq!(decode_leniently(text), LENIENT.decode(bare(text)).ok());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn bytes_are_encoded_alike(bytes in vec(any::<u8>(), 0..200), spare in 0..9_usize) {
        let expected = STANDARD.encode(&bytes);
        let mut out = vec![b'.'; encoded_bytes(bytes.len()) + spare];
        prop_assert_eq!(encode(&bytes, &mut out), Some(expected.len()));
        prop_assert_eq!(&out[..expected.len()], expected.as_bytes());
        prop_assert!(out[expected.len()..].iter().all(|byte| *byte == b'.'));
        let missing = expected.len().saturating_sub(1);
        prop_assert_eq!(encode(&bytes, &mut out[..missing]).is_none(), !bytes.is_empty());
        compare(expected.as_bytes())?;
    }

    #[test]
    fn what_is_nearly_base64_is_read_alike(text in nearly_base64()) {
        compare(&text)?;
    }

    #[test]
    fn texts_of_the_alphabet_are_read_alike(text in "[A-Za-z0-9+/]{0,12}={0,4}") {
        compare(text.as_bytes())?;
    }

    #[test]
    fn any_bytes_are_read_alike(text in vec(any::<u8>(), 0..12)) {
        compare(&text)?;
    }
}

#[test]
fn each_last_group_is_read_alike() {
    // All that two and three characters with their padding can be: unused bits too.
    let alphabet = ALPHABET.as_str().as_bytes();
    for a in [b'A', b'/'] {
        for b in alphabet {
            compare(&[a, *b, b'=', b'=']).unwrap();
            for c in alphabet {
                compare(&[a, *b, *c, b'=']).unwrap();
            }
        }
    }
}
