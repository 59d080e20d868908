//! The static library, and the import library of MSVC.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{DEBUG, System, Target};
use crate::shell::{Shell, command};
use crate::{Result, paths};

/// The names that the C library exports, one a line.
pub const SYMBOLS: &str = "ffi-c/abi/symbols.txt";

/// The static library of a target, without debug information.
pub fn static_library(sh: &Shell, target: &Target, from: &Path, to: &Path) -> Result {
    if target.system != System::Linux {
        // No linker here merges objects for these systems with what unwinding needs: Rust's names
        // stay visible to the program.
        let strip = ["llvm-objcopy-22", "--strip-debug"];
        return sh.run(command(&strip).arg(from).arg(to));
    }
    let debug = to.with_file_name(DEBUG);
    let copy = debug.join("libtoken04-not-localized.a");
    fs::copy(from, &copy).map_err(|e| format!("{}: {e}", from.display()))?;
    localized(sh, target, from, &debug.join("libtoken04.o"), to)
}

/// One object in which only our names are global: no name of Rust's own library can clash with
/// those of another Rust archive in the same program. `whole` keeps the debug information.
///
/// # Errors
/// A tool fails.
pub fn localized(sh: &Shell, target: &Target, from: &Path, whole: &Path, to: &Path) -> Result {
    let names = defined(sh, from)?;
    let ours: Vec<String> = names.into_iter().filter(|name| name.starts_with("token04_")).collect();
    let work = to.with_extension("work");
    let (keep, object) = (work.join("keep"), work.join("libtoken04.o"));
    fs::create_dir_all(&work).map_err(|e| format!("{}: {e}", work.display()))?;
    fs::write(&keep, format!("{}\n", ours.join("\n"))).map_err(|e| e.to_string())?;
    // LLVM's linker drops what unwinding needs: a panic would end the process.
    let tool = |name: &str| format!("{}-linux-gnu-{name}", target.arch());
    let objcopy = tool("objcopy");
    let mut link = command(&[tool("ld")]);
    link.args(["-r", "--gc-sections", "--force-group-allocation"]);
    for name in &ours {
        link.args(["-u", name]);
    }
    sh.run(link.arg("-o").arg(whole).arg(from))?;
    let mut localize = command(&[&objcopy]);
    localize.arg(format!("--keep-global-symbols={}", keep.display()));
    sh.run(localize.arg(whole))?;
    sh.run(command(&[objcopy.as_str(), "--strip-debug"]).arg(whole).arg(&object))?;
    if to.exists() {
        fs::remove_file(to).map_err(|e| e.to_string())?;
    }
    sh.run(command(&["llvm-ar-22", "rcsD"]).arg(to).arg(&object))?;
    fs::remove_dir_all(&work).map_err(|e| e.to_string())
}

/// The global names that an archive defines.
///
/// # Errors
/// It cannot be read.
pub fn defined(sh: &Shell, archive: &Path) -> Result<BTreeSet<String>> {
    let words = ["llvm-nm-22", "--defined-only", "--extern-only", "--format=posix"];
    let table = sh.quiet_output(command(&words).arg(archive))?;
    let rows = table.lines().filter_map(|line| line.split_once(' '));
    Ok(rows.map(|(name, _)| name.to_owned()).collect())
}

/// What MSVC's linker reads in place of the DLL.
pub fn msvc_import(sh: &Shell, target: &Target, to: &Path) -> Result {
    let list = target.folder().join(DEBUG).join("token04.def");
    let text = format!("LIBRARY token04.dll\nEXPORTS\n{}", paths::read(SYMBOLS)?);
    fs::write(&list, text).map_err(|e| format!("{}: {e}", list.display()))?;
    let mut tool = command(&["llvm-dlltool-22", "-m", "i386:x86-64", "-d"]);
    sh.run(tool.arg(list).arg("-l").arg(to))
}
