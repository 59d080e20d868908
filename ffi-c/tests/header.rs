//! Compares the checked-in header with the core: numbers, names and limits are equal.

use std::collections::BTreeMap;

use token04::{Error, Mode, bounds};

const HEADER: &str = include_str!("../include/token04.h");
const FLAT: &str = include_str!("../include/token04_flat.h");

/// Each macro of the header with its value, as written.
fn macros() -> BTreeMap<&'static str, &'static str> {
    let lines = HEADER.lines().filter_map(|line| line.strip_prefix("#define "));
    lines.filter_map(|line| line.split_once(' ')).collect()
}

#[test]
fn the_errors_are_those_of_the_core() {
    let found: BTreeMap<String, i32> = macros()
        .iter()
        .filter_map(|(name, value)| {
            let name = name.strip_prefix("TOKEN04_ERROR_")?.to_lowercase();
            Some((name, value.parse().unwrap()))
        })
        .collect();
    let wanted: BTreeMap<String, i32> =
        Error::ALL.iter().map(|error| (error.name().to_owned(), error.code())).collect();
    assert_eq!(found, wanted);
    assert_eq!(macros()["TOKEN04_OK"], "0");
}

#[test]
fn limits_and_modes_are_those_of_the_core() {
    let macros = macros();
    let number = |name: &str| macros[name].trim_matches(['(', ')']).parse::<i64>().unwrap();
    let size = |name: &str| usize::try_from(number(name)).unwrap();
    assert_eq!(size("TOKEN04_SECRET_BYTES"), token04::SECRET_BYTES);
    assert_eq!(size("TOKEN04_USER_ID_MAX"), token04::USER_ID_MAX_BYTES);
    assert_eq!(size("TOKEN04_ROOM_ID_MAX"), token04::ROOM_ID_MAX_BYTES);
    assert_eq!(size("TOKEN04_STREAM_ID_MAX"), token04::STREAM_ID_MAX_BYTES);
    assert_eq!(size("TOKEN04_TOKEN_MAX"), token04::TOKEN_MAX_BYTES);
    assert!(bounds::token(Mode::Gcm, usize::MAX, usize::MAX) <= token04::TOKEN_MAX_BYTES);
    assert_eq!(number("TOKEN04_DEFAULT_LEEWAY_SECONDS"), token04::DEFAULT_LEEWAY_SECONDS);
    assert_eq!(
        number("TOKEN04_REFRESH_BEFORE_EXPIRY_SECONDS"),
        token04::REFRESH_BEFORE_EXPIRY_SECONDS
    );
    assert_eq!(number("TOKEN04_MODE_CBC"), i64::from(Mode::Cbc.number()));
    assert_eq!(number("TOKEN04_MODE_GCM"), i64::from(Mode::Gcm.number()));
    assert_eq!(size("TOKEN04_TEXT_MAX"), token04::TEXT_MAX_BYTES);
    assert_eq!(number("TOKEN04_NOW_MAX"), token04::NOW_MAX);
    assert_eq!(macros["TOKEN04_VERSION"].trim_matches('"'), env!("CARGO_PKG_VERSION"));
}

#[test]
fn the_list_of_symbols_matches_the_header() {
    let listed: Vec<&str> = include_str!("../abi/symbols.txt").lines().collect();
    for header in [HEADER, FLAT] {
        let declared = header.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '(');
        let mut declared: Vec<&str> = declared
            .filter_map(|word| word.split_once('('))
            .map(|(name, _)| name)
            .filter(|name| name.starts_with("token04_"))
            .collect();
        declared.sort_unstable();
        declared.dedup();
        // Comments mention `token04_x()` too: only functions that are declared.
        assert_eq!(declared, listed);
    }
}

#[test]
fn the_flat_header_has_no_comment_and_no_preprocessor_line() {
    assert!(FLAT.lines().all(|line| !line.trim_start().starts_with('#')));
    assert!(!FLAT.contains("/*") && !FLAT.contains("//"));
}

#[test]
fn every_comment_has_errors_and_threads() {
    let mut comment = String::new();
    let mut count = 0;
    for line in HEADER.lines() {
        if line == "/**" {
            comment.clear();
        } else if let Some(text) = line.strip_prefix(" * ") {
            comment.push_str(text);
            comment.push(' ');
        } else if line.contains(" token04_") && line.contains('(') && !line.starts_with('#') {
            let errors =
                ["No errors.", "Errors, the first", "Errors of the whole call", "Errors as"];
            assert!(errors.iter().any(|start| comment.contains(start)), "{line}");
            assert!(comment.contains("thread"), "{line}");
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn nothing_for_tests_is_declared() {
    for text in [HEADER, FLAT, include_str!("../abi/symbols.txt")] {
        assert!(!text.contains("test_panic"));
    }
}
