//! Programs against the package as it is unpacked, on each runtime.

use std::fs;
use std::path::{Path, PathBuf};

use super::package::{self, COMPILE, copy};
use super::runtimes::{self, describe};
use crate::shell::{Shell, command};
use crate::{Result, paths};

const NATIVE: &str = "runtimes/linux-x64/native/libtoken04.so";

/// Unpacks the package; lays it out as a publish does, with the driver beside it.
pub fn driver(sh: &Shell) -> Result {
    let unpacked = unpacked();
    if unpacked.exists() {
        fs::remove_dir_all(&unpacked).map_err(|e| e.to_string())?;
    }
    let words = ["-m", "zipfile", "-e"];
    sh.run(command(&["python3"]).args(words).arg(package::file()).arg(&unpacked))?;
    let files = sources_in(&paths::root().join("tests/drivers/dotnet"))?;
    program(sh, "driver", "Driver", &files).map(drop)
}

/// `target/dotnet/FOLDER` as a publish lays it out: the package's files and one program.
fn program(sh: &Shell, folder: &str, name: &str, files: &[PathBuf]) -> Result<PathBuf> {
    let folder = runtimes::folder().join(folder);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|e| e.to_string())?;
    }
    let assembly = folder.join("Token04.dll");
    copy(&unpacked().join("lib/netstandard2.0/Token04.dll"), &assembly)?;
    copy(&unpacked().join(NATIVE), &folder.join(NATIVE))?;
    let program = folder.join(format!("{name}.exe"));
    let mut mcs = command(COMPILE);
    mcs.arg("-unsafe").arg(format!("-reference:{}", assembly.display()));
    mcs.arg(format!("-out:{}", program.display())).args(files);
    sh.run(&mut mcs)?;
    describe(&program)?;
    Ok(program)
}

fn unpacked() -> PathBuf {
    runtimes::folder().join("unpacked")
}

fn sources_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "cs")).collect();
    files.sort();
    Ok(files)
}
