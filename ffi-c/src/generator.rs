//! Tokens from a prepared key.

use std::ffi::c_char;

use token04::{Error, RawRequest, TokenGenerator};

#[cfg(feature = "os")]
use crate::environment::report;
use crate::handle::{self, Generator};
use crate::input::{PAYLOAD, SECRET, USER_ID};
use crate::output::with_output;

/// Makes a generator, which prepares the key. It never changes and may be used by many threads at
/// once; it keeps a copy of the secret, which is wiped when the generator is freed.
///
/// app_id: 1 to 4294967295. secret: exactly 32 bytes. mode: TOKEN04_MODE_CBC or
/// TOKEN04_MODE_GCM. *out: the generator, which you must free with token04_generator_free(); NULL
/// on any error.
///
/// Errors, the first that applies: 91, 1, 5, 10. Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_generator_new(
    app_id: i64,
    secret: *const c_char,
    secret_length: usize,
    mode: i32,
    out: *mut *mut Generator,
) -> i32 {
    // SAFETY: the arguments are as the header requires.
    unsafe {
        handle::make(out, || {
            TokenGenerator::from_raw(app_id, SECRET.bytes(secret, secret_length)?, mode)
        })
    }
}

/// Makes a generator from the environment variables ZEGO_APP_ID and ZEGO_SERVER_SECRET; otherwise
/// like token04_generator_new(). Not in the WebAssembly build.
///
/// *variable, *fault: on errors 1 and 5, which variable and what is wrong with it, as for
/// token04_environment(); otherwise 0. Both may be NULL.
///
/// Errors, the first that applies: 91; 1 of ZEGO_APP_ID; 5 of ZEGO_SERVER_SECRET; 10. Any thread,
/// but not while another one changes the environment.
// SAFETY: the header states what the pointers must point to.
#[cfg(feature = "os")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_generator_from_env(
    mode: i32,
    out: *mut *mut Generator,
    variable: *mut i32,
    fault: *mut i32,
) -> i32 {
    // SAFETY: the arguments are as the header requires.
    unsafe {
        handle::make(out, || {
            let generator = TokenGenerator::from_env();
            report(variable, fault, generator.as_ref().map(drop).map_err(|error| *error));
            Ok(generator?.with_mode(token04::Mode::from_number(mode)?))
        })
    }
}

/// Frees a generator and wipes its key. NULL is allowed. No errors. No other thread may use it
/// any more.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_generator_free(generator: *mut Generator) {
    // SAFETY: the argument is as the header requires.
    unsafe { handle::free(generator) }
}

/// Makes a token with any payload.
///
/// user_id: 1 to 64 bytes of UTF-8 without NUL. ttl: seconds from now to the expiry, at least 1.
/// payload: UTF-8; empty for an identity token, or the result of token04_privileges_payload().
/// now: the time of issue, a unix timestamp in seconds from 0 to 253402300799, such as
/// token04_now().
/// out: the token and a NUL; token04_token_size() returns a sufficient capacity.
///
/// Errors, the first that applies: 91, 3, 13, 6, 7; then 92, 94. Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_generator_generate(
    generator: *const Generator,
    user_id: *const c_char,
    user_id_length: usize,
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
            let generator = handle::value(generator)?;
            let user_id = USER_ID.bytes(user_id, user_id_length)?;
            let payload = PAYLOAD.bytes(payload, payload_length)?;
            out.token(generator.draft(&RawRequest { user_id, ttl, payload, now })?)
        })
    }
}

/// Makes a token and returns its timestamps: what an app server sends to its client.
///
/// timestamps: an array of three numbers, unix timestamps in seconds: when the token was issued,
/// when it expires, and when to fetch a new one (30 seconds before the expiry, but not before the
/// time of issue). All 0 on any error. Otherwise like token04_generator_generate().
///
/// Errors, the first that applies: 91, 3, 13, 6, 7; then 92, 94. Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_generator_issue(
    generator: *const Generator,
    user_id: *const c_char,
    user_id_length: usize,
    ttl: i64,
    payload: *const c_char,
    payload_length: usize,
    now: i64,
    timestamps: *mut i64,
    out: *mut c_char,
    out_capacity: usize,
    out_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header requires; `timestamps` is NULL or has three.
    unsafe {
        let timestamps = timestamps.cast::<[i64; 3]>();
        if !timestamps.is_null() {
            // Written before a reference to it is made: it may be uninitialised.
            timestamps.write([0; 3]);
        }
        with_output(out, out_capacity, out_length, |out| {
            let timestamps = timestamps.as_mut().ok_or(Error::NullPointer)?;
            let generator = handle::value(generator)?;
            let user_id = USER_ID.bytes(user_id, user_id_length)?;
            let payload = PAYLOAD.bytes(payload, payload_length)?;
            let draft = generator.draft(&RawRequest { user_id, ttl, payload, now })?;
            let times = draft.timestamps();
            out.token(draft)?;
            *timestamps = [times.issued_at(), times.expires_at(), times.refresh_at()];
            Ok(())
        })
    }
}
