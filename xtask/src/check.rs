//! `cargo xtask check`: what to run before each commit.

use crate::{base, plan};
use xtask_lib::Result;

/// fmt, clippy, the project rules and unit tests; installs nothing.
pub fn main(args: &[String]) -> Result {
    if let Some(arg) = args.first() {
        return Err(format!("check takes no '{arg}'"));
    }
    plan::run(base::quick_steps())
}
