//! `cargo xtask readme`: what is written from the core's tables, in documents and sources, and the
//! commands of the README.
//!
//! A part is between two comments, `begin: NAME` and `end: NAME`: `<!-- -->`, `//` or `#`. The parts
//! of documents are here; each language has those of its sources in its own xtask crate.

use crate::{languages, plan, platforms};
use xtask_lib::shell::{Shell, cargo, command};
use xtask_lib::step::Step;
use xtask_lib::tables::{ErrorRow, FindingRow, Tables};
use xtask_lib::{Result, follow, paths};

/// Documents with parts.
const DOCUMENTS: &[&str] = &[
    "README.md",
    "docs/RULES.md",
    "docs/FINDINGS.md",
    "ffi-c/README.md",
    "bindings-python/README.md",
    "bindings-node/README.md",
    "bindings-java/README.md",
    "bindings-go/README.md",
    "bindings-php/README.md",
    "bindings-dotnet/README.md",
];

/// Writes a part or a file.
type Write = fn(&Tables) -> String;

/// What a document may have.
const PARTS: &[(&str, Write)] = &[
    ("errors", errors),
    ("limits", limits),
    ("findings", findings),
    ("platforms", |_| platforms::table(None)),
    ("platforms-c", |_| platforms::table(Some("c"))),
    ("platforms-dotnet", |_| platforms::table(Some("dotnet"))),
    ("platforms-go", |_| platforms::table(Some("go"))),
    ("platforms-java", |_| platforms::table(Some("java"))),
    ("platforms-node", |_| platforms::table(Some("node"))),
    ("platforms-php", |_| platforms::table(Some("php"))),
    ("platforms-python", |_| platforms::table(Some("python"))),
];

/// Files that are written as a whole.
const WHOLE: &[(&str, Write)] = &[("tests/vectors/errors.json", errors_json)];

/// Writes the parts, or checks with `--check`.
pub fn main(args: &[String]) -> Result {
    match args {
        [] => plan::run(vec![parts_step("readme/write", true)]),
        [flag] if flag == "--check" => plan::run(vec![parts_step("readme/fresh", false)]),
        _ => Err("readme takes nothing but --check".into()),
    }
}

/// The parts are fresh, and each command of the README does what it says.
pub fn test_steps() -> Vec<Step> {
    let commands = Step::new("readme/commands", "the README's commands, to the letter", commands)
        .lane("cargo")
        .needs(&["cli/release"]);
    vec![parts_step("readme/fresh", false), commands]
}

fn parts_step(id: &str, write: bool) -> Step {
    Step::new(id, "what is written from the core's tables", move |sh| {
        let tables = tables(sh)?;
        let mut stale = Vec::new();
        let mut keep = |file: &str, old: &str, new: String| {
            if new == old {
                return Ok(());
            }
            if !write {
                stale.push(file.to_owned());
                return Ok(());
            }
            std::fs::write(paths::root().join(file), new).map_err(|e| e.to_string())?;
            sh.note(format!("{file} written"))
        };
        for (file, whole) in WHOLE {
            keep(file, &paths::read(file)?, whole(&tables))?;
        }
        for (file, parts) in files() {
            let old = paths::read(file)?;
            let new = regenerate(&old, &parts, &tables).map_err(|e| format!("{file}: {e}"))?;
            keep(file, &old, new)?;
        }
        let list = stale.join(", ");
        if stale.is_empty() { Ok(()) } else { Err(format!("{list}: type `cargo xtask readme`")) }
    })
    .lane("cargo")
    .needs(&["setup/crates"])
}

fn tables(sh: &Shell) -> Result<Tables> {
    let words = ["run", "--quiet", "-p", "xtask", "--features", "tables", "--bin", "readme-tables"];
    Tables::from_json(&sh.output(&mut cargo(&words))?)
}

/// A part: its name, and whether its file must have it.
struct Part {
    name: &'static str,
    write: fn(&Tables) -> String,
    must: bool,
}

/// Every file with parts, with all that may be in it.
fn files() -> Vec<(&'static str, Vec<Part>)> {
    let documents = DOCUMENTS.iter().map(|file| {
        let parts = PARTS.iter().map(|&(name, write)| Part { name, write, must: false });
        (*file, parts.collect())
    });
    let mut files: Vec<(&str, Vec<Part>)> = documents.collect();
    for one in languages::ALL.iter().flat_map(|language| language.generated) {
        let part = Part { name: one.part, write: one.write, must: true };
        match files.iter_mut().find(|(file, _)| *file == one.file) {
            Some((_, parts)) => parts.push(part),
            None => files.push((one.file, vec![part])),
        }
    }
    files
}

/// How comments begin and end that a mark can be in.
const COMMENTS: [(&str, &str); 3] = [("<!-- ", " -->"), ("// ", ""), ("# ", "")];

/// Replaces what is between the marks.
fn regenerate(text: &str, parts: &[Part], tables: &Tables) -> Result<String> {
    let mut out = String::new();
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some((name, end)) = mark(line) else { continue };
        if !lines.any(|line| line == end) {
            return Err(format!("the part {name} has no end"));
        }
        let part = parts.iter().find(|part| part.name == name);
        let part = part.ok_or_else(|| format!("there is no part {name}"))?;
        found.push(name);
        let text = (part.write)(tables);
        if line.starts_with('<') {
            out.push_str(&format!("\n{}\n\n", text.trim()));
        } else {
            let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
            for line in text.lines() {
                let indent = if line.is_empty() { "" } else { &indent };
                out.push_str(&format!("{indent}{line}\n"));
            }
        }
        out.push_str(&end);
        out.push('\n');
    }
    match parts.iter().find(|part| part.must && !found.contains(&part.name)) {
        Some(part) => Err(format!("the part {} has no marks", part.name)),
        None => Ok(out),
    }
}

/// The name in a line that begins a part, and the line that ends it.
fn mark(line: &str) -> Option<(&str, String)> {
    COMMENTS.iter().find_map(|(open, close)| {
        let (indent, comment) = line.split_once(&format!("{open}begin: "))?;
        let name = comment.strip_suffix(close).filter(|_| indent.trim().is_empty())?;
        Some((name, format!("{indent}{open}end: {name}{close}")))
    })
}

/// The table of the errors, for documents.
fn errors(tables: &Tables) -> String {
    let mut text = String::from("| code | name | message |\n|---:|---|---|\n| 0 | `ok` | |\n");
    for ErrorRow { code, name, message } in &tables.errors {
        text.push_str(&format!("| {code} | `{name}` | {message} |\n"));
    }
    text
}

/// The table of the limits, for documents.
fn limits(tables: &Tables) -> String {
    let value = |name| tables.limit(name).value;
    let string = |name| format!("a string of 1 to {} bytes of UTF-8, without NUL", value(name));
    let rows = [
        ("app id", format!("an integer from 1 to {}", value("app_id_max"))),
        ("server secret", format!("exactly {} bytes", value("secret_bytes"))),
        ("user id", string("user_id_max_bytes")),
        ("room id", string("room_id_max_bytes")),
        ("stream id", string("stream_id_max_bytes")),
        (
            "lifetime",
            "whole seconds, at least 1; the expiry fits a signed 64-bit number".to_owned(),
        ),
        (
            "payload",
            format!(
                "a UTF-8 string; the claims as JSON take at most {} bytes",
                value("plaintext_max_bytes")
            ),
        ),
        (
            "leeway",
            format!("whole seconds, at least 0; {} if not given", value("default_leeway_seconds")),
        ),
        (
            "`refresh_at`",
            format!("{} seconds before the expiry", value("refresh_before_expiry_seconds")),
        ),
    ];
    let mut text = String::from("| value | limit |\n|---|---|\n");
    for (value, limit) in rows {
        text.push_str(&format!("| {value} | {limit} |\n"));
    }
    text
}

/// The list of the findings, for documents.
fn findings(tables: &Tables) -> String {
    let mut text =
        String::from("| id | severity | message | advice | SDK codes |\n|---|---|---|---|---|\n");
    for FindingRow { id, severity, message, advice, sdk_codes } in &tables.findings {
        let codes: Vec<String> = sdk_codes.iter().map(i64::to_string).collect();
        let (message, advice) = (markdown(message), markdown(advice));
        let codes = codes.join(", ");
        text.push_str(&format!("| `{id}` | {severity} | {message} | {advice} | {codes} |\n"));
    }
    text
}

/// A sentence in a cell of a table: what Markdown would read as something else is escaped.
fn markdown(sentence: &str) -> String {
    let escaped = |c: char| match c {
        '\\' | '`' | '*' | '_' | '|' | '<' | '>' | '~' | '#' | '&' => format!("\\{c}"),
        _ => c.to_string(),
    };
    sentence.chars().map(escaped).collect()
}

/// The table of the errors, for tests of all languages.
fn errors_json(tables: &Tables) -> String {
    let quoted = |text: &str| serde_json::Value::from(text);
    let row = |ErrorRow { code, name, message }: &ErrorRow| {
        let (name, message) = (quoted(name), quoted(message));
        format!("{{\"code\":{code},\"name\":{name},\"message\":{message}}}")
    };
    let rows: Vec<String> = tables.errors.iter().map(row).collect();
    let about =
        "The error table, written by `cargo xtask readme`. A message is a constant of its code.";
    format!("{{\"about\": \"{about}\", \"errors\": [\n{}\n]}}\n", rows.join(",\n"))
}

/// Runs each `sh` block of the README. A `text` block right after one is what it prints.
fn commands(sh: &Shell) -> Result {
    let readme = paths::read("README.md")?;
    let mut ran = 0_usize;
    for block in follow::blocks(&readme)?.iter().filter(|block| block.language == "sh") {
        let script = &block.text;
        // This very run: it would not end.
        if script.contains("cargo xtask test") {
            continue;
        }
        // `explain` and `verify` end with 1 when they find something: where the README says what
        // is printed, that is what counts.
        let says = block.prints.is_some();
        let (flags, ending) = if says { ("-uc", "\nexit 0") } else { ("-euc", "") };
        let mut run = command(&["bash", flags, &format!("{script}{ending}")]);
        block.compare(&sh.output(&mut run)?)?;
        ran += 1;
    }
    if ran == 0 { Err("the README has no command".into()) } else { sh.note(format!("{ran} ran")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_code(tables: &Tables) -> String {
        format!("code\n\n{}\n", tables.errors.len())
    }

    fn regenerated(text: &str, must: bool) -> Result<String> {
        let number = "[{\"name\": \"a\", \"value\": 1, \"doc\": \"A.\"}]";
        let finding = "[{\"id\": \"a\", \"severity\": \"note\", \"message\": \"A.\", \
                       \"advice\": \"B.\", \"sdk_codes\": []}]";
        let error = "[{\"code\": 1, \"name\": \"a\", \"message\": \"b\"}]";
        let numbers = ["limits", "modes", "env_variables", "env_faults"]
            .map(|name| format!("\"{name}\": {number}"))
            .join(", ");
        let json = format!("{{\"errors\": {error}, \"findings\": {finding}, {numbers}}}");
        let parts = [Part { name: "x", write: one_code, must }];
        regenerate(text, &parts, &Tables::from_json(&json)?)
    }

    #[test]
    fn parts_are_replaced_between_their_marks() {
        for (old, new) in [
            (
                "a\n<!-- begin: x -->\nold\n<!-- end: x -->\nb\n",
                "a\n<!-- begin: x -->\n\ncode\n\n1\n\n<!-- end: x -->\nb\n",
            ),
            ("  // begin: x\n  // end: x\n", "  // begin: x\n  code\n\n  1\n  // end: x\n"),
            ("# begin: x\nold\n# end: x\n", "# begin: x\ncode\n\n1\n# end: x\n"),
            ("a // begin: x\n", "a // begin: x\n"),
        ] {
            assert_eq!(regenerated(old, false).unwrap(), new);
            assert_eq!(regenerated(new, false).unwrap(), new);
        }
    }

    #[test]
    fn marks_that_do_not_fit_are_errors() {
        for (text, wanted) in [
            ("// begin: x\n", "the part x has no end"),
            ("  // begin: x\n// end: x\n", "the part x has no end"),
            ("// begin: y\n// end: y\n", "there is no part y"),
            ("a\n", "the part x has no marks"),
        ] {
            assert_eq!(regenerated(text, true).unwrap_err(), wanted);
        }
    }
}
