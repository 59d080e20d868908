//! Compares a reply with the expected one.
//!
//! A `want` is plain JSON, which must be equal in every field, or contains matchers: objects with
//! one key that begins with `$`.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use crate::errors::ErrorTable;
use crate::findings;

/// A token that a driver minted, with its expected claims. Other drivers decode it later.
#[derive(Clone, Debug)]
pub struct Minted {
    /// The token string.
    pub token: String,
    /// `mode`, `app_id`, `user_id`, `ttl`, `payload`, and `ctime` if it is fixed.
    pub claims: Value,
    /// The time range in which the token was minted, by the runner's clock.
    pub clock: RangeInclusive<i64>,
}

/// What a comparison needs in addition to the two values.
pub struct Context<'a> {
    /// Names and messages of the error codes.
    pub errors: &'a ErrorTable,
    /// The time range in which the reply was made, by the runner's clock.
    pub clock: RangeInclusive<i64>,
}

/// Compares, and returns the tokens that were minted.
///
/// # Errors
/// What differs, with its path.
pub fn compare(want: &Value, got: &Value, context: &Context<'_>) -> Result<Vec<Minted>, String> {
    let mut minted = Vec::new();
    compare_at("answer", want, got, context, &mut minted)?;
    Ok(minted)
}

fn compare_at(
    path: &str,
    want: &Value,
    got: &Value,
    context: &Context<'_>,
    minted: &mut Vec<Minted>,
) -> Result<(), String> {
    let differs = || Err(format!("{path} differs"));
    if let (Some(want), Some(got)) = (integer(want), integer(got)) {
        return if want == got { Ok(()) } else { differs() };
    }
    match (want, got) {
        (Value::Object(fields), _) if fields.contains_key("$minted") => {
            let (Some(claims), Some(token)) = (fields.get("$minted"), got.as_str()) else {
                return Err(format!("{path} is not a token"));
            };
            minted.push(Minted {
                token: token.to_owned(),
                claims: claims.clone(),
                clock: context.clock.clone(),
            });
            Ok(())
        }
        (Value::Object(fields), _) if fields.contains_key("$findings") => {
            findings::compare(fields.get("$findings").unwrap_or(&Value::Null), got)
        }
        (Value::Object(fields), _) if fields.contains_key("$decodes_to") => {
            let (Some(want), Some(claims)) = (fields.get("$decodes_to"), got.get("claims")) else {
                return Err(format!("{path} has no claims"));
            };
            if got.get("authenticated") != Some(&Value::Bool(false)) {
                return Err(format!("{path} is authenticated: this library did not mint it"));
            }
            compare_at("claims", want, &with_payload(claims), context, minted)
        }
        (Value::Object(want), Value::Object(got)) if want.contains_key("error") => {
            compare_error(path, want, got, context.errors)
        }
        (Value::Object(want), Value::Object(got)) => {
            for (key, value) in want {
                let path = format!("{path}.{key}");
                let got = got.get(key).ok_or(format!("{path} is missing"))?;
                compare_at(&path, value, got, context, minted)?;
            }
            match got.keys().find(|key| !want.contains_key(*key) && *key != EXTRA) {
                Some(extra) => Err(format!("{path}.{extra} is unexpected")),
                None => Ok(()),
            }
        }
        (Value::Array(want), Value::Array(got)) => {
            if want.len() != got.len() {
                return Err(format!("{path} has {} items, not {}", got.len(), want.len()));
            }
            want.iter().zip(got).enumerate().try_for_each(|(index, (want, got))| {
                compare_at(&format!("{path}[{index}]"), want, got, context, minted)
            })
        }
        _ if same_number(want, got) || want == got => Ok(()),
        _ => differs(),
    }
}

/// Extra fields that the independent Python decoder adds to its reply.
pub const EXTRA: &str = "plaintext_starts_with_app_id";

/// An integer, or one written as `{"$int":"..."}` because a double cannot represent it.
pub fn integer(value: &Value) -> Option<i128> {
    match value {
        Value::Number(number) => {
            number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))
        }
        Value::Object(fields) if fields.len() == 1 => fields.get("$int")?.as_str()?.parse().ok(),
        _ => None,
    }
}

/// Numbers are compared by value: `1.50` is `1.5`.
fn same_number(want: &Value, got: &Value) -> bool {
    matches!((want.as_f64(), got.as_f64()), (Some(want), Some(got)) if want == got)
}

/// The claims, with `payload` null if it is missing: both mean no payload.
fn with_payload(claims: &Value) -> Value {
    let mut claims = claims.clone();
    if let Some(fields) = claims.as_object_mut() {
        fields.entry("payload").or_insert(Value::Null);
    }
    claims
}

/// Always compares the code; name and message with the table if they are given.
fn compare_error(
    path: &str,
    want: &Map<String, Value>,
    got: &Map<String, Value>,
    table: &ErrorTable,
) -> Result<(), String> {
    let code = |fields: &Map<String, Value>| {
        fields.get("error").and_then(|error| error.get("code")).and_then(integer)
    };
    let got_code = code(got).ok_or(format!("{path} is not an error"))?;
    if code(want) != Some(got_code) {
        return Err(format!("{path}.error.code differs"));
    }
    if got.len() != 1 {
        return Err(format!("{path} has more than the error"));
    }
    let error = got.get("error").unwrap_or(&Value::Null);
    table.check(got_code, error).map_err(|what| format!("{path}.error.{what}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(want: Value, got: Value) -> Result<Vec<Minted>, String> {
        let errors = ErrorTable::from_json(&json!({"errors": [
            {"code": 1, "name": "app_id_invalid", "message": "m"}]}))
        .unwrap();
        compare(&want, &got, &Context { errors: &errors, clock: 5..=6 })
    }

    #[test]
    fn plain_json_is_equal_in_every_field() {
        assert!(check(json!({"a": [1, "x", null]}), json!({"a": [1, "x", null]})).is_ok());
        for (want, got) in [
            (json!({"a": 1}), json!({"a": 2})),
            (json!({"a": 1}), json!({"a": 1, "b": 2})),
            (json!({"a": 1, "b": 2}), json!({"a": 1})),
            (json!({"a": 1}), json!({"a": "1"})),
            (json!({"a": 1}), json!({"a": true})),
            (json!([1]), json!([1, 2])),
            (json!({"a": null}), json!({})),
        ] {
            assert!(check(want.clone(), got.clone()).is_err(), "{want} {got}");
        }
    }

    #[test]
    fn integers_of_64_bits_stay_whole() {
        let want = json!({"$int": "9223372036854775807"});
        assert!(check(want.clone(), json!(9_223_372_036_854_775_807_i64)).is_ok());
        assert!(check(want.clone(), want.clone()).is_ok());
        assert!(check(want, json!(9_223_372_036_854_775_806_i64)).is_err());
    }

    #[test]
    fn errors_are_held_to_the_table() {
        let want = json!({"error": {"code": 1}});
        for good in [
            json!({"error": {"code": 1}}),
            json!({"error": {"code": 1, "name": "app_id_invalid", "message": "m"}}),
        ] {
            assert!(check(want.clone(), good).is_ok());
        }
        for bad in [
            json!({"error": {"code": 3}}),
            json!({"error": {"code": 1, "name": "other"}}),
            json!({"error": {"code": 1, "message": "other"}}),
            json!({"error": {"code": 1}, "token": "04"}),
            json!({"token": "04"}),
        ] {
            assert!(check(want.clone(), bad.clone()).is_err(), "{bad}");
        }
        assert!(check(json!({"token": "04"}), json!({"error": {"code": 1}})).is_err());
    }

    #[test]
    fn minted_tokens_are_kept_for_the_others() {
        let want = json!({"token": {"$minted": {"app_id": 1}}});
        let minted = check(want.clone(), json!({"token": "04x"})).unwrap();
        assert_eq!((minted[0].token.as_str(), minted[0].clock.clone()), ("04x", 5..=6));
        assert!(check(want, json!({"token": null})).is_err());
    }

    #[test]
    fn upstream_claims() {
        let want = json!({"$decodes_to": {"a": 1, "payload": null}});
        let reply = |claims, authenticated: bool| json!({"claims": claims, "mode": "cbc", "authenticated": authenticated});
        assert!(check(want.clone(), reply(json!({"a": 1}), false)).is_ok());
        assert!(check(want.clone(), reply(json!({"a": 1}), true)).is_err());
        assert!(check(want.clone(), json!({"claims": {"a": 1}})).is_err());
        assert!(check(want.clone(), reply(json!({"a": 2}), false)).is_err());
        assert!(check(want, json!({"error": {"code": 1}})).is_err());
    }
}
