//! C and C++: the library as an archive, tested where it is unpacked.

use crate::languages::Language;
use crate::shell::Shell;
use crate::step::Step;
use crate::{Result, paths, shell};

/// See [`Language`].
pub const C: Language = Language {
    name: "c",
    about: "libtoken04 for C and C++: headers, static and shared library",
    needs: &[],
    setup_steps: Vec::new,
    package_steps: Vec::new,
    test_steps: || {
        vec![
            Step::cargo("c/header", "the headers are what ffi-c says", &HEADER_CHECK),
            Step::cargo(
                "c/unit",
                "unit tests of the ABI crate",
                &["test", "--quiet", "-p", "token04-ffi"],
            ),
        ]
    },
    bench_steps: Vec::new,
    driver_step: "c/unit",
};

const HEADER_CHECK: [&str; 6] = ["run", "--quiet", "-p", "token04-header", "--", "--check"];

/// `cargo xtask header [--check]`: the headers from the crate they describe.
pub fn header(args: &[String]) -> Result {
    let words: &[&str] = match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => &HEADER_CHECK[..4],
        ["--check"] => &HEADER_CHECK,
        _ => return Err("header takes nothing, or --check".into()),
    };
    let sh = Shell::new(paths::logs().join("header.log"))?;
    sh.run(&mut shell::cargo(words)).map_err(|e| format!("{e}; see target/xtask-logs/header.log"))
}
