//! The package's README, to the letter, in an empty folder.

use std::fs;
use std::path::Path;

use super::place::{composer, folder, source};
use xtask_lib::follow::{self, Block};
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, paths};

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
    follow::cases(&readme)?;
    let mut ran = 0_usize;
    let blocks = follow::blocks(&readme)?;
    for block in blocks.iter().filter(|block| ["sh", "php"].contains(&&*block.language)) {
        run(sh, &work, block)?;
        ran += 1;
    }
    if ran < 8 { Err(format!("only {ran} blocks were run")) } else { sh.note(format!("{ran} ran")) }
}

fn run(sh: &Shell, work: &Path, block: &Block) -> Result {
    let mut words = if block.language == "sh" {
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
    words.env("ZEGO_APP_ID", follow::APP_ID).env("ZEGO_SERVER_SECRET", follow::SECRET);
    words.env_remove("APP_AUTOLOAD").env_remove("TOKEN04_ENGINE");
    let printed = sh.output(words.current_dir(work))?;
    if block.language == "php" && printed.contains("Warning") {
        return Err(format!("PHP complains of: {}", block.text));
    }
    block.compare(&printed)
}
