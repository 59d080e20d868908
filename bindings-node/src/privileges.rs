//! What a user may do in one room. JavaScript keeps the payload, and passes it in like any other.

use napi_derive::napi;
use token04::{Error, Result, RoomPrivileges};

use crate::args::{Given, Utf8List};
use crate::outcome::{Json, Outcome};
use crate::strings::Value;

/// The payload of a privilege token. `login` and `publish` are booleans; a value of another type
/// grants nothing, as if neither flag were set. `streamIds` is an array, or undefined for none;
/// `anyStream` allows all of them.
#[napi(
    catch_unwind,
    ts_args_type = "roomId: unknown, login: unknown, publish: unknown, anyStream: boolean, streamIds: unknown",
    ts_return_type = "string | number"
)]
pub fn privileges_payload(
    room_id: Value,
    login: Value,
    publish: Value,
    any_stream: bool,
    stream_ids: Given<Utf8List>,
) -> Outcome<Json> {
    Outcome::of(|| {
        let (Some(login), Some(publish)) = (login.boolean(), publish.boolean()) else {
            return Err(Error::PrivilegesEmpty);
        };
        let made = room_id.with_utf8(|room_id| -> Result<RoomPrivileges> {
            if any_stream {
                return RoomPrivileges::login_and_publish_any(room_id);
            }
            let streams = stream_ids.0.as_ref().map(Utf8List::iter);
            RoomPrivileges::from_flags(room_id, login, publish, streams)
        })?;
        Ok(Json(made.payload().to_owned()))
    })
}
