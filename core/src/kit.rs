//! The web UI kit's token: a plain token, `#`, and the user and room in base64.

use std::fmt;

use crate::base64;
use crate::error::{Error, Result};
use crate::inputs;
use crate::json::{self, ObjectWriter};
use crate::text::{self, TEXT_MAX_BYTES};

/// Separates the two parts.
pub(crate) const SEPARATOR: u8 = b'#';

/// Wraps a token that the server minted, for the vendor's web UI kit. The kit otherwise makes the
/// token in the browser, which would need the secret.
///
/// `token` is a plain token of this user; `room_id` takes 1 to 128 bytes and `user_id` 1 to 64,
/// both without NUL; `user_name` is any string, and is percent-encoded like `encodeURIComponent`;
/// `app_id` is not 0. The result is pure ASCII: the kit reads it with `JSON.parse(atob(…))`.
///
/// # Errors
/// [`Error::AppIdInvalid`](crate::Error::AppIdInvalid),
/// [`Error::UserIdInvalid`](crate::Error::UserIdInvalid),
/// [`Error::RoomIdInvalid`](crate::Error::RoomIdInvalid), and
/// [`Error::TokenFormat`](crate::Error::TokenFormat) when `token` is not a plain token.
pub fn kit_token(
    token: &str,
    room_id: &str,
    user_id: &str,
    user_name: &str,
    app_id: u32,
) -> Result<String> {
    kit_token_raw(
        token.as_bytes(),
        room_id.as_bytes(),
        user_id.as_bytes(),
        user_name.as_bytes(),
        app_id.into(),
    )
}

/// The raw entry point under [`kit_token`]: strings as bytes and a wide app id.
///
/// # Errors
/// As [`kit_token`]; a `user_name` that is not UTF-8 or longer than [`TEXT_MAX_BYTES`] is
/// [`Error::UserIdInvalid`](crate::Error::UserIdInvalid).
pub fn kit_token_raw(
    token: &[u8],
    room_id: &[u8],
    user_id: &[u8],
    user_name: &[u8],
    app_id: i64,
) -> Result<String> {
    let app_id = inputs::app_id(app_id)?;
    let user_id = inputs::user_id(user_id)?;
    let room_id = inputs::room_id(room_id)?;
    if user_name.len() > TEXT_MAX_BYTES {
        return Err(Error::UserIdInvalid);
    }
    let user_name = std::str::from_utf8(user_name).map_err(|_| Error::UserIdInvalid)?;
    let token = crate::inspect::plain_token(token)?;
    let part = json::text(|out| {
        ObjectWriter::begin(out)
            .string("userID", user_id)
            .string("roomID", room_id)
            .string("userName", &encode_uri_component(user_name))
            .integer("appID", app_id.into())
            .end();
    });
    let part = ascii(&part);
    let mut kit = Vec::from(token);
    kit.push(SEPARATOR);
    let start = kit.len();
    kit.resize(start + base64::encoded_bytes(part.len()), 0);
    let room = kit.get_mut(start..).and_then(|room| base64::encode(&part, room));
    room.and_then(|_| String::from_utf8(kit).ok()).ok_or(Error::Internal)
}

/// Percent-encodes like JavaScript's `encodeURIComponent`: keeps letters, digits and `-_.!~*'()`.
fn encode_uri_component(plain: &str) -> String {
    let mut encoded = Vec::with_capacity(plain.len());
    for byte in plain.bytes() {
        if byte.is_ascii_alphanumeric() || text::among(b"-_.!~*'()", byte) {
            encoded.push(byte);
        } else {
            encoded.push(b'%');
            encoded.extend_from_slice(&json::hex_digits(byte, b'A'));
        }
    }
    String::from_utf8(encoded).unwrap_or_default() // ASCII
}

/// JSON in pure ASCII: other characters, which occur only in strings, become `\u` escapes.
fn ascii(json: &str) -> Vec<u8> {
    let mut escaped = Vec::with_capacity(json.len());
    for unit in json.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte @ 0..0x7f) => escaped.push(byte),
            _ => json::write_unit_escape(&mut escaped, unit),
        }
    }
    escaped
}

/// The second part of a kit token. Its content is not authenticated.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InspectedKit {
    /// The user who enters the room.
    pub user_id: String,
    /// The room to enter.
    pub room_id: String,
    /// The user's display name, percent-decoded.
    pub user_name: String,
    /// The app, as written: any 64-bit integer.
    pub app_id: i64,
}

impl InspectedKit {
    /// `None` when the part is not the base64 of an object with the kit's four fields.
    pub(crate) fn read(part: &[u8]) -> Option<Self> {
        let bytes = base64::decode(part)?;
        // `atob` returns one character for each byte; correct kit tokens are ASCII.
        let text = String::from_utf8(bytes).ok()?;
        let [user_id, room_id, user_name, app_id] =
            json::read_object(&text, ["userID", "roomID", "userName", "appID"])?;
        Some(Self {
            user_id: json::string(user_id?)?,
            room_id: json::string(room_id?)?,
            user_name: decode_uri_component(&json::string(user_name?)?)?,
            app_id: json::integer(app_id?)?,
        })
    }

    pub(crate) fn write_json(&self, out: &mut Vec<u8>) {
        ObjectWriter::begin(out)
            .string("user_id", &self.user_id)
            .string("room_id", &self.room_id)
            .string("user_name", &self.user_name)
            .integer("app_id", self.app_id)
            .end();
    }
}

impl fmt::Debug for InspectedKit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InspectedKit([redacted])")
    }
}

/// The reverse of [`encode_uri_component`]; `None` where JavaScript would throw.
fn decode_uri_component(encoded: &str) -> Option<String> {
    String::from_utf8(text::percent_decoded(encoded.as_bytes())?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_encoded_as_javascript_does() {
        let name = "Zoë (1)! 名 😀/+";
        let encoded = encode_uri_component(name);
        assert_eq!(encoded, "Zo%C3%AB%20(1)!%20%E5%90%8D%20%F0%9F%98%80%2F%2B");
        assert_eq!(decode_uri_component(&encoded).as_deref(), Some(name));
        for bad in ["%", "%4", "%zz", "%+1", "%ff"] {
            assert_eq!(decode_uri_component(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_json_is_pure_ascii() {
        assert_eq!(ascii("\"é😀a\""), b"\"\\u00e9\\ud83d\\ude00a\"");
    }

    #[test]
    fn only_a_plain_token_is_wrapped() {
        for bad in ["", "0123456789abcdef0123456789abcdef", "04AAAA", "04AAAA#e30="] {
            assert_eq!(kit_token(bad, "r", "u", "n", 7), Err(Error::TokenFormat), "{bad}");
        }
    }
}
