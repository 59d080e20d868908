//! What a user may do in one room: as a payload, and prepared for many tokens.

use std::ffi::c_char;

use token04::{Error, PrivilegeShape, Result, RoomPrivileges};

use crate::handle::{self, Privileges};
use crate::input::{ROOM_ID, STREAM_ID};
use crate::output::with_output;

/// Writes the payload of a privilege token, {"room_id":..,"privilege":{..},"stream_id_list":..}.
/// Privileges take effect only after the vendor has enabled the check for your account.
///
/// shape: TOKEN04_LOGIN_ONLY, TOKEN04_PUBLISH_ONLY or TOKEN04_LOGIN_AND_PUBLISH. room_id: 1 to 128
/// bytes of UTF-8 without NUL. stream_ids: the streams that may be published, one after the other,
/// each 1 to 256 bytes of UTF-8 without NUL, with their lengths and count. stream_id_lengths says
/// whether there is a list: NULL (with count 0) allows any stream; not NULL with count 0 is an
/// empty list, error 9. So give a list that may be empty an address, such as one more element.
/// TOKEN04_PUBLISH_ONLY needs a stream; TOKEN04_LOGIN_ONLY allows none, whatever the list says.
/// out: the payload and a NUL; token04_privilege_payload_size() tells a capacity that suffices.
///
/// Errors, the first that applies: 91, 7 for an unknown shape, 8, 9, 92. Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_privilege_payload(
    shape: i32,
    room_id: *const c_char,
    room_id_length: usize,
    stream_ids: *const c_char,
    stream_id_lengths: *const usize,
    stream_count: usize,
    out: *mut c_char,
    out_capacity: usize,
    out_length: *mut usize,
) -> i32 {
    // SAFETY: the arguments are as the header demands.
    unsafe {
        with_output(out, out_capacity, out_length, |out| {
            let room = (room_id, room_id_length);
            let streams = (stream_ids, stream_id_lengths, stream_count);
            out.text(&room_privileges(shape, room, streams)?.payload()?)
        })
    }
}

/// Prepares privileges that are used for more than one token, so that they are written once: for
/// token04_generator_prepared_privilege_token(). They keep a copy of what they are made of, never
/// change, and may be used by many threads at once, with generators of any app and mode.
///
/// shape, room_id and the streams: as for token04_privilege_payload(). *out: the privileges, yours
/// to free with token04_privileges_free(); NULL on any error.
///
/// The ids are not judged here but with each token, after its user id and lifetime: 8, 9, and 7 for
/// more than fits. To know at once, write the payload with token04_privilege_payload().
///
/// Errors, the first that applies: 91, 7 for an unknown shape. Any thread, any time.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_privileges_new(
    shape: i32,
    room_id: *const c_char,
    room_id_length: usize,
    stream_ids: *const c_char,
    stream_id_lengths: *const usize,
    stream_count: usize,
    out: *mut *mut Privileges,
) -> i32 {
    let room = (room_id, room_id_length);
    let streams = (stream_ids, stream_id_lengths, stream_count);
    // SAFETY: the arguments are as the header demands.
    unsafe { handle::make(out, || room_privileges(shape, room, streams)) }
}

/// Frees privileges. NULL is allowed. No errors. No other thread may use them any more.
// SAFETY: the header states what the pointers must point to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn token04_privileges_free(privileges: *mut Privileges) {
    // SAFETY: the argument is as the header demands.
    unsafe { handle::free(privileges) }
}

/// Privileges of a room id and streams as they come from C, judged where they are used.
///
/// # Errors
/// [`Error::NullPointer`]; [`Error::PayloadInvalid`] for an unknown shape: no code of the table is
/// a shape's own, and no payload can be written for it.
///
/// # Safety
/// As the header demands of the arguments of the entries.
pub(crate) unsafe fn room_privileges(
    shape: i32,
    (room_id, room_id_length): (*const c_char, usize),
    (stream_ids, stream_id_lengths, stream_count): (*const c_char, *const usize, usize),
) -> Result<RoomPrivileges> {
    // SAFETY: as promised by the caller.
    let (room_id, streams) = unsafe {
        (
            ROOM_ID.bytes(room_id, room_id_length)?,
            STREAM_ID.list(stream_ids, stream_id_lengths, stream_count)?,
        )
    };
    let shape = PrivilegeShape::from_number(shape).ok_or(Error::PayloadInvalid)?;
    Ok(RoomPrivileges::from_raw(shape, room_id, streams))
}
