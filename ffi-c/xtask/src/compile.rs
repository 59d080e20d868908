//! What is installed from `dist/`, and programs that are compiled against it.

use std::fs;
use std::path::{Path, PathBuf};

use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, paths};

/// The warnings that the project's own C and C++ must compile without.
pub const WARNINGS: &[&str] =
    &["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Wundef", "-Werror"];

/// The folder of the tests of C and C++.
pub fn folder() -> PathBuf {
    paths::target().join("c")
}

/// Unpacks the archive of `dist/` into an empty folder.
pub fn install(sh: &Shell, place: &Path) -> Result {
    if place.exists() {
        fs::remove_dir_all(place).map_err(|e| e.to_string())?;
    }
    fs::create_dir_all(place).map_err(|e| format!("{}: {e}", place.display()))?;
    let archive = paths::dist().join(format!("{}.tar.gz", super::name()));
    sh.run(command(&["tar", "--strip-components=1", "-xzf"]).arg(archive).arg("-C").arg(place))
}

/// Runs a compiler with these arguments, the tree's headers and the warnings.
pub fn compile(sh: &Shell, tree: &Path, words: &[&str]) -> Result {
    let mut run = command(words);
    sh.run(run.args(WARNINGS).arg("-I").arg(tree.join("include")))
}

/// The drivers of C, with the shared library, and of C++, with the archive.
pub fn drivers(sh: &Shell) -> Result {
    let tree = folder().join("installed");
    install(sh, &tree)?;
    let lib = tree.join("lib").display().to_string();
    let shared = [format!("-L{lib}"), "-ltoken04".into(), format!("-Wl,-rpath,{lib}")];
    let archive = [format!("{lib}/libtoken04.a")];
    build_drivers(sh, &folder().join("driver"), &tree, &[], &shared, &archive)
}

/// Builds both drivers in a folder, with these flags and the link arguments for C and for C++.
pub fn build_drivers(
    sh: &Shell,
    place: &Path,
    tree: &Path,
    flags: &[&str],
    c_links: &[String],
    cpp_links: &[String],
) -> Result {
    fs::create_dir_all(place).map_err(|e| e.to_string())?;
    let path = |name: &str| place.join(name).display().to_string();
    let (json, c, cpp) = (path("json.o"), path("c"), path("cpp"));
    let c99 = ["gcc", "-std=c99", "-D_POSIX_C_SOURCE=200809L", "-O1", "-g"];
    let build = |compiler: &[&str], words: &[&str], links: &[String]| {
        let links: Vec<&str> = links.iter().map(String::as_str).collect();
        compile(sh, tree, &[compiler, flags, words, &links, &["-lpthread", "-ldl", "-lm"]].concat())
    };
    build(&c99, &["-c", "ffi-c/driver/c/json.c", "-o", &json], &[])?;
    build(&c99, &["ffi-c/driver/c/driver.c", &json, "-o", &c], c_links)?;
    let cpp11 = ["g++", "-std=c++11", "-O1", "-g"];
    build(&cpp11, &["ffi-c/driver/cpp/driver.cpp", &json, "-o", &cpp], cpp_links)
}
