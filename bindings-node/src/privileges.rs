//! What a user may do in one room.

use napi_derive::napi;
use token04::{PrivilegeShape, RoomPrivileges};

use crate::answers::{Answer, guarded};
use crate::args::{Given, Text, Texts};

/// The privileges of one room, or what is wrong with them, told when they are used.
#[napi]
pub struct NativePrivileges(pub(crate) RoomPrivileges);

/// Privileges by the number of their shape (0 login, 1 publish, 2 both); `streamIds` is an array,
/// or undefined for any.
#[napi(
    catch_unwind,
    ts_args_type = "shape: number, roomId: unknown, streamIds: unknown",
    ts_return_type = "NativePrivileges | number"
)]
pub fn create_privileges(
    shape: i32,
    room_id: Text,
    stream_ids: Given<Texts>,
) -> Answer<NativePrivileges> {
    Answer::of(|| {
        let shape = PrivilegeShape::from_number(shape).ok_or(token04::Error::Internal)?;
        let streams = stream_ids.0.as_ref().map(Texts::iter);
        Ok(NativePrivileges(RoomPrivileges::from_raw(shape, room_id.as_ref(), streams)))
    })
}

#[napi]
impl NativePrivileges {
    /// The payload text.
    #[napi(catch_unwind, ts_return_type = "string | number")]
    pub fn payload(&self) -> Answer<String> {
        Answer(guarded(|| self.0.payload().map(str::to_owned)))
    }
}
