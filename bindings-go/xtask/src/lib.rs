//! Go: one module with two engines, as a folder that GOPROXY reads, tested where it is unpacked.

mod generated;
mod module;
mod package;
mod readme;
mod user;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub use package::library_folder;
use xtask_lib::Language;
use xtask_lib::needs::{Need, Probe};
use xtask_lib::shell::{Shell, command};
use xtask_lib::step::Step;
use xtask_lib::{Result, natives, paths};

const MODULE: &str = "github.com/token04/token04-go";
const VERSION: &str = concat!("v", env!("CARGO_PKG_VERSION"));
/// Its release 2026.1.
const STATICCHECK: &str = "honnef.co/go/tools/cmd/staticcheck@v0.7.0";
/// Other versions of Go: the lowest, the last before cgo could leave buffers on the stack, and the
/// first after it, which is also the first with which wazero 1.7 and 1.8 compute wrong results.
const OTHERS: &[&str] = &["go1.22.12", "go1.23.12", "go1.24.13"];
/// The engines: the driver's name, `CGO_ENABLED`, and what `token04.Engine()` returns.
const ENGINES: &[(&str, &str, &str)] = &[("go", "1", "native"), ("go-wazero", "0", "wasm")];

/// See [`Language`].
pub const GO: Language = Language {
    name: "go",
    about: "the Go module, by cgo and by WebAssembly",
    needs: &[Need {
        what: "Go 1.24 or later",
        probe: Probe::Runs(&["sh", "-c", "go version | grep -Eq 'go1\\.(2[4-9]|[3-9][0-9])'"]),
        apt: &[],
        otherwise: "install Go 1.24 or later",
    }],
    setup_steps: || {
        vec![
            Step::new("go/setup", "modules and staticcheck, under target/go", |sh| {
                let mut download = go(&["mod", "download"]);
                sh.run(download.current_dir(paths::root().join("bindings-go")))?;
                sh.run(&mut go(&["install", STATICCHECK]))?;
                for version in OTHERS {
                    sh.run(go(&["version"]).env("GOTOOLCHAIN", version))?;
                }
                Ok(())
            })
            .needs(&["setup/system"]),
        ]
    },
    package_steps: || {
        vec![natives::needed(
            Step::new("go/package", "the module as a GOPROXY folder, dist/go", package::package)
                .needs(&["setup/system", "c/package", "wasm/fast"]),
        )]
    },
    test_steps: || {
        vec![
            Step::new("go/driver", "the drivers, built with the packed module", driver)
                .needs(&["go/package", "go/setup"]),
            Step::new(
                "go/test",
                "vet, staticcheck, tests of the packed module, both engines",
                module::test,
            )
            .needs(&["go/package", "go/setup"]),
            Step::new("go/race", "the tests under the race detector; fuzzing", module::race)
                .needs(&["go/test"]),
            Step::new("go/panic", "a library that panics on purpose: error 90", module::panic)
                .needs(&["go/package", "c/panic"]),
            Step::new("go/user", "vendored, in an empty root, in a million calls", user::user_land)
                .needs(&["go/driver"]),
            Step::new(
                "go/readme",
                "the README's commands and programs, to the letter",
                readme::readme,
            )
            .needs(&["go/driver"]),
            Step::new("go/versions", "each other version of Go, both engines", module::versions)
                .needs(&["go/driver"]),
            Step::new(
                "go/cpus",
                "the WebAssembly engine on other processors, each version of Go",
                module::processors,
            )
            .needs(&["go/test"]),
        ]
    },
    bench_steps: || {
        vec![
            Step::new(
                "go/bench",
                "a token beside an empty call, plain crypto and JWT",
                user::bench,
            )
            .needs(&["go/package"])
            .shown(),
        ]
    },
    driver_step: "go/driver",
    generated: generated::PARTS,
};

fn folder(name: &str) -> PathBuf {
    paths::target().join("go").join(name)
}

/// The go command with all that it keeps under `target/go`.
fn go(words: &[&str]) -> Command {
    let mut go = command(&["go"]);
    go.args(words)
        .env("GOMODCACHE", folder("mod"))
        .env("GOCACHE", folder("cache"))
        .env("GOBIN", folder("bin"))
        .env("GOFLAGS", "-modcacherw -buildvcs=false")
        .env("GOTOOLCHAIN", "local")
        .env("GOWORK", "off");
    go
}

fn copy(from: &Path, to: &Path) -> Result {
    let parent = to.parent().ok_or("a file has a folder")?;
    fs::create_dir_all(parent).map_err(|e| format!("{}: {e}", parent.display()))?;
    fs::copy(from, to).map(drop).map_err(|e| format!("{}: {e}", from.display()))
}

/// A clean, empty folder.
fn clean(place: &Path) -> Result {
    if place.exists() {
        fs::remove_dir_all(place).map_err(|e| format!("{}: {e}", place.display()))?;
    }
    fs::create_dir_all(place).map_err(|e| format!("{}: {e}", place.display()))
}

/// The go command of a user: the module comes from `dist/go`, all else from where it always does.
fn user(sh: &Shell, words: &[&str], place: &Path) -> Result<Command> {
    let others = sh.output(&mut go(&["env", "GOPROXY"]))?;
    let mut user = go(words);
    user.current_dir(place)
        .env("GOPROXY", format!("file://{},{}", paths::dist().join("go").display(), others.trim()))
        .env("GONOSUMDB", MODULE)
        // The index of a module is kept by its version, and ours keeps that when it is packed anew.
        .env("GODEBUG", "goindex=0")
        .env("GOFLAGS", "-mod=mod -modcacherw -buildvcs=false");
    Ok(user)
}

/// Forgets the module as it was packed before under the same version.
fn forget() -> Result {
    let path = MODULE.rsplit_once('/').map_or(MODULE, |(parent, _)| parent);
    for kept in [folder("mod").join(path), folder("mod/cache/download").join(path)] {
        if kept.exists() {
            fs::remove_dir_all(&kept).map_err(|e| format!("{}: {e}", kept.display()))?;
        }
    }
    Ok(())
}

fn driver(sh: &Shell) -> Result {
    let place = folder("driver");
    clean(&place)?;
    forget()?;
    for file in ["go.mod", "main.go", "given.go"] {
        copy(&paths::root().join("bindings-go/driver").join(file), &place.join(file))?;
    }
    for (name, cgo, _) in ENGINES {
        let out = place.join("bin").join(name);
        let mut build = user(sh, &["build", "-o"], &place)?;
        sh.run(build.arg(out).arg(".").env("CGO_ENABLED", cgo))?;
    }
    Ok(())
}

/// Builds the driver in `target/go/driver`, which `go/driver` has made, for another platform.
///
/// # Errors
/// It does not compile.
pub fn build_driver(sh: &Shell, out: &Path, flags: &[&str], env: &[(&str, &str)]) -> Result {
    let mut build = user(sh, &["build", "-o"], &folder("driver"))?;
    build.arg(out).args(flags).arg(".");
    for (name, value) in env {
        build.env(name, value);
    }
    sh.run(&mut build)
}

/// A secret that is nobody's.
const EXAMPLE_KEY: &str = "0123456789abcdefghijklmnopqrstuv";

/// Gives a program its credentials.
fn with_credentials(mut program: Command) -> Command {
    program.env("ZEGO_APP_ID", "1234567890").env("ZEGO_SERVER_SECRET", EXAMPLE_KEY);
    program
}
