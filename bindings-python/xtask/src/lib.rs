//! Python: one abi3 wheel per platform and a source distribution, tested where they are installed.

mod build;
mod generated;
mod sdist;
mod tests;

pub use build::tag;
use xtask_lib::needs::{Need, Probe};
use xtask_lib::step::Step;
use xtask_lib::{Language, natives};

/// See [`Language`].
pub const PYTHON: Language = Language {
    name: "python",
    about: "the wheel for CPython 3.8 and later",
    needs: &[Need {
        what: "curl",
        probe: Probe::Program("curl"),
        apt: &["curl"],
        otherwise: "install curl: the README's reader asks a server with it",
    }],
    setup_steps: || {
        vec![
            Step::new("python/setup", "maturin with zig, under target/venvs", build::setup)
                .needs(&["setup/system"]),
        ]
    },
    package_steps: || {
        vec![
            natives::needed(
                Step::new("python/package", "the wheels, into dist/", build::package)
                    .lane("native")
                    .needs(&["python/setup", "setup/crates"]),
            ),
            Step::new("python/sdist", "the source distribution, into dist/", sdist::package)
                .lane("native")
                .needs(&["python/package"]),
        ]
    },
    test_steps: || {
        vec![
            Step::new("python/lint", "ruff on all Python of the project", tests::lint)
                .needs(&["setup/system"]),
            Step::new("python/driver", "the wheel in the driver's environment", tests::driver)
                .needs(&["python/package"]),
            Step::new("python/test", "tests and stubs against the installed wheel", tests::test)
                .needs(&["python/package"]),
            Step::new("python/panic", "a build that panics everywhere: error 90", tests::panic)
                .lane("native")
                .needs(&["python/driver"]),
            Step::new("python/versions", "the tests on each CPython under pyenv", tests::versions)
                .needs(&["python/package"])
                .shown(),
            Step::new("python/example", "the FastAPI example over HTTP", tests::example)
                .needs(&["python/package"]),
            Step::new(
                "python/readme",
                "the README, to the letter, in a clean place",
                tests::readme,
            )
            .lane("cargo")
            .needs(&["python/from-source"]),
            Step::new("python/freed", "freed memory holds no secret", tests::freed)
                .needs(&["python/package"]),
            Step::new("python/memory", "a million calls of each function", tests::memory)
                .needs(&["python/package"])
                .shown(),
            Step::new(
                "python/from-source",
                "a wheel from the sdist; without Rust a message",
                sdist::test,
            )
            .lane("cargo")
            .needs(&["python/sdist"]),
        ]
    },
    bench_steps: || {
        vec![
            Step::new("python/bench", "a token beside plain crypto and JWT", tests::bench)
                .lane("native")
                .needs(&["python/package"])
                .shown(),
        ]
    },
    driver_step: "python/driver",
    generated: generated::PARTS,
};
