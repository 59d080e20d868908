//! Judging tokens with prepared keys.

use std::ffi::c_char;

use token04::{Expectations, Result, TokenVerifier, VerifiedToken};

use crate::decode::{Decoded, lay_out, with_decoded};
use crate::handle::{self, Verifier};
use crate::input::{ANY_TEXT, List, SECRET, TOKEN};
use crate::output::with_output;
use crate::time::moment;

/// Prepares a verifier. It never changes and may be used by many threads at once; it keeps copies
/// of the secrets, which are wiped when it is freed.
///
/// app_id: 1 to 4294967295. secret: exactly 32 bytes. previous_secrets: secrets from before a
/// rotation that are still accepted, one after the other, with their lengths (32 each) and count;
/// NULL, NULL, 0 for none. leeway: tolerance for clocks that differ, in seconds, at least 0;
/// usually TOKEN04_DEFAULT_LEEWAY_SECONDS. require_authenticated: not 0 refuses CBC tokens.
/// *out: the verifier, yours to free with token04_verifier_free(); NULL on any error.
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
    require_authenticated: i32,
    out: *mut *mut Verifier,
) -> i32 {
    // SAFETY: the arguments are as the header demands.
    unsafe {
        handle::make(out, || {
            let secret = SECRET.bytes(secret, secret_length)?;
            let previous =
                SECRET.list(previous_secrets, previous_secret_lengths, previous_secret_count)?;
            let previous = previous.unwrap_or_else(List::none);
            let authenticated = require_authenticated != 0;
            TokenVerifier::from_raw(app_id, secret, previous, leeway, authenticated)
        })
    }
}

/// Prepares a verifier from the environment variables ZEGO_APP_ID, ZEGO_SERVER_SECRET and, where
/// it is set and not empty, ZEGO_PREVIOUS_SERVER_SECRET; otherwise as token04_verifier_new(). Not
/// in the WebAssembly build.
///
/// Errors, the first that applies: 91; 1 of ZEGO_APP_ID; 5 of ZEGO_SERVER_SECRET (each also when
/// the variable is not set or empty); 5 of ZEGO_PREVIOUS_SERVER_SECRET, which it is when
/// token04_generator_from_env() has nothing against the other two; 11. Any thread, but not while
/// another one changes the environment.
// SAFETY: the header states what the pointers must point to.
#[cfg(feature = "os")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_verifier_from_env(
    leeway: i64,
    require_authenticated: i32,
    out: *mut *mut Verifier,
) -> i32 {
    let authenticated = require_authenticated != 0;
    let value = || {
        let verifier = TokenVerifier::from_env()?.with_leeway(leeway)?;
        Ok(verifier.require_authenticated(authenticated))
    };
    // SAFETY: the arguments are as the header demands.
    unsafe { handle::make(out, value) }
}

/// Frees a verifier and wipes its keys. NULL is allowed. No errors. No other thread may use it
/// any more.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_verifier_free(verifier: *mut Verifier) {
    // SAFETY: the argument is as the header demands.
    unsafe { handle::free(verifier) }
}

/// Verifies a token: its app, its moment, and what you name.
///
/// WARNING: a user_id of NULL is not named, and then the user is NOT checked: a token of anybody
/// passes. Where the user comes from a session that may hold none, refuse before you ask, or name
/// the empty text ("" with length 0), which never matches.
///
/// token: a plain token, without the NUL. user_id, room_id, stream_id: what the token must be
/// for; NULL is not named and not checked, and a text of length 0, or one that is not UTF-8, is
/// named and never matches. now: unix seconds, or TOKEN04_NOW_CLOCK; a token is accepted until its
/// expiry and the leeway. decoded, buffer: as for token04_decode().
///
/// Errors, the first that applies: 91, 20, 38, 23, 24, 34, 30, 32, 33, 31, 37, 35, 36, 92. Any
/// thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_verifier_verify(
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
    // SAFETY: the arguments are as the header demands.
    unsafe {
        with_decoded(decoded, buffer, buffer_capacity, buffer_length, |decoded, out| {
            let verifier = handle::value(verifier)?;
            let token = TOKEN.bytes(token, token_length)?;
            let expected = [
                (user_id, user_id_length),
                (room_id, room_id_length),
                (stream_id, stream_id_length),
            ];
            let verified = verify(verifier, token, &expected, now)?;
            lay_out(&verified, verified.secret_index, decoded, out)
        })
    }
}

/// As token04_verifier_verify(), as a JSON text with a NUL behind it: that of
/// token04_decode_json() with "secret_index":.. at its end.
///
/// Errors as token04_verifier_verify(). Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_verifier_verify_json(
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
    // SAFETY: the arguments are as the header demands.
    unsafe {
        with_output(out, out_capacity, out_length, |out| {
            let verifier = handle::value(verifier)?;
            let token = TOKEN.bytes(token, token_length)?;
            let expected = [
                (user_id, user_id_length),
                (room_id, room_id_length),
                (stream_id, stream_id_length),
            ];
            out.text(&verify(verifier, token, &expected, now)?.to_json())
        })
    }
}

/// Verifies with the expectations of user, room and stream, as they came from C.
///
/// # Safety
/// As the header demands of them.
unsafe fn verify(
    verifier: &TokenVerifier,
    token: &[u8],
    expected: &[(*const c_char, usize); 3],
    now: i64,
) -> Result<VerifiedToken> {
    // SAFETY: as promised.
    let [user_id, room_id, stream_id] =
        expected.map(|(pointer, length)| unsafe { ANY_TEXT.optional_bytes(pointer, length) });
    let expected = Expectations::from_raw(user_id?, room_id?, stream_id?);
    verifier.verify_at(token, &expected, moment(now)?)
}
