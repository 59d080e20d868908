//! The report of a scan: for people, as JSON, as SARIF. None of them holds a value.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::finding::{Finding, Place};
use super::table::{Confidence, GENERATOR, NAMELESS, RULES, TOKEN_KIT};
use crate::output;

/// Where the findings are explained.
const HELP: &str = "https://github.com/token04/token04/blob/main/cli/README.md#leaks-token04-scan";

/// What was done.
pub struct Summary<'a> {
    pub files: u64,
    pub bytes: u64,
    pub tokens: usize,
    pub known: usize,
    pub skipped: &'a [String],
}

fn place(place: &Place) -> String {
    let mut text = place.path.clone();
    if place.line > 0 {
        let _ = write!(text, ":{}:{}", place.line, place.column);
    }
    if let Some(commit) = &place.commit {
        let _ = write!(text, " (commit {})", commit.get(..12).unwrap_or(commit));
    }
    text
}

/// For people.
pub fn text(findings: &[Finding], summary: &Summary<'_>) -> String {
    let mut out = String::new();
    for finding in findings {
        let _ = writeln!(
            out,
            "{} [{}] {}",
            finding.confidence.name(),
            finding.rule,
            place(&finding.place)
        );
        let _ = writeln!(out, "  {}: {}", finding.title, finding.shown);
        if let (Some(app_id), Some(first)) = (finding.app_id, finding.opens.first()) {
            let more = match finding.opens.len() {
                1 => String::new(),
                count => format!(" and {} more", count - 1),
            };
            let _ = writeln!(out, "  It opens a token of app {app_id}: {}{more}", place(first));
        }
        let _ = writeln!(out, "  -> {}\n", finding.advice);
    }
    let count = |confidence| findings.iter().filter(|f| f.confidence == confidence).count();
    let _ = writeln!(
        out,
        "{} findings ({} proven, {} likely, {} possible) in {} files, {} tokens tried.",
        findings.len(),
        count(Confidence::Proven),
        count(Confidence::Likely),
        count(Confidence::Possible),
        summary.files,
        summary.tokens
    );
    if summary.known > 0 {
        let _ = writeln!(out, "{} known findings of the baseline are not shown.", summary.known);
    }
    if !findings.is_empty() {
        let _ = writeln!(out, "What to do: {HELP}");
    }
    for skipped in summary.skipped {
        let _ = writeln!(out, "not searched: {skipped}");
    }
    output::escaped(&out).into_owned()
}

/// One JSON object.
pub fn json(findings: &[Finding], summary: &Summary<'_>) -> String {
    let place = |place: &Place| json!({ "path": place.path, "line": place.line, "column": place.column, "commit": place.commit });
    let findings: Vec<Value> = findings
        .iter()
        .map(|finding| {
            json!({
                "rule": finding.rule,
                "confidence": finding.confidence.name(),
                "place": place(&finding.place),
                "title": finding.title,
                "shown": finding.shown,
                "advice": finding.advice,
                "app_id": finding.app_id,
                "opens": finding.opens.iter().map(place).collect::<Vec<_>>(),
                "fingerprint": finding.fingerprint(),
            })
        })
        .collect();
    let all = json!({
        "findings": findings,
        "files": summary.files,
        "bytes": summary.bytes,
        "tokens": summary.tokens,
        "known": summary.known,
        "skipped": summary.skipped,
    });
    output::escaped_json(&all.to_string()).into_owned() + "\n"
}

/// SARIF 2.1.0, for code scanning.
pub fn sarif(findings: &[Finding], summary: &Summary<'_>) -> String {
    let mut rules: BTreeMap<&str, (&str, &str)> =
        RULES.iter().map(|rule| (rule.id, (rule.title, rule.advice))).collect();
    for (id, title, advice) in
        [NAMELESS, TOKEN_KIT, (GENERATOR.0, GENERATOR.1, "Replace it with token04.")]
    {
        rules.insert(id, (title, advice));
    }
    let index: Vec<&str> = rules.keys().copied().collect();
    let described: Vec<Value> = rules
        .iter()
        .map(|(id, (title, advice))| {
            json!({
                "id": id,
                "shortDescription": { "text": title },
                "help": { "text": advice },
                "helpUri": HELP,
                "properties": { "tags": ["security"], "security-severity": "9.0" },
            })
        })
        .collect();
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| {
            let mut message = format!("{}: {}. {}", finding.title, finding.shown, finding.advice);
            if let Some(app_id) = finding.app_id {
                let _ = write!(message, " Proven: it opens a token of app {app_id}.");
            }
            json!({
                "ruleId": finding.rule,
                "ruleIndex": index.iter().position(|id| *id == finding.rule),
                "level": if finding.confidence == Confidence::Possible { "warning" } else { "error" },
                "message": { "text": message },
                "locations": [location(&finding.place)],
                "relatedLocations": finding.opens.iter().take(10).map(location).collect::<Vec<_>>(),
                "partialFingerprints": { "token04/v1": finding.fingerprint() },
                "properties": { "confidence": finding.confidence.name(), "commit": finding.place.commit },
            })
        })
        .collect();
    let notes: Vec<Value> = summary
        .skipped
        .iter()
        .map(|skipped| json!({ "level": "warning", "message": { "text": format!("not searched: {skipped}") } }))
        .collect();
    let all = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "token04 scan",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": HELP,
                "rules": described,
            }},
            "invocations": [{ "executionSuccessful": true, "toolExecutionNotifications": notes }],
            "results": results,
        }],
    });
    output::escaped_json(&all.to_string()).into_owned() + "\n"
}

fn location(place: &Place) -> Value {
    let (outer, inner) = match place.path.split_once('!') {
        Some((outer, inner)) => (outer, Some(inner)),
        None => (place.path.as_str(), None),
    };
    let mut physical = json!({ "artifactLocation": { "uri": uri(outer) } });
    if let Some(object) = physical.as_object_mut()
        && inner.is_none()
        && place.line > 0
    {
        let region = json!({ "startLine": place.line, "startColumn": place.column });
        object.insert("region".into(), region);
    }
    let mut location = json!({ "physicalLocation": physical });
    if let (Some(inner), Some(object)) = (inner, location.as_object_mut()) {
        object.insert("logicalLocations".into(), json!([{ "fullyQualifiedName": inner }]));
    }
    location
}

/// A relative reference as RFC 3986 has it, or a `file:` URI for an absolute path.
fn uri(path: &str) -> String {
    let mut out = String::new();
    if path.starts_with('/') {
        out.push_str("file://");
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
