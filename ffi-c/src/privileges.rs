//! What a user may do in one room, written as a payload.

use std::ffi::c_char;

use token04::{Error, Result, RoomPrivileges};

use crate::input::{List, ROOM_ID, STREAM_ID};
use crate::output::with_output;

/// Writes the payload of a privilege token, {"room_id":..,"privilege":{..},"stream_id_list":..},
/// for token04_generator_generate() and every other function that takes a payload. Privileges take
/// effect only after the vendor has enabled the check for your account.
///
/// room_id: 1 to 128 bytes of UTF-8 without NUL. login, publish: not 0 if the user may log in to
/// the room or publish in it; at least one must be set. stream_ids: the streams that may be
/// published, concatenated, each 1 to 256 bytes of UTF-8 without NUL, with their lengths and
/// count. Without publish they are ignored; with it at least one is required, unless any_stream is
/// not 0: then any stream may be published, login and publish must be set, and there must be no
/// list (NULL, NULL, 0).
/// out: the payload and a NUL; token04_privileges_payload_size() returns a sufficient capacity.
///
/// Errors, the first that applies: 91, 12, 8, 9, 92. Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_privileges_payload(
    room_id: *const c_char,
    room_id_length: usize,
    login: i32,
    publish: i32,
    any_stream: i32,
    stream_ids: *const c_char,
    stream_id_lengths: *const usize,
    stream_count: usize,
    out: *mut c_char,
    out_capacity: usize,
    out_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header requires.
    unsafe {
        with_output(out, out_capacity, out_length, |out| {
            let room_id = ROOM_ID.bytes(room_id, room_id_length)?;
            let streams = STREAM_ID.list(stream_ids, stream_id_lengths, stream_count)?;
            let flags = [login != 0, publish != 0, any_stream != 0];
            out.text(room_privileges(room_id, flags, streams)?.payload())
        })
    }
}

fn room_privileges(
    room_id: &[u8],
    [login, publish, any_stream]: [bool; 3],
    streams: Option<List<'_>>,
) -> Result<RoomPrivileges> {
    if any_stream && login && publish && streams.is_none() {
        return RoomPrivileges::login_and_publish_any(room_id);
    }
    let privileges = RoomPrivileges::from_flags(room_id, login, publish, streams)?;
    if any_stream { Err(Error::StreamIdInvalid) } else { Ok(privileges) }
}
