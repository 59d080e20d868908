//! `cargo xtask bench`: the core's bench and those of the languages.

use crate::languages::{self, Language};
use crate::step::Step;
use crate::{Result, run, setup};

/// All benches, or `core` and languages by name. One at a time: they share the machine.
pub fn main(args: &[String]) -> Result {
    let all = args.is_empty();
    let mut chosen: Vec<&Language> = Vec::new();
    for name in args.iter().filter(|name| *name != "core") {
        let unknown = || format!("no bench '{name}'; there are:\n  core{}", languages::names());
        chosen.push(languages::find(name).ok_or_else(unknown)?);
    }
    if all {
        chosen = languages::ALL.iter().collect();
    }
    let needed = languages::with_needed(&chosen);
    let mut steps = setup::steps(&needed);
    if all || args.iter().any(|name| name == "core") {
        steps.push(core_step());
    }
    for language in needed {
        steps.extend((language.setup_steps)());
        steps.extend((language.package_steps)());
    }
    for language in chosen {
        steps.extend((language.bench_steps)());
    }
    run::run(steps, 1)
}

fn core_step() -> Step {
    Step::cargo(
        "core/bench",
        "a token, single thread, beside the bare cipher chain",
        &["bench", "-p", "token04", "--bench", "token"],
    )
    .shown()
}
