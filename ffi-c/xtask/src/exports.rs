//! Checks that the libraries export exactly the names of a checked-in list.

use std::collections::BTreeSet;
use std::path::Path;

use super::package::soname;
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, native, paths};

/// One name per line.
const LIST: &str = "ffi-c/abi/symbols.txt";

/// Checks that both libraries of a tree export the listed names, the additional ones passed in, and
/// no others; that the shared one has its SONAME, and that it needs no glibc newer than promised.
pub fn check(sh: &Shell, tree: &Path, more: &[&str]) -> Result {
    let list = paths::read(LIST)?;
    let wanted: BTreeSet<String> =
        list.lines().chain(more.iter().copied()).map(str::to_owned).collect();
    let shared = tree.join("lib/libtoken04.so");
    for (library, found) in [
        ("libtoken04.a", defined(sh, &tree.join("lib/libtoken04.a"))?),
        ("libtoken04.so", exported(sh, &shared)?),
    ] {
        let differ: Vec<&String> = wanted.symmetric_difference(&found).collect();
        if !differ.is_empty() {
            return Err(format!("{library} and {LIST} differ in {differ:?}"));
        }
    }
    no_path_of_this_machine(tree)?;
    let dynamic = sh.quiet_output(command(&["readelf", "-dV"]).arg(&shared))?;
    if !dynamic.contains(&format!("soname: [{}]", soname())) {
        return Err(format!("the SONAME is not {}", soname()));
    }
    let newest = newest_glibc(&dynamic).ok_or("no version of glibc is named")?;
    let (major, minor) = native::GLIBC.split_once('.').ok_or("a version has two parts")?;
    let allowed = (major.parse().unwrap_or(0), minor.parse().unwrap_or(0));
    sh.note(format!("{} names; newest symbol of glibc: {}.{}", wanted.len(), newest.0, newest.1))?;
    if newest > allowed {
        Err(format!("needs a glibc newer than {}", native::GLIBC))
    } else {
        Ok(())
    }
}

/// Checks that neither library contains the path where it was built: builds are reproducible.
fn no_path_of_this_machine(tree: &Path) -> Result {
    let root = paths::root().display().to_string();
    let homes = ["CARGO_HOME", "HOME"].map(|name| std::env::var(name).unwrap_or_default());
    let paths = homes.iter().chain([&root]).filter(|path| path.len() > 1);
    let paths: Vec<String> = paths.map(|path| format!("{path}/")).collect();
    for library in ["lib/libtoken04.a", "lib/libtoken04.so"] {
        let bytes = std::fs::read(tree.join(library)).map_err(|e| format!("{library}: {e}"))?;
        for path in &paths {
            if bytes.windows(path.len()).any(|window| window == path.as_bytes()) {
                return Err(format!("{library} contains the path {path}"));
            }
        }
    }
    Ok(())
}

fn newest_glibc(text: &str) -> Option<(u32, u32)> {
    let versions = text.split("GLIBC_").skip(1).filter_map(|rest| {
        let word: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let mut parts = word.split('.').map(str::parse::<u32>);
        Some((parts.next()?.ok()?, parts.next()?.ok()?))
    });
    versions.max()
}

/// The global names that an archive defines.
pub fn defined(sh: &Shell, archive: &Path) -> Result<BTreeSet<String>> {
    names(sh, &["nm", "--defined-only", "--extern-only", "--format=posix"], archive)
}

/// The names that a shared library exports.
fn exported(sh: &Shell, library: &Path) -> Result<BTreeSet<String>> {
    names(sh, &["nm", "--dynamic", "--defined-only", "--extern-only", "--format=posix"], library)
}

fn names(sh: &Shell, words: &[&str], file: &Path) -> Result<BTreeSet<String>> {
    let table = sh.quiet_output(command(words).arg(file))?;
    let rows = table.lines().filter_map(|line| line.split_once(' '));
    Ok(rows.map(|(name, _)| name.to_owned()).collect())
}
