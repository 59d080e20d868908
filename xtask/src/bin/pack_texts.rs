//! Writes `core/src/texts.packed`, as `core/src/packed.rs` reads it: `pack-texts FILE`.
#![allow(clippy::print_stderr, reason = "a program that prints")]

#[path = "../../../core/src/explain/texts.rs"]
mod texts;

use std::collections::BTreeMap;
use std::process::ExitCode;

use token04::Error;

fn main() -> ExitCode {
    let Some(file) = std::env::args().nth(1) else {
        eprintln!("name a file");
        return ExitCode::FAILURE;
    };
    match std::fs::write(file, pack(&all())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Each text with a NUL behind it.
fn all() -> Vec<u8> {
    let names = Error::ALL.iter().map(|error| error.name());
    let messages = Error::ALL.iter().map(|error| error.message());
    names
        .chain(messages)
        .chain(texts::TEXTS.lines())
        .flat_map(|t| [t, "\0"])
        .collect::<String>()
        .into()
}

/// The pairs, then the text in which they were replaced.
fn pack(text: &[u8]) -> Vec<u8> {
    let mut packed = text.to_vec();
    let mut pairs = Vec::new();
    // The 0 has a row, and is no code.
    for code in (127..=255).chain(0..32_u8) {
        let pair = if code == 0 { [0; 2] } else { most_frequent(&packed) };
        if code != 0 {
            packed = replaced(&packed, pair, code);
        }
        pairs.extend(pair);
    }
    // Read in pairs too: the NUL at the end may be one more.
    packed.resize(packed.len().next_multiple_of(2), 0);
    pairs.extend(packed);
    pairs
}

fn most_frequent(bytes: &[u8]) -> [u8; 2] {
    let mut counts: BTreeMap<[u8; 2], usize> = BTreeMap::new();
    for pair in bytes.iter().copied().zip(bytes.iter().copied().skip(1)) {
        *counts.entry(pair.into()).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or([0; 2], |(pair, _)| pair)
}

fn replaced(bytes: &[u8], pair: [u8; 2], code: u8) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((byte, behind)) = rest.split_first() {
        match rest.strip_prefix(&pair) {
            Some(behind) => {
                out.push(code);
                rest = behind;
            }
            None => {
                out.push(*byte);
                rest = behind;
            }
        }
    }
    out
}
