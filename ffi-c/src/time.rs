//! The system's clock.

/// The current time of the system's clock, a unix timestamp in seconds: for every argument named
/// now. If it is outside 0 to 253402300799, the function that takes it returns 13. Not in the
/// WebAssembly build. No errors. Any thread, any time.
#[unsafe(no_mangle)]
pub extern "C" fn token04_now() -> i64 {
    token04::system_now()
}
