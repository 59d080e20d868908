//! Twice three bytes are eight characters: a 64-bit number is read and one is written.

use super::ALPHABET;

pub(super) const BYTES: usize = 6;
pub(super) const CHARACTERS: usize = 8;

/// Encodes each group.
#[allow(clippy::cast_possible_truncation, reason = "of numbers of six bits")]
pub(super) fn encode(groups: &[[u8; BYTES]], texts: &mut [[u8; CHARACTERS]]) {
    for ([a, b, c, d, e, f], text) in groups.iter().zip(texts) {
        let bits = u64::from_be_bytes([*a, *b, *c, *d, *e, *f, 0, 0]);
        let at = |shift: u32| {
            ALPHABET.get(((bits >> shift) as u32 & 63) as usize).copied().unwrap_or_default()
        };
        *text = [at(58), at(52), at(46), at(40), at(34), at(28), at(22), at(16)];
    }
}
