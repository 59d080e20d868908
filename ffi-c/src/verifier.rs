//! Verifying tokens with prepared keys.

use std::ffi::c_char;

use token04::TokenVerifier;

use crate::decode::{Decoded, lay_out, with_decoded};
#[cfg(feature = "os")]
use crate::environment::report;
use crate::handle::{self, Verifier};
use crate::input::{List, ROOM_ID, SECRET, STREAM_ID, TOKEN, USER_ID};
use crate::output::with_output;

/// Makes a verifier, which prepares the keys. It never changes and may be used by many threads at
/// once; it keeps copies of the secrets, which are wiped when the verifier is freed.
///
/// app_id: 1 to 4294967295. secret: exactly 32 bytes. previous_secrets: secrets from before a
/// rotation that are still accepted, concatenated, with their lengths (32 each) and count; NULL,
/// NULL, 0 for none. leeway: tolerance for clocks that differ, in seconds, at least 0; usually
/// TOKEN04_DEFAULT_LEEWAY_SECONDS. *out: the verifier, which you must free with
/// token04_verifier_free(); NULL on any error.
///
/// Errors, the first that applies: 91, 1, 5, 11. Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_verifier_new(
    app_id: i64,
    secret: *const c_char,
    secret_length: usize,
    previous_secrets: *const c_char,
    previous_secret_lengths: *const usize,
    previous_secret_count: usize,
    leeway: i64,
    out: *mut *mut Verifier,
) -> i32 {
    // SAFETY: the arguments are as the header requires.
    unsafe {
        handle::make(out, || {
            let secret = SECRET.bytes(secret, secret_length)?;
            let previous =
                SECRET.list(previous_secrets, previous_secret_lengths, previous_secret_count)?;
            let previous = previous.unwrap_or_else(List::none);
            TokenVerifier::from_raw(app_id, secret, previous, leeway)
        })
    }
}

/// Makes a verifier from the environment variables ZEGO_APP_ID, ZEGO_SERVER_SECRET and, if it is
/// set and not empty, ZEGO_PREVIOUS_SERVER_SECRET; otherwise like token04_verifier_new(). Not in
/// the WebAssembly build.
///
/// *variable, *fault: on errors 1 and 5, which variable and what is wrong with it, as for
/// token04_environment(); otherwise 0. Both may be NULL.
///
/// Errors, the first that applies: 91; 1 of ZEGO_APP_ID; 5 of ZEGO_SERVER_SECRET; 5 of
/// ZEGO_PREVIOUS_SERVER_SECRET; 11. Any thread, but not while another one changes the environment.
// SAFETY: the header states what the pointers must point to.
#[cfg(feature = "os")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_verifier_from_env(
    leeway: i64,
    out: *mut *mut Verifier,
    variable: *mut i32,
    fault: *mut i32,
) -> i32 {
    // SAFETY: the arguments are as the header requires.
    unsafe {
        handle::make(out, || {
            let verifier = TokenVerifier::from_env();
            report(variable, fault, verifier.as_ref().map(drop).map_err(|error| *error));
            verifier?.with_leeway(leeway)
        })
    }
}

/// Frees a verifier and wipes its keys. NULL is allowed. No errors. No other thread may use it
/// any more.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_verifier_free(verifier: *mut Verifier) {
    // SAFETY: the argument is as the header requires.
    unsafe { handle::free(verifier) }
}

/// Verifies that this library made a token under one of the secrets, for this app, and that it is
/// valid now. decoded says who the user is.
///
/// token: a plain token, without the NUL. now: a unix timestamp in seconds, such as token04_now();
/// a token is accepted until its expiry plus the leeway. decoded, buffer: as for token04_decode().
///
/// Errors, the first that applies: 91, 13, 20, 38, 24, 34, 30, 32, 33, 92. Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_verifier_verify(
    verifier: *const Verifier,
    token: *const c_char,
    token_length: usize,
    now: i64,
    decoded: *mut Decoded,
    buffer: *mut c_char,
    buffer_capacity: usize,
    buffer_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header requires.
    unsafe {
        with_decoded(decoded, buffer, buffer_capacity, buffer_length, |decoded, out| {
            let verifier = handle::value(verifier)?;
            let token = TOKEN.bytes(token, token_length)?;
            let verified = verifier.verify_at(token, now)?;
            lay_out(&verified, verified.secret_index, decoded, out)
        })
    }
}

/// Like token04_verifier_verify(), but writes JSON, followed by a NUL: that of
/// token04_decode_json() with "secret_index":.. at its end.
///
/// Errors as token04_verifier_verify(). Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_verifier_verify_json(
    verifier: *const Verifier,
    token: *const c_char,
    token_length: usize,
    now: i64,
    out: *mut c_char,
    out_capacity: usize,
    out_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header requires.
    unsafe {
        with_output(out, out_capacity, out_length, |out| {
            let verifier = handle::value(verifier)?;
            let token = TOKEN.bytes(token, token_length)?;
            out.text(&verifier.verify_at(token, now)?.to_json())
        })
    }
}

/// Like token04_verifier_verify(), and also verifies that the token is this user's.
///
/// user_id: the user. An empty one, also NULL with length 0, never matches: error 31.
///
/// Errors, the first that applies: those of token04_verifier_verify() before 92, 31, 92. Any
/// thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_verifier_verify_user(
    verifier: *const Verifier,
    token: *const c_char,
    token_length: usize,
    user_id: *const c_char,
    user_id_length: usize,
    now: i64,
    decoded: *mut Decoded,
    buffer: *mut c_char,
    buffer_capacity: usize,
    buffer_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header requires.
    unsafe {
        with_decoded(decoded, buffer, buffer_capacity, buffer_length, |decoded, out| {
            let verifier = handle::value(verifier)?;
            let token = TOKEN.bytes(token, token_length)?;
            let user_id = USER_ID.bytes(user_id, user_id_length)?;
            let verified = verifier.verify_user_at(token, user_id, now)?;
            lay_out(&verified, verified.secret_index, decoded, out)
        })
    }
}

/// Like token04_verifier_verify_user(), but writes JSON, followed by a NUL: that of
/// token04_decode_json() with "secret_index":.. at its end.
///
/// Errors as token04_verifier_verify_user(). Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_verifier_verify_user_json(
    verifier: *const Verifier,
    token: *const c_char,
    token_length: usize,
    user_id: *const c_char,
    user_id_length: usize,
    now: i64,
    out: *mut c_char,
    out_capacity: usize,
    out_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header requires.
    unsafe {
        with_output(out, out_capacity, out_length, |out| {
            let verifier = handle::value(verifier)?;
            let token = TOKEN.bytes(token, token_length)?;
            let user_id = USER_ID.bytes(user_id, user_id_length)?;
            out.text(&verifier.verify_user_at(token, user_id, now)?.to_json())
        })
    }
}

/// Like token04_verifier_verify_user(), and also verifies that the token allows logging in to this
/// room.
///
/// user_id, room_id: an empty one, also NULL with length 0, never matches: error 31 or 35.
///
/// Errors, the first that applies: those of token04_verifier_verify_user() before 92, 37, 35, 92.
/// Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_verifier_verify_login(
    verifier: *const Verifier,
    token: *const c_char,
    token_length: usize,
    user_id: *const c_char,
    user_id_length: usize,
    room_id: *const c_char,
    room_id_length: usize,
    now: i64,
    decoded: *mut Decoded,
    buffer: *mut c_char,
    buffer_capacity: usize,
    buffer_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header requires.
    unsafe {
        with_decoded(decoded, buffer, buffer_capacity, buffer_length, |decoded, out| {
            let verifier = handle::value(verifier)?;
            let token = TOKEN.bytes(token, token_length)?;
            let user_id = USER_ID.bytes(user_id, user_id_length)?;
            let room_id = ROOM_ID.bytes(room_id, room_id_length)?;
            let verified = verifier.verify_login_at(token, user_id, room_id, now)?;
            lay_out(&verified, verified.secret_index, decoded, out)
        })
    }
}

/// Like token04_verifier_verify_login(), but writes JSON, followed by a NUL: that of
/// token04_decode_json() with "secret_index":.. at its end.
///
/// Errors as token04_verifier_verify_login(). Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_verifier_verify_login_json(
    verifier: *const Verifier,
    token: *const c_char,
    token_length: usize,
    user_id: *const c_char,
    user_id_length: usize,
    room_id: *const c_char,
    room_id_length: usize,
    now: i64,
    out: *mut c_char,
    out_capacity: usize,
    out_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header requires.
    unsafe {
        with_output(out, out_capacity, out_length, |out| {
            let verifier = handle::value(verifier)?;
            let token = TOKEN.bytes(token, token_length)?;
            let user_id = USER_ID.bytes(user_id, user_id_length)?;
            let room_id = ROOM_ID.bytes(room_id, room_id_length)?;
            out.text(&verifier.verify_login_at(token, user_id, room_id, now)?.to_json())
        })
    }
}

/// Like token04_verifier_verify_user(), and also verifies that the token is for this room and
/// allows publishing this stream. The right to log in is not needed.
///
/// user_id, room_id, stream_id: an empty one, also NULL with length 0, never matches: error 31, 35
/// or 36.
///
/// Errors, the first that applies: those of token04_verifier_verify_user() before 92, 37, 35, 36,
/// 92. Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_verifier_verify_publish(
    verifier: *const Verifier,
    token: *const c_char,
    token_length: usize,
    user_id: *const c_char,
    user_id_length: usize,
    room_id: *const c_char,
    room_id_length: usize,
    stream_id: *const c_char,
    stream_id_length: usize,
    now: i64,
    decoded: *mut Decoded,
    buffer: *mut c_char,
    buffer_capacity: usize,
    buffer_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header requires.
    unsafe {
        with_decoded(decoded, buffer, buffer_capacity, buffer_length, |decoded, out| {
            let verifier = handle::value(verifier)?;
            let token = TOKEN.bytes(token, token_length)?;
            let user_id = USER_ID.bytes(user_id, user_id_length)?;
            let room_id = ROOM_ID.bytes(room_id, room_id_length)?;
            let stream_id = STREAM_ID.bytes(stream_id, stream_id_length)?;
            let verified = verifier.verify_publish_at(token, user_id, room_id, stream_id, now)?;
            lay_out(&verified, verified.secret_index, decoded, out)
        })
    }
}

/// Like token04_verifier_verify_publish(), but writes JSON, followed by a NUL: that of
/// token04_decode_json() with "secret_index":.. at its end.
///
/// Errors as token04_verifier_verify_publish(). Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_verifier_verify_publish_json(
    verifier: *const Verifier,
    token: *const c_char,
    token_length: usize,
    user_id: *const c_char,
    user_id_length: usize,
    room_id: *const c_char,
    room_id_length: usize,
    stream_id: *const c_char,
    stream_id_length: usize,
    now: i64,
    out: *mut c_char,
    out_capacity: usize,
    out_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header requires.
    unsafe {
        with_output(out, out_capacity, out_length, |out| {
            let verifier = handle::value(verifier)?;
            let token = TOKEN.bytes(token, token_length)?;
            let user_id = USER_ID.bytes(user_id, user_id_length)?;
            let room_id = ROOM_ID.bytes(room_id, room_id_length)?;
            let stream_id = STREAM_ID.bytes(stream_id, stream_id_length)?;
            out.text(
                &verifier.verify_publish_at(token, user_id, room_id, stream_id, now)?.to_json(),
            )
        })
    }
}
