//! The matcher `$findings` for the replies of `explain`.

use serde_json::Value;

const SEVERITIES: [&str; 4] = ["note", "warning", "error", "critical"];

/// Compares a list of findings with `first` (an id), `severity` (of the first), `at_most` (the
/// highest severity of any), `sdk_codes` (some of the first's), `has`, `has_not` (ids) and `hides`
/// (strings that must not be shown).
///
/// # Errors
/// What differs.
pub fn compare(want: &Value, got: &Value) -> Result<(), String> {
    let findings = got.as_array().ok_or("findings is not a list")?;
    findings.iter().try_for_each(well_formed)?;
    let ids: Vec<_> = findings.iter().filter_map(|finding| text(finding, "id")).collect();
    let list = |key: &str| {
        let texts = want.get(key).and_then(Value::as_array).into_iter().flatten();
        texts.filter_map(Value::as_str)
    };
    if let Some(first) = text(want, "first")
        && ids.first() != Some(&first)
    {
        return Err(format!("the first finding is not {first} but {:?}", ids.first()));
    }
    if let Some(severity) = text(want, "severity") {
        let given = findings.first().and_then(|finding| text(finding, "severity"));
        if given != Some(severity) {
            return Err(format!("the first finding is {given:?}, not {severity}"));
        }
    }
    let codes = |value: &Value| value.get("sdk_codes").and_then(Value::as_array).cloned();
    let given = findings.first().and_then(codes).unwrap_or_default();
    if let Some(code) = codes(want).unwrap_or_default().iter().find(|code| !given.contains(code)) {
        return Err(format!("the first finding does not name the SDK code {code}"));
    }
    if let Some(highest) = text(want, "at_most")
        && let Some(above) = findings.iter().find(|finding| rank(finding) > place(highest))
    {
        return Err(format!("{:?} is above {highest}", text(above, "id")));
    }
    if let Some(missing) = list("has").find(|id| !ids.contains(id)) {
        return Err(format!("{missing} was not found"));
    }
    if let Some(extra) = list("has_not").find(|id| ids.contains(id)) {
        return Err(format!("{extra} was found"));
    }
    let shown = got.to_string();
    match list("hides").position(|hidden| shown.contains(hidden)) {
        Some(index) => Err(format!("shows the string in hides[{index}]")),
        None => Ok(()),
    }
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

fn place(severity: &str) -> Option<usize> {
    SEVERITIES.iter().position(|known| *known == severity)
}

fn rank(finding: &Value) -> Option<usize> {
    text(finding, "severity").and_then(place)
}

/// Checks that a finding has exactly the five fields, none of them empty.
fn well_formed(finding: &Value) -> Result<(), String> {
    let fields = finding.as_object().ok_or("a finding is not an object")?;
    let texts = ["id", "severity", "message", "advice"];
    let whole = texts.iter().all(|key| text(finding, key).is_some_and(|text| !text.is_empty()));
    let codes = fields.get("sdk_codes").and_then(Value::as_array);
    let numbers = codes.is_some_and(|codes| codes.iter().all(Value::is_i64));
    if whole && numbers && fields.len() == 5 && rank(finding).is_some() {
        return Ok(());
    }
    Err(format!("the finding {:?} lacks a field", text(finding, "id")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn finding(id: &str, severity: &str) -> Value {
        json!({"id": id, "severity": severity, "message": "m", "advice": "a", "sdk_codes": [7]})
    }

    #[test]
    fn each_demand_is_looked_at() {
        let got = json!([finding("expired", "error"), finding("mode", "note")]);
        for good in [
            json!({"first": "expired", "severity": "error"}),
            json!({"has": ["mode"], "has_not": ["other"], "hides": ["user1"]}),
            json!({"at_most": "error"}),
            json!({"first": "expired", "sdk_codes": [7]}),
        ] {
            assert_eq!(compare(&good, &got), Ok(()), "{good}");
        }
        for bad in [
            json!({"first": "mode"}),
            json!({"first": "expired", "severity": "critical"}),
            json!({"has": ["other"]}),
            json!({"sdk_codes": [7, 8]}),
            json!({"has_not": ["mode"]}),
            json!({"at_most": "warning"}),
            json!({"hides": ["expired"]}),
        ] {
            assert!(compare(&bad, &got).is_err(), "{bad}");
        }
        assert!(compare(&json!({"first": "x"}), &json!([])).is_err());
    }

    #[test]
    fn findings_are_whole() {
        let mut cut = finding("x", "note");
        cut.as_object_mut().unwrap().remove("advice");
        for bad in [json!([cut]), json!([finding("x", "fatal")]), json!({}), json!(["x"])] {
            assert!(compare(&json!({}), &bad).is_err(), "{bad}");
        }
    }
}
