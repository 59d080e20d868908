//! Python environments under `target/`.

use std::path::{Path, PathBuf};

use crate::shell::{Shell, command};
use crate::{Result, paths};

/// `target/venvs/NAME` with these packages; made again when the list or the Python changes.
/// Returns its folder.
pub fn ensure(sh: &Shell, name: &str, python: &str, packages: &[&str]) -> Result<PathBuf> {
    let folder = paths::target().join("venvs").join(name);
    ensure_at(sh, &folder, python, packages)?;
    Ok(folder)
}

/// The same in a given folder.
pub fn ensure_at(sh: &Shell, folder: &Path, python: &str, packages: &[&str]) -> Result {
    let version = sh.output(&mut command(&[python, "-VV"]))?;
    let wanted = format!("{python} {}\n{}\n", version.trim(), packages.join("\n"));
    let stamp = folder.join("xtask-stamp");
    if std::fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return sh.note(format!("{} is up to date", folder.display()));
    }
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    sh.run(command(&[python, "-m", "venv"]).arg(folder))?;
    if !packages.is_empty() {
        let pip = folder.join("bin").join("pip");
        let words = ["install", "--quiet", "--disable-pip-version-check"];
        sh.run(command(&[pip]).args(words).args(packages))?;
    }
    std::fs::write(&stamp, wanted).map_err(|e| format!("{}: {e}", stamp.display()))
}
