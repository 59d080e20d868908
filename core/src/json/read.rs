//! Reading with `serde_json`, more strictly: a known key may not occur twice, and only integers
//! are read as integers.

use std::fmt;

use serde::de::{Deserialize as _, DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Exactly one valid JSON value, as written in the source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value<'j>(&'j RawValue);

impl<'j> Value<'j> {
    pub(crate) fn get(self) -> &'j str {
        self.0.get()
    }
}

impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

/// Reads one JSON object and returns the values of these keys, in their order.
///
/// `None` when the string is not exactly one JSON object, or one of these keys occurs twice. All
/// other keys are ignored.
pub(crate) fn read_object<'j, const N: usize>(
    text: &'j str,
    keys: [&str; N],
) -> Option<[Option<Value<'j>>; N]> {
    let mut found = [None; N];
    let mut reader = serde_json::Deserializer::from_str(text);
    reader.deserialize_map(Members { keys: &keys, found: &mut found }).ok()?;
    reader.end().ok()?;
    Some(found)
}

/// Collects the values of the known keys.
struct Members<'k, 'f, 'j> {
    keys: &'k [&'k str],
    found: &'f mut [Option<Value<'j>>],
}

impl<'j> Visitor<'j> for Members<'_, '_, 'j> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with each known key at most once")
    }

    fn visit_map<M: MapAccess<'j>>(self, mut members: M) -> Result<(), M::Error> {
        while let Some(known) = members.next_key_seed(Key(self.keys))? {
            let value = Value(members.next_value()?);
            let Some(slot) = known.and_then(|at| self.found.get_mut(at)) else { continue };
            if slot.replace(value).is_some() {
                return Err(M::Error::custom("a known key occurs twice"));
            }
        }
        Ok(())
    }
}

/// The position of a key among the known ones. The key is read as raw JSON, which checks its syntax
/// (read as bytes, control characters would be accepted). A key with a lone surrogate is unknown,
/// and not an error.
#[derive(Clone, Copy)]
struct Key<'k>(&'k [&'k str]);

impl<'j> DeserializeSeed<'j> for Key<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'j>>(self, key: D) -> Result<Self::Value, D::Error> {
        let written = <&RawValue>::deserialize(key)?;
        let position = |key: &str| self.0.iter().position(|known| *known == key);
        let plain = written.get().trim_matches('"');
        if plain.contains('\\') {
            return Ok(string(Value(written)).and_then(|key| position(&key)));
        }
        Ok(position(plain))
    }
}

/// A JSON integer that fits 64 bits; `1.0` and `1e3` are not integers.
pub(crate) fn integer(value: Value<'_>) -> Option<i64> {
    // A valid JSON value has no plus sign and no leading zeros, which the parser would accept.
    value.get().parse().ok()
}

/// A JSON string; `None` for one with a lone surrogate.
pub(crate) fn string(value: Value<'_>) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

/// A JSON array of strings.
pub(crate) fn strings(value: Value<'_>) -> Option<Vec<String>> {
    serde_json::from_str(value.get()).ok()
}

/// Whether the value is `null`.
pub(crate) fn is_null(value: Value<'_>) -> bool {
    value.get() == "null"
}

/// Valid JSON without the white space outside its strings.
pub(crate) fn compact(json: &str) -> String {
    let (mut in_string, mut escaped) = (false, false);
    let mut compact = json.to_owned();
    compact.retain(|character| {
        if in_string {
            in_string = escaped || character != '"';
            escaped = !escaped && character == '\\';
            return true;
        }
        in_string = character == '"';
        !matches!(character, ' ' | '\t' | '\n' | '\r')
    });
    compact
}
