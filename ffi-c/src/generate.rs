//! A token in one call.

use std::ffi::c_char;

use token04::{RawRequest, generator_for};

use crate::input::{PAYLOAD, SECRET, USER_ID};
use crate::output::with_output;

/// Makes a CBC token in one call. For more than one token make a generator, which prepares the key
/// only once.
///
/// app_id: 1 to 4294967295. user_id: 1 to 64 bytes of UTF-8 without NUL. secret: exactly 32
/// bytes, as they are. ttl, payload, now, out: as for token04_generator_generate().
///
/// Errors, the first that applies: 91, 1, 3, 5, 13, 6, 7; then 92, 94. Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_generate(
    app_id: i64,
    user_id: *const c_char,
    user_id_length: usize,
    secret: *const c_char,
    secret_length: usize,
    ttl: i64,
    payload: *const c_char,
    payload_length: usize,
    now: i64,
    out: *mut c_char,
    out_capacity: usize,
    out_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header requires.
    unsafe {
        with_output(out, out_capacity, out_length, |out| {
            let user_id = USER_ID.bytes(user_id, user_id_length)?;
            let secret = SECRET.bytes(secret, secret_length)?;
            let payload = PAYLOAD.bytes(payload, payload_length)?;
            let request = RawRequest { user_id, ttl, payload, now };
            let generator = generator_for(app_id, secret, &request)?;
            out.token(generator.draft(&request)?)
        })
    }
}
