//! UTF-16 to UTF-8 and back.

use zeroize::Zeroize;

/// Stands for what is not a valid string: the core refuses it with the code of its field.
pub(crate) const REFUSED: &[u8] = &[0xff];

/// A string with a lone surrogate is [`REFUSED`] as a whole. With a replacement character it could
/// have 32 bytes, and so be taken for a secret. What was converted until then is wiped, since it
/// may be the start of one.
pub(crate) fn to_utf8(units: &[u16]) -> Vec<u8> {
    if units.iter().fold(0, |all, unit| all | unit) < 0x80 {
        return units.iter().map(|unit| unit.to_le_bytes()).map(|[low, _]| low).collect();
    }
    let mut bytes = Vec::with_capacity(units.len() * 3);
    for unit in char::decode_utf16(units.iter().copied()) {
        match unit {
            Ok(c) => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            Err(_) => {
                bytes.zeroize();
                return REFUSED.to_vec();
            }
        }
    }
    bytes
}

/// The units of a Java string.
pub(crate) fn to_utf16(text: &str) -> Vec<u16> {
    if text.is_ascii() {
        text.bytes().map(u16::from).collect()
    } else {
        text.encode_utf16().collect()
    }
}
