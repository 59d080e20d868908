//! What is returned to JavaScript: a result, or the number of an error.

use std::cell::Cell;
use std::ffi::c_char;
use std::panic::{AssertUnwindSafe, catch_unwind};

use napi::bindgen_prelude::{ToNapiValue, TypeName};
use napi::{Result, ValueType, check_status, sys};
use token04::{Draft, Error};

use crate::strings::Value;

thread_local! {
    /// The conversion of an argument of the current call panicked.
    static PANICKED: Cell<bool> = const { Cell::new(false) };
}

/// Runs the body of a call; a panic in it, or in the conversion of an argument, is error 90.
pub(crate) fn guarded<T>(body: impl FnOnce() -> token04::Result<T>) -> token04::Result<T> {
    if PANICKED.take() {
        return Err(Error::Internal);
    }
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(Err(Error::Internal))
}

/// Runs the conversion of an argument. After a panic the value is a meaningless default, and the
/// panic is remembered for the result.
pub(crate) fn converted<T: Default>(read: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        PANICKED.set(true);
        Ok(T::default())
    })
}

/// A value, or the number of an error.
pub struct Outcome<T>(pub(crate) token04::Result<T>);

impl<T> Outcome<T> {
    /// Runs a body with panics caught, and returns its result.
    pub(crate) fn of(body: impl FnOnce() -> token04::Result<T>) -> Self {
        Self(guarded(body))
    }
}

impl<T: ToNapiValue> ToNapiValue for Outcome<T> {
    // SAFETY: napi-rs, the one caller, holds `env` valid for this call.
    unsafe fn to_napi_value(env: sys::napi_env, outcome: Self) -> Result<sys::napi_value> {
        let value = outcome.0.and_then(|value| {
            // SAFETY: `env` is the caller's, who holds it valid for this call.
            let make = || Ok(unsafe { T::to_napi_value(env, value) });
            catch_unwind(AssertUnwindSafe(make)).unwrap_or(Err(Error::Internal))
        });
        // SAFETY: as above.
        value.unwrap_or_else(|error| unsafe { i32::to_napi_value(env, error.code()) })
    }
}

impl<T> TypeName for Outcome<T> {
    fn type_name() -> &'static str {
        "Outcome"
    }

    fn value_type() -> ValueType {
        ValueType::Unknown
    }
}

/// An ASCII string, such as a token: V8 takes it without decoding UTF-8.
pub struct Ascii<T>(pub(crate) T);

impl<T: AsRef<[u8]>> ToNapiValue for Ascii<T> {
    // SAFETY: napi-rs, the one caller, holds `env` valid for this call.
    unsafe fn to_napi_value(env: sys::napi_env, text: Self) -> Result<sys::napi_value> {
        let mut value = std::ptr::null_mut();
        let text = text.0.as_ref();
        let start: *const c_char = text.as_ptr().cast();
        let length = isize::try_from(text.len()).unwrap_or(isize::MAX);
        // SAFETY: `start` points to `length` bytes, which V8 copies before the call returns.
        check_status!(unsafe {
            sys::napi_create_string_latin1(env, start, length, &raw mut value)
        })?;
        Ok(value)
    }
}

/// JSON, mostly ASCII.
pub struct Json(pub(crate) String);

impl ToNapiValue for Json {
    // SAFETY: napi-rs, the one caller, holds `env` valid for this call.
    unsafe fn to_napi_value(env: sys::napi_env, json: Self) -> Result<sys::napi_value> {
        // SAFETY: as above.
        unsafe {
            if json.0.is_ascii() {
                Ascii::to_napi_value(env, Ascii(json.0))
            } else {
                String::to_napi_value(env, json.0)
            }
        }
    }
}

/// Space for a token of usual length.
const SHORT: usize = 512;

/// A JavaScript string that was already made.
pub struct Made(sys::napi_value);

impl Made {
    /// Finishes a drafted token, for the call that `given` came with: a token of usual length is
    /// copied from the stack to V8.
    pub(crate) fn token(draft: Draft<'_>, given: &Value) -> token04::Result<Self> {
        if draft.token_bytes_bound() > SHORT {
            return Self::text(&draft.finish()?, given);
        }
        let mut token = [0; SHORT];
        let length = draft.write(&mut token)?;
        Self::text(token.get(..length).ok_or(Error::Internal)?, given)
    }

    fn text(text: impl AsRef<[u8]>, given: &Value) -> token04::Result<Self> {
        // SAFETY: `given` is an argument of the current call.
        let made = unsafe { Ascii::to_napi_value(given.env(), Ascii(text)) };
        made.map(Self).map_err(|_| Error::Internal)
    }
}

impl ToNapiValue for Made {
    // SAFETY: nothing is done with `env`.
    unsafe fn to_napi_value(_: sys::napi_env, made: Self) -> Result<sys::napi_value> {
        Ok(made.0)
    }
}
