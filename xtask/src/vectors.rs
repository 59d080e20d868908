//! `cargo xtask vectors`: the golden vectors, written anew or proven fresh.

use crate::plan;
use xtask_lib::Result;
use xtask_lib::step::Step;

/// Writes them, or checks with `--check`.
pub fn main(args: &[String]) -> Result {
    match args {
        [] => plan::run(vec![Step::cargo(
            "golden/write",
            "write tests/vectors' golden file anew",
            &["run", "--quiet", "-p", "token04-golden", "--", "--write"],
        )]),
        [flag] if flag == "--check" => plan::run(vec![fresh_step()]),
        _ => Err("vectors takes nothing but --check".into()),
    }
}

/// The golden file is what the core makes today.
pub fn fresh_step() -> Step {
    Step::cargo(
        "golden/fresh",
        "the golden vectors are what the core makes",
        &["run", "--quiet", "-p", "token04-golden", "--", "--check"],
    )
}
