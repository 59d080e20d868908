//! The source distribution: for platforms without a wheel.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::build;
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, paths, venv};

/// Files that are generated, or at another place in a source distribution.
const MADE: &[&str] = &["PKG-INFO", "Cargo.toml", "Cargo.lock", "pyproject.toml"];
/// Files that it needs to build, or to report a missing Rust.
const DEMANDED: &[&str] = &[
    "LICENSE",
    "README.md",
    "THIRD-PARTY.md",
    "backend/token04_build.py",
    "bindings-python/Cargo.toml",
    "bindings-python/src/lib.rs",
    "core/Cargo.toml",
    "core/src/lib.rs",
    "python/token04/__init__.py",
    "python/token04/_core.pyi",
    "python/token04/py.typed",
];
/// The beginning of the sentence that pip shows without Rust.
const NO_RUST: &str = "token04: there is no wheel for this Python (CPython ";

/// The archive of the command line, which may be in the same folder, begins with the same name.
fn file() -> PathBuf {
    paths::dist().join(format!("token04-{}.tar.gz", env!("CARGO_PKG_VERSION")))
}

/// Builds it and checks what it holds.
pub fn package(sh: &Shell) -> Result {
    sh.run(build::maturin()?.args(["sdist", "-o"]).arg(paths::dist()))?;
    check(sh, &file())
}

/// Every file is one of the project's own, of the core or of the binding; none is missing.
fn check(sh: &Shell, sdist: &Path) -> Result {
    let listed = sh.output(command(&["tar", "-tzf"]).arg(sdist))?;
    let top = format!("token04-{}/", env!("CARGO_PKG_VERSION"));
    let mut stray = Vec::new();
    let mut held = BTreeSet::new();
    let tracked: BTreeSet<String> = paths::project_files()?.into_iter().collect();
    for line in listed.lines().filter(|line| !line.ends_with('/')) {
        let name = line.strip_prefix(&top).unwrap_or(line);
        let moved = format!("bindings-python/{name}");
        let known = [name, &moved].into_iter().any(|path| tracked.contains(path));
        if !(MADE.contains(&name) || known && is_wanted(name)) {
            stray.push(line.to_owned());
        }
        held.insert(name.to_owned());
    }
    let missing: Vec<&str> = MADE.iter().chain(DEMANDED).copied().collect();
    let missing: Vec<&str> = missing.into_iter().filter(|name| !held.contains(*name)).collect();
    match (stray.is_empty(), missing.is_empty()) {
        (true, true) => sh.note(format!("{} files, none stray", held.len())),
        (false, _) => Err(format!("stray in the source distribution: {}", stray.join(", "))),
        _ => Err(format!("missing in the source distribution: {}", missing.join(", "))),
    }
}

/// Sources, stubs and licences; no tests, benches or examples of the binding.
fn is_wanted(name: &str) -> bool {
    // The core's files, as in its own package.
    let sources =
        ["core/src/", "core/tests/", "core/benches/", "bindings-python/src/", "python/token04/"];
    let single = ["core/Cargo.toml", "core/README.md", "bindings-python/Cargo.toml", "clippy.toml"];
    sources.iter().any(|folder| name.starts_with(folder))
        || single.contains(&name)
        || DEMANDED.contains(&name)
}

/// The target folder, which is only for the archive's crates.
pub fn built() -> PathBuf {
    paths::target().join("python-sdist-cargo")
}

/// pip builds a wheel from it, which works; without Rust it says so in one sentence, with and
/// without the network.
pub fn test(sh: &Shell) -> Result {
    let sdist = file();
    let folder = venv::ensure(sh, "python-sdist", "python3", &[])?;
    let out = paths::target().join("python-sdist");
    // Cargo would treat the archive's files as already built in any target folder that has such a
    // crate.
    for stale in [&out, &built()] {
        if stale.exists() {
            fs::remove_dir_all(stale).map_err(|e| e.to_string())?;
        }
    }
    let words = ["wheel", "--quiet", "--disable-pip-version-check", "--no-deps", "-w"];
    let pip = || {
        let mut pip = command(&[folder.join("bin/pip")]);
        pip.args(words).arg(&out).arg(&sdist).current_dir(&folder);
        pip
    };
    for words in [&[][..], &["--no-index"]] {
        // Only Python is on this PATH.
        let ran = pip().args(words).env("PATH", folder.join("bin")).output();
        let ran = ran.map_err(|e| e.to_string())?;
        let text = String::from_utf8_lossy(&ran.stderr).into_owned();
        sh.note(&text)?;
        if ran.status.success() || text.matches(NO_RUST).count() != 1 || text.contains("Traceback")
        {
            return Err("without Rust, pip did not end with the one sentence".into());
        }
    }
    sh.run(pip().env("CARGO_TARGET_DIR", built()))?;
    build::install(sh, &folder, &out)?;
    let smoke = "import token04; g = token04.TokenGenerator(1, 'x' * 32); \
                 token04.TokenVerifier(1, 'x' * 32).verify_user(g.identity_token('u', 60), 'u')";
    sh.run(command(&[folder.join("bin/python")]).args(["-c", smoke]).current_dir(&folder))
}
