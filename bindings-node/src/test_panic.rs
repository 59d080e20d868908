//! Functions that panic on purpose, so that a test can show that the process lives on, and one
//! that does nothing, for the bench. Test builds only, and not in the generated types, which are
//! compared with `native.d.ts`.
#![allow(clippy::panic, reason = "that is their purpose")]

use napi::bindgen_prelude::{AsyncTask, FromNapiValue, TypeName};
use napi::{Env, Result, Task, ValueType, sys};
use napi_derive::napi;
use token04::TokenGenerator;

use crate::args::{Integer, Now, argument};
use crate::handles::Handle;
use crate::outcome::{Ascii, Outcome, guarded};
use crate::strings::Value;

/// Panics where the core would.
#[napi(catch_unwind, skip_typescript, ts_return_type = "number")]
pub fn panic_on_purpose() -> Outcome<bool> {
    Outcome::of(|| panic!("on purpose"))
}

/// An argument whose conversion panics.
#[derive(Default)]
pub struct Panicking;

argument!(Panicking, ValueType::Unknown, |_, _| panic!("on purpose"));

/// Panics while its argument is converted.
#[napi(catch_unwind, skip_typescript, ts_args_type = "value: unknown", ts_return_type = "number")]
pub fn panic_in_argument(value: Panicking) -> Outcome<bool> {
    let Panicking = value;
    Outcome::of(|| Ok(true))
}

/// A result whose conversion panics.
pub struct PanickingOutcome;

impl napi::bindgen_prelude::ToNapiValue for PanickingOutcome {
    // SAFETY: nothing is done with `env`.
    unsafe fn to_napi_value(_: sys::napi_env, _: Self) -> Result<sys::napi_value> {
        panic!("on purpose")
    }
}

/// Panics while its result is converted.
#[napi(catch_unwind, skip_typescript, ts_return_type = "number")]
pub fn panic_in_outcome() -> Outcome<PanickingOutcome> {
    Outcome::of(|| Ok(PanickingOutcome))
}

/// Panics on a thread of libuv's pool.
pub struct PanicTask;

impl Task for PanicTask {
    type Output = Outcome<bool>;
    type JsValue = Outcome<bool>;

    fn compute(&mut self) -> Result<Self::Output> {
        Ok(Outcome(guarded(|| panic!("on purpose"))))
    }

    fn resolve(&mut self, _: Env, output: Self::Output) -> Result<Self::JsValue> {
        Ok(output)
    }
}

/// The result of a task that panics.
#[napi(catch_unwind, skip_typescript, ts_return_type = "Promise<number>")]
pub fn panic_async_on_purpose() -> AsyncTask<PanicTask> {
    AsyncTask::new(PanicTask)
}

/// Takes the arguments of a token and returns a string as long as one, and does nothing: the cost
/// of the call itself.
#[napi(
    catch_unwind,
    skip_typescript,
    ts_args_type = "generator: object, userId: unknown, ttl: unknown, payload: unknown, now: unknown",
    ts_return_type = "string"
)]
pub fn empty_call(
    generator: Handle<TokenGenerator>,
    user_id: Value,
    ttl: Integer,
    payload: Value,
    now: Now,
) -> Outcome<Ascii<&'static str>> {
    const TEXT: &str = "0123456789012345678901234567890123456789012345678901234567890123456789\
        0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567\
        8901234567890123456789012345678901234567890123456789012345678901234567890123456789012345\
        6789012345678901234567890123456789012345678901234567890123456789012345678901234567890123";
    Outcome::of(|| {
        user_id.with_utf8(|user_id| {
            payload.with_utf8(|payload| {
                std::hint::black_box((generator.get()?, user_id, ttl.0, payload, now.0));
                Ok(Ascii(TEXT))
            })
        })
    })
}
