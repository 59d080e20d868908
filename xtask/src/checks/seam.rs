//! The interface for hosts (feature `host` of the core) lets a host provide entropy. It is for the
//! WebAssembly build and for tests; no artefact for an operating system may contain it.

use crate::base;
use xtask_lib::shell::{Shell, cargo};
use xtask_lib::{Result, paths};

/// Packages for tests and tools: they may contain the interface, or do not contain the core.
const TEST_PACKAGES: &[&str] =
    &["token04-attack-server", "token04-conformance", "token04-golden", "token04-header"];
/// The module's name in a program's symbols, in both of rustc's mangling schemes.
const SYMBOL: &[u8] = b"7token044host";

/// Checks the features that cargo resolves for each artefact, and the symbols of what it builds.
pub fn check(sh: &Shell) -> Result {
    for package in base::members() {
        let for_tests = TEST_PACKAGES.contains(&package.as_str()) || package.contains("driver");
        if for_tests || package.starts_with("xtask") {
            continue;
        }
        let features = features_of_core(sh, &package)?;
        if features.contains("feature \"host\"") {
            return Err(format!("{package} enables the core's feature `host`"));
        }
    }
    // A package that does contain it must be detected, or the checks above prove nothing.
    if !features_of_core(sh, "token04-golden")?.contains("feature \"host\"") {
        return Err("the interface is not found where it is known to be".into());
    }
    sh.run(&mut cargo(&["build", "-p", "token04-golden"]))?;
    sh.run(&mut cargo(&["build", "-p", "token04-cli"]))?;
    let debug = paths::target().join("debug");
    if !contains(&debug.join("token04-golden"), SYMBOL)? {
        return Err("the interface's symbols are not found where they are known to be".into());
    }
    if contains(&debug.join("token04"), SYMBOL)? {
        return Err("the command line contains the interface's symbols".into());
    }
    sh.note("no artefact contains the interface; the test crates do, as expected")
}

/// What enables the core and its features in a build of this package alone, without
/// dev-dependencies.
fn features_of_core(sh: &Shell, package: &str) -> Result<String> {
    let edges = "normal,build,features";
    let words = ["tree", "-p", package, "--edges", edges, "--invert", "token04"];
    sh.output(&mut cargo(&words))
}

/// Whether a file contains these bytes.
pub fn contains(file: &std::path::Path, wanted: &[u8]) -> Result<bool> {
    let bytes = std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
    Ok(bytes.windows(wanted.len()).any(|window| window == wanted))
}
