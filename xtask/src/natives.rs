//! `cargo xtask natives`: the native libraries of all packages, for every platform.

use crate::{plan, setup};
use xtask_lib::natives::{self, Part, TARGETS, Target};
use xtask_lib::{Result, paths};

/// Builds all targets, or the named ones, with `--cli` the command line too, and prints the table of all that are built.
pub fn main(args: &[String]) -> Result {
    let (flags, names): (Vec<String>, Vec<String>) =
        args.iter().cloned().partition(|arg| arg == "--cli");
    let targets = if names.is_empty() { TARGETS.iter().collect() } else { named(&names)? };
    let mut steps = setup::steps(&[]);
    for target in targets {
        steps.push(natives::step(target));
        if !flags.is_empty() && target.file(Part::Cli).is_some() {
            steps.push(natives::cli_step(target));
        }
    }
    plan::run(steps)?;
    print!("{}", natives::text(&natives::table()?));
    println!("{}", paths::target().join("natives").join(natives::TABLE).display());
    Ok(())
}

/// The targets of these names; `--platforms` is all of them.
pub fn named(names: &[String]) -> Result<Vec<&'static Target>> {
    if names == ["--platforms"] {
        return Ok(natives::ready());
    }
    let find = |name: &String| {
        natives::find(name).ok_or_else(|| {
            let all: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
            format!("there is no platform '{name}', but:\n  {}", all.join("\n  "))
        })
    };
    names.iter().map(find).collect()
}
