//! Kit tokens, what a token shows without its secret, and why a token is refused.

use std::ffi::c_char;

use token04::{ExplainInput, explain, inspect, kit_token_raw};

use crate::constants::{TOKEN04_APP_ID_NOT_NAMED, TOKEN04_KIND_KIT, TOKEN04_KIND_PLAIN};
use crate::input::{ANY_TEXT, EXPLAINED, ROOM_ID, TOKEN, USER_ID};
use crate::output::with_output;

/// Wraps a token for the vendor's web UI kit, which otherwise makes one in the browser: that would
/// expose the secret.
///
/// token: a plain token of this user, without the NUL. room_id: 1 to 128 bytes, user_id: 1 to 64
/// bytes, of UTF-8 without NUL. user_name: UTF-8, at most TOKEN04_TEXT_MAX bytes. app_id: 1 to
/// 4294967295.
/// out: the kit token and a NUL; token04_kit_token_size() returns a sufficient capacity.
///
/// Errors, the first that applies: 91, 1, 3, 8, 3 for a user_name that is not UTF-8 or too long,
/// 20, 92. Any thread, any time.
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
    // SAFETY: the arguments are as the header requires.
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

/// Writes what a token shows without its secret, as JSON followed by a NUL:
/// {"version":..,"mode":..,"expire":..,"iv_length":..,"ciphertext_length":..,"kit":..}. None of it
/// is authenticated.
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
    // SAFETY: the arguments are as the header requires.
    unsafe {
        with_output(out, out_capacity, out_length, |out| {
            out.text(&inspect(ANY_TEXT.bytes(token, token_length)?)?.to_json())
        })
    }
}

/// Reports why a token was refused, most likely cause first, as JSON followed by a NUL:
/// {"findings":[{"id":..,"severity":..,"message":..,"advice":..,"sdk_codes":[..]},..]}.
/// A developer's tool: never send its report to a remote client.
///
/// token: as it was received, whatever it is. secret: as it is configured, of any length; NULL
/// for none. app_id: the expected one, or TOKEN04_APP_ID_NOT_NAMED. user_id, room_id, stream_id:
/// the expected ones, NULL for none. kind: TOKEN04_KIND_PLAIN, TOKEN04_KIND_KIT, or any other
/// number for either. leeway: in seconds; a negative one counts as 0. now: a unix timestamp in
/// seconds, such as token04_now(); one out of range is reported, and the token's times are not
/// checked. At most TOKEN04_TEXT_MAX + 1 bytes of each string are read.
/// out: a capacity of TOKEN04_EXPLAIN_SIZE is enough for any report.
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
    // SAFETY: the arguments are as the header requires.
    unsafe {
        with_output(out, out_capacity, out_length, |out| {
            let token = EXPLAINED.bytes(token, token_length)?;
            let mut input = ExplainInput::new_at(token, now).leeway(leeway);
            if let Some(secret) = EXPLAINED.optional_bytes(secret, secret_length)? {
                input = input.secret(secret);
            }
            if let Some(user_id) = EXPLAINED.optional_bytes(user_id, user_id_length)? {
                input = input.user_id(user_id);
            }
            if let Some(room_id) = EXPLAINED.optional_bytes(room_id, room_id_length)? {
                input = input.room_id(room_id);
            }
            if let Some(stream_id) = EXPLAINED.optional_bytes(stream_id, stream_id_length)? {
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
            out.text(&explain(&input).to_json())
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::constants::TOKEN04_EXPLAIN_SIZE;

    #[test]
    fn every_finding_together_fits_the_size_of_the_header() {
        let bytes = |finding: &token04::FindingId| {
            // The longest message with its numbers, keys and codes takes far less than a kilobyte.
            finding.name().len() + finding.advice().len() + 1000
        };
        let all: usize = token04::FindingId::ALL.iter().map(bytes).sum();
        assert!(all < TOKEN04_EXPLAIN_SIZE, "{all}");
    }
}
