//! The system's clock.

/// The current time of the system's clock, a unix timestamp in seconds: for every argument named
/// now. A clock outside 0 to 253402300799 is error 13 of the function that takes it. Not in the
/// WebAssembly build. No errors. Any thread, any time.
#[unsafe(no_mangle)]
pub extern "C" fn token04_now() -> i64 {
    token04::system_now()
}
