//! Where things are.

use std::path::{Path, PathBuf};

/// The project's folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// `target/`, for everything that is built or installed.
pub fn target() -> PathBuf {
    root().join("target")
}

/// `dist/`, for packages.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The folder with one log per step.
pub fn logs() -> PathBuf {
    target().join("xtask-logs")
}

/// Reads a file of the project, by its path from the root.
pub fn read(path: impl AsRef<Path>) -> crate::Result<String> {
    let path = root().join(path);
    std::fs::read_to_string(&path).map_err(|e| format!("cannot read {}: {e}", path.display()))
}

/// Every file that git tracks or would track, by its path from the root.
pub fn project_files() -> crate::Result<Vec<String>> {
    let output = std::process::Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .current_dir(root())
        .output()
        .map_err(|e| format!("git cannot be started: {e}"))?;
    if !output.status.success() {
        return Err("git ls-files failed: is this a clone of the project?".into());
    }
    let list = String::from_utf8_lossy(&output.stdout);
    let exists = |path: &&str| !path.is_empty() && root().join(path).is_file();
    Ok(list.split('\0').filter(exists).map(str::to_owned).collect())
}
