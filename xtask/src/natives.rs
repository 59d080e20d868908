//! `cargo xtask natives`: the native libraries of all packages, for every platform.

use crate::{plan, setup};
use xtask_lib::natives::{self, TARGETS, Target};
use xtask_lib::{Result, paths};

/// Builds all targets, or the named ones, and prints the table of all that are built.
pub fn main(args: &[String]) -> Result {
    let targets = if args.is_empty() { TARGETS.iter().collect() } else { named(args)? };
    let mut steps = setup::steps(&[]);
    steps.extend(targets.into_iter().map(natives::step));
    plan::run(steps)?;
    print!("{}", natives::text(&natives::table()?));
    println!("{}", paths::target().join("natives").join(natives::TABLE).display());
    Ok(())
}

/// What `cargo xtask test` builds on every call, beside this machine's libraries: one target for
/// each way to run another platform.
pub const SMOKE: [&str; 3] = ["aarch64-linux-gnu", "x86_64-linux-musl", "x86_64-windows"];

/// The targets of these names; `--platforms` is all of them.
pub fn named(names: &[String]) -> Result<Vec<&'static Target>> {
    if names == ["--platforms"] {
        return Ok(TARGETS.iter().collect());
    }
    let find = |name: &String| {
        natives::find(name).ok_or_else(|| {
            let all: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
            format!("there is no platform '{name}', but:\n  {}", all.join("\n  "))
        })
    };
    names.iter().map(find).collect()
}
