//! The README, taken at its word: its project in an empty folder outside the repository, its
//! other Java compiled and run there, and each case that it names.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::{consumer, folder, jars, remove};
use crate::shell::{Shell, command};
use crate::{Result, paths};

const README: &str = "bindings-java/README.md";
/// The secrets of the vectors: the README itself shows none.
const SECRET: &str = "fa94dd0f974cf2e293728a526b028271";
const PREVIOUS: &str = "0123456789abcdef0123456789abcdef";

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

fn project(sh: &Shell, blocks: &[Block], home: &Path) -> Result {
    let mut ran = 0_usize;
    for block in blocks {
        // What stands in the project's folder is a check of its own, over HTTP.
        let elsewhere = ["In the project's folder:", "from another shell"];
        let elsewhere = elsewhere.iter().any(|words| block.before.contains(words));
        if let Some(name) = file_name(block) {
            let path = home.join(name);
            fs::create_dir_all(path.parent().unwrap_or(home)).map_err(|e| e.to_string())?;
            fs::write(&path, &block.text).map_err(|e| format!("{}: {e}", path.display()))?;
        } else if block.kind == "sh" && !elsewhere {
            let output = sh.quiet_output(&mut script(&block.text, home)?)?;
            if output.matches("04AAAA").count() != 2 {
                return Err("the README's program prints no two tokens".into());
            }
            ran += 1;
        }
    }
    if ran == 0 {
        return Err("the README has no commands".into());
    }
    fragments(sh, blocks, home)
}

/// A script, with the packed JARs as they are now.
fn script(text: &str, home: &Path) -> Result<Command> {
    drop(consumer(&[])?);
    let repository = folder().join("m2");
    let mut run = command(&["bash", "-euc", text]);
    environment(&mut run).current_dir(home);
    run.env("MAVEN_OPTS", format!("-Dmaven.repo.local={}", repository.display()));
    Ok(run)
}

fn environment(run: &mut Command) -> &mut Command {
    run.env("TOKEN04", paths::root())
        .env("ZEGO_APP_ID", "1234567890")
        .env("ZEGO_SERVER_SECRET", SECRET)
        .env("ZEGO_PREVIOUS_SERVER_SECRET", PREVIOUS)
}

/// Java that is no class of its own runs in one, where its names are what one would guess.
fn fragments(sh: &Shell, blocks: &[Block], home: &Path) -> Result {
    let mut imports = String::new();
    let mut calls = String::new();
    let mut methods = String::new();
    let whole = |block: &&Block| block.kind == "java" && file_name(block).is_none();
    for (number, block) in blocks.iter().filter(whole).enumerate() {
        if block.text.starts_with("import ") {
            imports.push_str(&block.text);
            continue;
        }
        let given = "long appId, String current, String previous, String token";
        methods.push_str(&format!("static void part{number}({given}) {{\n{}}}\n", block.text));
        calls.push_str(&format!("part{number}(app, current, previous, token);\n"));
    }
    let main = format!(
        "import io.token04.*;\nimport java.time.Duration;\n{imports}\n\
         public final class Fragments {{\n{methods}\
         public static void main(String[] all) {{\n\
         long app = 1234567890L;\n\
         String current = System.getenv(\"ZEGO_SERVER_SECRET\");\n\
         String previous = System.getenv(\"ZEGO_PREVIOUS_SERVER_SECRET\");\n\
         String token = new TokenGenerator(app, current).privilegeToken(\n\
         \"user1\", Duration.ofHours(1), RoomPrivileges.loginAndPublish(\"room1\"));\n\
         {calls}\
         System.out.println(TokenServerAssistant.PrivilegeKeyLogin);\n}}\n}}\n"
    );
    let source = home.join("Fragments.java");
    fs::write(&source, main).map_err(|e| e.to_string())?;
    let jars: Vec<PathBuf> = jars::ARTIFACTS.iter().map(|name| jars::path(name, "")).collect();
    let mut classes = std::env::join_paths(&jars).map_err(|e| e.to_string())?;
    let mut compile = command(&["javac", "-Xlint:all", "-cp"]);
    sh.run(compile.arg(&classes).arg("-d").arg(home).arg(&source))?;
    classes.push(":");
    classes.push(home);
    let mut run = command(&["java", "-cp"]);
    run.arg(&classes).arg("Fragments").current_dir(home);
    let output = sh.quiet_output(environment(&mut run))?;
    for expected in ["user1 until ", "error user_id_mismatch: "] {
        if !output.contains(expected) {
            return Err(format!("the README's Java prints no '{expected}'"));
        }
    }
    Ok(())
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

/// Each case in the README's backticks stands in the vectors, and the answer with it.
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
