//! Tests on processors that the developers do not have, emulated by QEMU.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell::{Shell, cargo, command};
use crate::step::Step;
use crate::{Result, paths};

/// The models that every test runs on: without AES instructions and fast string moves (2008), with
/// AES and AVX2 (2013), and with everything that QEMU supports.
pub const MODELS: &[&str] = &["Nehalem", "Haswell", "max"];
/// AVX2 without AES, which some hypervisors offer. VAES, which `max` also has, requires AES.
const AVX2_ALONE: &str = "max,-aes,-vaes";

/// These tests fork and rely on Linux's memory management, which QEMU emulates differently.
const FORKS: &str = "random::fork";
const FORKING_PROGRAM: &str = "randomness-";

/// Runs a program on an emulated processor.
pub fn on(model: &str, program: &Path) -> Command {
    let mut run = command(&["qemu-x86_64", "-cpu", model]);
    run.arg(program);
    run
}

/// The core's own tests. QEMU 7.2 has no SHA instructions and no AVX-512: where this machine has
/// them, `core/test` runs on them.
pub fn core_step() -> Step {
    Step::new("core/cpus", "the core's tests on other processors", |sh| {
        for program in test_programs(sh)? {
            for model in MODELS.iter().chain(&[AVX2_ALONE]) {
                // Fewer property cases than natively: the processor is what is tested.
                let mut run = on(model, &program);
                run.current_dir(paths::root().join("core")).env("PROPTEST_CASES", "16");
                sh.run(run.args(["--quiet", "--test-threads=2", "--skip", FORKS]))?;
            }
        }
        Ok(())
    })
    .lane("cargo")
    .needs(&["core/test", "setup/system"])
}

/// Builds the core's tests; their programs, as cargo names them.
fn test_programs(sh: &Shell) -> Result<Vec<PathBuf>> {
    let words = ["test", "--quiet", "-p", "token04", "--no-run", "--message-format=json"];
    let messages = sh.quiet_output(&mut cargo(&words))?;
    let programs: Vec<PathBuf> = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|message| message.get("executable")?.as_str().map(PathBuf::from))
        .filter(|program| {
            !program
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with(FORKING_PROGRAM))
        })
        .collect();
    if programs.is_empty() { Err("cargo named no test program".into()) } else { Ok(programs) }
}
