//! Status numbers, their texts, and the boundary that no panic crosses.

use std::ffi::c_char;
use std::panic::{AssertUnwindSafe, catch_unwind};

use token04::{Error, Result};

use crate::constants::{TOKEN04_ABI_VERSION, TOKEN04_OK};

/// Runs the body of an entry; a panic becomes the status 90.
pub(crate) fn guard(body: impl FnOnce() -> Result<()>) -> i32 {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => TOKEN04_OK,
        Ok(Err(error)) => error.code(),
        Err(_) => Error::Internal.code(),
    }
}

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

/// The core's texts as C has them, one after the other, made by the compiler.
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

fn look_up(code: i32, texts: &'static [u8]) -> *const c_char {
    if code == TOKEN04_OK {
        return c"ok".as_ptr();
    }
    let row = Error::ALL.iter().position(|error| error.code() == code);
    let mut rest = texts;
    for _ in 0..row.unwrap_or(ERRORS) {
        let text = rest.iter().position(|byte| *byte == 0).map_or(0, |at| at + 1);
        rest = rest.get(text..).unwrap_or_default();
    }
    if rest.is_empty() { c"unknown".as_ptr() } else { rest.as_ptr().cast() }
}

/// The version of the ABI the library speaks. Compare it with `TOKEN04_ABI_VERSION` when you load
/// the library by hand. It changes only when a program built against an older header would
/// break; so does the SONAME. No errors. Any thread, any time.
#[unsafe(no_mangle)]
pub extern "C" fn token04_abi_version() -> u32 {
    TOKEN04_ABI_VERSION
}

/// The version of the library, such as "0.1.0". A static text: never NULL, never freed. No errors.
/// Any thread, any time.
#[unsafe(no_mangle)]
pub extern "C" fn token04_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// The stable name of a status, such as "user_id_invalid"; "ok" for 0, "unknown" for a number
/// that is no status. A static text: never NULL, never freed. No errors. Any thread, any time.
#[unsafe(no_mangle)]
pub extern "C" fn token04_error_name(status: i32) -> *const c_char {
    look_up(status, &NAMES)
}

/// What a status means and what was expected, in one sentence. A constant of its status: it
/// holds no secret and no claim. "ok" for 0, "unknown" for a number that is no status. A static
/// text: never NULL, never freed. No errors. Any thread, any time.
#[unsafe(no_mangle)]
pub extern "C" fn token04_error_message(status: i32) -> *const c_char {
    look_up(status, &MESSAGES)
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;

    use super::*;

    fn text(pointer: *const c_char) -> &'static str {
        // SAFETY: both functions answer a static text that ends with NUL.
        unsafe { CStr::from_ptr(pointer) }.to_str().unwrap()
    }

    #[test]
    fn texts_are_the_core_s() {
        for error in Error::ALL {
            assert_eq!(text(token04_error_name(error.code())), error.name());
            assert_eq!(text(token04_error_message(error.code())), error.message());
        }
        for unknown in [-1, 2, 4, 99, i32::MIN, i32::MAX] {
            assert_eq!(text(token04_error_name(unknown)), "unknown");
            assert_eq!(text(token04_error_message(unknown)), "unknown");
        }
        assert_eq!(text(token04_error_message(0)), "ok");
        assert_eq!(text(token04_version()), env!("CARGO_PKG_VERSION"));
    }

    #[test]
    fn a_panic_is_a_status() {
        assert_eq!(guard(|| panic!("on purpose")), 90);
        assert_eq!(guard(|| Ok(())), 0);
    }
}
