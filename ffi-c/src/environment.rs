//! Credentials from environment variables: checks values that the caller has read.

use std::ffi::c_char;

use token04::env::{EnvError, EnvFault, EnvValues, EnvVariable};
use token04::{Error, Result};

use crate::input::{ANY_TEXT, Field, SECRET};
use crate::status::guard;

/// A value of an environment variable, which may be of any length.
const VALUE: Field = ANY_TEXT;

/// Checks the values of the environment variables ZEGO_APP_ID, ZEGO_SERVER_SECRET and
/// ZEGO_PREVIOUS_SERVER_SECRET, for packages that read the environment themselves.
///
/// app_id, secret, previous_secret: the values, NULL for a variable that is not set. An empty
/// previous_secret counts as not set. *app_id_out: the app id, 0 on any error. *variable, *fault:
/// on errors 1 and 5, which variable (TOKEN04_ENV_..) and what is wrong with it
/// (TOKEN04_ENV_MISSING, _EMPTY or _INVALID), for token04_environment_message(); otherwise 0.
///
/// Errors, the first that applies: 91; 1 of ZEGO_APP_ID; 5 of ZEGO_SERVER_SECRET; 5 of
/// ZEGO_PREVIOUS_SERVER_SECRET. Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_environment(
    app_id: *const c_char,
    app_id_length: usize,
    secret: *const c_char,
    secret_length: usize,
    previous_secret: *const c_char,
    previous_secret_length: usize,
    app_id_out: *mut i64,
    variable: *mut i32,
    fault: *mut i32,
) -> i32 {
    // SAFETY: the arguments are as the header requires.
    unsafe {
        report(variable, fault, Ok(()));
        if app_id_out.is_null() || variable.is_null() || fault.is_null() {
            return Error::NullPointer.code();
        }
        app_id_out.write(0);
        guard(|| {
            let values = EnvValues {
                app_id: VALUE.optional_bytes(app_id, app_id_length)?,
                server_secret: secret_value(secret, secret_length)?,
                previous_server_secret: secret_value(previous_secret, previous_secret_length)?,
            };
            let checked = values.check();
            report(variable, fault, checked.map(drop));
            app_id_out.write(checked?.into());
            Ok(())
        })
    }
}

/// A secret. One of a wrong length is reported as invalid, not as empty.
///
/// # Safety
/// As [`Field::optional_bytes`].
unsafe fn secret_value<'a>(pointer: *const c_char, length: usize) -> Result<Option<&'a [u8]>> {
    const INVALID: &[u8] = b"?";
    // SAFETY: as promised by the caller.
    let value = unsafe { SECRET.optional_bytes(pointer, length) }?;
    Ok(value.map(|value| if value.is_empty() && length > 0 { INVALID } else { value }))
}

/// Writes which variable is at fault, if the caller wants to know.
///
/// # Safety
/// The pointers are NULL or writable.
pub(crate) unsafe fn report(
    variable: *mut i32,
    fault: *mut i32,
    checked: std::result::Result<(), EnvError>,
) {
    let (of_variable, of_fault) = match checked {
        Ok(()) => (0, 0),
        Err(error) => (error.variable as i32, error.fault as i32),
    };
    // SAFETY: as promised by the caller.
    unsafe {
        if !variable.is_null() {
            variable.write(of_variable);
        }
        if !fault.is_null() {
            fault.write(of_fault);
        }
    }
}

/// The sentence that names a variable and says what is wrong with it, such as "environment
/// variable ZEGO_APP_ID is not set: app id must be ..". A constant: it holds no value. "unknown"
/// for other numbers. A static string: never NULL, never freed. No errors. Any thread, any time.
#[unsafe(no_mangle)]
pub extern "C" fn token04_environment_message(variable: i32, fault: i32) -> *const c_char {
    let is_meant =
        |error: &EnvError| (error.variable as i32, error.fault as i32) == (variable, fault);
    let found = ERRORS.iter().position(is_meant).and_then(|row| MESSAGES.get(row));
    found.map_or(c"unknown".as_ptr(), |message| message.as_ptr().cast())
}

const ROWS: usize = EnvVariable::ALL.len() * EnvFault::ALL.len();
/// The most bytes of a sentence and its NUL.
const MESSAGE_BYTES: usize = 256;

const ERRORS: [EnvError; ROWS] = errors();
/// Computed at compile time, so that unloading the library leaves no memory behind.
static MESSAGES: [[u8; MESSAGE_BYTES]; ROWS] = messages();

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler, which checks each index")]
const fn errors() -> [EnvError; ROWS] {
    let mut errors = [EnvError { variable: EnvVariable::ALL[0], fault: EnvFault::ALL[0] }; ROWS];
    let mut row = 0;
    while row < ROWS {
        errors[row].variable = EnvVariable::ALL[row / EnvFault::ALL.len()];
        errors[row].fault = EnvFault::ALL[row % EnvFault::ALL.len()];
        row += 1;
    }
    errors
}

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler, which checks each index")]
const fn messages() -> [[u8; MESSAGE_BYTES]; ROWS] {
    let mut messages = [[0; MESSAGE_BYTES]; ROWS];
    let mut row = 0;
    while row < ROWS {
        let parts = ERRORS[row].parts();
        let (mut part, mut end) = (0, 0);
        while part < parts.len() {
            let bytes = parts[part].as_bytes();
            let mut at = 0;
            while at < bytes.len() {
                messages[row][end] = bytes[at];
                at += 1;
                end += 1;
            }
            part += 1;
        }
        assert!(end < MESSAGE_BYTES, "no space for the NUL");
        row += 1;
    }
    messages
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;

    use super::*;

    #[test]
    fn messages_are_those_of_the_core() {
        for variable in EnvVariable::ALL {
            for fault in EnvFault::ALL {
                let pointer = token04_environment_message(variable as i32, fault as i32);
                // SAFETY: a static string that ends with NUL.
                let message = unsafe { CStr::from_ptr(pointer) }.to_str().unwrap();
                assert_eq!(message, EnvError { variable, fault }.to_string());
            }
        }
        // SAFETY: as above.
        let unknown = unsafe { CStr::from_ptr(token04_environment_message(0, 9)) };
        assert_eq!(unknown, c"unknown");
    }
}
