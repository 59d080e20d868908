//! `cargo xtask bench`: the core's bench and those of the languages.

use crate::languages;
use crate::{run, setup};
use xtask_lib::Language;
use xtask_lib::Result;
use xtask_lib::step::Step;

/// All benches, or `core`, `oracle` and languages by name. One at a time: they share the machine.
pub fn main(args: &[String]) -> Result {
    let all = args.is_empty();
    let mut chosen: Vec<&Language> = Vec::new();
    for name in args.iter().filter(|name| CORE.iter().all(|(core, _)| core != name)) {
        let unknown =
            || format!("no bench '{name}'; there are:\n  core\n  oracle{}", languages::names());
        chosen.push(languages::find(name).ok_or_else(unknown)?);
    }
    if all {
        chosen = languages::ALL.iter().collect();
    }
    let needed = languages::with_needed(&chosen);
    let mut steps = setup::steps(&needed);
    for (name, about) in CORE {
        if all || args.iter().any(|chosen| chosen == name) {
            steps.push(core_step(name, about));
        }
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

/// The core's benches.
const CORE: &[(&str, &str)] = &[
    ("core", "a token, single thread, compared with the bare cipher chain"),
    ("oracle", "does the time of verify depend on the padding?"),
];

fn core_step(name: &str, about: &str) -> Step {
    let bench = if name == "core" { "token" } else { name };
    Step::cargo(&format!("core/{bench}"), about, &["bench", "-p", "token04", "--bench", bench])
        .shown()
}
