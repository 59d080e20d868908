//! The core's error names and messages as C strings.

use std::ffi::c_char;

use token04::Error;

const ERRORS: usize = Error::ALL.len();

static NAMES: [u8; bytes(false)] = texts(false);
static MESSAGES: [u8; bytes(true)] = texts(true);

/// Bytes of all names or messages, each with its NUL.
const fn bytes(messages: bool) -> usize {
    let mut bytes = ERRORS;
    let mut row = 0;
    while row < ERRORS {
        bytes += text(row, messages).len();
        row += 1;
    }
    bytes
}

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler, which checks each index")]
const fn text(row: usize, messages: bool) -> &'static str {
    let error = Error::ALL[row];
    if messages { error.message() } else { error.name() }
}

/// The core's strings as C strings, one after the other, computed at compile time.
#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler, which checks each index")]
const fn texts<const BYTES: usize>(messages: bool) -> [u8; BYTES] {
    let mut texts = [0; BYTES];
    let (mut row, mut end) = (0, 0);
    while row < ERRORS {
        let text = text(row, messages).as_bytes();
        let mut at = 0;
        while at < text.len() {
            texts[end] = text[at];
            at += 1;
            end += 1;
        }
        row += 1;
        end += 1; // its NUL
    }
    texts
}

/// The name or the message of an error.
pub(crate) fn error_text(code: i32, message: bool) -> Option<*const c_char> {
    let row = Error::ALL.iter().position(|error| error.code() == code)?;
    let mut rest: &[u8] = if message { &MESSAGES } else { &NAMES };
    for _ in 0..row {
        let text = rest.iter().position(|byte| *byte == 0)?;
        rest = rest.get(text + 1..)?;
    }
    Some(rest.as_ptr().cast())
}
