//! The payload of a privilege token: a room, its streams, the rights to log in and to publish.

use std::fmt;

use crate::claims::Payload;
use crate::error::{Error, Result};
use crate::inputs::{self, ROOM_ID_MAX_BYTES, STREAM_ID_MAX_BYTES};
use crate::json::{self, ObjectWriter};

/// The privilege to log in to the room: its key in the payload.
pub const PRIVILEGE_KEY_LOGIN: &str = "1";
/// The privilege to publish a stream: its key in the payload.
pub const PRIVILEGE_KEY_PUBLISH: &str = "2";
/// A privilege that is granted.
pub const PRIVILEGE_ENABLE: i32 = 1;
/// A privilege that is not granted.
pub const PRIVILEGE_DISABLE: i32 = 0;

/// What a user may do in one room, as the payload of a token. Checked on construction, and
/// immutable.
///
/// Limits: a room id of 1 to 128 bytes, stream ids of 1 to 256 bytes, UTF-8 without NUL; a list
/// of streams is never empty. "Any stream" is a function of its own, so that a missing list never
/// grants everything.
///
/// Privileges take effect only after the vendor has enabled the check for the account.
///
/// ```
/// # fn main() -> Result<(), token04::Error> {
/// use token04::RoomPrivileges;
/// assert_eq!(
///     RoomPrivileges::login_only("room1")?.payload(),
///     r#"{"room_id":"room1","privilege":{"1":1,"2":0},"stream_id_list":null}"#
/// );
/// assert_eq!(
///     RoomPrivileges::publish_only("room1", ["s1"])?.payload(),
///     r#"{"room_id":"room1","privilege":{"1":0,"2":1},"stream_id_list":["s1"]}"#
/// );
/// # Ok(()) }
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RoomPrivileges {
    payload: String,
}

impl RoomPrivileges {
    /// The user may log in to the room but publish nothing.
    ///
    /// # Errors
    /// [`Error::RoomIdInvalid`].
    pub fn login_only(room_id: impl AsRef<[u8]>) -> Result<Self> {
        Self::from_flags(room_id, true, false, None::<[&[u8]; 0]>)
    }

    /// The user may publish these streams but not log in. At least one stream is required.
    ///
    /// # Errors
    /// [`Error::RoomIdInvalid`], then [`Error::StreamIdInvalid`].
    pub fn publish_only<S: AsRef<[u8]>>(
        room_id: impl AsRef<[u8]>,
        stream_ids: impl IntoIterator<Item = S>,
    ) -> Result<Self> {
        Self::from_flags(room_id, false, true, Some(stream_ids))
    }

    /// The user may log in and publish these streams. At least one stream is required.
    ///
    /// # Errors
    /// [`Error::RoomIdInvalid`], then [`Error::StreamIdInvalid`].
    pub fn login_and_publish<S: AsRef<[u8]>>(
        room_id: impl AsRef<[u8]>,
        stream_ids: impl IntoIterator<Item = S>,
    ) -> Result<Self> {
        Self::from_flags(room_id, true, true, Some(stream_ids))
    }

    /// The user may log in and publish any stream.
    ///
    /// # Errors
    /// [`Error::RoomIdInvalid`].
    pub fn login_and_publish_any(room_id: impl AsRef<[u8]>) -> Result<Self> {
        Ok(write(inputs::room_id(room_id.as_ref())?, true, true, None))
    }

    /// Privileges from the flags of a database row. Without `publish` the streams are ignored; with
    /// it, at least one is required.
    ///
    /// # Errors
    /// [`Error::PrivilegesEmpty`] when neither flag is set, [`Error::RoomIdInvalid`],
    /// [`Error::StreamIdInvalid`], in this order.
    pub fn from_flags<S: AsRef<[u8]>>(
        room_id: impl AsRef<[u8]>,
        login: bool,
        publish: bool,
        stream_ids: Option<impl IntoIterator<Item = S>>,
    ) -> Result<Self> {
        if !login && !publish {
            return Err(Error::PrivilegesEmpty);
        }
        let room_id = inputs::room_id(room_id.as_ref())?;
        let list = match stream_ids {
            Some(stream_ids) if publish => Some(stream_list(stream_ids)?),
            None if publish => return Err(Error::StreamIdInvalid),
            _ => None,
        };
        Ok(write(room_id, login, publish, list))
    }

    /// The payload string, `{"room_id":…,"privilege":{"1":…,"2":…},"stream_id_list":…}`.
    pub fn payload(&self) -> &str {
        &self.payload
    }
}

/// The payload, so that privileges can be passed wherever a payload can.
impl AsRef<str> for RoomPrivileges {
    fn as_ref(&self) -> &str {
        &self.payload
    }
}

impl fmt::Debug for RoomPrivileges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RoomPrivileges([redacted])")
    }
}

fn write(room_id: &str, login: bool, publish: bool, list: Option<Vec<u8>>) -> RoomPrivileges {
    let granted = |yes: bool| i64::from(if yes { PRIVILEGE_ENABLE } else { PRIVILEGE_DISABLE });
    let payload = json::text(|out| {
        ObjectWriter::begin(out)
            .string("room_id", room_id)
            .nested("privilege", Some([login, publish]), |[login, publish], out| {
                ObjectWriter::begin(out)
                    .integer(PRIVILEGE_KEY_LOGIN, granted(login))
                    .integer(PRIVILEGE_KEY_PUBLISH, granted(publish))
                    .end();
            })
            .nested("stream_id_list", list, |list, out| out.extend_from_slice(&list))
            .end();
    });
    RoomPrivileges { payload }
}

/// The list as JSON; never an empty one.
fn stream_list<S: AsRef<[u8]>>(stream_ids: impl IntoIterator<Item = S>) -> Result<Vec<u8>> {
    let mut list = Vec::new();
    for stream_id in stream_ids {
        list.push(if list.is_empty() { b'[' } else { b',' });
        json::write_string(&mut list, inputs::stream_id(stream_id.as_ref())?);
    }
    if list.is_empty() {
        return Err(Error::StreamIdInvalid);
    }
    list.push(b']');
    Ok(list)
}

/// The privileges that a token carries, read strictly: only the integer 1 allows.
///
/// One of the vendor's documents calls a 0 "denied", another "check disabled"; which one is true
/// depends on the account. This is the strict reading.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Privileges {
    /// The one room that they are for.
    pub room_id: String,
    /// Whether the user may log in to the room.
    pub login: bool,
    /// Whether the user may publish.
    pub publish: bool,
    /// The streams that may be published: `None` for any; an empty or malformed list becomes `[]`
    /// and allows none.
    pub stream_ids: Option<Vec<String>>,
}

impl Privileges {
    /// Reads a payload; `None` unless it is a JSON object with a string `room_id` and an object
    /// `privilege`.
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

    /// Whether these are privileges for this room. An id that is empty or longer than its limit
    /// never matches.
    pub fn is_for_room(&self, room_id: impl AsRef<[u8]>) -> bool {
        inputs::is_same_id(room_id.as_ref(), &self.room_id, ROOM_ID_MAX_BYTES)
    }

    /// Whether logging in to this room is allowed.
    pub fn allows_room(&self, room_id: impl AsRef<[u8]>) -> bool {
        self.login && self.is_for_room(room_id)
    }

    /// Whether publishing this stream is allowed. An id that is empty, longer than its limit or not
    /// UTF-8 is never allowed.
    pub fn allows_stream(&self, stream_id: impl AsRef<[u8]>) -> bool {
        let stream_id = stream_id.as_ref();
        self.publish
            && (1..=STREAM_ID_MAX_BYTES).contains(&stream_id.len())
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

    const NO_LIST: Option<[&str; 0]> = None;

    fn payload(privileges: Result<RoomPrivileges>) -> Result<String> {
        privileges.map(|privileges| privileges.payload().to_owned())
    }

    #[test]
    fn every_combination() {
        let text = |login: u8, publish: u8, list: &str| {
            let granted = format!(r#"{{"1":{login},"2":{publish}}}"#);
            Ok(format!(r#"{{"room_id":"r","privilege":{granted},"stream_id_list":{list}}}"#))
        };
        assert_eq!(payload(RoomPrivileges::login_only("r")), text(1, 0, "null"));
        assert_eq!(payload(RoomPrivileges::login_and_publish_any("r")), text(1, 1, "null"));
        assert_eq!(payload(RoomPrivileges::publish_only("r", ["s"])), text(0, 1, r#"["s"]"#));
        assert_eq!(
            payload(RoomPrivileges::login_and_publish("r", ["s", "t"])),
            text(1, 1, r#"["s","t"]"#)
        );
        let ignored = RoomPrivileges::from_flags("r", true, false, Some([""]));
        assert_eq!(payload(ignored), text(1, 0, "null"));
        for (id, json) in [("b\"", r#""b\"""#), ("\u{1}\\\n", r#""\u0001\\\n""#), ("é", r#""é""#)]
        {
            let expected = format!(
                r#"{{"room_id":{json},"privilege":{{"1":1,"2":1}},"stream_id_list":["a",{json}]}}"#
            );
            assert_eq!(payload(RoomPrivileges::login_and_publish(id, ["a", id])), Ok(expected));
        }
    }

    #[test]
    fn flags_are_checked_before_room_and_streams() {
        let none: [&str; 0] = [];
        let neither = RoomPrivileges::from_flags("", false, false, Some([""]));
        assert_eq!(neither, Err(Error::PrivilegesEmpty));
        assert_eq!(RoomPrivileges::publish_only("", none), Err(Error::RoomIdInvalid));
        assert_eq!(RoomPrivileges::login_and_publish_any(""), Err(Error::RoomIdInvalid));
        for refused in [
            RoomPrivileges::publish_only("r", none),
            RoomPrivileges::login_and_publish("r", none),
            RoomPrivileges::from_flags("r", true, true, NO_LIST),
            RoomPrivileges::from_flags("r", false, true, NO_LIST),
            RoomPrivileges::publish_only("r", [""]),
            RoomPrivileges::publish_only("r", ["a", "b\0"]),
        ] {
            assert_eq!(refused, Err(Error::StreamIdInvalid));
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
    fn other_payloads_are_not_privileges() {
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
