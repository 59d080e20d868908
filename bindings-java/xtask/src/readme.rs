//! The README, followed to the letter: its files in an empty folder outside the repository, its
//! commands there, its server the same as the example's, and each case that it names.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::{EXAMPLE, consumer, folder, remove};
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, paths};

const README: &str = "bindings-java/README.md";
/// The secrets of the vectors: the README itself shows none.
const SECRET: &str = "fa94dd0f974cf2e293728a526b028271";
const PREVIOUS: &str = "0123456789abcdef0123456789abcdef";
/// The step `java/http` starts and asks the server.
const SERVER: &[&str] = &["java -jar", "curl"];
/// The starts of lines that its programs print.
const PRINTED: &[&str] = &[
    "04AAAA",
    "user1 until ",
    "made under the current secret",
    "made under a previous one",
    "CBC, ",
    "login true",
    "error user_id_mismatch: ",
    "{\"code\": 3, \"message\": \"user id must ",
    concat!("token04 ", env!("CARGO_PKG_VERSION")),
];
/// The public parts of the upstream class that the README's program uses, in a file that was not
/// deleted.
const FORGOTTEN: &str = "package im.zego.serverassistant.utils;
public class TokenServerAssistant {
  public enum ErrorCode { SUCCESS, OTHER }
  public static class ErrorInfo { public ErrorCode code; }
  public static class TokenInfo { public String data; public ErrorInfo error; }
  public static TokenInfo generateToken04(long a, String u, String s, int t, String p) {
    return new TokenInfo();
  }
}
";

/// A fenced block: its language, the lines before it back to the last blank one, its text.
struct Block {
    kind: String,
    before: String,
    text: String,
}

/// See the module.
pub fn check(sh: &Shell) -> Result {
    let readme = paths::read(README)?;
    cases(&readme)?;
    let home = std::env::temp_dir().join(format!("token04-readme-{}", std::process::id()));
    remove(&home)?;
    let done = project(sh, &blocks(&readme), &home);
    remove(&home)?;
    done
}

/// Writes the files and runs the commands, in their order.
fn project(sh: &Shell, blocks: &[Block], home: &Path) -> Result {
    let mut printed = String::new();
    let mut exports = String::new();
    for block in blocks {
        if let Some(name) = file_name(block) {
            if let Some(part) = name.strip_prefix("spring/")
                && paths::read(format!("{EXAMPLE}/{part}"))? != block.text
            {
                return Err(format!("the README's {name} is not that of {EXAMPLE}"));
            }
            write(&home.join(name), &block.text)?;
        } else if block.text.trim_start().starts_with("<dependency>") {
            let pom = home.join("pom.xml");
            let old = fs::read_to_string(&pom).map_err(|e| e.to_string())?;
            let end = "  </dependencies>";
            write(&pom, &old.replace(end, &format!("{}{end}", block.text)))?;
        } else if block.kind == "sh" && !SERVER.iter().any(|word| block.text.contains(word)) {
            printed += &sh.quiet_output(&mut script(&format!("{exports}{}", block.text), home)?)?;
            exports.extend(block.text.lines().filter(|line| line.starts_with("export ")));
            exports.push('\n');
        }
    }
    // Maven ends even in silence with a change of colour, in the line of what comes next.
    let printed = printed.replace("\u{1b}[0m", "");
    let lines: Vec<&str> = printed.lines().collect();
    let found = |start: &&&str| !lines.iter().any(|line| line.starts_with(**start));
    match PRINTED.iter().find(found) {
        None => forgotten(sh, home),
        Some(missing) => Err(format!("the README's programs print no '{missing}'")),
    }
}

/// A copy of the upstream file that is still there does not compile with the README's program.
fn forgotten(sh: &Shell, home: &Path) -> Result {
    let file = "src/main/java/im/zego/serverassistant/utils/TokenServerAssistant.java";
    write(&home.join(file), FORGOTTEN)?;
    let compile = "if mvn -q compile; then exit 1; fi";
    let said = sh.quiet_output(&mut script(compile, home)?)?;
    let unknown = said.matches("symbol:").count();
    if unknown > 0 && said.matches("symbol:   method version()").count() == unknown {
        return Ok(());
    }
    Err(format!("a forgotten copy of the upstream file is not reported: {said}"))
}

fn write(path: &Path, text: &str) -> Result {
    fs::create_dir_all(path.parent().unwrap_or(path)).map_err(|e| e.to_string())?;
    fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))
}

/// A script, with the packed JARs as they are now.
fn script(text: &str, home: &Path) -> Result<Command> {
    drop(consumer(&[])?);
    let repository = folder().join("m2");
    let mut run = command(&["bash", "-euc", text]);
    run.current_dir(home)
        .env("MAVEN_OPTS", format!("-Dmaven.repo.local={}", repository.display()))
        .env("TOKEN04", paths::root())
        .env("ZEGO_APP_ID", "1234567890")
        .env("ZEGO_SERVER_SECRET", SECRET)
        .env("ZEGO_PREVIOUS_SERVER_SECRET", PREVIOUS);
    Ok(run)
}

/// The name of the file that a block is, from the line before it: "... `pom.xml`:".
fn file_name(block: &Block) -> Option<&str> {
    block.before.strip_suffix("`:")?.rsplit('`').next()
}

fn blocks(text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut before = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```") {
            let inside = lines.by_ref().take_while(|inside| *inside != "```");
            let text: String = inside.flat_map(|inside| [inside, "\n"]).collect();
            found.push(Block { kind: kind.to_owned(), before: before.trim().to_owned(), text });
            before.clear();
        } else if !line.is_empty() {
            before.push_str(line);
            before.push('\n');
        } else if !before.trim_end().ends_with(':') {
            before.clear();
        }
    }
    found
}

/// Each case in the README's backticks is in the vectors, which have its result.
fn cases(readme: &str) -> Result {
    let vectors: Value = serde_json::from_str(&paths::read("tests/vectors/dropin.json")?)
        .map_err(|e| e.to_string())?;
    let known: Vec<&str> = vectors
        .get("cases")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|case| case.get("id")?.as_str())
        .collect();
    let named: Vec<&str> =
        readme.split('`').skip(1).step_by(2).filter(|text| text.starts_with("dropin/")).collect();
    let missing: Vec<&str> = named.iter().filter(|id| !known.contains(id)).copied().collect();
    match (named.is_empty(), missing.is_empty()) {
        (false, true) => Ok(()),
        (true, _) => Err("the README names no case".into()),
        _ => Err(format!("no such case: {}", missing.join(", "))),
    }
}
