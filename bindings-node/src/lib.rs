//! The native add-on of the npm package: converts types, calls the core, converts the error.
//!
//! A function here returns a result or the number of an error, and never throws: the JavaScript
//! above it makes the exceptions, the same for this engine and for WebAssembly. A panic is error
//! 90; the `catch_unwind` option covers the code that napi-rs adds around a function.

#![allow(unsafe_code, reason = "a language boundary; each use has a SAFETY line")]
#![cfg_attr(test, allow(dead_code, reason = "napi-rs exports nothing from a test build"))]

mod args;
mod batch;
mod generator;
mod handles;
mod outcome;
mod privileges;
mod reading;
mod strings;
#[cfg(feature = "test-panic")]
mod test_panic;
mod timestamps;
mod verifier;

use napi_derive::napi;
use token04::Error;
use token04::env::EnvValues;

use crate::args::{Given, Secret};
use crate::outcome::{Json, Outcome};
use crate::strings::Utf8;

/// A panic becomes error 90; its message, which might contain inputs, is not written to stderr. The
/// hook is this library's, not the process's.
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

/// Checks the values of the environment variables; undefined means not set. Returns JSON: the app
/// id, or the number and the message of the error.
#[napi(
    catch_unwind,
    ts_args_type = "appId: unknown, secret: unknown, previousSecret: unknown",
    ts_return_type = "string | number"
)]
pub fn environment(
    app_id: Given<Utf8>,
    secret: Given<Secret>,
    previous_secret: Given<Secret>,
) -> Outcome<Json> {
    Outcome::of(|| {
        let values = EnvValues {
            app_id: app_id.bytes(),
            server_secret: secret.bytes(),
            previous_server_secret: previous_secret.bytes(),
        };
        Ok(Json(match values.check() {
            Ok(app_id) => format!(r#"{{"app_id":{app_id}}}"#),
            // The message is a constant without a character that JSON escapes.
            Err(error) => {
                format!(r#"{{"code":{},"message":"{error}"}}"#, error.error().code())
            }
        }))
    })
}
