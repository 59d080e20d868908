//! The core's tables, and the parts of each language's sources that are written from them.

use crate::Result;
use serde_json::Value;

/// A part of a source file that is written from the core's tables. In the file it is between two
/// comments, `begin: PART` and `end: PART`, and takes their indentation.
pub struct Generated {
    /// The file, from the root of the repository.
    pub file: &'static str,
    /// The name in its marks.
    pub part: &'static str,
    /// Writes the lines between the marks, without indentation.
    pub write: fn(&Tables) -> String,
}

/// The tables, read from the core by `cargo xtask readme`.
pub struct Tables {
    /// In the order of their codes.
    pub errors: Vec<ErrorRow>,
    /// Limits and defaults: `user_id_max_bytes`, `default_leeway_seconds`, ...
    pub limits: Vec<Number>,
    /// `cbc` and `gcm`.
    pub modes: Vec<Number>,
    /// `app_id`, `server_secret`, ...: the variables of the environment.
    pub env_variables: Vec<Number>,
    /// `missing`, `empty`, `invalid`: what can be wrong with a variable.
    pub env_faults: Vec<Number>,
    /// Most likely cause first.
    pub findings: Vec<FindingRow>,
}

/// An error.
pub struct ErrorRow {
    /// Its stable number.
    pub code: i64,
    /// Its stable name, in snake case.
    pub name: String,
    /// Its message: lower case, without a full stop.
    pub message: String,
}

impl ErrorRow {
    /// The message as a sentence, for the comment of a constant.
    pub fn sentence(&self) -> String {
        let mut letters = self.message.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        format!("{first}{}.", letters.as_str())
    }
}

/// A number with a name.
pub struct Number {
    /// In snake case.
    pub name: String,
    /// The number.
    pub value: i64,
    /// Its description: a sentence.
    pub doc: String,
}

/// What `explain` can find.
pub struct FindingRow {
    /// Its stable name, in snake case.
    pub id: String,
    /// `note`, `warning`, `error` or `critical`.
    pub severity: String,
    /// What was found; `{}` is a number or the name of a field.
    pub message: String,
    /// What to do.
    pub advice: String,
    /// What client SDKs of the vendor report.
    pub sdk_codes: Vec<i64>,
}

impl Tables {
    /// Reads what `readme-tables` prints.
    pub fn from_json(json: &str) -> Result<Self> {
        let json: Value = serde_json::from_str(json).map_err(|e| e.to_string())?;
        Ok(Self {
            errors: rows(&json, "errors", |row| {
                let (name, message) = (string(row, "name")?, string(row, "message")?);
                Some(ErrorRow { code: integer(row, "code")?, name, message })
            })?,
            limits: rows(&json, "limits", number)?,
            modes: rows(&json, "modes", number)?,
            env_variables: rows(&json, "env_variables", number)?,
            env_faults: rows(&json, "env_faults", number)?,
            findings: rows(&json, "findings", |row| {
                let codes = row.get("sdk_codes")?.as_array()?;
                Some(FindingRow {
                    id: string(row, "id")?,
                    severity: string(row, "severity")?,
                    message: string(row, "message")?,
                    advice: string(row, "advice")?,
                    sdk_codes: codes.iter().map(Value::as_i64).collect::<Option<_>>()?,
                })
            })?,
        })
    }

    /// An error.
    ///
    /// # Panics
    /// If the core has no such error.
    #[allow(clippy::panic, reason = "a bug in the code that writes a part")]
    pub fn error(&self, name: &str) -> &ErrorRow {
        let found = self.errors.iter().find(|row| row.name == name);
        found.unwrap_or_else(|| panic!("the core has no error {name}"))
    }

    /// A limit or default.
    ///
    /// # Panics
    /// If the core has no such limit.
    #[allow(clippy::panic, reason = "a bug in the code that writes a part")]
    pub fn limit(&self, name: &str) -> &Number {
        let found = self.limits.iter().find(|row| row.name == name);
        found.unwrap_or_else(|| panic!("the core has no limit {name}"))
    }
}

fn rows<T>(json: &Value, name: &str, row: fn(&Value) -> Option<T>) -> Result<Vec<T>> {
    let list = json.get(name).and_then(Value::as_array);
    let rows: Option<Vec<T>> = list.and_then(|list| list.iter().map(row).collect());
    rows.filter(|rows| !rows.is_empty()).ok_or_else(|| format!("the tables have no list {name}"))
}

fn number(row: &Value) -> Option<Number> {
    Some(Number {
        name: string(row, "name")?,
        value: integer(row, "value")?,
        doc: string(row, "doc")?,
    })
}

fn string(row: &Value, name: &str) -> Option<String> {
    row.get(name)?.as_str().map(str::to_owned)
}

fn integer(row: &Value, name: &str) -> Option<i64> {
    row.get(name)?.as_i64()
}

/// `user_id` as `UserId`.
pub fn pascal(snake: &str) -> String {
    let word = |word: &str| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_uppercase() + rest
    };
    snake.split('_').map(word).collect()
}

/// `user_id` as `USER_ID`.
pub fn screaming(snake: &str) -> String {
    snake.to_uppercase()
}

/// Breaks a sentence into lines of at most `width` characters, except for longer words.
pub fn wrapped(sentence: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in sentence.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A sentence as lines that begin with `prefix`, such as `/// `, of at most `width` characters.
pub fn line_comment(prefix: &str, sentence: &str, width: usize) -> String {
    let lines = wrapped(sentence, width.saturating_sub(prefix.len()));
    lines.iter().map(|line| format!("{prefix}{line}\n")).collect()
}

/// A sentence as `/** ... */`, on one line of at most `width` characters if it fits.
pub fn block_comment(sentence: &str, width: usize) -> String {
    let one = format!("/** {sentence} */\n");
    if one.chars().count() <= width + 1 {
        return one;
    }
    format!("/**\n{} */\n", line_comment(" * ", sentence, width))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_take_the_style_of_a_language() {
        assert_eq!(pascal("user_id_invalid"), "UserIdInvalid");
        assert_eq!(screaming("user_id"), "USER_ID");
    }

    #[test]
    fn comments_stay_within_their_width() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(line_comment("// ", "one two three", 10), "// one two\n// three\n");
        assert_eq!(block_comment("one two", 14), "/** one two */\n");
        assert_eq!(block_comment("one two", 13), "/**\n * one two\n */\n");
    }

    #[test]
    fn a_table_that_is_missing_or_empty_is_an_error() {
        assert!(Tables::from_json("{}").is_err());
        let json =
            "{\"errors\": [{\"code\": 1, \"name\": \"a\", \"message\": \"b\"}], \"limits\": []}";
        assert_eq!(Tables::from_json(json).err().unwrap(), "the tables have no list limits");
    }
}
