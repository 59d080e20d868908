//! The fuzz targets of `core/fuzz` and `server/fuzz`: `cargo xtask fuzz`, and a short run among the tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{plan, setup};
use xtask_lib::shell::{Shell, command};
use xtask_lib::step::Step;
use xtask_lib::{Result, needs, paths};

/// The targets.
const TARGETS: &[(&str, &str)] = &[
    ("any_text", "decode, verify, inspect and explain of any bytes"),
    ("any_plaintext", "any claims under the right key, with the right IV or a wrong one"),
    ("mutated_token", "our tokens with changed parts"),
    ("kit", "tokens of the web UI kit"),
    ("c_abi", "the C ABI: hostile lengths, buffers of the exact size, NULL"),
    ("cli_files", "the command line: secret files, lists of users, tokens"),
];

/// The token service's target: its crates take minutes to build, so it is not among the tests.
const SERVER: (&str, &str) =
    ("server_input", "the token service: requests, key sets, patterns, configurations");

/// Seconds for each target among the tests.
const SHORT: u32 = 4;

/// `--seconds N` for each target; 60 when not given.
pub fn main(args: &[String]) -> Result {
    let seconds = match args {
        [] => 60,
        [flag, n] if flag == "--seconds" => n.parse::<u32>().map_err(|e| e.to_string())?,
        _ => return Err("fuzz takes only --seconds N".into()),
    };
    let mut steps = setup::steps(&[]);
    steps.push(build_step());
    steps.extend(TARGETS.iter().map(|(target, about)| {
        let seeds = paths::root().join("core/fuzz/corpus").join(target);
        Step::new(&format!("fuzz/{target}"), about, move |sh| run(sh, target, &seeds, seconds))
            .lane("fuzz")
            .needs(&["fuzz/build"])
            .shown()
    }));
    steps.push(
        Step::new(&format!("fuzz/{}", SERVER.0), SERVER.1, move |sh| {
            sh.run(&mut build("server/fuzz")?)?;
            run(sh, SERVER.0, &paths::root().join("server/fuzz/seeds"), seconds)
        })
        .needs(&["fuzz/build"])
        .shown(),
    );
    plan::run(steps)
}

/// The short run.
pub fn steps() -> Vec<Step> {
    let about = "each fuzz target for some seconds, from the seeds of tests/vectors";
    let short = Step::new("fuzz/short", about, |sh| {
        TARGETS.iter().try_for_each(|(target, _)| {
            run(sh, target, &paths::root().join("core/fuzz/corpus").join(target), SHORT)
        })
    })
    .needs(&["fuzz/build"])
    .shown();
    vec![build_step(), short]
}

/// AddressSanitizer and the fuzzer's coverage are unstable options, but a stable compiler accepts
/// them with `RUSTC_BOOTSTRAP`: no nightly toolchain is needed.
fn build_step() -> Step {
    Step::new("fuzz/build", "the fuzz targets with AddressSanitizer, and their seeds", |sh| {
        sh.run(&mut command(&["python3", "core/fuzz/seeds.py"]))?;
        sh.run(&mut build("core/fuzz")?).map_err(|error| {
            format!("{error}; AddressSanitizer needs a rustup toolchain (rustup toolchain install stable)")
        })
    })
    .lane("fuzz")
    .needs(&["setup/tools"])
}

fn build(fuzz_dir: &str) -> Result<Command> {
    let mut build = command(&["cargo", "fuzz", "build", "--fuzz-dir", fuzz_dir]);
    build.arg("--target-dir").arg(folder());
    build.env("RUSTC_BOOTSTRAP", "1").env("PATH", needs::path_with_tools()?);
    Ok(build)
}

fn folder() -> PathBuf {
    paths::target().join("fuzz")
}

/// Runs one target from its seeds. libFuzzer's own output goes to a file: it may repeat any input.
fn run(sh: &Shell, target: &str, seeds: &Path, seconds: u32) -> Result {
    let (grown, found) = (folder().join("corpus").join(target), folder().join("found"));
    for place in [&grown, &found] {
        fs::create_dir_all(place).map_err(|e| format!("{}: {e}", place.display()))?;
    }
    let triple = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let log = folder().join(format!("{target}.log"));
    let script = "exec \"$@\" > \"$0\" 2>&1";
    let mut words = command(&["sh", "-c", script]);
    words.arg(&log).arg(folder().join(triple).join("release").join(target));
    words.arg(format!("-max_total_time={seconds}"));
    words.arg(format!("-artifact_prefix={}/{target}-", found.display()));
    // The output of the command line is not needed: its stdout is closed.
    words.args(["-max_len=8192", "-rss_limit_mb=2048", "-timeout=20", "-close_fd_mask=1"]);
    words.arg("-print_final_stats=1").arg(grown).arg(seeds);
    let status = sh.status(&mut words)?;
    let output = fs::read_to_string(&log).unwrap_or_default();
    let last = |start: &str| output.lines().rev().find(|line| line.contains(start));
    let done = last("DONE").unwrap_or_default();
    let runs = last("number_of_executed_units").unwrap_or_default();
    sh.note(format!("{target}: {} {}", runs.trim_start_matches("stat::"), done.trim()))?;
    if status == 0 {
        return Ok(());
    }
    let input = last("Test unit written to").unwrap_or("no input was written");
    Err(format!("{target} failed: {}; {input}", log.display()))
}
