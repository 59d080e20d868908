//! The claims of a token: the six fields of the wire format.

use std::fmt;

use crate::inputs;
use crate::json::{self, ObjectWriter};

/// The claims inside a token, named as in the wire format.
///
/// `Debug` shows none of them: claims do not belong in a log.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Claims {
    /// The app the token was issued for, `1..=4294967295`.
    pub app_id: u32,
    /// The user the token was issued for. Upstream generators check little: it may be empty or
    /// longer than 64 bytes.
    pub user_id: String,
    /// A random number. This library uses `0..=2147483647`; upstream generators any 64-bit integer.
    pub nonce: i64,
    /// The time of issue, a unix timestamp in seconds.
    pub ctime: i64,
    /// The expiry, a unix timestamp in seconds.
    pub expire: i64,
    /// The payload: nothing, the privileges for a room, or any other content.
    pub payload: Payload,
}

/// The payload of a token that was read.
#[derive(Clone, PartialEq, Eq)]
pub enum Payload {
    /// Missing or `null`.
    Nothing,
    /// A JSON string, as the format requires; empty in an identity token.
    Text(String),
    /// Any other JSON value, as JSON text without white space. Some upstream generators nest an
    /// object here; servers that check privileges then refuse the token.
    Json(String),
}

impl Payload {
    /// The payload as a string: the one passed in, `""` for nothing, JSON for other values.
    pub fn as_str(&self) -> &str {
        match self {
            Payload::Nothing => "",
            Payload::Text(text) | Payload::Json(text) => text,
        }
    }

    /// Whether the payload is a string or nothing, as the format requires.
    pub fn is_text(&self) -> bool {
        !matches!(self, Payload::Json(_))
    }

    /// `None` for a string with a lone surrogate.
    pub(crate) fn read(value: Option<json::Value<'_>>) -> Option<Self> {
        Some(match value {
            None => Payload::Nothing,
            Some(value) if json::is_null(value) => Payload::Nothing,
            Some(value) if value.get().starts_with('"') => Payload::Text(json::string(value)?),
            Some(value) => Payload::Json(json::compact(value.get())),
        })
    }

    pub(crate) fn write_json(&self, out: &mut Vec<u8>) {
        match self {
            Payload::Nothing => out.extend_from_slice(b"null"),
            Payload::Text(text) => json::write_string(out, text),
            Payload::Json(json) => out.extend_from_slice(json.as_bytes()),
        }
    }
}

impl Claims {
    /// Reads the plaintext of a token; `None` when it is not exactly one object of claims.
    pub(crate) fn read(plaintext: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(plaintext).ok()?;
        let [app_id, user_id, nonce, ctime, expire, payload] =
            json::read_object(text, ["app_id", "user_id", "nonce", "ctime", "expire", "payload"])?;
        Some(Self {
            app_id: inputs::app_id(json::integer(app_id?)?).ok()?,
            user_id: json::string(user_id?)?,
            nonce: json::integer(nonce?)?,
            ctime: json::integer(ctime?)?,
            expire: json::integer(expire?)?,
            payload: Payload::read(payload)?,
        })
    }

    pub(crate) fn write_json(&self, out: &mut Vec<u8>) {
        ObjectWriter::begin(out)
            .integer("app_id", self.app_id.into())
            .string("user_id", &self.user_id)
            .integer("nonce", self.nonce)
            .integer("ctime", self.ctime)
            .integer("expire", self.expire)
            .nested("payload", Some(&self.payload), Payload::write_json)
            .end();
    }
}

impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Claims([redacted])")
    }
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Payload([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str =
        r#"{"app_id":1,"user_id":"u","nonce":-3,"ctime":4,"expire":5,"payload":"p"}"#;

    fn read(text: &str) -> Option<Claims> {
        Claims::read(text.as_bytes())
    }

    #[test]
    fn claims_round_trip() {
        let claims = read(WHOLE).unwrap();
        assert_eq!(json::text(|out| claims.write_json(out)), WHOLE);
    }

    #[test]
    fn payloads_of_every_kind() {
        let payload = |value: &str| read(&WHOLE.replace("\"p\"", value)).map(|c| c.payload);
        assert_eq!(payload("null"), Some(Payload::Nothing));
        assert_eq!(payload(r#""""#), Some(Payload::Text(String::new())));
        assert_eq!(payload(r#"{ "a": [ 1 ] }"#), Some(Payload::Json(r#"{"a":[1]}"#.into())));
        assert_eq!(payload("true"), Some(Payload::Json("true".into())));
        assert_eq!(payload(r#""\ud800""#), None);
        let without = WHOLE.replace(r#","payload":"p""#, "");
        assert_eq!(read(&without).map(|c| c.payload), Some(Payload::Nothing));
    }

    #[test]
    fn anything_else_is_refused() {
        for (from, to) in [
            ("\"app_id\":1", "\"app_id\":0"),
            ("\"app_id\":1", "\"app_id\":4294967296"),
            ("\"app_id\":1", "\"app_id\":\"1\""),
            ("\"app_id\":1", "\"app_id\":1.0"),
            ("\"app_id\":1", "\"app_id\":null"),
            ("\"user_id\":\"u\"", "\"user_id\":7"),
            ("\"user_id\":\"u\"", "\"user_id\":\"\\ud800\""),
            ("\"nonce\":-3", "\"nonce\":9223372036854775808"),
            ("\"nonce\":-3", "\"nonce\":1,\"nonce\":1"),
            ("\"ctime\":4,", ""),
            ("\"expire\":5", "\"expire\":5e0"),
        ] {
            assert!(WHOLE.contains(from));
            assert_eq!(read(&WHOLE.replace(from, to)), None, "{to}");
        }
        assert_eq!(Claims::read(b"{\"app_id\":1,\"user_id\":\"\xff\"}"), None);
    }

    #[test]
    fn debug_shows_no_claims() {
        assert_eq!(format!("{:?}", read(WHOLE).unwrap()), "Claims([redacted])");
        assert_eq!(format!("{:?}", read(WHOLE).unwrap().payload), "Payload([redacted])");
    }
}
