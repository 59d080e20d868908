//! Functions that panic on purpose, so that a test can show that the process lives on.
#![allow(clippy::panic, reason = "that is their purpose; test builds only")]

use napi::bindgen_prelude::AsyncTask;
use napi::{Env, Result, Task};
use napi_derive::napi;

use crate::answers::{Answer, Ascii, guarded};
use crate::args::{Integer, Now, Text};

/// Panics where the core would.
#[napi(catch_unwind, ts_return_type = "number")]
pub fn panic_on_purpose() -> Answer<bool> {
    Answer::of(|| panic!("on purpose"))
}

/// Panics outside the guard of the body, as a conversion of arguments would.
#[napi(catch_unwind)]
pub fn panic_outside_on_purpose() -> i32 {
    panic!("on purpose")
}

/// Panics on a thread of libuv's pool.
pub struct PanicTask;

impl Task for PanicTask {
    type Output = Answer<bool>;
    type JsValue = Answer<bool>;

    fn compute(&mut self) -> Result<Self::Output> {
        Ok(Answer(guarded(|| panic!("on purpose"))))
    }

    fn resolve(&mut self, _: Env, output: Self::Output) -> Result<Self::JsValue> {
        Ok(output)
    }
}

/// Answers what a task that panics answers.
#[napi(catch_unwind, ts_return_type = "Promise<number>")]
pub fn panic_async_on_purpose() -> AsyncTask<PanicTask> {
    AsyncTask::new(PanicTask)
}

/// A token's length of text for the arguments of a token, and nothing done: what the way into
/// this library and back costs, for the bench.
#[napi(
    catch_unwind,
    ts_args_type = "userId: unknown, ttl: unknown, payload: unknown, now: unknown",
    ts_return_type = "string"
)]
pub fn empty_call(user_id: Text, ttl: Integer, payload: Text, now: Now) -> Answer<Ascii> {
    let _ = (user_id.as_ref().len(), ttl.0, payload.as_ref().len(), now.0);
    Answer::of(|| Ok(Ascii("0".repeat(320))))
}
