//! The fields of a request, as the types that the raw entry points take. Nothing is checked here.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

/// Stands for a value that Rust cannot represent: not UTF-8, so neither a string nor an id.
const NO_TEXT: &[u8] = b"\xff";

/// One request.
pub struct Request(Value);

impl Request {
    /// Reads a line.
    ///
    /// # Errors
    /// When the line is not JSON: a fault of the runner.
    pub fn parse(line: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(line).map(Self)
    }

    /// The operation.
    pub fn op(&self) -> &str {
        self.get("op").and_then(Value::as_str).unwrap_or_default()
    }

    /// A field that is an object.
    pub fn object(&self, field: &str) -> Option<Self> {
        self.get(field).filter(|value| value.is_object()).cloned().map(Self)
    }

    fn get(&self, field: &str) -> Option<&Value> {
        self.0.get(field)
    }

    /// A string as bytes; empty if absent.
    pub fn text(&self, field: &str) -> Vec<u8> {
        self.named(field).unwrap_or_default()
    }

    /// A string as bytes, if present.
    pub fn named(&self, field: &str) -> Option<Vec<u8>> {
        self.get(field).map(bytes)
    }

    /// A list of strings, if present.
    pub fn texts(&self, field: &str) -> Option<Vec<Vec<u8>>> {
        let list = self.get(field)?.as_array()?;
        Some(list.iter().map(bytes).collect())
    }

    /// An integer, if present.
    pub fn named_integer(&self, field: &str) -> Option<i64> {
        let value = self.get(field)?;
        let written = || value.get("$int")?.as_str()?.parse().ok();
        value.as_i64().or_else(written)
    }

    /// An integer; if it is absent or does not fit 64 bits, a value that the core refuses.
    pub fn integer(&self, field: &str) -> i64 {
        self.named_integer(field).unwrap_or(i64::MIN)
    }

    /// A boolean, if present.
    pub fn switch(&self, field: &str) -> Option<bool> {
        self.get(field).and_then(Value::as_bool)
    }

    /// The current time: `now`, or the clock's.
    pub fn now(&self) -> i64 {
        let clock = || {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
        };
        self.named_integer("now").unwrap_or_else(clock)
    }
}

fn bytes(value: &Value) -> Vec<u8> {
    match value {
        Value::String(text) => text.clone().into_bytes(),
        _ => value
            .get("$hex")
            .and_then(Value::as_str)
            .and_then(from_hex)
            .unwrap_or_else(|| NO_TEXT.to_vec()),
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}
