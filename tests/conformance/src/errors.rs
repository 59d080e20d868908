//! The error table of `tests/vectors/errors.json`: each code has a constant name and message.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::case::read_json;
use crate::matching::integer;

/// Names and messages by code.
pub struct ErrorTable(BTreeMap<i128, (String, String)>);

impl ErrorTable {
    /// Reads the table.
    ///
    /// # Errors
    /// One line when the file cannot be read or is not in the schema.
    pub fn load(path: &Path) -> Result<Self, String> {
        Self::from_json(&read_json(path)?).ok_or(format!("{}: not an error table", path.display()))
    }

    pub(crate) fn from_json(file: &Value) -> Option<Self> {
        let rows = file.get("errors")?.as_array()?.iter().map(|row| {
            let text = |key: &str| row.get(key).and_then(Value::as_str).map(str::to_owned);
            Some((integer(row.get("code")?)?, (text("name")?, text("message")?)))
        });
        rows.collect::<Option<_>>().map(Self)
    }

    /// Compares the name and message of an error reply. A drop-in without them leaves them out.
    ///
    /// # Errors
    /// The field that differs.
    pub fn check(&self, code: i128, error: &Value) -> Result<(), String> {
        let Some((name, message)) = self.0.get(&code) else { return Ok(()) };
        let given = |key: &str| error.get(key).filter(|value| !value.is_null());
        if given("name").is_some_and(|given| given.as_str() != Some(name)) {
            return Err(format!("the name is not {name}"));
        }
        // If an object was given, a language may add the hint to serialise it.
        let says = |given: &Value| given.as_str().is_some_and(|text| text.starts_with(message));
        if given("message").is_some_and(|given| !says(given)) {
            return Err("message differs from the table".to_owned());
        }
        Ok(())
    }
}
