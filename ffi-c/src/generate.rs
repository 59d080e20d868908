//! A token in one call.

use std::ffi::c_char;

use token04::{RawPayload, RawRequest, generator_for};

use crate::input::{PAYLOAD, SECRET, USER_ID};
use crate::output::with_output;
use crate::time::{is_clock, moment};

/// Makes a CBC token in one call. Whoever makes more than one prepares a generator instead, which
/// spares the key's preparation.
///
/// app_id: 1 to 4294967295. user_id: 1 to 64 bytes of UTF-8 without NUL. secret: exactly 32
/// bytes, as they stand. ttl: seconds from now to the expiry, at least 1. payload: UTF-8, empty
/// for an identity token. now: unix seconds, or TOKEN04_NOW_CLOCK.
/// out: the token and a NUL; token04_token_size() tells a capacity that suffices.
///
/// Errors, the first that applies: 91, 1, 3, 5, 6, 7; then 92, 94. Any thread, any time.
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
    // SAFETY: the arguments are as the header demands.
    unsafe {
        with_output(out, out_capacity, out_length, |out| {
            let user_id = USER_ID.bytes(user_id, user_id_length)?;
            let secret = SECRET.bytes(secret, secret_length)?;
            let payload = RawPayload::Text(PAYLOAD.bytes(payload, payload_length)?);
            let request = RawRequest { user_id, ttl, payload, now: moment(now)? };
            let generator = generator_for(app_id, secret, &request)?;
            out.token(generator.draft(&request)?, is_clock(now))
        })
    }
}
