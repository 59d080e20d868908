//! `cargo xtask demo`: the whole flow in a browser on this machine.

use std::os::unix::process::CommandExt;

use crate::plan;
use xtask_lib::step::Step;
use xtask_lib::{Result, needs};

/// Builds what it needs, then becomes the demo: Ctrl-C goes to it alone.
pub fn main(args: &[String]) -> Result {
    if !args.is_empty() {
        return Err("demo takes no arguments".into());
    }
    let mut steps = vec![Step::new("setup/system", "Node.js, by apt where it is missing", |sh| {
        needs::install(sh, &[needs::NODE])
    })];
    steps.extend(xtask_server::demo_steps());
    plan::run(steps)?;
    Err(format!("node cannot be started: {}", xtask_server::demo().exec()))
}
