//! Base64 of the standard alphabet with padding: the only form a token may have.
//!
//! Bytes are encoded and read in groups, in WebAssembly with its own vectors. What the tables are
//! read with is no key: it stands in the token.

#[cfg_attr(all(target_arch = "wasm32", target_feature = "simd128"), path = "base64/simd.rs")]
mod group;
#[cfg(test)]
mod properties;

const PADDING: u8 = b'=';

/// Characters that so many bytes take.
pub(crate) const fn encoded_bytes(bytes: usize) -> usize {
    bytes.div_ceil(3).saturating_mul(4)
}

/// Writes base64 into the front of `out` and returns its length; `None` when there is no room.
pub(crate) fn encode(bytes: &[u8], out: &mut [u8]) -> Option<usize> {
    let length = encoded_bytes(bytes.len());
    let out = out.get_mut(..length)?;
    let (groups, rest) = bytes.as_chunks();
    let (texts, last) = out.as_chunks_mut();
    group::encode(groups, texts);
    if rest.is_empty() {
        return Some(length);
    }
    let (mut group, mut text) = ([0; group::BYTES], [0; group::CHARACTERS]);
    group.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    group::encode(&[group], std::array::from_mut(&mut text));
    let beyond = rest.len() + rest.len().div_ceil(3);
    text.iter_mut().skip(beyond).for_each(|character| *character = PADDING);
    if last.is_empty() {
        *texts.last_mut()? = text;
    } else {
        last.iter_mut().zip(text).for_each(|(to, from)| *to = from);
    }
    Some(length)
}

/// Reads canonical base64: with its padding, and no bits beyond the last byte.
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    read(text, true)
}

/// Reads base64 with or without padding, and whatever bits beyond the last byte.
pub(crate) fn decode_leniently(text: &[u8]) -> Option<Vec<u8>> {
    read(text, false)
}

fn read(text: &[u8], canonical: bool) -> Option<Vec<u8>> {
    if canonical && !text.len().is_multiple_of(4) {
        return None;
    }
    // At most two characters of padding.
    let text = text.strip_suffix(&[PADDING]).unwrap_or(text);
    let text = text.strip_suffix(&[PADDING]).unwrap_or(text);
    let (groups, rest) = text.as_chunks();
    if rest.len() % 4 == 1 {
        return None;
    }
    let mut bytes = vec![0; text.len() / 4 * 3 + (rest.len() % 4).saturating_sub(1)];
    let (whole, last) = bytes.as_chunks_mut();
    group::decode(groups, whole)?;
    let (mut group, mut triples) = ([b'A'; group::READ_CHARACTERS], [0; group::READ_BYTES]);
    group.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    group::decode(&[group], std::array::from_mut(&mut triples))?;
    if canonical && triples.get(last.len()..)?.iter().any(|beyond| *beyond != 0) {
        return None;
    }
    last.iter_mut().zip(triples).for_each(|(to, from)| *to = from);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    fn encoded(bytes: &[u8]) -> String {
        let mut out = vec![0; encoded_bytes(bytes.len())];
        assert_eq!(encode(bytes, &mut out), Some(out.len()));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_vectors_of_rfc_4648() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encoded(bytes.as_bytes()), text);
            assert_eq!(decode(text.as_bytes()).as_deref(), Some(bytes.as_bytes()));
            let bare = text.trim_end_matches('=');
            assert_eq!(decode_leniently(bare.as_bytes()).as_deref(), Some(bytes.as_bytes()));
            assert_eq!(decode(bare.as_bytes()).is_some(), bare == text);
        }
    }

    #[test]
    fn every_value_goes_there_and_back() {
        let bytes: Vec<u8> = (0..=255).cycle().take(1021).collect();
        for length in 0..bytes.len() {
            assert_eq!(
                decode(encoded(&bytes[..length]).as_bytes()),
                Some(bytes[..length].to_vec())
            );
        }
        let all = String::from_utf8(ALPHABET.to_vec()).unwrap();
        assert_eq!(encoded(&decode(all.as_bytes()).unwrap()), all);
    }

    #[test]
    fn only_the_canonical_form_is_read() {
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
        for byte in (0..=255).filter(|byte| !ALPHABET.contains(byte)) {
            for at in 0..4 {
                let mut text = *b"AAAAAAAA";
                text[at] = byte;
                assert_eq!(decode(&text), None, "{byte}");
            }
        }
        assert_eq!(decode_leniently(b"AB"), Some(vec![0]));
        assert_eq!(decode_leniently(b"A"), None);
        assert_eq!(encode(b"foo", &mut [0; 3]), None);
    }
}
