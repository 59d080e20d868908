//! The native half of the npm package: converts types, calls the core, converts the error.
//!
//! A function here answers what was asked for, or the number of an error, and never throws: the
//! JavaScript over it makes the exceptions, the same for this engine and for WebAssembly. A panic
//! is error 90; `catch_unwind` on top sees to what napi-rs itself adds around a function.
#![cfg_attr(test, allow(dead_code, reason = "napi-rs exports nothing from a test build"))]

mod answers;
mod args;
mod batch;
mod generator;
mod handles;
mod moments;
mod privileges;
mod reading;
#[cfg(feature = "test-panic")]
mod test_panic;
mod text;
mod verifier;

use napi_derive::napi;
use token04::{Error, env};

/// A panic becomes error 90; its text, which might hold what was being worked on, is not written
/// to stderr. The hook is this library's own, not the process's.
#[napi_derive::module_init]
fn quiet_panics() {
    std::panic::set_hook(Box::new(|_| {}));
}

/// The version of this library.
#[napi(catch_unwind)]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// The name of an error number, as in the error table.
#[napi(catch_unwind)]
pub fn error_name(code: i32) -> &'static str {
    token04::status_name(code).unwrap_or(Error::Internal.name())
}

/// The message of an error number, as in the error table.
#[napi(catch_unwind)]
pub fn error_message(code: i32) -> &'static str {
    token04::status_message(code).unwrap_or(Error::Internal.message())
}

/// Reads an app id written in digits, as in an environment variable; 0 when it is none.
#[napi(catch_unwind, ts_args_type = "text: unknown")]
pub fn parse_app_id(text: text::Text) -> u32 {
    let text = std::str::from_utf8(text.as_ref()).unwrap_or_default();
    env::parse_app_id(text).unwrap_or_default()
}
