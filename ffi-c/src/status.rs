//! Status numbers, their names and messages, and the panic boundary.

use std::ffi::c_char;
use std::panic::{AssertUnwindSafe, catch_unwind};

use token04::{Error, Result};

use crate::constants::{TOKEN04_ABI_VERSION, TOKEN04_OK};
use crate::error_texts::error_text;

/// Runs the body of a function; a panic becomes the status 90.
pub(crate) fn guard(body: impl FnOnce() -> Result<()>) -> i32 {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => TOKEN04_OK,
        Ok(Err(error)) => error.code(),
        Err(_) => Error::Internal.code(),
    }
}

/// The name or the message of a status, as a C string.
fn text(status: i32, message: bool) -> *const c_char {
    if status == TOKEN04_OK {
        return c"ok".as_ptr();
    }
    error_text(status, message).unwrap_or(c"unknown".as_ptr())
}

/// The version of the library's ABI. Compare it with `TOKEN04_ABI_VERSION` when you load
/// the library by hand. It changes only when a program built against an older header would
/// break; so does the SONAME. No errors. Any thread, any time.
#[unsafe(no_mangle)]
pub extern "C" fn token04_abi_version() -> u32 {
    TOKEN04_ABI_VERSION
}

/// The version of the library, such as "0.1.0". A static string: never NULL, never freed. No
/// errors. Any thread, any time.
#[unsafe(no_mangle)]
pub extern "C" fn token04_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// The stable name of a status, such as "user_id_invalid"; "ok" for 0, "unknown" for a number
/// that is not a status. A static string: never NULL, never freed. No errors. Any thread, any time.
#[unsafe(no_mangle)]
pub extern "C" fn token04_error_name(status: i32) -> *const c_char {
    text(status, false)
}

/// What a status means and what was expected, in one sentence. A constant for each status: it
/// contains no secret and no claim. "ok" for 0, "unknown" for any other number. A static string:
/// never NULL, never freed. No errors. Any thread, any time.
#[unsafe(no_mangle)]
pub extern "C" fn token04_error_message(status: i32) -> *const c_char {
    text(status, true)
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;

    use super::*;

    fn read(pointer: *const c_char) -> &'static str {
        // SAFETY: both functions return a static string that ends with NUL.
        unsafe { CStr::from_ptr(pointer) }.to_str().unwrap()
    }

    #[test]
    fn names_and_messages_are_those_of_the_core() {
        for error in Error::ALL {
            assert_eq!(read(token04_error_name(error.code())), error.name());
            assert_eq!(read(token04_error_message(error.code())), error.message());
        }
        for unknown in [-1, 2, 4, 99, i32::MIN, i32::MAX] {
            assert_eq!(read(token04_error_name(unknown)), "unknown");
            assert_eq!(read(token04_error_message(unknown)), "unknown");
        }
        assert_eq!(read(token04_error_message(0)), "ok");
        assert_eq!(read(token04_version()), env!("CARGO_PKG_VERSION"));
    }

    #[test]
    fn a_panic_is_a_status() {
        assert_eq!(guard(|| panic!("on purpose")), 90);
        assert_eq!(guard(|| Ok(())), 0);
    }
}
