//! Tokens from a prepared key.

use std::ffi::c_char;

use token04::{Error, RawPayload, RawRequest, TokenGenerator};

use crate::handle::{self, Generator, Privileges};
use crate::input::{PAYLOAD, SECRET, USER_ID};
use crate::output::with_output;
use crate::privileges::room_privileges;
use crate::time::{is_clock, moment};

/// Prepares a key. The generator never changes and may be used by many threads at once; it keeps
/// a copy of the secret, which is wiped when it is freed.
///
/// app_id: 1 to 4294967295. secret: exactly 32 bytes. mode: TOKEN04_MODE_CBC or
/// TOKEN04_MODE_GCM. *out: the generator, yours to free with token04_generator_free(); NULL on
/// any error.
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
    // SAFETY: the arguments are as the header demands.
    unsafe {
        handle::make(out, || {
            TokenGenerator::from_raw(app_id, SECRET.bytes(secret, secret_length)?, mode)
        })
    }
}

/// Prepares a key from the environment variables ZEGO_APP_ID and ZEGO_SERVER_SECRET; otherwise as
/// token04_generator_new(). Not in the WebAssembly build.
///
/// Errors, the first that applies: 91; 1 of ZEGO_APP_ID; 5 of ZEGO_SERVER_SECRET (each also when
/// the variable is not set or empty); 10. Any thread, but not while another one changes the
/// environment.
// SAFETY: the header states what the pointers must point to.
#[cfg(feature = "os")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_generator_from_env(mode: i32, out: *mut *mut Generator) -> i32 {
    let value = || Ok(TokenGenerator::from_env()?.with_mode(token04::Mode::from_number(mode)?));
    // SAFETY: the arguments are as the header demands.
    unsafe { handle::make(out, value) }
}

/// Frees a generator and wipes its key. NULL is allowed. No errors. No other thread may use it
/// any more.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_generator_free(generator: *mut Generator) {
    // SAFETY: the argument is as the header demands.
    unsafe { handle::free(generator) }
}

/// Makes a token with any payload text.
///
/// user_id: 1 to 64 bytes of UTF-8 without NUL. ttl: seconds from now to the expiry, at least 1.
/// payload: UTF-8, empty for an identity token. now: unix seconds, or TOKEN04_NOW_CLOCK.
/// out: the token and a NUL; token04_token_size() tells a capacity that suffices.
///
/// Errors, the first that applies: 91, 3, 6, 7; then 92, 94. Any thread, any time.
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
    // SAFETY: the arguments are as the header demands.
    unsafe {
        with_output(out, out_capacity, out_length, |out| {
            let generator = handle::value(generator)?;
            let user_id = USER_ID.bytes(user_id, user_id_length)?;
            let payload = RawPayload::Text(PAYLOAD.bytes(payload, payload_length)?);
            let request = RawRequest { user_id, ttl, payload, now: moment(now)? };
            out.token(generator.draft(&request)?, is_clock(now))
        })
    }
}

/// Makes a token that carries the privileges of one room: payload and token in one call. For more
/// than one token with the same privileges: token04_privileges_new(). Privileges take effect only
/// after the vendor has enabled the check for your account.
///
/// user_id, ttl, now, out: as for token04_generator_generate(). shape, room_id and the streams: as
/// for token04_privilege_payload(). token04_privilege_token_size() tells a capacity that suffices.
///
/// Errors, the first that applies: 91, 7 for an unknown shape, 3, 6, 8, 9, 7; then 92, 94. Any
/// thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_generator_privilege_token(
    generator: *const Generator,
    user_id: *const c_char,
    user_id_length: usize,
    ttl: i64,
    shape: i32,
    room_id: *const c_char,
    room_id_length: usize,
    stream_ids: *const c_char,
    stream_id_lengths: *const usize,
    stream_count: usize,
    now: i64,
    out: *mut c_char,
    out_capacity: usize,
    out_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header demands.
    unsafe {
        with_output(out, out_capacity, out_length, |out| {
            let generator = handle::value(generator)?;
            let user_id = USER_ID.bytes(user_id, user_id_length)?;
            let privileges = room_privileges(
                shape,
                (room_id, room_id_length),
                (stream_ids, stream_id_lengths, stream_count),
            )?;
            let payload = RawPayload::Privileges(&privileges);
            let request = RawRequest { user_id, ttl, payload, now: moment(now)? };
            out.token(generator.draft(&request)?, is_clock(now))
        })
    }
}

/// Makes a token that carries the privileges of token04_privileges_new(): the same token as that of
/// token04_generator_privilege_token(), a tenth faster, and more with long lists of streams.
///
/// user_id, ttl, now, out: as for token04_generator_generate(). token04_privilege_token_size()
/// tells a capacity that suffices, of the lengths that the privileges were made of; 92 tells it
/// without them.
///
/// Errors, the first that applies: 91, 3, 6, 8, 9, 7; then 92, 94. Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_generator_prepared_privilege_token(
    generator: *const Generator,
    user_id: *const c_char,
    user_id_length: usize,
    ttl: i64,
    privileges: *const Privileges,
    now: i64,
    out: *mut c_char,
    out_capacity: usize,
    out_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header demands.
    unsafe {
        with_output(out, out_capacity, out_length, |out| {
            let generator = handle::value(generator)?;
            let user_id = USER_ID.bytes(user_id, user_id_length)?;
            let payload = RawPayload::Privileges(handle::value(privileges)?);
            let request = RawRequest { user_id, ttl, payload, now: moment(now)? };
            out.token(generator.draft(&request)?, is_clock(now))
        })
    }
}

/// Makes a token and tells its moments: what an app server answers to its client.
///
/// moments: room for three numbers, in unix seconds: when the token was issued, when it expires,
/// and when to fetch a new one (30 seconds before the expiry, not before the issue). All 0 on any
/// error. Otherwise as token04_generator_generate().
///
/// Errors, the first that applies: 91, 3, 6, 7; then 92, 94. Any thread, any time.
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
    moments: *mut i64,
    out: *mut c_char,
    out_capacity: usize,
    out_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header demands; `moments` is NULL or room for three.
    unsafe {
        let moments = moments.cast::<[i64; 3]>();
        if !moments.is_null() {
            // Before a reference is made of it: it may never have been written to.
            moments.write([0; 3]);
        }
        with_output(out, out_capacity, out_length, |out| {
            let moments = moments.as_mut().ok_or(Error::NullPointer)?;
            let generator = handle::value(generator)?;
            let user_id = USER_ID.bytes(user_id, user_id_length)?;
            let payload = RawPayload::Text(PAYLOAD.bytes(payload, payload_length)?);
            let request = RawRequest { user_id, ttl, payload, now: moment(now)? };
            let draft = generator.draft(&request)?;
            let told = draft.moments();
            out.token(draft, is_clock(now))?;
            *moments = [told.issued_at(), told.expires_at(), told.refresh_at()];
            Ok(())
        })
    }
}
