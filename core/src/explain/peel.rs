//! Removes white space and quotes around a string, and other small string helpers.

/// A string without the white space and quotes around it.
#[derive(Clone, Copy)]
pub(super) struct Peeled<'t> {
    pub(super) bare: &'t [u8],
    pub(super) had_white_space: bool,
    pub(super) had_quotes: bool,
}

/// Removes white space (also a byte order mark) and quotes from both ends, however nested.
pub(super) fn peel(text: &[u8]) -> Peeled<'_> {
    let mut peeled = Peeled { bare: text, had_white_space: false, had_quotes: false };
    loop {
        let before = peeled.bare.len();
        peeled.bare = peeled.bare.strip_prefix(b"\xef\xbb\xbf").unwrap_or(peeled.bare);
        peeled.bare = peeled.bare.trim_ascii();
        peeled.had_white_space |= peeled.bare.len() != before;
        let Some(unquoted) = without_quote(peeled.bare) else {
            if peeled.bare.len() == before {
                return peeled;
            }
            continue;
        };
        peeled.had_quotes = true;
        peeled.bare = unquoted;
    }
}

fn without_quote(text: &[u8]) -> Option<&[u8]> {
    match text {
        [b'"' | b'\'' | b'`', rest @ ..] | [rest @ .., b'"' | b'\'' | b'`'] => Some(rest),
        _ => None,
    }
}

/// Whether a string consists of hex digits only.
pub(super) fn is_hex(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_hexdigit)
}

/// The position of the first occurrence of `part`, which must not be empty.
pub(super) fn position(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_around_is_removed() {
        for (text, bare, white_space, quotes) in [
            ("abc", "abc", false, false),
            (" abc\r\n", "abc", true, false),
            ("\"abc\"", "abc", false, true),
            ("'abc", "abc", false, true),
            ("\u{feff}abc", "abc", true, false),
            ("\" 'abc'\" ", "abc", true, true),
            ("a b", "a b", false, false),
            ("", "", false, false),
            ("\"\"", "", false, true),
        ] {
            let peeled = peel(text.as_bytes());
            assert_eq!(peeled.bare, bare.as_bytes(), "{text:?}");
            let had = (peeled.had_white_space, peeled.had_quotes);
            assert_eq!(had, (white_space, quotes), "{text:?}");
        }
    }
}
