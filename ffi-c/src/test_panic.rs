//! A panic on purpose, for the tests of every language. Not in the header.

use crate::status::guard;

/// Panics inside and returns 90; the process continues.
#[unsafe(no_mangle)]
#[allow(clippy::panic, reason = "this is its purpose")]
pub extern "C" fn token04_test_panic() -> i32 {
    guard(|| panic!("on purpose"))
}
