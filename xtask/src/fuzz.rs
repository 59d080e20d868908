//! `cargo xtask fuzz`: the fuzz targets of `core/fuzz`, each for some seconds.

use crate::{plan, setup};
use xtask_lib::shell::command;
use xtask_lib::step::Step;
use xtask_lib::{Result, needs};

/// The targets: any text; any plaintext, encrypted with the right key.
const TARGETS: &[(&str, &str)] = &[
    ("any_text", "decode, verify, inspect and explain of any text"),
    ("any_plaintext", "decode and verify of any plaintext under the right key"),
];

/// `--seconds N` for each target; 60 when not said.
pub fn main(args: &[String]) -> Result {
    let seconds = match args {
        [] => 60,
        [flag, n] if flag == "--seconds" => n.parse::<u32>().map_err(|e| e.to_string())?,
        _ => return Err("fuzz takes nothing but --seconds N".into()),
    };
    let mut steps = setup::steps(&[]);
    steps.extend(TARGETS.iter().map(|(target, about)| step(target, about, seconds)));
    plan::run(steps)
}

fn step(target: &'static str, about: &str, seconds: u32) -> Step {
    Step::new(&format!("fuzz/{target}"), about, move |sh| {
        let limit = format!("-max_total_time={seconds}");
        let words = ["cargo", "+nightly", "fuzz", "run", "--fuzz-dir", "core/fuzz", target];
        sh.run(
            command(&words)
                .args([
                    "--",
                    &limit,
                    "-max_len=90000",
                    "-rss_limit_mb=2048",
                    "-print_final_stats=1",
                ])
                .env("PATH", needs::path_with_tools()?),
        )
    })
    .lane("fuzz")
    .needs(&["setup/tools"])
    .shown()
}
