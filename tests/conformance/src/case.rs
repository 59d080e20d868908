//! Cases: the request, what a driver needs for it, and the expected reply.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value, json};

/// One request and the expected reply.
#[derive(Clone, Debug)]
pub struct Case {
    /// Unique, `topic/name`.
    pub id: String,
    /// The column of the matrix.
    pub topic: String,
    /// What a driver must support; if it lacks one of these, the case is left out.
    pub needs: Vec<String>,
    /// The request, with long strings expanded.
    pub request: Value,
    /// The expected reply, which may contain matchers.
    pub want: Value,
    /// Other expected replies, for languages whose drop-in must differ.
    pub instead: BTreeMap<String, Value>,
}

impl Case {
    /// The reply that is expected of this language: its own, that of its family (`php` for
    /// `php-ffi`), or the common one.
    pub fn want_for(&self, language: &str) -> &Value {
        let family = language.split('-').next().unwrap_or(language);
        self.instead.get(language).or_else(|| self.instead.get(family)).unwrap_or(&self.want)
    }

    /// The operation of the request.
    pub fn op(&self) -> &str {
        self.request.get("op").and_then(Value::as_str).unwrap_or_default()
    }
}

/// Reads a file in the schema of `tests/vectors`; a file with another schema gives no cases.
///
/// # Errors
/// One line when the file cannot be read or is not in the schema.
pub fn load(path: &Path) -> Result<Vec<Case>, String> {
    let file = read_json(path)?;
    let wrong = |what: &str| format!("{}: {what}", path.display());
    let topic = file.get("topic").and_then(Value::as_str).ok_or(wrong("no topic"))?;
    let cases = file.get("cases").and_then(Value::as_array).ok_or(wrong("no cases"))?;
    cases
        .iter()
        .enumerate()
        .map(|(index, case)| {
            from_json(topic, case).map_err(|error| wrong(&format!("case {index}: {error}")))
        })
        .collect()
}

/// Reads any JSON file.
///
/// # Errors
/// One line when it cannot be read or is not JSON.
pub fn read_json(path: &Path) -> Result<Value, String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

fn from_json(topic: &str, case: &Value) -> Result<Case, String> {
    const KNOWN: [&str; 6] = ["id", "needs", "request", "want", "instead", "made_from"];
    let fields = case.as_object().ok_or("not an object")?;
    if let Some(unknown) = fields.keys().find(|key| !KNOWN.contains(&key.as_str())) {
        return Err(format!("unknown field {unknown}"));
    }
    let needs = match fields.get("needs") {
        None => Vec::new(),
        Some(list) => serde_json::from_value(list.clone()).map_err(|error| error.to_string())?,
    };
    let instead = match fields.get("instead") {
        None => BTreeMap::new(),
        Some(Value::Object(other)) => {
            other.iter().map(|(language, want)| (language.clone(), expand(want))).collect()
        }
        Some(_) => return Err("instead is not an object".into()),
    };
    let request = fields.get("request").map(expand).ok_or("no request")?;
    if !request.get("op").is_some_and(Value::is_string) {
        return Err("the request has no op".into());
    }
    Ok(Case {
        id: fields.get("id").and_then(Value::as_str).ok_or("no id")?.to_owned(),
        topic: topic.to_owned(),
        needs,
        request,
        want: fields.get("want").map(expand).ok_or("no want")?,
        instead,
    })
}

/// Expands `{"$repeat":[string,count]}` and `{"$concat":[...]}`, so that drivers need not know
/// them. Everything else stays.
pub fn expand(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(expand).collect(),
        Value::Object(fields) => expand_text(fields).map_or_else(
            || {
                let fields = fields.iter().map(|(key, item)| (key.clone(), expand(item)));
                Value::Object(fields.collect::<Map<_, _>>())
            },
            |text| json!(text),
        ),
        other => other.clone(),
    }
}

fn expand_text(fields: &Map<String, Value>) -> Option<String> {
    if let Some(Value::Array(pair)) = fields.get("$repeat") {
        let unit = pair.first()?.as_str()?;
        let count = usize::try_from(pair.get(1)?.as_u64()?).ok()?;
        return Some(unit.repeat(count));
    }
    let Some(Value::Array(parts)) = fields.get("$concat") else { return None };
    parts.iter().map(|part| expand(part).as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_written_out() {
        let short = json!({"a": [{"$concat": ["x", {"$repeat": ["ab", 2]}]}], "b": {"$hex": "ff"}});
        assert_eq!(expand(&short), json!({"a": ["xabab"], "b": {"$hex": "ff"}}));
    }

    #[test]
    fn a_language_may_reply_differently() {
        let case =
            json!({"id": "t/x", "request": {"op": "decode"}, "want": 1, "instead": {"php": 2}});
        let case = from_json("t", &case).unwrap();
        assert_eq!(case.want_for("php-ffi"), &json!(2));
        assert_eq!(case.want_for("go"), &json!(1));
        assert_eq!(case.op(), "decode");
    }

    #[test]
    fn a_misspelt_field_is_refused() {
        let case = json!({"id": "t/x", "request": {"op": "decode"}, "want": 1, "need": []});
        assert!(from_json("t", &case).unwrap_err().contains("need"));
        assert!(from_json("t", &json!({"id": "t/x", "request": {}, "want": 1})).is_err());
    }
}
