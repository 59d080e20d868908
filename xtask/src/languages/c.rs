//! C and C++: the library as an archive, tested where it is unpacked. Go, PHP and .NET stand on
//! the same tree.

mod compile;
mod exports;
mod package;

use std::path::PathBuf;

use crate::languages::Language;
use crate::needs::{Need, Probe};
use crate::shell::Shell;
use crate::step::Step;
use crate::{Result, paths, shell};

/// See [`Language`].
pub const C: Language = Language {
    name: "c",
    about: "libtoken04 for C and C++: headers, static and shared library",
    needs: NEEDS,
    setup_steps: Vec::new,
    package_steps: || {
        vec![
            Step::new("c/package", "libtoken04 as a tree and as an archive in dist/", |sh| {
                package::shipped(sh)
            })
            .lane("native")
            .needs(&["setup/system", "setup/tools", "setup/crates"]),
        ]
    },
    test_steps: || {
        vec![
            Step::new("c/driver", "the drivers of C and C++ against the unpacked archive", |sh| {
                compile::drivers(sh)
            })
            .needs(&["c/package"]),
            Step::new("c/panic", "the same library with a function that panics, for tests", |sh| {
                package::with_panic(sh)
            })
            .lane("native")
            .needs(&["c/package"]),
            Step::cargo("c/header", "the headers are what ffi-c says", &HEADER_CHECK),
            Step::cargo(
                "c/unit",
                "unit tests of the ABI crate",
                &["test", "--quiet", "-p", "token04-ffi"],
            ),
        ]
    },
    bench_steps: Vec::new,
    driver_step: "c/driver",
};

const NEEDS: &[Need] = &[Need {
    what: "gcc and g++ with binutils",
    probe: Probe::Program("g++"),
    apt: &["gcc", "g++", "binutils", "libc6-dev"],
    otherwise: "install a C and a C++ compiler",
}];

const HEADER_CHECK: [&str; 6] = ["run", "--quiet", "-p", "token04-header", "--", "--check"];

/// What `c/package` lays out: `include/token04.h`, `lib/libtoken04.a`, `lib/libtoken04.so`, ...
pub fn tree() -> PathBuf {
    paths::target().join("package").join("c").join(name())
}

/// What `c/panic` lays out: the same, and the library has `int32_t token04_test_panic(void)`,
/// which no header declares.
#[allow(dead_code, reason = "for the languages that stand on the ABI")]
pub fn panic_tree() -> PathBuf {
    paths::target().join("package").join("c-panic").join(name())
}

/// The name of the tree and of its archive.
fn name() -> String {
    format!("token04-c-{}-linux-{}", env!("CARGO_PKG_VERSION"), std::env::consts::ARCH)
}

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
