//! Upper bounds of output lengths, computed from the lengths of the inputs alone, for callers that
//! provide a buffer. Every bound is in bytes and holds for any content, so it allows for the
//! longest escapes; typical output takes a fraction.

use crate::base64;
use crate::envelope;
use crate::inputs::{PLAINTEXT_MAX_BYTES, USER_ID_MAX_BYTES};
use crate::mode::Mode;
use crate::text;

/// Keys, quotes and the longest numbers of a token's claims.
const CLAIMS_FRAME_BYTES: usize = 160;
/// Keys, quotes and numbers of a privilege payload.
const PRIVILEGES_FRAME_BYTES: usize = 80;
/// Keys, quotes and numbers of everything reported about a token as JSON.
const REPORT_FRAME_BYTES: usize = 512;
/// The most bytes that JSON needs for one byte of a string: `\u0000`.
const ESCAPED: usize = 6;

/// Longest token of this mode for a user id and a payload of these lengths.
pub fn token(mode: Mode, user_id_bytes: usize, payload_bytes: usize) -> usize {
    of_plaintext(mode, user_id_bytes, payload_bytes.saturating_mul(ESCAPED))
}

/// Longest payload of a privilege token.
pub fn privilege_payload(
    room_id_bytes: usize,
    stream_ids_bytes: usize,
    stream_count: usize,
) -> usize {
    room_id_bytes
        .saturating_add(stream_ids_bytes)
        .saturating_mul(ESCAPED)
        .saturating_add(stream_count.saturating_mul(3))
        .saturating_add(PRIVILEGES_FRAME_BYTES)
}

/// Longest kit token.
pub fn kit_token(
    token_bytes: usize,
    room_id_bytes: usize,
    user_id_bytes: usize,
    user_name_bytes: usize,
) -> usize {
    let json = room_id_bytes
        .saturating_add(user_id_bytes)
        .saturating_mul(ESCAPED)
        .saturating_add(user_name_bytes.saturating_mul(3)) // percent-encoded
        .saturating_add(PRIVILEGES_FRAME_BYTES);
    token_bytes.saturating_add(1).saturating_add(base64::encoded_bytes(json))
}

/// Longest JSON of a decoded or verified token.
pub fn decoded_json(token_bytes: usize) -> usize {
    // The claims, and the privileges from their payload a second time.
    plaintext_of(token_bytes).saturating_mul(2).saturating_add(REPORT_FRAME_BYTES)
}

/// Longest JSON of an inspected token.
pub fn inspected_json(token_bytes: usize) -> usize {
    // A kit's user name is percent-decoded: three bytes may become an escape of six.
    token_bytes.saturating_mul(2).saturating_add(REPORT_FRAME_BYTES)
}

/// The most bytes of claims that a token of this length can carry.
pub fn plaintext_of(token_bytes: usize) -> usize {
    token_bytes.min(text::TOKEN_MAX_BYTES) / 4 * 3
}

fn of_plaintext(mode: Mode, user_id_bytes: usize, payload_bytes: usize) -> usize {
    let plaintext = (user_id_bytes.min(USER_ID_MAX_BYTES) * ESCAPED)
        .saturating_add(payload_bytes)
        .saturating_add(CLAIMS_FRAME_BYTES)
        .min(PLAINTEXT_MAX_BYTES);
    text::token_bytes(envelope::envelope_bytes(mode, mode.ciphertext_bytes(plaintext)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::NOW_MAX;
    use crate::{RawRequest, RoomPrivileges, TokenGenerator, decode, inspect, kit_token_raw};

    const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";
    /// Strings that JSON, base64 and percent-encoding lengthen the most.
    const STRINGS: [&str; 6] = ["u", "\u{1}", "\"", "\\", "é", "\u{7f}"];

    fn generator(mode: Mode) -> TokenGenerator {
        TokenGenerator::from_raw(u32::MAX.into(), SECRET, mode.number()).unwrap()
    }

    fn request<'a>(user_id: &'a str, payload: &'a str) -> RawRequest<'a> {
        let (user_id, payload) = (user_id.as_bytes(), payload.as_bytes());
        RawRequest { user_id, ttl: i64::MAX - NOW_MAX, payload, now: NOW_MAX }
    }

    #[test]
    fn tokens_stay_within_their_bounds() {
        for mode in Mode::ALL {
            for text in STRINGS {
                for length in [1, 16, 32] {
                    let (user, payload) = (text.repeat(length), text.repeat(length * 40));
                    let generator = generator(mode);
                    let draft = generator.draft(&request(&user, &payload)).unwrap();
                    assert!(draft.token_bytes_bound() <= token(mode, user.len(), payload.len()));
                    let made = draft.finish().unwrap();
                    let json = decode(&made, SECRET).unwrap().to_json();
                    assert!(json.len() <= decoded_json(made.len()));
                    assert!(inspect(&made).unwrap().to_json().len() <= inspected_json(made.len()));
                }
            }
            let max = token(mode, usize::MAX, usize::MAX);
            assert!(max <= text::TOKEN_MAX_BYTES);
        }
    }

    #[test]
    fn privileges_and_kit_tokens_stay_within_their_bounds() {
        for text in STRINGS {
            let id = text.repeat(20);
            for streams in [1, 7] {
                let list = vec![&id; streams];
                let privileges = RoomPrivileges::login_and_publish(&id, list).unwrap();
                let bytes = id.len() * streams;
                let payload = privileges.payload();
                assert!(payload.len() <= privilege_payload(id.len(), bytes, streams));
                for mode in Mode::ALL {
                    let generator = generator(mode);
                    let draft = generator.draft(&request(&id, payload)).unwrap();
                    let bound = token(mode, id.len(), payload.len());
                    assert!(draft.token_bytes_bound() <= bound);
                    let made = draft.finish().unwrap();
                    let json = decode(&made, SECRET).unwrap().to_json();
                    assert!(json.len() <= decoded_json(made.len()));
                    let kit = kit_token_raw(
                        made.as_bytes(),
                        id.as_bytes(),
                        id.as_bytes(),
                        id.as_bytes(),
                        u32::MAX.into(),
                    )
                    .unwrap();
                    assert!(kit.len() <= kit_token(made.len(), id.len(), id.len(), id.len()));
                    let json = inspect(&kit).unwrap().to_json();
                    assert!(json.len() <= inspected_json(kit.len()));
                }
            }
        }
    }

    #[test]
    fn no_length_overflows() {
        let huge = usize::MAX;
        assert_eq!(kit_token(huge, huge, huge, huge), huge);
        assert_eq!(privilege_payload(huge, huge, huge), huge);
        assert_eq!(inspected_json(huge), huge);
        assert!(decoded_json(huge) < 2 * text::TOKEN_MAX_BYTES);
    }
}
