//! Texts around tokens: kit tokens, what a token tells, what is wrong with it.

use std::ffi::c_char;

use token04::{Error, ExplainInput, Result, explain, inspect, kit_token_raw};

use crate::constants::{
    TOKEN04_APP_ID_NOT_NAMED, TOKEN04_EXPLAIN_SIZE, TOKEN04_KIND_KIT, TOKEN04_KIND_PLAIN,
};
use crate::input::{ANY_TEXT, ROOM_ID, TOKEN, USER_ID};
use crate::output::with_output;
use crate::time::moment;

/// Wraps a token for the vendor's web UI kit, which otherwise makes one in the browser, where the
/// secret would have to be.
///
/// token: a plain token of this user, without the NUL. room_id: 1 to 128 bytes, user_id: 1 to 64
/// bytes, of UTF-8 without NUL. user_name: UTF-8. app_id: 1 to 4294967295.
/// out: the kit token and a NUL; token04_kit_token_size() tells a capacity that suffices.
///
/// Errors, the first that applies: 91, 1, 3, 8, 3 for a user_name that is not UTF-8, 20, 92. Any
/// thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_kit_token(
    token: *const c_char,
    token_length: usize,
    room_id: *const c_char,
    room_id_length: usize,
    user_id: *const c_char,
    user_id_length: usize,
    user_name: *const c_char,
    user_name_length: usize,
    app_id: i64,
    out: *mut c_char,
    out_capacity: usize,
    out_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header demands.
    unsafe {
        with_output(out, out_capacity, out_length, |out| {
            let token = TOKEN.bytes(token, token_length)?;
            let room_id = ROOM_ID.bytes(room_id, room_id_length)?;
            let user_id = USER_ID.bytes(user_id, user_id_length)?;
            let user_name = ANY_TEXT.bytes(user_name, user_name_length)?;
            out.text(&kit_token_raw(token, room_id, user_id, user_name, app_id)?)
        })
    }
}

/// Tells what a token shows without its secret, as a JSON text with a NUL behind it:
/// {"version":..,"mode":..,"expire":..,"iv_length":..,"ciphertext_length":..,"kit":..}. Nothing of
/// it is protected by anything.
///
/// token: a plain token or one of the web UI kit, without the NUL.
///
/// Errors, the first that applies: 91, 20, 92. Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_inspect_json(
    token: *const c_char,
    token_length: usize,
    out: *mut c_char,
    out_capacity: usize,
    out_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header demands.
    unsafe {
        with_output(out, out_capacity, out_length, |out| {
            out.text(&inspect(ANY_TEXT.bytes(token, token_length)?)?.to_json())
        })
    }
}

/// Tells why a token was refused, most likely cause first, as a JSON text with a NUL behind it:
/// {"findings":[{"id":..,"severity":..,"message":..,"advice":..,"sdk_codes":[..]},..]}.
/// A developer's tool: never send its answer to a remote client.
///
/// token: as it was passed on, whatever it is. secret: as it is configured, of any length; NULL
/// for none. app_id: what is expected, or TOKEN04_APP_ID_NOT_NAMED. user_id, room_id, stream_id:
/// what is expected, NULL for nothing. kind: TOKEN04_KIND_PLAIN, TOKEN04_KIND_KIT, or any other
/// number for either. leeway: in seconds; a negative one counts as 0. now: unix seconds, or
/// TOKEN04_NOW_CLOCK.
/// out: a capacity of TOKEN04_EXPLAIN_SIZE suffices for any answer.
///
/// Errors, the first that applies: 91, 92. Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_explain_json(
    token: *const c_char,
    token_length: usize,
    secret: *const c_char,
    secret_length: usize,
    app_id: i64,
    user_id: *const c_char,
    user_id_length: usize,
    room_id: *const c_char,
    room_id_length: usize,
    stream_id: *const c_char,
    stream_id_length: usize,
    kind: i32,
    leeway: i64,
    now: i64,
    out: *mut c_char,
    out_capacity: usize,
    out_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header demands.
    unsafe {
        with_output(out, out_capacity, out_length, |out| {
            let token = ANY_TEXT.bytes(token, token_length)?;
            let mut input = ExplainInput::new_at(token, moment(now)?).leeway(leeway);
            if let Some(secret) = ANY_TEXT.optional_bytes(secret, secret_length)? {
                input = input.secret(secret);
            }
            if let Some(user_id) = ANY_TEXT.optional_bytes(user_id, user_id_length)? {
                input = input.user_id(user_id);
            }
            if let Some(room_id) = ANY_TEXT.optional_bytes(room_id, room_id_length)? {
                input = input.room_id(room_id);
            }
            if let Some(stream_id) = ANY_TEXT.optional_bytes(stream_id, stream_id_length)? {
                input = input.stream_id(stream_id);
            }
            if app_id != TOKEN04_APP_ID_NOT_NAMED {
                input = input.app_id(app_id);
            }
            input = match kind {
                TOKEN04_KIND_PLAIN => input.kit(false),
                TOKEN04_KIND_KIT => input.kit(true),
                _ => input,
            };
            // What is found depends on the moment: the next call may have more to tell.
            out.text_of_at_most(&explain(&input).to_json(), TOKEN04_EXPLAIN_SIZE - 1)
        })
    }
}

/// Reads an app id written in decimal digits, as in an environment variable: *app_id is set to
/// it, or to 0 on any error.
///
/// Errors, the first that applies: 91, 1. Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_app_id_from_text(
    text: *const c_char,
    text_length: usize,
    app_id: *mut i64,
) -> i32 {
    // SAFETY: NULL or writable, as the header demands.
    let Some(app_id) = (unsafe { app_id.as_mut() }) else { return Error::NullPointer.code() };
    *app_id = 0;
    crate::status::guard(|| {
        // SAFETY: the arguments are as the header demands.
        let text = unsafe { ANY_TEXT.bytes(text, text_length) }?;
        *app_id = parse(text)?.into();
        Ok(())
    })
}

fn parse(text: &[u8]) -> Result<u32> {
    let text = std::str::from_utf8(text).map_err(|_| Error::AppIdInvalid)?;
    token04::env::parse_app_id(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finding_together_fits_the_size_of_the_header() {
        let bytes = |finding: &token04::FindingId| {
            // The longest message and its numbers, keys and codes: far below a kilobyte.
            finding.name().len() + finding.advice().len() + 1000
        };
        let all: usize = token04::FindingId::ALL.iter().map(bytes).sum();
        assert!(all < TOKEN04_EXPLAIN_SIZE, "{all}");
    }
}
