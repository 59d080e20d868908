//! Archives in `dist/`.

use std::fs;
use std::path::Path;

use crate::shell::{Shell, command};
use crate::{Result, paths};

/// Packs a folder into `dist/NAME`, reproducibly.
pub fn archive(sh: &Shell, folder: &Path, name: &str) -> Result {
    let dist = paths::dist();
    fs::create_dir_all(&dist).map_err(|e| format!("{}: {e}", dist.display()))?;
    let parent = folder.parent().ok_or("a folder has a parent")?;
    let base = folder.file_name().ok_or("a folder has a name")?;
    let plain = dist.join(name.trim_end_matches(".gz"));
    let same = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];
    sh.run(command(&["tar"]).args(same).arg("-C").arg(parent).arg("-cf").arg(&plain).arg(base))?;
    sh.run(command(&["gzip", "-9nf"]).arg(&plain))?;
    sh.note(format!("dist/{name}"))
}

/// Copies a file and its mode.
pub fn copy(from: &Path, to: &Path) -> Result {
    fs::copy(from, to).map(drop).map_err(|e| format!("{} to {}: {e}", from.display(), to.display()))
}
