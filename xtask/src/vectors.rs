//! `cargo xtask vectors`: writes the golden vectors, or checks that they are up to date.

use crate::plan;
use xtask_lib::Result;
use xtask_lib::step::Step;

/// Writes them, or checks with `--check`.
pub fn main(args: &[String]) -> Result {
    match args {
        [] => plan::run(vec![Step::cargo(
            "golden/write",
            "write the golden file of tests/vectors",
            &["run", "--quiet", "-p", "token04-golden", "--", "--write"],
        )]),
        [flag] if flag == "--check" => plan::run(vec![fresh_step()]),
        _ => Err("vectors takes only --check".into()),
    }
}

/// Checks that the golden file is what the core makes.
pub fn fresh_step() -> Step {
    Step::cargo(
        "golden/fresh",
        "the golden vectors are what the core makes",
        &["run", "--quiet", "-p", "token04-golden", "--", "--check"],
    )
}
