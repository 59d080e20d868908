//! The cases that are not sent to a driver, counted by the missing need and compared with a
//! checked-in list: this shows when a driver suddenly supports less.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::case::{Case, read_json};

/// How many cases were left out, by need.
pub type Counts = BTreeMap<String, usize>;
/// The counts of every language.
pub type List = BTreeMap<String, Counts>;

/// What a driver says that it supports.
#[derive(Clone, Debug, Default)]
pub struct Abilities {
    /// The operations it supports.
    pub ops: BTreeSet<String>,
    /// The needs it meets.
    pub can: BTreeSet<String>,
}

impl Abilities {
    /// The first need of a case that is not met.
    pub fn lacks(&self, case: &Case) -> Option<String> {
        if !self.ops.contains(case.op()) {
            return Some(format!("op:{}", case.op()));
        }
        case.needs.iter().find(|need| !self.can.contains(*need)).cloned()
    }
}

/// Reads the checked-in list.
///
/// # Errors
/// One line when the file cannot be read or is not such a list.
pub fn load(path: &Path) -> Result<List, String> {
    let list: Value = read_json(path)?;
    serde_json::from_value(list).map_err(|error| format!("{}: {error}", path.display()))
}

/// Writes the list; languages that did not run keep their counts.
///
/// # Errors
/// One line when the file cannot be written.
pub fn write(path: &Path, mut list: List, counted: List) -> Result<(), String> {
    list.extend(counted);
    let text = serde_json::to_string_pretty(&list).map_err(|error| error.to_string())?;
    std::fs::write(path, text + "\n").map_err(|error| format!("{}: {error}", path.display()))
}

/// One line for each need whose count differs from the list.
pub fn differences(language: &str, listed: Option<&Counts>, counted: &Counts) -> Vec<String> {
    let none = Counts::new();
    let listed = listed.unwrap_or(&none);
    let needs: BTreeSet<_> = listed.keys().chain(counted.keys()).collect();
    needs
        .into_iter()
        .filter(|need| listed.get(*need) != counted.get(*need))
        .map(|need| {
            let count = |counts: &Counts| counts.get(need).copied().unwrap_or_default();
            format!(
                "{language}: {} cases left out for {need}, but {} in the list",
                count(counted),
                count(listed)
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_case_is_left_out_for_its_first_unmet_need() {
        let set = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        let abilities = Abilities { ops: set(&["decode"]), can: set(&["bytes"]) };
        let lacks = |op: &str, needs: &[&str]| {
            abilities.lacks(&Case {
                id: String::new(),
                topic: String::new(),
                needs: needs.iter().map(|need| (*need).to_owned()).collect(),
                request: json!({ "op": op }),
                want: Value::Null,
                instead: BTreeMap::new(),
            })
        };
        assert_eq!(lacks("decode", &["bytes"]), None);
        assert_eq!(lacks("decode", &["bytes", "utf16"]).as_deref(), Some("utf16"));
        assert_eq!(lacks("verify", &["utf16"]).as_deref(), Some("op:verify"));
    }

    #[test]
    fn both_directions_differ() {
        let counts = |n| Counts::from([("bytes".to_owned(), n)]);
        assert!(differences("go", Some(&counts(2)), &counts(2)).is_empty());
        assert_eq!(differences("go", Some(&counts(2)), &counts(1)).len(), 1);
        assert_eq!(differences("go", None, &counts(1)).len(), 1);
        assert_eq!(differences("go", Some(&counts(2)), &Counts::new()).len(), 1);
    }
}
