//! Findings that are known: their fingerprints in a file.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;

use serde_json::{Value, json};

use super::finding::Finding;
use crate::failure::Failure;

/// Reads a baseline. A file that is missing or no baseline is an error, never an empty one.
pub fn read(path: &OsStr) -> Result<BTreeSet<String>, Failure> {
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::Io("the baseline could not be read", error))?;
    let value: Option<Value> = serde_json::from_str(&text).ok();
    let list = value.as_ref().and_then(|value| value.get("fingerprints")).and_then(Value::as_array);
    let texts = list.and_then(|list| {
        list.iter().map(|value| value.as_str().map(str::to_owned)).collect::<Option<BTreeSet<_>>>()
    });
    texts.ok_or_else(|| Failure::usage("the baseline is no JSON with a list of fingerprints"))
}

/// Writes the fingerprints of all findings.
pub fn write(path: &OsStr, findings: &[Finding]) -> Result<(), Failure> {
    let fingerprints: BTreeSet<String> = findings.iter().map(Finding::fingerprint).collect();
    let text = json!({ "version": 1, "fingerprints": fingerprints })
        .to_string()
        .replace("\",\"", "\",\n\"");
    fs::write(path, text + "\n")
        .map_err(|error| Failure::Io("the baseline could not be written", error))
}
