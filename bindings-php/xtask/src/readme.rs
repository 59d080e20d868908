//! The package's README, to the letter, in an empty folder.

use std::fs;
use std::path::Path;

use super::place::{composer, folder, source};
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, paths};

/// Of the tests: the README takes its credentials from the environment.
const APP_ID: &str = "1234567890";
const SECRET: &str = "fa94dd0f974cf2e293728a526b028271";

/// A block of the README: `sh` or `php`, and what it is to print, where the README says.
struct Block {
    kind: String,
    text: String,
    prints: Option<String>,
}

/// Runs each `sh` and `php` block, and compares what it prints with the `text` block behind it.
pub fn follow(sh: &Shell) -> Result {
    let place = folder("readme");
    if place.exists() {
        fs::remove_dir_all(&place).map_err(|e| e.to_string())?;
    }
    fs::create_dir_all(place.join("home")).map_err(|e| e.to_string())?;
    // Composer would ask the network for packages of that name, too.
    let settings = "{\"repositories\": [{\"packagist.org\": false}]}\n";
    fs::write(place.join("home/config.json"), settings).map_err(|e| e.to_string())?;
    let work = place.join("work");
    fs::create_dir_all(&work).map_err(|e| e.to_string())?;
    let readme = fs::read_to_string(source("README.md")).map_err(|e| e.to_string())?;
    cases_exist(&readme)?;
    let mut ran = 0_usize;
    for block in blocks(&readme) {
        run(sh, &work, &block)?;
        ran += 1;
    }
    if ran < 8 { Err(format!("only {ran} blocks were run")) } else { sh.note(format!("{ran} ran")) }
}

fn run(sh: &Shell, work: &Path, block: &Block) -> Result {
    let mut words = if block.kind == "sh" {
        let mut words = command(&["bash", "-euc"]);
        words.arg(&block.text);
        words
    } else {
        let page = work.join("page.php");
        let text = format!("<?php\n\nrequire 'vendor/autoload.php';\n\n{}\n", block.text);
        fs::write(&page, text).map_err(|e| e.to_string())?;
        command(&["php", "-d", "error_reporting=-1", "page.php"])
    };
    for (name, value) in composer().get_envs() {
        if let Some(value) = value {
            words.env(name, value);
        }
    }
    words.env("COMPOSER_HOME", work.with_file_name("home"));
    words.env("TOKEN04_DIST", paths::dist());
    words.env("ZEGO_APP_ID", APP_ID).env("ZEGO_SERVER_SECRET", SECRET);
    words.env_remove("APP_AUTOLOAD").env_remove("TOKEN04_ENGINE");
    let printed = sh.output(words.current_dir(work))?;
    match &block.prints {
        Some(expected) if expected.trim() != printed.trim() => {
            Err(format!("prints something else than the README says: {}", block.text))
        }
        _ if block.kind == "php" && printed.contains("Warning") => {
            Err(format!("PHP complains of: {}", block.text))
        }
        _ => Ok(()),
    }
}

fn blocks(text: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut adjacent = false;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(kind) = line.strip_prefix("```") else {
            adjacent &= line.is_empty();
            continue;
        };
        let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let text = text.join("\n");
        match (kind, found.last_mut()) {
            ("sh" | "php", _) => {
                found.push(Block { kind: kind.to_owned(), text, prints: None });
                adjacent = true;
            }
            ("text", Some(last)) if adjacent => last.prints = Some(text),
            _ => adjacent = false,
        }
    }
    found
}

/// Each case that the table of differences names is one of the vectors.
fn cases_exist(readme: &str) -> Result {
    let vectors = paths::read("tests/vectors/dropin.json")?;
    let named = readme.split('`').skip(1).step_by(2).filter(|name| name.starts_with("dropin/"));
    let unknown: Vec<&str> =
        named.filter(|name| !vectors.contains(&format!("\"id\":\"{name}\""))).collect();
    if unknown.is_empty() { Ok(()) } else { Err(format!("no such cases: {}", unknown.join(", "))) }
}
