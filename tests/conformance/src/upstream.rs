//! Tokens of the upstream generators, in the schema of `upstream.json`.
//!
//! Each vector becomes two cases. `decode` reads a well-formed token as `claims_text`, and reports
//! `decode_error` for a malformed one. `verify` refuses each of them as not authenticated, at its
//! own time of issue and for its own app.

use std::path::Path;

use serde_json::{Value, json};

use crate::case::{Case, read_json};

/// The column of the matrix.
pub const TOPIC: &str = "upstream";

/// What `verify` reports for a token of another generator.
const UNAUTHENTICATED: i64 = 38;

/// The time at which malformed tokens are verified: they have no time of issue.
const ANY_APP: i64 = 1;
const ANY_TIME: i64 = 1_700_000_000;

/// Reads a file in the schema of `upstream.json`.
///
/// # Errors
/// One line when the file cannot be read or is not in the schema.
pub fn load(path: &Path) -> Result<Vec<Case>, String> {
    let file = read_json(path)?;
    let wrong = |what: String| format!("{}: {what}", path.display());
    let vectors = file.get("vectors").and_then(Value::as_array);
    let mut cases = Vec::new();
    for (index, vector) in vectors.ok_or(wrong("no vectors".into()))?.iter().enumerate() {
        let both = from_json(vector);
        cases.extend(both.ok_or_else(|| wrong(format!("vector {index} is not in the schema")))?);
    }
    Ok(cases)
}

fn from_json(vector: &Value) -> Option<[Case; 2]> {
    let string = |key: &str| vector.get(key).and_then(Value::as_str);
    let token = string("token")?;
    let secret = text_input(vector.get("inputs")?.get("secret")?.as_str()?);
    let (want, app_id, now) = if vector.get("wellformed")?.as_bool()? {
        let mut claims: Value = serde_json::from_str(string("claims_text")?).ok()?;
        let (app_id, now) = (claims.get("app_id")?.clone(), claims.get("ctime")?.clone());
        claims.as_object_mut()?.entry("payload").or_insert(Value::Null);
        (json!({ "$decodes_to": claims }), app_id, now)
    } else {
        let code = vector.get("decode_error")?.as_i64()?;
        (json!({ "error": { "code": code } }), json!(ANY_APP), json!(ANY_TIME))
    };
    let id = string("id")?;
    let case = |id: String, request: Value, want: Value| Case {
        id,
        topic: TOPIC.to_owned(),
        needs: Vec::new(),
        request,
        want,
        instead: Default::default(),
    };
    let verify = json!({
        "op": "verify", "token": token, "secret": secret, "app_id": app_id, "now": now,
    });
    let decode = json!({ "op": "decode", "token": token, "secret": secret });
    let refused = json!({ "error": { "code": UNAUTHENTICATED } });
    Some([
        case(format!("{TOPIC}/{id}"), decode, want),
        case(format!("{TOPIC}/{id}/verify"), verify, refused),
    ])
}

/// An input of a vector; a prefix marks its type.
fn text_input(input: &str) -> Value {
    match input.strip_prefix("hex:") {
        Some(hex) => json!({ "$hex": hex }),
        None => json!(input),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_become_cases() {
        let inputs = json!({"secret": "s"});
        let good = json!({"id": "go/x", "token": "04", "wellformed": true, "inputs": inputs,
            "claims_text": "{\"app_id\":7,\"ctime\":9}"});
        let [decode, verify] = from_json(&good).unwrap();
        let claims = json!({"app_id": 7, "ctime": 9, "payload": null});
        assert_eq!(decode.want, json!({ "$decodes_to": claims }));
        assert_eq!((decode.op(), verify.op()), ("decode", "verify"));
        assert_eq!((&verify.request["app_id"], &verify.request["now"]), (&json!(7), &json!(9)));
        assert_eq!(verify.want, json!({"error": {"code": 38}}));
        let mut bad = json!({"id": "go/y", "token": "04", "wellformed": false, "inputs": inputs});
        assert!(from_json(&bad).is_none(), "the code is required");
        bad.as_object_mut().unwrap().insert("decode_error".into(), json!(24));
        assert_eq!(from_json(&bad).unwrap()[0].want, json!({"error": {"code": 24}}));
        assert_eq!(from_json(&bad).unwrap()[1].want, json!({"error": {"code": 38}}));
        assert!(from_json(&json!({"id": "z"})).is_none());
    }
}
