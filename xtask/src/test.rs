//! `cargo xtask test`: everything CI runs.

use crate::{plan, platforms, run};
use xtask_lib::Result;
use xtask_lib::natives;

/// Runs all steps or some, or lists them.
pub fn main(args: &[String]) -> Result {
    let mut names = Vec::new();
    let mut list = false;
    let mut jobs = None;
    let mut all_platforms = false;
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let mut value = || args.next().cloned().ok_or_else(|| format!("{arg} needs a value"));
        match arg.as_str() {
            "--list" => list = true,
            "--platforms" => all_platforms = true,
            "--only" => names.push(value()?),
            "--jobs" => jobs = Some(value()?.parse::<usize>().map_err(|e| e.to_string())?),
            other => return Err(format!("test does not know '{other}'")),
        }
    }
    // A step that is named is tested with packages for this machine alone.
    natives::select(if all_platforms { natives::ready() } else { platforms::smoke(&names) });
    let mut steps = plan::everything();
    if !names.is_empty() {
        steps = plan::only(steps, &names)?;
    }
    if list {
        let width = steps.iter().map(|step| step.id.len()).max().unwrap_or(0);
        for step in &steps {
            println!("{:width$}  {}", step.id, step.about);
        }
        return Ok(());
    }
    match jobs {
        Some(jobs) => run::run(steps, jobs),
        None => plan::run(steps),
    }
}
