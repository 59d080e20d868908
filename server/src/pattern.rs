//! Patterns over claims: `lobby`, `user-{sub}`, `{rooms}`, `team-{groups}-*`.
//!
//! `{name}` is the value of a claim, taken literally; of a claim that is a list, each of its values.
//! `*` is one character or more, and only in the file: a `*` in a claim is just a character. A claim
//! that is missing, empty or of another type never matches.

use serde_json::{Map, Value};

/// The claims of a caller.
pub type Claims = Map<String, Value>;

/// More would make matching slow.
const WILDCARDS_MAX: usize = 2;
const CLAIMS_MAX: usize = 3;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    Claim(String),
    Wildcard,
}

/// A pattern of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(Vec<Part>);

impl Pattern {
    /// Reads a pattern; `\` takes the next character as it is.
    ///
    /// # Errors
    /// A sentence about what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            let part = match c {
                '\\' => {
                    literal.push(rest.next().ok_or("a pattern ends with a backslash")?);
                    continue;
                }
                '{' => {
                    let name: String = rest.by_ref().take_while(|c| *c != '}').collect();
                    if name.is_empty() || !text.contains('}') {
                        return Err(format!("{text:?} has a brace without a claim's name"));
                    }
                    Part::Claim(name)
                }
                '*' => Part::Wildcard,
                '}' => return Err(format!("{text:?} has a closing brace without an opening one")),
                c => {
                    literal.push(c);
                    continue;
                }
            };
            if !literal.is_empty() {
                parts.push(Part::Literal(std::mem::take(&mut literal)));
            }
            parts.push(part);
        }
        if !literal.is_empty() {
            parts.push(Part::Literal(literal));
        }
        let count = |wanted: fn(&Part) -> bool| parts.iter().filter(|part| wanted(part)).count();
        if parts.is_empty() {
            return Err("a pattern is empty".into());
        }
        if count(|part| *part == Part::Wildcard) > WILDCARDS_MAX
            || count(|part| matches!(part, Part::Claim(_))) > CLAIMS_MAX
        {
            return Err(format!(
                "{text:?} has more than {WILDCARDS_MAX} wildcards or {CLAIMS_MAX} claims"
            ));
        }
        Ok(Self(parts))
    }

    /// Whether the pattern, filled in with these claims, is exactly this string.
    pub fn matches(&self, claims: &Claims, text: &str) -> bool {
        !text.is_empty() && matches_parts(&self.0, claims, text)
    }

    /// The one string that the pattern is for these claims; `None` with a wildcard, a missing or
    /// empty claim, or a list.
    pub fn fill(&self, claims: &Claims) -> Option<String> {
        self.0.iter().try_fold(String::new(), |filled, part| match part {
            Part::Literal(literal) => Some(filled + literal),
            Part::Claim(name) => Some(filled + &scalar(find(claims, name)?)?),
            Part::Wildcard => None,
        })
    }

    /// Whether it has a wildcard.
    pub fn has_wildcard(&self) -> bool {
        self.0.contains(&Part::Wildcard)
    }
}

fn matches_parts(parts: &[Part], claims: &Claims, text: &str) -> bool {
    let Some((part, parts)) = parts.split_first() else { return text.is_empty() };
    let rest_matches =
        |prefix: &str| text.strip_prefix(prefix).is_some_and(|t| matches_parts(parts, claims, t));
    match part {
        Part::Literal(literal) => rest_matches(literal),
        Part::Claim(name) => match find(claims, name) {
            Some(Value::Array(values)) => {
                values.iter().filter_map(scalar).any(|value| rest_matches(&value))
            }
            Some(value) => scalar(value).is_some_and(|value| rest_matches(&value)),
            None => false,
        },
        Part::Wildcard => text
            .char_indices()
            .map(|(start, c)| start + c.len_utf8())
            .any(|end| text.get(end..).is_some_and(|t| matches_parts(parts, claims, t))),
    }
}

/// A claim by its name as it is (`https://example.com/rooms`), or else by its path (`a.b`).
pub fn find<'c>(claims: &'c Claims, name: &str) -> Option<&'c Value> {
    if let Some(value) = claims.get(name) {
        return Some(value);
    }
    let (first, rest) = name.split_once('.')?;
    find(claims.get(first)?.as_object()?, rest)
}

/// A string or an integer as a string; never an empty one.
pub fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn claims(value: Value) -> Claims {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn claims_fill_patterns_literally() {
        let claims = claims(json!({
            "sub": "a*", "rooms": ["r1", "r*", "", 7, null, true], "n": 5, "empty": "", "list": [],
            "app": {"team": "t"}, "https://x/rooms": ["u"]
        }));
        for (pattern, text, wanted) in [
            ("lobby", "lobby", true),
            ("lobby", "lobby2", false),
            ("lobby", "", false),
            ("user-{sub}", "user-a*", true),
            ("user-{sub}", "user-ab", false),
            ("{rooms}", "r1", true),
            ("{rooms}", "r*", true),
            ("{rooms}", "r2", false),
            ("{rooms}", "7", true),
            ("{rooms}", "true", false),
            ("{rooms}", "null", false),
            ("x{rooms}y", "xr1y", true),
            ("x{rooms}y", "xy", false),
            ("{missing}", "", false),
            ("{missing}", "{missing}", false),
            ("a{empty}", "a", false),
            ("a{list}", "a", false),
            ("{n}", "5", true),
            ("{app.team}-*", "t-1", true),
            ("{app.team}-*", "t-", false),
            ("{app}", "t", false),
            ("{https://x/rooms}", "u", true),
            ("*", "é", true),
            ("*-{sub}-*", "b-a*-c", true),
            ("*-{sub}-*", "b-a-c", false),
            ("a\\*", "a*", true),
            ("a\\*", "ab", false),
            ("\\{sub\\}", "{sub}", true),
        ] {
            let pattern = Pattern::parse(pattern).unwrap();
            assert_eq!(pattern.matches(&claims, text), wanted, "{pattern:?} {text}");
        }
    }

    #[test]
    fn patterns_that_mean_nothing_are_refused() {
        for bad in ["", "{", "{}", "a}", "{a", "a\\", "***", "{a}{b}{c}{d}"] {
            assert!(Pattern::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn filling_needs_one_value() {
        let claims = claims(json!({"sub": "s", "list": ["a"], "n": 3}));
        let fill = |text: &str| Pattern::parse(text).unwrap().fill(&claims);
        assert_eq!(fill("u-{sub}-{n}").as_deref(), Some("u-s-3"));
        assert_eq!(fill("{list}"), None);
        assert_eq!(fill("{missing}"), None);
        assert_eq!(fill("{sub}*"), None);
    }
}
