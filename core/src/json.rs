//! The second station: JSON text, written field by field and read strictly.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Writes one JSON object without white space, fields in the order of the calls.
pub(crate) struct ObjectWriter<'o> {
    out: &'o mut Vec<u8>,
    separator: u8,
}

impl<'o> ObjectWriter<'o> {
    pub(crate) fn begin(out: &'o mut Vec<u8>) -> Self {
        Self { out, separator: b'{' }
    }

    /// Writes a key, which needs no escaping, and returns where the value goes.
    fn key(&mut self, key: &'static str) -> &mut Vec<u8> {
        self.out.extend_from_slice(&[self.separator, b'"']);
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.separator = b',';
        self.out
    }

    pub(crate) fn string(mut self, key: &'static str, value: &str) -> Self {
        write_string(self.key(key), value);
        self
    }

    pub(crate) fn integer(mut self, key: &'static str, value: i64) -> Self {
        write_integer(self.key(key), value);
        self
    }

    pub(crate) fn boolean(self, key: &'static str, value: bool) -> Self {
        self.raw(key, if value { "true" } else { "false" })
    }

    /// A value that is JSON text already.
    pub(crate) fn raw(mut self, key: &'static str, json: &str) -> Self {
        self.key(key).extend_from_slice(json.as_bytes());
        self
    }

    /// A value that `write` appends, or `null`.
    pub(crate) fn nested<T>(
        mut self,
        key: &'static str,
        value: Option<T>,
        write: impl FnOnce(T, &mut Vec<u8>),
    ) -> Self {
        let out = self.key(key);
        match value {
            Some(value) => write(value, out),
            None => out.extend_from_slice(b"null"),
        }
        self
    }

    /// A value of `bytes` bytes to be filled in later; returns where it stands.
    pub(crate) fn room(mut self, key: &'static str, bytes: usize) -> (Self, usize) {
        let out = self.key(key);
        let at = out.len();
        out.resize(at + bytes, b' ');
        (self, at)
    }

    pub(crate) fn end(self) {
        if self.separator == b'{' {
            self.out.push(b'{');
        }
        self.out.push(b'}');
    }
}

/// Appends a JSON string with the escapes that JSON demands and no others.
pub(crate) fn write_string(out: &mut Vec<u8>, value: &str) {
    // Writing to a `Vec` cannot fail.
    let _ = serde_json::to_writer(out, value);
}

/// Appends an integer in digits.
pub(crate) fn write_integer(out: &mut Vec<u8>, value: i64) {
    let _ = serde_json::to_writer(out, &value);
}

/// Appends a JSON array of what `write` appends for each item.
pub(crate) fn write_list<T>(
    items: impl IntoIterator<Item = T>,
    out: &mut Vec<u8>,
    mut write: impl FnMut(T, &mut Vec<u8>),
) {
    out.push(b'[');
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write(item, out);
    }
    out.push(b']');
}

/// The result of a function that appends JSON, as text.
pub(crate) fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::with_capacity(512);
    write(&mut out);
    // Everything written is JSON made from `str`s: the conversion never replaces anything.
    String::from_utf8(out)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Reads one JSON object and hands back the raw values of the keys named, in their order.
///
/// A named key that comes twice is refused, every other key is ignored; `None` when the text is
/// not exactly one JSON object.
pub(crate) fn read_object<'j, const N: usize>(
    text: &'j str,
    keys: [&str; N],
) -> Option<[Option<&'j RawValue>; N]> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let found = reader.deserialize_map(ObjectVisitor { keys }).ok()?;
    reader.end().ok()?;
    Some(found)
}

struct ObjectVisitor<'k, const N: usize> {
    keys: [&'k str; N],
}

impl<'j, const N: usize> Visitor<'j> for ObjectVisitor<'_, N> {
    type Value = [Option<&'j RawValue>; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'j>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = [None; N];
        while let Some(index) = map.next_key_seed(KeySeed { keys: &self.keys })? {
            match index.and_then(|index| found.get_mut(index)) {
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
                Some(Some(_)) => return Err(A::Error::custom("duplicate key")),
                Some(slot) => *slot = Some(map.next_value::<&RawValue>()?),
            }
        }
        Ok(found)
    }
}

/// Finds a key among the named ones. Read as bytes: an unknown key may hold a lone surrogate.
struct KeySeed<'k> {
    keys: &'k [&'k str],
}

impl<'j> DeserializeSeed<'j> for KeySeed<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'j>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_bytes(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.keys.iter().position(|known| *known == key))
    }

    fn visit_bytes<E>(self, key: &[u8]) -> Result<Self::Value, E> {
        Ok(self.keys.iter().position(|known| known.as_bytes() == key))
    }
}

/// A JSON integer that fits 64 bits; `1.0` and `1e3` are none.
pub(crate) fn integer(value: &RawValue) -> Option<i64> {
    value.get().parse().ok()
}

/// A JSON string; one with a lone surrogate has no reading.
pub(crate) fn string(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

/// A JSON array of strings.
pub(crate) fn strings(value: &RawValue) -> Option<Vec<String>> {
    serde_json::from_str(value.get()).ok()
}

/// Whether the value is `null`.
pub(crate) fn is_null(value: &RawValue) -> bool {
    value.get() == "null"
}

/// Valid JSON text without the white space outside its strings.
pub(crate) fn compact(json: &str) -> String {
    let mut in_string = false;
    let mut escaped = false;
    json.chars()
        .filter(|&c| {
            if in_string {
                in_string = escaped || c != '"';
                escaped = !escaped && c == '\\';
                return true;
            }
            in_string = c == '"';
            !matches!(c, ' ' | '\t' | '\n' | '\r')
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_read_strictly() {
        let read = |text| read_object(text, ["a", "b"]).map(|v| v.map(|v| v.map(RawValue::get)));
        assert_eq!(read(r#" {"b" : [1, 2], "x": {"a":1}} "#), Some([None, Some("[1, 2]")]));
        assert_eq!(read(r#"{"\u0061":1}"#), Some([Some("1"), None]));
        assert_eq!(read("{}"), Some([None, None]));
        assert_eq!(read(r#"{"\ud800":1,"c":"\udfff"}"#), Some([None, None]));
        assert_eq!(read(r#"{"x":1,"x":2}"#), Some([None, None]));
        for bad in [
            "",
            "[]",
            "1",
            "null",
            "{",
            r#"{"a":1,"a":1}"#,
            r#"{"a":1} x"#,
            r#"{"a":01}"#,
            r#"{"a":1,}"#,
            "{'a':1}",
            "{\"a\":\"\n\"}",
            r#"{"a":1}{"#,
            r#"{"a":NaN}"#,
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn integers_are_integers() {
        let read = |text: &str| {
            let object = format!(r#"{{"a":{text}}}"#);
            read_object(&object, ["a"]).and_then(|[a]| a.and_then(integer))
        };
        assert_eq!(read("-5"), Some(-5));
        assert_eq!(read("-0"), Some(0));
        assert_eq!(read("9223372036854775807"), Some(i64::MAX));
        for bad in ["9223372036854775808", "1.0", "1e3", "\"1\"", "true", "null", "[1]"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn white_space_inside_strings_stays() {
        assert_eq!(compact(r#"{ "a b" : [ 1 , "\" x\\" ] }"#), r#"{"a b":[1,"\" x\\"]}"#);
    }

    #[test]
    fn an_object_is_written_in_order() {
        let written = text(|out| {
            ObjectWriter::begin(out)
                .integer("n", -1)
                .string("s", "a\"\u{1}é/")
                .boolean("b", true)
                .nested("none", None::<i64>, |n, out| write_integer(out, n))
                .nested("list", Some([1, 2]), |list, out| {
                    write_list(list, out, |n, out| write_integer(out, n));
                })
                .end();
        });
        assert_eq!(written, r#"{"n":-1,"s":"a\"\u0001é/","b":true,"none":null,"list":[1,2]}"#);
        assert_eq!(text(|out| ObjectWriter::begin(out).end()), "{}");
    }
}
