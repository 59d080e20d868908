//! Every text of errors and findings in half its bytes, for the WebAssembly build alone: there
//! they would be a seventh of the module.
//!
//! `texts.packed` is made by `cargo xtask texts`. It holds each text with a NUL behind it, first
//! the errors' names, then their messages, then the lines of the findings, packed so: the pair of
//! bytes that comes most often was replaced by one byte that no text has, then the next pair,
//! until those bytes were used up. In front stands what each of them was put for.

use std::sync::OnceLock;

use crate::error::Error;

static PACKED: &[u8] = include_bytes!("texts.packed");
/// The bytes that stand for a pair: 127 to 255, and 1 to 31. No text has one of them.
const FIRST_CODE: u8 = 127;
/// A row for each of these bytes, in this order, and one between for the 0, which is no code.
const PAIRS: usize = 161;

/// The text of this number, behind which a NUL stands; `None` beyond the last.
fn text(number: usize) -> Option<&'static str> {
    static TEXTS: OnceLock<Vec<u8>> = OnceLock::new();
    let mut texts = TEXTS.get_or_init(unpacked).split(|byte| *byte == 0);
    std::str::from_utf8(texts.nth(number)?).ok()
}

/// The name or the message of a status that is an error.
pub(crate) fn of_error(code: i32, message: bool) -> Option<&'static str> {
    let row = Error::ALL.iter().position(|error| error.code() == code)?;
    text(if message { Error::ALL.len() + row } else { row })
}

/// A line of the findings' texts.
pub(crate) fn of_findings(line: usize) -> Option<&'static str> {
    text(2 * Error::ALL.len() + line)
}

fn unpacked() -> Vec<u8> {
    let (pairs, packed) = PACKED.as_chunks::<2>().0.split_at(PAIRS);
    let mut texts = Vec::with_capacity(2 * PACKED.len());
    // What is still to be resolved, the next at the end.
    let mut left: Vec<u8> = packed.as_flattened().iter().rev().copied().collect();
    while let Some(byte) = left.pop() {
        match pairs.get(usize::from(byte.wrapping_sub(FIRST_CODE))) {
            Some([first, second]) if byte != 0 => left.extend_from_slice(&[*second, *first]),
            _ => texts.push(byte),
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::TEXTS;

    #[test]
    fn what_is_packed_is_what_the_sources_say() {
        let stale = "type `cargo xtask texts`";
        for error in Error::ALL {
            assert_eq!(of_error(error.code(), false), Some(error.name()), "{stale}");
            assert_eq!(of_error(error.code(), true), Some(error.message()), "{stale}");
        }
        assert_eq!(of_error(0, true), None);
        for (number, line) in TEXTS.lines().enumerate() {
            assert_eq!(of_findings(number), Some(line), "{stale}");
        }
        assert_eq!(of_findings(TEXTS.lines().count()), Some(""));
        assert_eq!(of_findings(1000), None);
    }

    #[test]
    fn a_nul_stands_behind_each() {
        let texts = unpacked();
        assert_eq!(texts.last(), Some(&0));
        assert!(texts.iter().all(|byte| *byte == 0 || (32..127).contains(byte)));
        assert!(PACKED.len() < texts.len() / 2 + 100, "{} {}", PACKED.len(), texts.len());
    }
}
