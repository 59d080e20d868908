//! What goes to stdout and stderr. A closed pipe is an error to handle, never a panic.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use token04::Error;

use crate::failure::Failure;

/// Writes `text` and a newline to stdout.
pub fn print_line(text: &str) -> Result<(), Failure> {
    print(&[text, "\n"].concat())
}

/// Writes `text` unchanged to stdout.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Failure::output)
}

/// Reports on stderr what is wrong. If stderr is closed as well, there is still the exit code.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "error: {}", escaped(text));
}

/// The JSON of a result or an error, in which no character acts on a terminal.
///
/// JSON allows DEL, the C1 controls and the marks for the direction of writing inside its strings,
/// and only there: as escapes they have the same meaning.
pub fn escaped_json(json: &str) -> Cow<'_, str> {
    escape(json, acts_beyond_c0)
}

/// Plain text, in which no character but a line feed acts on a terminal.
pub fn escaped(text: &str) -> Cow<'_, str> {
    escape(text, acts)
}

/// Whether `text` holds a character that acts on a terminal.
pub fn is_active(text: &str) -> bool {
    text.contains(|c| c == '\n' || acts(c))
}

fn acts(c: char) -> bool {
    (c < ' ' && c != '\n') || acts_beyond_c0(c)
}

/// DEL and C1; the separators of lines and paragraphs; the marks, embeddings, overrides and
/// isolates of bidirectional text.
fn acts_beyond_c0(c: char) -> bool {
    matches!(c,
        '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}')
}

fn escape(text: &str, acts: fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 64);
    for c in text.chars() {
        if acts(c) {
            // Writing to a `String` cannot fail.
            let _ = write!(escaped, "\\u{:04x}", u32::from(c));
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// `{"ok":true,…}` around the fields of a result the core has written, or
/// `{"ok":false,"error":{…}}`.
pub fn object(result: Result<String, Error>) -> String {
    match result {
        Ok(json) => match escaped_json(&json).strip_prefix('{') {
            Some("}") | None => r#"{"ok":true}"#.to_owned(),
            Some(fields) => [r#"{"ok":true,"#, fields].concat(),
        },
        Err(error) => [r#"{"ok":false,"error":"#, &escaped_json(&error.to_json()), "}"].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_escaped() {
        let all: Vec<char> = ('\0'..='\u{3000}').collect();
        let is_escaped =
            |escape: fn(&str) -> Cow<'_, str>, c: char| escape(&c.to_string()) != c.to_string();
        let acting: Vec<char> =
            all.iter().copied().filter(|c| is_escaped(escaped_json, *c)).collect();
        let c1 = '\u{7f}'..='\u{9f}';
        let marks = [
            '\u{61c}', '\u{200e}', '\u{200f}', '\u{2028}', '\u{2029}', '\u{202a}', '\u{202b}',
            '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
        ];
        assert_eq!(acting, c1.chain(marks).collect::<Vec<_>>());
        assert!(
            all.iter().all(
                |c| is_escaped(escaped, *c) == ((*c < ' ' && *c != '\n') || acting.contains(c))
            )
        );
        assert_eq!(escaped("a\u{9b}31m\tz\u{202e}\n"), "a\\u009b31m\\u0009z\\u202e\n");
        assert_eq!(escaped("Zoë 日本 😀"), "Zoë 日本 😀");
        assert!(is_active("\n") && is_active("\u{1b}") && !is_active("é"));
    }
}
