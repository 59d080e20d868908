//! Checks that no output of the whole run shows a test secret. The tests run with `--nocapture`,
//! and every step's output is in its log.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, paths};

/// Searches all logs of this run, after verifying that a planted secret would be found.
pub fn check(sh: &Shell) -> Result {
    let secrets = test_secrets()?;
    // Some contain bytes that cannot be passed as an argument.
    let printable = |secret: &&String| secret.bytes().all(|byte| byte.is_ascii_graphic());
    let first = secrets.iter().find(printable).ok_or("no test secret found in tests/vectors")?;
    let planted = paths::logs().join("planted");
    let shell = Shell::new(planted.join("planted.log"))?;
    shell.run(&mut command(&["echo", &format!("key={first};")]))?;
    let found = scan(&planted, &secrets)?;
    fs::remove_dir_all(&planted).map_err(|e| e.to_string())?;
    if found.is_empty() {
        return Err("a planted secret was not found: this check does not work".into());
    }
    let found = scan(&paths::logs(), &secrets)?;
    if !found.is_empty() {
        let list: Vec<String> = found.iter().map(|path| path.display().to_string()).collect();
        return Err(format!("a test secret is in {}", list.join(", ")));
    }
    sh.note(format!("searched for {} secrets; the planted one was found", secrets.len()))
}

/// The logs of a folder that contain one of these strings, or its bytes in hex or as a list of
/// numbers.
fn scan(folder: &Path, secrets: &BTreeSet<String>) -> Result<Vec<PathBuf>> {
    let forms: Vec<String> = secrets.iter().flat_map(|secret| forms(secret)).collect();
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))? {
        let path = entry.map_err(|e| e.to_string())?.path();
        if path.extension().is_none_or(|extension| extension != "log") {
            continue;
        }
        let text = fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let text = String::from_utf8_lossy(&text);
        if forms.iter().any(|form| text.contains(form.as_str())) {
            found.push(path);
        }
    }
    Ok(found)
}

/// How a secret might be printed: as it is, in hex, or as `Debug` prints bytes.
fn forms(secret: &str) -> [String; 3] {
    let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let list: Vec<String> = secret.bytes().map(|byte| byte.to_string()).collect();
    [secret.to_owned(), hex, list.join(", ")]
}

/// The shortest string that is searched for, and the fewest different bytes in it: others (such as
/// 32 spaces) may occur anywhere by chance.
const SHORTEST: usize = 16;
const FEWEST_DIFFERENT: usize = 6;

fn is_distinctive(text: &str) -> bool {
    let different: BTreeSet<u8> = text.bytes().collect();
    text.len() >= SHORTEST && different.len() >= FEWEST_DIFFERENT
}

/// Every secret of the tests: in the vectors, a string under a key with "secret" in its name; in a
/// program, a literal on a line with that word. Invalid secrets (such as an AppSign) count too.
fn test_secrets() -> Result<BTreeSet<String>> {
    let mut secrets = BTreeSet::new();
    for path in paths::project_files()? {
        if path.starts_with("tests/vectors/") && path.ends_with(".json") {
            let text = paths::read(&path)?;
            let value: Value =
                serde_json::from_str(&text).map_err(|e| format!("{path} is no JSON: {e}"))?;
            collect(&value, false, &mut secrets);
        } else if PROGRAMS.iter().any(|ending| path.ends_with(ending)) {
            paths::read(&path)?.lines().for_each(|line| collect_literals(line, &mut secrets));
        }
    }
    Ok(secrets)
}

/// The extensions of the files whose literals are collected.
const PROGRAMS: &[&str] =
    &[".rs", ".py", ".js", ".mjs", ".java", ".go", ".php", ".cs", ".c", ".cpp"];

/// Collects the literals of 32 letters and digits on a line that mentions a secret.
fn collect_literals(line: &str, into: &mut BTreeSet<String>) {
    if line.to_ascii_lowercase().contains("secret") {
        let literals = line.split(['"', '\'']).filter(|text| {
            text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        into.extend(literals.map(str::to_owned));
    }
}

fn collect(value: &Value, secret: bool, into: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if secret && is_distinctive(text) => drop(into.insert(text.clone())),
        Value::Array(list) => list.iter().for_each(|item| collect(item, secret, into)),
        Value::Object(object) => {
            for (key, item) in object {
                collect(item, secret || key.contains("secret"), into);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_collected_by_the_name_of_their_key() {
        let secret = "asecretofthesetestsalone12345678".to_owned();
        let other = "otherothers-otherothers".to_owned();
        let value = serde_json::json!({
            "cases": [{"request": {"secret": secret, "payload": "p".repeat(32)}}],
            "previous_secrets": [other, "short", " ".repeat(32)],
        });
        let mut found = BTreeSet::new();
        collect(&value, false, &mut found);
        assert_eq!(found, BTreeSet::from([other, secret]));
    }

    #[test]
    fn secrets_are_collected_from_programs() {
        let secret = "asecretofthesetestsalone12345678".to_owned();
        let mut found = BTreeSet::new();
        collect_literals(&format!("const SECRET: &str = \"{secret}\";"), &mut found);
        collect_literals(&format!("const OTHER: &str = \"{}\";", "o".repeat(32)), &mut found);
        assert_eq!(found, BTreeSet::from([secret]));
    }

    #[test]
    fn a_secret_is_found_in_three_forms() {
        assert_eq!(forms("ab"), ["ab".to_owned(), "6162".to_owned(), "97, 98".to_owned()]);
    }
}
