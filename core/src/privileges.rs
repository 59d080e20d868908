//! The payload of a privilege token: which room, which streams, logging in or publishing.

use std::fmt;

use crate::claims::Payload;
use crate::error::{Error, Result};
use crate::inputs;
use crate::json::{self, ObjectWriter};

/// The privilege to log in to the room: its key on the wire.
pub const PRIVILEGE_KEY_LOGIN: &str = "1";
/// The privilege to publish a stream: its key on the wire.
pub const PRIVILEGE_KEY_PUBLISH: &str = "2";
/// A privilege that is granted.
pub const PRIVILEGE_ENABLE: i32 = 1;
/// A privilege that is not granted.
pub const PRIVILEGE_DISABLE: i32 = 0;

/// The three documented shapes of a privilege token, numbered for the raw entry and the C ABI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i32)]
pub enum PrivilegeShape {
    /// Log in to the room, publish nothing. Streams are not looked at.
    LoginOnly = 0,
    /// Publish the named streams, no login.
    PublishOnly = 1,
    /// Log in and publish the named streams, or any.
    LoginAndPublish = 2,
}

impl PrivilegeShape {
    /// All three.
    pub const ALL: [PrivilegeShape; 3] =
        [PrivilegeShape::LoginOnly, PrivilegeShape::PublishOnly, PrivilegeShape::LoginAndPublish];

    /// The shape of a number; `None` for any but 0, 1 and 2.
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| *shape as i32 == number)
    }

    fn logs_in(self) -> bool {
        matches!(self, Self::LoginOnly | Self::LoginAndPublish)
    }

    fn publishes(self) -> bool {
        matches!(self, Self::PublishOnly | Self::LoginAndPublish)
    }
}

/// What a user may do in one room.
///
/// The ids are checked where the privileges are used, in the order of the error table: by
/// [`payload`](Self::payload) and by
/// [`TokenGenerator::privilege_token`](crate::TokenGenerator::privilege_token). Limits: a room id
/// of 1 to 128 bytes ([`Error::RoomIdInvalid`]), stream ids of 1 to 256 bytes and never an empty
/// list ([`Error::StreamIdInvalid`]); no NUL in either.
///
/// Privileges take effect only after the vendor has enabled the check for the account.
///
/// ```
/// # fn main() -> Result<(), token04::Error> {
/// use token04::RoomPrivileges;
/// assert_eq!(
///     RoomPrivileges::login_only("room1").payload()?,
///     r#"{"room_id":"room1","privilege":{"1":1,"2":0},"stream_id_list":null}"#
/// );
/// assert_eq!(
///     RoomPrivileges::publish_only("room1", ["s1"]).payload()?,
///     r#"{"room_id":"room1","privilege":{"1":0,"2":1},"stream_id_list":["s1"]}"#
/// );
/// # Ok(()) }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct RoomPrivileges {
    /// The payload as the claims hold it, a JSON string with its quotes, prepared once; or what
    /// is wrong, told when it is used.
    json: Result<String>,
}

impl RoomPrivileges {
    /// The user may log in to the room and publish nothing.
    pub fn login_only(room_id: impl AsRef<[u8]>) -> Self {
        Self::from_raw(PrivilegeShape::LoginOnly, room_id.as_ref(), None::<[&[u8]; 0]>)
    }

    /// The user may publish these streams, and not log in. At least one stream is required.
    pub fn publish_only<S: AsRef<[u8]>>(
        room_id: impl AsRef<[u8]>,
        stream_ids: impl IntoIterator<Item = S>,
    ) -> Self {
        Self::from_raw(PrivilegeShape::PublishOnly, room_id.as_ref(), Some(stream_ids))
    }

    /// The user may log in and publish any stream.
    pub fn login_and_publish(room_id: impl AsRef<[u8]>) -> Self {
        Self::from_raw(PrivilegeShape::LoginAndPublish, room_id.as_ref(), None::<[&[u8]; 0]>)
    }

    /// The user may log in and publish these streams. At least one stream is required: an empty
    /// list is no way to say "any".
    pub fn login_and_publish_streams<S: AsRef<[u8]>>(
        room_id: impl AsRef<[u8]>,
        stream_ids: impl IntoIterator<Item = S>,
    ) -> Self {
        Self::from_raw(PrivilegeShape::LoginAndPublish, room_id.as_ref(), Some(stream_ids))
    }

    /// The raw entry under the three names: ids as bytes, `None` for any stream.
    pub fn from_raw<S: AsRef<[u8]>>(
        shape: PrivilegeShape,
        room_id: &[u8],
        stream_ids: Option<impl IntoIterator<Item = S>>,
    ) -> Self {
        Self { json: write(shape, room_id, stream_ids) }
    }

    /// The payload text, `{"room_id":…,"privilege":{"1":…,"2":…},"stream_id_list":…}`.
    ///
    /// # Errors
    /// [`Error::RoomIdInvalid`], then [`Error::StreamIdInvalid`].
    pub fn payload(&self) -> Result<String> {
        json::string(json::Value::of_string(self.json()?)).ok_or(Error::Internal)
    }

    /// The payload as a JSON string.
    pub(crate) fn json(&self) -> Result<&str> {
        self.json.as_deref().map_err(|error| *error)
    }
}

impl fmt::Debug for RoomPrivileges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RoomPrivileges([redacted])")
    }
}

fn write<S: AsRef<[u8]>>(
    shape: PrivilegeShape,
    room_id: &[u8],
    stream_ids: Option<impl IntoIterator<Item = S>>,
) -> Result<String> {
    let room_id = inputs::room_id(room_id)?;
    let list = match (shape, stream_ids) {
        (PrivilegeShape::LoginOnly, _) | (PrivilegeShape::LoginAndPublish, None) => None,
        (PrivilegeShape::PublishOnly, None) => return Err(Error::StreamIdInvalid),
        (_, Some(stream_ids)) => Some(write_stream_ids(stream_ids)?),
    };
    let granted = |yes: bool| if yes { PRIVILEGE_ENABLE } else { PRIVILEGE_DISABLE };
    Ok(json::text(|out| {
        out.push(b'"');
        ObjectWriter::begin_within_string(out)
            .string("room_id", room_id)
            .nested("privilege", Some(shape), |shape, out| {
                ObjectWriter::begin_within_string(out)
                    .integer(PRIVILEGE_KEY_LOGIN, granted(shape.logs_in()).into())
                    .integer(PRIVILEGE_KEY_PUBLISH, granted(shape.publishes()).into())
                    .end();
            })
            .nested("stream_id_list", list, |list, out| out.extend_from_slice(&list))
            .end();
        out.push(b'"');
    }))
}

fn write_stream_ids<S: AsRef<[u8]>>(stream_ids: impl IntoIterator<Item = S>) -> Result<Vec<u8>> {
    let mut list = Vec::new();
    for stream_id in stream_ids {
        list.push(if list.is_empty() { b'[' } else { b',' });
        let stream_id = inputs::stream_id(stream_id.as_ref())?;
        json::write_string_within_string(&mut list, stream_id);
    }
    if list.is_empty() {
        return Err(Error::StreamIdInvalid);
    }
    list.push(b']');
    Ok(list)
}

/// The privileges a token carries, read strictly: only the integer 1 allows.
///
/// One of the vendor's documents calls a 0 "denied", another "check disabled"; which holds
/// depends on the account. This is the strict reading.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Privileges {
    /// The one room they are for.
    pub room_id: String,
    /// Whether the user may log in to the room.
    pub login: bool,
    /// Whether the user may publish.
    pub publish: bool,
    /// The streams that may be published: `None` for any; an empty or malformed list is `[]`
    /// and allows none.
    pub stream_ids: Option<Vec<String>>,
}

impl Privileges {
    /// Reads a payload; `None` when it is no JSON object text with a string `room_id` and an
    /// object `privilege`.
    pub(crate) fn read(payload: &Payload) -> Option<Self> {
        let Payload::Text(text) = payload else { return None };
        let [room_id, privilege, streams] =
            json::read_object(text, ["room_id", "privilege", "stream_id_list"])?;
        let room_id = room_id?;
        let [login, publish] =
            json::read_object(privilege?.get(), [PRIVILEGE_KEY_LOGIN, PRIVILEGE_KEY_PUBLISH])?;
        let allows =
            |value: Option<_>| value.and_then(json::integer) == Some(i64::from(PRIVILEGE_ENABLE));
        Some(Self {
            room_id: json::string(room_id)?,
            login: allows(login),
            publish: allows(publish),
            stream_ids: streams
                .filter(|value| !json::is_null(*value))
                .map(|value| json::strings(value).unwrap_or_default()),
        })
    }

    /// Whether logging in to this room is allowed.
    pub fn allows_room(&self, room_id: impl AsRef<[u8]>) -> bool {
        let room_id = room_id.as_ref();
        self.login && !room_id.is_empty() && self.room_id.as_bytes() == room_id
    }

    /// Whether publishing this stream is allowed.
    pub fn allows_stream(&self, stream_id: impl AsRef<[u8]>) -> bool {
        let stream_id = stream_id.as_ref();
        // Where any stream is allowed, what is no text at all is still none.
        self.publish
            && !stream_id.is_empty()
            && std::str::from_utf8(stream_id).is_ok()
            && self
                .stream_ids
                .as_ref()
                .is_none_or(|list| list.iter().any(|id| id.as_bytes() == stream_id))
    }

    pub(crate) fn write_json(&self, out: &mut Vec<u8>) {
        ObjectWriter::begin(out)
            .string("room_id", &self.room_id)
            .boolean("login", self.login)
            .boolean("publish", self.publish)
            .nested("stream_ids", self.stream_ids.as_ref(), |list, out| {
                json::write_list(list, out, |id, out| json::write_string(out, id));
            })
            .end();
    }
}

impl fmt::Debug for Privileges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Privileges([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_shapes() {
        let any = RoomPrivileges::login_and_publish("r");
        assert_eq!(
            any.payload().as_deref(),
            Ok(r#"{"room_id":"r","privilege":{"1":1,"2":1},"stream_id_list":null}"#)
        );
        for (id, json) in [("b\"", r#""b\"""#), ("\u{1}\\\n", r#""\u0001\\\n""#), ("é", r#""é""#)]
        {
            let two = RoomPrivileges::login_and_publish_streams(id, ["a", id]);
            let expected = format!(
                r#"{{"room_id":{json},"privilege":{{"1":1,"2":1}},"stream_id_list":["a",{json}]}}"#
            );
            assert_eq!(two.payload(), Ok(expected));
        }
    }

    #[test]
    fn the_room_is_checked_before_the_streams() {
        let none: [&str; 0] = [];
        assert_eq!(RoomPrivileges::publish_only("", none).payload(), Err(Error::RoomIdInvalid));
        for publish in [
            RoomPrivileges::publish_only("r", none),
            RoomPrivileges::login_and_publish_streams("r", none),
            RoomPrivileges::publish_only("r", [""]),
            RoomPrivileges::publish_only("r", ["a", "b\0"]),
        ] {
            assert_eq!(publish.payload(), Err(Error::StreamIdInvalid));
        }
    }

    #[test]
    fn only_the_integer_1_allows() {
        let read = |login: &str, list: &str| {
            let text = format!(r#"{{"room_id":"r","privilege":{{"1":{login},"2":1}}{list}}}"#);
            Privileges::read(&Payload::Text(text))
        };
        assert!(read("1", "").unwrap().allows_room("r"));
        assert!(!read("1", "").unwrap().allows_room(""));
        for denied in ["0", "2", "true", "\"1\"", "1.0", "null", "[1]"] {
            assert!(!read(denied, "").unwrap().allows_room("r"), "{denied}");
        }
        for any in ["", r#","stream_id_list":null"#, r#","stream_id_list":["s"]"#] {
            assert!(read("1", any).unwrap().allows_stream("s"), "{any}");
        }
        assert!(!read("1", "").unwrap().allows_stream(b"\xff"));
        for none in ["[]", "{}", "\"s\"", r#"["s",1]"#, r#"["t"]"#, "false"] {
            let list = format!(r#","stream_id_list":{none}"#);
            assert!(!read("1", &list).unwrap().allows_stream("s"), "{none}");
        }
    }

    #[test]
    fn what_is_not_privileges() {
        for text in [
            "",
            "null",
            "[]",
            "{}",
            "free text",
            r#"{"room_id":"r"}"#,
            r#"{"room_id":1,"privilege":{}}"#,
            r#"{"room_id":"r","privilege":[]}"#,
            r#"{"room_id":"r","room_id":"s","privilege":{"1":1}}"#,
            r#"{"room_id":"r","privilege":{"1":1,"1":1}}"#,
        ] {
            assert!(Privileges::read(&Payload::Text(text.into())).is_none(), "{text}");
        }
        let nested = r#"{"room_id":"r","privilege":{"1":1}}"#;
        assert!(Privileges::read(&Payload::Json(nested.into())).is_none());
    }
}
