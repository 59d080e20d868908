//! C and C++: the library as an archive, tested where it is unpacked. Go, PHP and .NET use
//! the same tree.

mod abi;
mod bench;
mod compile;
mod examples;
mod exports;
mod generated;
mod package;
mod tests;
pub mod wasm;

use std::path::PathBuf;

use xtask_lib::Language;
use xtask_lib::natives::{self, Target};
use xtask_lib::needs::{Need, Probe};
use xtask_lib::shell::Shell;
use xtask_lib::step::Step;
use xtask_lib::{Result, paths, shell};

/// See [`Language`].
pub const C: Language = Language {
    name: "c",
    about: "libtoken04 for C and C++: headers, static and shared library",
    needs: NEEDS,
    setup_steps: Vec::new,
    package_steps: || {
        vec![natives::needed(
            Step::new("c/package", "libtoken04 as trees and as archives in dist/", |sh| {
                package::shipped(sh)
            })
            .needs(&["setup/system"]),
        )]
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
            Step::new("c/examples", "examples, by make and CMake, shared and static", |sh| {
                examples::both_ways(sh)
            })
            .needs(&["c/package"]),
            Step::new(
                "c/readme",
                "the README's commands, to the letter; its server over HTTP",
                examples::readme,
            )
            .needs(&["c/package"]),
            Step::new(
                "c/test",
                "pointers, buffers, threads, forks, panics, memory; valgrind",
                tests::programs,
            )
            .needs(&["c/package", "c/panic"]),
            Step::new("c/headers", "the headers as C99 to C23 and C++11 to C++20", tests::headers)
                .needs(&["c/package"]),
            Step::new("c/beside", "a second Rust archive in one program", tests::beside_another)
                .needs(&["c/package"]),
            Step::new("c/sanitize", "C, C++ and Rust under ASan and UBSan", tests::sanitized)
                .needs(&["c/package", "setup/crates"]),
            Step::new("c/abi", "the released ABI still holds", abi::check).needs(&["c/package"]),
            Step::new("c/size", "the libraries are under a megabyte", bench::sizes)
                .needs(&["c/package"])
                .shown(),
            Step::new("c/format", "C and C++ are formatted", tests::formatted)
                .needs(&["setup/system"]),
            Step::cargo("c/header", "the headers are what ffi-c says", &HEADER_CHECK),
            Step::cargo(
                "c/unit",
                "unit tests of the ABI crate",
                &["test", "--quiet", "-p", "token04-ffi"],
            ),
        ]
    },
    bench_steps: || {
        vec![
            Step::new("c/bench", "the ABI beside the core, OpenSSL and a JWT", bench::bench)
                .lane("native")
                .needs(&["c/package"])
                .shown(),
        ]
    },
    driver_step: "c/driver",
    generated: generated::PARTS,
};

const NEEDS: &[Need] = &[
    Need {
        what: "gcc and g++ with binutils",
        probe: Probe::Program("g++"),
        apt: &["gcc", "g++", "binutils", "libc6-dev"],
        otherwise: "install a C and a C++ compiler",
    },
    Need { what: "make", probe: Probe::Program("make"), apt: &["make"], otherwise: "install make" },
    Need {
        what: "CMake",
        probe: Probe::Program("cmake"),
        apt: &["cmake"],
        otherwise: "install CMake",
    },
    Need {
        what: "pkg-config",
        probe: Probe::Program("pkg-config"),
        apt: &["pkg-config"],
        otherwise: "install pkg-config",
    },
    Need {
        what: "cpp-httplib, for the example server",
        probe: Probe::File("/usr/include/httplib.h"),
        apt: &["libcpp-httplib-dev", "libssl-dev"],
        otherwise: "install cpp-httplib",
    },
    Need {
        what: "curl, which the README calls",
        probe: Probe::Program("curl"),
        apt: &["curl"],
        otherwise: "install curl",
    },
    Need {
        what: "the headers of OpenSSL, for comparison in benches",
        probe: Probe::File("/usr/include/openssl/evp.h"),
        apt: &["libssl-dev"],
        otherwise: "install the development files of OpenSSL",
    },
    Need {
        what: "libjwt, for comparison in benches",
        probe: Probe::File("/usr/include/jwt.h"),
        apt: &["libjwt-dev"],
        otherwise: "install the development files of libjwt",
    },
    Need {
        what: "clang-format",
        probe: Probe::Program("clang-format"),
        apt: &["clang-format"],
        otherwise: "install clang-format 14",
    },
    Need {
        what: "clang, as a second opinion on the headers",
        probe: Probe::Program("clang-14"),
        apt: &["clang-14"],
        otherwise: "install clang 14",
    },
    Need {
        what: "valgrind",
        probe: Probe::Program("valgrind"),
        apt: &["valgrind", "libc6-dbg"],
        otherwise: "install valgrind",
    },
    Need {
        what: "abidiff",
        probe: Probe::Program("abidiff"),
        apt: &["abigail-tools"],
        otherwise: "install libabigail's tools",
    },
];

const HEADER_CHECK: [&str; 6] = ["run", "--quiet", "-p", "token04-header", "--", "--check"];

/// What `c/package` lays out for this machine: `include/token04.h`, `lib/libtoken04.a`,
/// `lib/libtoken04.so`, ...
pub fn tree() -> PathBuf {
    tree_of(natives::host())
}

/// The same for a target.
pub fn tree_of(target: &Target) -> PathBuf {
    paths::target().join("package").join("c").join(name_of(target))
}

/// What `c/panic` lays out: the same, and the library has `int32_t token04_test_panic(void)`,
/// which no header declares.
pub fn panic_tree() -> PathBuf {
    paths::target().join("package").join("c-panic").join(name())
}

/// The name of the tree of this machine and of its archive.
fn name() -> String {
    name_of(natives::host())
}

/// The name of a target's tree and of its archive.
pub fn name_of(target: &Target) -> String {
    format!("token04-c-{}-{}", env!("CARGO_PKG_VERSION"), target.platform())
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
