//! How the command line and the C library react to faults of the machine: `tests/faults`.

use xtask_lib::paths;
use xtask_lib::shell::command;
use xtask_lib::step::Step;

/// The C library, and all faults.
pub fn steps() -> Vec<Step> {
    vec![
        Step::cargo(
            "faults/library",
            "the C library for the fault tests",
            &["build", "--quiet", "--release", "-p", "token04-ffi"],
        ),
        Step::new(
            "faults/all",
            "no entropy, wrong clocks, full disks, signals, limits: what users see",
            |sh| {
                let release = paths::target().join("release");
                let mut run = command(&["python3", "tests/faults/faults.py"]);
                run.arg("--cli").arg(release.join("token04"));
                run.arg("--library").arg(release.join("libtoken04.so"));
                sh.run(&mut run)
            },
        )
        .needs(&["faults/library", "cli/release"])
        .shown(),
        Step::new("faults/memory", "a core dump of a C program holds no secret after free", |sh| {
            let library = paths::target().join("release/libtoken04.a");
            let mut run =
                command(&["python3", "tests/freed/dump.py", "--include", "ffi-c/include"]);
            sh.run(run.arg("--library").arg(library))
        })
        .needs(&["faults/library"])
        .shown(),
    ]
}
