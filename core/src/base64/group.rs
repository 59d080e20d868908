//! For every machine without WebAssembly's vectors: six bytes are eight characters, by a number of 64
//! bits and a table, or many groups at once by [`lanes`]; and back by a table.

#[cfg(not(target_arch = "wasm32"))]
mod lanes;

pub(super) const BYTES: usize = 6;
pub(super) const CHARACTERS: usize = 8;
pub(super) const READ_CHARACTERS: usize = 4;
pub(super) const READ_BYTES: usize = 3;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// In the place of a value: no character of the alphabet.
const NONE: u8 = 0xff;
/// The value of each character.
#[allow(clippy::indexing_slicing, reason = "computed while compiling, where a panic is an error")]
const VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut value = 0;
    while value < 64 {
        values[ALPHABET[value as usize] as usize] = value;
        value += 1;
    }
    values
};

/// Encodes each group.
#[allow(clippy::cast_possible_truncation, reason = "of numbers of six bits")]
pub(super) fn encode(groups: &[[u8; BYTES]], texts: &mut [[u8; CHARACTERS]]) {
    // Where vectors come with the machine and code may be long. The last group alone is faster by
    // the table: 3 % of a CBC token's time.
    #[cfg(not(target_arch = "wasm32"))]
    if groups.len() > 1 {
        return lanes::encode(groups, texts);
    }
    for ([a, b, c, d, e, f], text) in groups.iter().zip(texts) {
        let bits = u64::from_be_bytes([*a, *b, *c, *d, *e, *f, 0, 0]);
        let at = |shift: u32| {
            ALPHABET.get(((bits >> shift) as u32 & 63) as usize).copied().unwrap_or_default()
        };
        *text = [at(58), at(52), at(46), at(40), at(34), at(28), at(22), at(16)];
    }
}

/// Decodes each group; `None` where a character is not of the alphabet.
pub(super) fn decode(
    texts: &[[u8; READ_CHARACTERS]],
    groups: &mut [[u8; READ_BYTES]],
) -> Option<()> {
    let mut seen = 0;
    for (text, group) in texts.iter().zip(groups) {
        let [a, b, c, d] =
            text.map(|character| VALUES.get(usize::from(character)).copied().unwrap_or(NONE));
        let bits = u32::from(a) << 18 | u32::from(b) << 12 | u32::from(c) << 6 | u32::from(d);
        let [_, triple @ ..] = bits.to_be_bytes();
        *group = triple;
        seen |= a | b | c | d;
    }
    (seen != NONE).then_some(())
}
