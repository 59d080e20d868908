//! Go: one module with two engines, as a folder that GOPROXY reads, tested where it is unpacked.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::languages::{Language, c};
use crate::needs::{Need, Probe};
use crate::shell::{Shell, command};
use crate::step::Step;
use crate::{Result, paths};

const MODULE: &str = "github.com/token04/token04-go";
const VERSION: &str = concat!("v", env!("CARGO_PKG_VERSION"));
/// Its release 2026.1.
const STATICCHECK: &str = "honnef.co/go/tools/cmd/staticcheck@v0.7.0";
/// The engines: the driver's name, `CGO_ENABLED`, and what `token04.Engine()` answers.
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
                sh.run(&mut go(&["install", STATICCHECK]))
            })
            .needs(&["setup/system"]),
        ]
    },
    package_steps: || {
        vec![Step::new("go/package", "the module as a GOPROXY folder, dist/go", package).needs(&[
            "setup/system",
            "c/package",
            "wasm/package",
        ])]
    },
    test_steps: || {
        vec![
            Step::new("go/driver", "the drivers, built with the packed module", driver)
                .needs(&["go/package", "go/setup"]),
        ]
    },
    bench_steps: Vec::new,
    driver_step: "go/driver",
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

/// The module's folder: the tracked sources, and what is built. Then the same as a zip.
fn package(sh: &Shell) -> Result {
    let place = folder("module");
    clean(&place)?;
    for path in paths::project_files()? {
        let Some(inside) = path.strip_prefix("bindings-go/") else { continue };
        let apart = ["scripts/", "bench/", "checks/", "."];
        if !apart.iter().any(|start| inside.starts_with(start)) {
            copy(&paths::root().join(&path), &place.join(inside))?;
        }
    }
    copy(&paths::root().join("LICENSE"), &place.join("LICENSE"))?;
    copy(&paths::dist().join("token04.wasm"), &place.join("token04.wasm"))?;
    lay_in(&c::tree(), &place)?;
    let mut pack = go(&["run", "bindings-go/scripts/pack.go"]);
    pack.arg(&place).args([MODULE, VERSION]).arg(paths::dist().join("go"));
    sh.run(&mut pack)?;
    let zip = paths::dist().join("go").join(MODULE).join("@v").join(format!("{VERSION}.zip"));
    let bytes = fs::metadata(&zip).map_err(|e| e.to_string())?.len();
    sh.note(format!("{}: {bytes} bytes", zip.display()))
}

/// Puts the header and the static library of a tree into a module.
fn lay_in(tree: &Path, module: &Path) -> Result {
    copy(&tree.join("include/token04.h"), &module.join("token04.h"))?;
    let library = module.join("lib/linux_amd64/libtoken04.a");
    copy(&tree.join("lib/libtoken04.a"), &library)
}

/// The go command of a user: the module comes from `dist/go`, all else from where it always does.
fn user(sh: &Shell, words: &[&str], place: &Path) -> Result<Command> {
    let others = sh.output(&mut go(&["env", "GOPROXY"]))?;
    let mut user = go(words);
    user.current_dir(place)
        .env("GOPROXY", format!("file://{},{}", paths::dist().join("go").display(), others.trim()))
        .env("GONOSUMDB", MODULE)
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
        copy(&paths::root().join("tests/drivers/go").join(file), &place.join(file))?;
    }
    for (name, cgo, _) in ENGINES {
        let out = place.join("bin").join(name);
        let mut build = user(sh, &["build", "-o"], &place)?;
        sh.run(build.arg(out).arg(".").env("CGO_ENABLED", cgo))?;
    }
    Ok(())
}
