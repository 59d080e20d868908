//! Twelve bytes at a time with WebAssembly's vectors: a third of a token's time there went into
//! base64, and no compiler finds this by itself. After the ways of W. Muła.

use core::arch::wasm32::{
    i8x16, i8x16_add, i8x16_eq, i8x16_lt, i8x16_splat, u8x16, u8x16_shr, u8x16_splat,
    u8x16_sub_sat, u8x16_swizzle, u32x4_shl, u32x4_shr, u32x4_splat, u64x2, u64x2_extract_lane,
    v128, v128_and, v128_any_true, v128_or,
};

pub(super) const BYTES: usize = 12;
pub(super) const CHARACTERS: usize = 16;
pub(super) const READ_CHARACTERS: usize = CHARACTERS;
pub(super) const READ_BYTES: usize = BYTES;

/// Encodes each group.
pub(super) fn encode(groups: &[[u8; BYTES]], texts: &mut [[u8; CHARACTERS]]) {
    for (group, text) in groups.iter().zip(texts) {
        *text = characters(values(*group));
    }
}

/// The values of six bits, one in each lane.
fn values([a, b, c, d, e, f, g, h, i, j, k, l]: [u8; BYTES]) -> v128 {
    let first = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
    let last = u64::from_le_bytes([i, j, k, l, 0, 0, 0, 0]);
    // Each triple as one number of 24 bits, in a lane of 32.
    let order = u8x16(2, 1, 0, 255, 5, 4, 3, 255, 8, 7, 6, 255, 11, 10, 9, 255);
    let triples = u8x16_swizzle(u64x2(first, last), order);
    let part = |shifted: v128, mask: u32| v128_and(shifted, u32x4_splat(mask));
    v128_or(
        v128_or(
            part(u32x4_shr(triples, 18), 0x0000_003f),
            part(u32x4_shr(triples, 4), 0x0000_3f00),
        ),
        v128_or(
            part(u32x4_shl(triples, 10), 0x003f_0000),
            part(u32x4_shl(triples, 24), 0x3f00_0000),
        ),
    )
}

/// The characters of values: each range of the alphabet lies at its own distance.
fn characters(values: v128) -> [u8; CHARACTERS] {
    // 13 for the capitals, 0 for small letters, 1 to 10 for the digits, 11 and 12 for + and /.
    let capitals = v128_and(i8x16_lt(values, i8x16_splat(26)), u8x16_splat(13));
    let range = v128_or(u8x16_sub_sat(values, u8x16_splat(51)), capitals);
    let distances = i8x16(71, -4, -4, -4, -4, -4, -4, -4, -4, -4, -4, -19, -16, 65, 0, 0);
    let text = i8x16_add(values, u8x16_swizzle(distances, range));
    bytes(text)
}

/// Decodes each group; `None` where a character is not of the alphabet.
pub(super) fn decode(texts: &[[u8; CHARACTERS]], groups: &mut [[u8; BYTES]]) -> Option<()> {
    for (text, group) in texts.iter().zip(groups) {
        let [decoded @ .., _, _, _, _] = bytes(triples(values_of(*text)?));
        *group = decoded;
    }
    Some(())
}

/// The values of characters, one in each lane: what is added depends on the upper four bits, and
/// on whether it is a slash.
fn values_of([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]: [u8; CHARACTERS]) -> Option<v128> {
    let first = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
    let last = u64::from_le_bytes([i, j, k, l, m, n, o, p]);
    let text = u64x2(first, last);
    let upper = u8x16_shr(text, 4);
    let lower = v128_and(text, u8x16_splat(15));
    // The kinds of characters that the upper bits may begin, and those that the lower exclude:
    // a bit for each row of the alphabet in which not every column is one of its characters.
    let begun = u8x16(16, 16, 1, 2, 4, 8, 4, 8, 16, 16, 16, 16, 16, 16, 16, 16);
    let excluded = u8x16(21, 17, 17, 17, 17, 17, 17, 17, 17, 17, 19, 26, 27, 27, 27, 26);
    let wrong = v128_and(u8x16_swizzle(begun, upper), u8x16_swizzle(excluded, lower));
    let slash = i8x16_eq(text, i8x16_splat(47));
    let distances = i8x16(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0);
    let values = i8x16_add(text, u8x16_swizzle(distances, i8x16_add(upper, slash)));
    (!v128_any_true(wrong)).then_some(values)
}

/// Four values of six bits are three bytes: twelve bytes at the front.
fn triples(values: v128) -> v128 {
    let part = |mask: u32| v128_and(values, u32x4_splat(mask));
    let numbers = v128_or(
        v128_or(u32x4_shl(part(0x0000_003f), 18), u32x4_shl(part(0x0000_3f00), 4)),
        v128_or(u32x4_shr(part(0x003f_0000), 10), u32x4_shr(values, 24)),
    );
    u8x16_swizzle(numbers, u8x16(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 255, 255, 255, 255))
}

fn bytes(lanes: v128) -> [u8; 16] {
    let (low, high) = (u64x2_extract_lane::<0>(lanes), u64x2_extract_lane::<1>(lanes));
    (u128::from(high) << 64 | u128::from(low)).to_le_bytes()
}
