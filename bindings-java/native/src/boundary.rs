//! What every native method goes through.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jni::sys::JNIEnv;
use token04::{Error, Result};

use crate::env::Env;

/// Runs a method's work. An error or a panic becomes a pending `Token04Exception`, and `nothing`
/// is returned, which Java never sees. When Java has thrown already, its exception stays.
pub(crate) fn call<T>(raw: *mut JNIEnv, nothing: T, work: impl FnOnce(&Env) -> Result<T>) -> T {
    // SAFETY: the native methods pass on what Java passed to them.
    let env = unsafe { Env::new(raw) };
    let outcome = catch_unwind(AssertUnwindSafe(|| work(&env)));
    match outcome.unwrap_or(Err(Error::Internal)) {
        Ok(value) => value,
        Err(error) => {
            if !env.is_throwing() {
                // Fails only when Java is out of memory, which is then what is pending.
                let _ = env.throw(error, error.message());
            }
            nothing
        }
    }
}
