//! Tokens of the upstream generators, in the schema of `upstream.json`.
//!
//! Each vector becomes one or two cases: a well-formed token decodes to `claims_text`, a
//! malformed one is refused by `decode`, or by `verify` at its own moment of issue.

use std::path::Path;

use serde_json::{Value, json};

use crate::case::{Case, read_json};

/// The column of the matrix.
pub const TOPIC: &str = "upstream";

/// Reads a file in the schema of `upstream.json`.
///
/// # Errors
/// One line when the file cannot be read or is not in the schema.
pub fn load(path: &Path) -> Result<Vec<Case>, String> {
    let file = read_json(path)?;
    let wrong = |what: String| format!("{}: {what}", path.display());
    let vectors = file.get("vectors").and_then(Value::as_array);
    vectors
        .ok_or(wrong("no vectors".into()))?
        .iter()
        .enumerate()
        .map(|(index, vector)| {
            from_json(vector).ok_or_else(|| wrong(format!("vector {index} is not in the schema")))
        })
        .collect()
}

fn from_json(vector: &Value) -> Option<Case> {
    let text = |key: &str| vector.get(key).and_then(Value::as_str);
    let token = text("token")?;
    let secret = text_input(vector.get("inputs")?.get("secret")?.as_str()?);
    let want = if vector.get("wellformed")?.as_bool()? {
        let mut claims: Value = serde_json::from_str(text("claims_text")?).ok()?;
        claims.as_object_mut()?.entry("payload").or_insert(Value::Null);
        json!({ "$decodes_to": claims })
    } else {
        json!({ "$refused": true })
    };
    Some(Case {
        id: format!("{TOPIC}/{}", text("id")?),
        topic: TOPIC.to_owned(),
        needs: Vec::new(),
        request: json!({ "op": "decode", "token": token, "secret": secret }),
        want,
        instead: Default::default(),
    })
}

/// An input of a vector: a typed one carries a prefix.
fn text_input(input: &str) -> Value {
    match input.strip_prefix("hex:") {
        Some(hex) => json!({ "$hex": hex }),
        None => json!(input),
    }
}

/// The second question about a malformed token that `decode` let pass: `verify` at its own
/// ctime, for its own app. The answer of `decode` tells both.
pub fn verify_request(case: &Case, decoded: &Value) -> Option<Value> {
    let claims = decoded.get("claims")?;
    Some(json!({
        "op": "verify",
        "token": case.request.get("token")?,
        "secret": case.request.get("secret")?,
        "app_id": claims.get("app_id")?,
        "now": claims.get("ctime")?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_become_cases() {
        let inputs = json!({"secret": "s"});
        let good = json!({"id": "go/x", "token": "04", "wellformed": true, "inputs": inputs,
            "claims_text": "{\"app_id\":1}"});
        let case = from_json(&good).unwrap();
        assert_eq!(case.want, json!({"$decodes_to": {"app_id": 1, "payload": null}}));
        let bad = json!({"id": "go/y", "token": "04", "wellformed": false, "inputs": inputs});
        assert_eq!(from_json(&bad).unwrap().want, json!({"$refused": true}));
        assert!(from_json(&json!({"id": "z"})).is_none());
    }
}
