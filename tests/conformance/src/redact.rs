//! Removes the test secrets from everything that is printed.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::case::Case;

/// A shorter string is not a real secret, and hiding it would blank half the output.
const SHORTEST: usize = 8;

/// Knows every secret of a run.
#[derive(Default)]
pub struct Redactor {
    /// Longest first, so that no part of a longer one remains.
    secrets: Vec<String>,
}

impl Redactor {
    /// Collects the secrets of all cases.
    pub fn new(cases: &[Case]) -> Self {
        let mut found = BTreeSet::new();
        for case in cases {
            gather(&case.request, &mut found);
        }
        let mut secrets: Vec<_> = found.into_iter().collect();
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Self { secrets }
    }

    /// The string without any secret.
    pub fn text(&self, text: &str) -> String {
        self.secrets.iter().fold(text.to_owned(), |text, secret| {
            if text.contains(secret) { text.replace(secret, "<redacted>") } else { text }
        })
    }

    /// A request for printing: secrets are removed from their fields and everywhere else.
    pub fn request(&self, request: &Value) -> String {
        let mut shown = request.clone();
        if let Some(fields) = shown.as_object_mut() {
            for (key, value) in fields {
                if is_secret(key) {
                    *value = Value::from("<redacted>");
                }
            }
        }
        self.text(&shown.to_string())
    }
}

fn is_secret(field: &str) -> bool {
    matches!(field, "secret" | "previous_secrets")
}

fn gather(request: &Value, found: &mut BTreeSet<String>) {
    let fields = request.as_object().into_iter().flatten();
    for (_, value) in fields.filter(|(key, _)| is_secret(key)) {
        for item in value.as_array().unwrap_or(&vec![value.clone()]) {
            let text = item.as_str().unwrap_or_default();
            // White space and quotes are escaped in JSON: this searches for the parts between them.
            let bare = text.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'');
            found
                .extend([text, bare].into_iter().filter(|s| s.len() >= SHORTEST).map(String::from));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn secrets_go_wherever_they_stand() {
        let request = json!({"op": "verify", "secret": "\"planted-secret\"\n",
            "previous_secrets": ["older-secret"], "token": "planted-secret#x"});
        let case = Case {
            id: String::new(),
            topic: String::new(),
            needs: vec![],
            request: request.clone(),
            want: Value::Null,
            instead: Default::default(),
        };
        let redactor = Redactor::new(&[case]);
        let shown = redactor.request(&request);
        assert!(!shown.contains("planted") && !shown.contains("older"), "{shown}");
        assert_eq!(redactor.text("got older-secret"), "got <redacted>");
    }
}
