//! What a user may do in one room. Nothing is kept here between calls: an object that V8 has to
//! give back for each privileges would cost more than reading two texts again.

use napi_derive::napi;
use token04::{Error, PrivilegeShape, Result, RoomPrivileges};

use crate::answers::{Answer, Json};
use crate::args::{Given, Texts};
use crate::text::Value;

/// Privileges by the number of their shape, or what is wrong with them, told when they are used.
pub(crate) fn privileges(
    shape: i32,
    room_id: &Value,
    stream_ids: &Given<Texts>,
) -> Result<RoomPrivileges> {
    let shape = PrivilegeShape::from_number(shape).ok_or(Error::Internal)?;
    let streams = stream_ids.0.as_ref().map(Texts::iter);
    Ok(room_id.with_text(|room_id| RoomPrivileges::from_raw(shape, room_id, streams)))
}

/// The payload of a privilege token by the number of its shape (0 login, 1 publish, 2 both);
/// `streamIds` is an array, or undefined for any.
#[napi(
    catch_unwind,
    ts_args_type = "shape: number, roomId: unknown, streamIds: unknown",
    ts_return_type = "string | number"
)]
pub fn privilege_payload(shape: i32, room_id: Value, stream_ids: Given<Texts>) -> Answer<Json> {
    Answer::of(|| privileges(shape, &room_id, &stream_ids)?.payload().map(Json))
}
