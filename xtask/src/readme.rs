//! `cargo xtask readme`: the generated parts of the documentation, and its commands.
//!
//! A part stands between `<!-- begin: NAME -->` and `<!-- end: NAME -->`. `errors` and `limits`
//! come from the core, `output: COMMAND` is what that command prints.

use crate::plan;
use xtask_lib::shell::{Shell, cargo, command};
use xtask_lib::step::Step;
use xtask_lib::{Result, paths};

/// Files with generated parts.
const FILES: &[&str] = &[
    "README.md",
    "docs/RULES.md",
    "ffi-c/README.md",
    "bindings-python/README.md",
    "bindings-node/README.md",
    "bindings-java/README.md",
    "bindings-go/README.md",
    "bindings-php/README.md",
    "bindings-dotnet/README.md",
];

/// Files that are generated as a whole, each under the name of its part.
const WHOLE: &[(&str, &str)] = &[("tests/vectors/errors.json", "errors.json")];

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
    Step::new(id, "the generated parts of the documentation", move |sh| {
        let mut stale = Vec::new();
        let parts = FILES.iter().map(|file| (file, None));
        let whole = WHOLE.iter().map(|(file, name)| (file, Some(name)));
        for (file, name) in parts.chain(whole) {
            let old = paths::read(file)?;
            let new = match name {
                Some(name) => part(sh, name)?,
                None => regenerate(&old, &mut |name| part(sh, name))?,
            };
            if new == old {
                continue;
            }
            if write {
                std::fs::write(paths::root().join(file), new).map_err(|e| e.to_string())?;
                sh.note(format!("{file} written"))?;
            } else {
                stale.push(*file);
            }
        }
        let list = stale.join(", ");
        if stale.is_empty() { Ok(()) } else { Err(format!("{list}: type `cargo xtask readme`")) }
    })
    .lane("cargo")
    .needs(&["setup/crates"])
}

/// The text of one part.
fn part(sh: &Shell, name: &str) -> Result<String> {
    let words = ["run", "--quiet", "-p", "xtask", "--features", "tables", "--bin"];
    sh.output(cargo(&words).args(["readme-tables", name]))
}

/// Replaces what stands between the marks.
fn regenerate(text: &str, part: &mut dyn FnMut(&str) -> Result<String>) -> Result<String> {
    let mut out = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let mark = line.strip_prefix("<!-- begin: ").and_then(|rest| rest.strip_suffix(" -->"));
        if let Some(name) = mark {
            let end = format!("<!-- end: {name} -->");
            if !lines.any(|line| line == end) {
                return Err(format!("the part {name} has no end"));
            }
            out.push_str(&format!("\n{}\n\n{end}\n", part(name)?.trim()));
        }
    }
    Ok(out)
}

/// Runs each `sh` block of the README. A `text` block right after one is what it prints.
fn commands(sh: &Shell) -> Result {
    let readme = paths::read("README.md")?;
    let mut ran = 0_usize;
    for (script, expected) in scripts(&readme) {
        // This very run: it would not end.
        if script.contains("cargo xtask test") {
            continue;
        }
        // `explain` and `verify` end with 1 when they find something: where the README says what
        // is printed, that is what counts.
        let ending = if expected.is_some() { "\nexit 0" } else { "" };
        let flags = if expected.is_some() { "-uc" } else { "-euc" };
        let output = sh.output(&mut command(&["bash", flags, &format!("{script}{ending}")]))?;
        if let Some(expected) = expected
            && output.trim() != expected.trim()
        {
            return Err(format!("prints something else than the README says: {script}"));
        }
        ran += 1;
    }
    if ran == 0 { Err("the README has no command".into()) } else { sh.note(format!("{ran} ran")) }
}

/// Each `sh` block with the `text` block that follows it at once, if any.
fn scripts(text: &str) -> Vec<(String, Option<String>)> {
    let mut found: Vec<(String, Option<String>)> = Vec::new();
    let mut lines = text.lines();
    let mut adjacent = false;
    while let Some(line) = lines.next() {
        let kind = line.strip_prefix("```");
        let mut block =
            || lines.by_ref().take_while(|l| *l != "```").collect::<Vec<_>>().join("\n");
        match kind {
            Some("sh") => {
                found.push((block(), None));
                adjacent = true;
            }
            Some("text") if adjacent => {
                let expected = block();
                if let Some(last) = found.last_mut() {
                    last.1 = Some(expected);
                }
                adjacent = false;
            }
            Some(_) => {
                block();
                adjacent = false;
            }
            None if !line.is_empty() => adjacent = false,
            None => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_replaced_between_their_marks() {
        let old = "a\n<!-- begin: x -->\nold\n<!-- end: x -->\nb\n";
        let new = regenerate(old, &mut |name| Ok(format!("new {name}\n"))).unwrap();
        assert_eq!(new, "a\n<!-- begin: x -->\n\nnew x\n\n<!-- end: x -->\nb\n");
        assert_eq!(regenerate(&new, &mut |name| Ok(format!("new {name}"))).unwrap(), new);
        assert!(regenerate("<!-- begin: x -->\n", &mut |_| Ok(String::new())).is_err());
    }

    #[test]
    fn a_command_and_its_output_are_read() {
        let text = "```sh\nls\n```\n\n```text\na\n```\n\n```sh\ntrue\n```\nthen\n```text\nz\n```\n";
        let expected = [("ls".to_owned(), Some("a".to_owned())), ("true".to_owned(), None)];
        assert_eq!(scripts(text), expected);
    }
}
