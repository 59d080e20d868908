//! How large a buffer must be.

use token04::{Mode, TOKEN_MAX_BYTES, bounds};

/// The core's bound and the NUL. For an invalid mode: the size of the longest token.
fn with_nul(mode: i32, bound: impl FnOnce(Mode) -> usize) -> usize {
    Mode::from_number(mode).map_or(TOKEN_MAX_BYTES, bound).saturating_add(1)
}

/// A sufficient capacity for the token of token04_generate() and token04_generator_generate(),
/// including the NUL; at most TOKEN04_TOKEN_MAX + 1. It allows for the worst content: a few hundred
/// bytes are nearly always enough, and the status is 92 when they are not. Lengths in bytes; mode:
/// that of the generator (TOKEN04_MODE_CBC for token04_generate()).
/// No errors. Any thread, any time.
#[unsafe(no_mangle)]
pub extern "C" fn token04_token_size(
    user_id_length: usize,
    payload_length: usize,
    mode: i32,
) -> usize {
    with_nul(mode, |mode| bounds::token(mode, user_id_length, payload_length))
}

/// A sufficient capacity for the output of token04_privileges_payload(), including the NUL. Lengths
/// in bytes. No errors. Any thread, any time.
#[unsafe(no_mangle)]
pub extern "C" fn token04_privileges_payload_size(
    room_id_length: usize,
    stream_ids_length: usize,
    stream_count: usize,
) -> usize {
    bounds::privilege_payload(room_id_length, stream_ids_length, stream_count).saturating_add(1)
}

/// A sufficient capacity for the token of token04_kit_token(), including the NUL. Lengths in
/// bytes. No errors. Any thread, any time.
#[unsafe(no_mangle)]
pub extern "C" fn token04_kit_token_size(
    token_length: usize,
    room_id_length: usize,
    user_id_length: usize,
    user_name_length: usize,
) -> usize {
    bounds::kit_token(token_length, room_id_length, user_id_length, user_name_length)
        .saturating_add(1)
}

/// A sufficient capacity for what is read from a token of this length: the buffer of
/// token04_decode() and the token04_verifier_verify functions, and the JSON of
/// token04_decode_json(), their _json forms and token04_inspect_json(), including the NUL. No
/// errors. Any thread, any time.
#[unsafe(no_mangle)]
pub extern "C" fn token04_decoded_size(token_length: usize) -> usize {
    let json = bounds::decoded_json(token_length).max(bounds::inspected_json(token_length));
    json.max(crate::decode::packed_bytes(bounds::plaintext_of(token_length))).saturating_add(1)
}
