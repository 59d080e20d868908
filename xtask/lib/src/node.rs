//! npm packages under `target/`.

use std::path::PathBuf;

use crate::shell::{Shell, command};
use crate::{Result, paths};

/// `target/node/NAME` with these packages (`name@version`); made anew when the list changes.
/// Answers its folder.
pub fn ensure(sh: &Shell, name: &str, packages: &[&str]) -> Result<PathBuf> {
    ensure_in(sh, name, "{\"private\": true}\n", packages)
}

/// The same in a project with this `package.json`.
pub fn ensure_in(sh: &Shell, name: &str, manifest: &str, packages: &[&str]) -> Result<PathBuf> {
    let folder = paths::target().join("node").join(name);
    let wanted = format!("{manifest}{}", packages.join("\n"));
    let stamp = folder.join("xtask-stamp");
    if std::fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        sh.note(format!("{} is up to date", folder.display()))?;
        return Ok(folder);
    }
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    std::fs::write(folder.join("package.json"), manifest).map_err(|e| e.to_string())?;
    let words = ["npm", "install", "--no-audit", "--no-fund", "--no-update-notifier"];
    sh.run(command(&words).args(packages).current_dir(&folder))?;
    std::fs::write(&stamp, wanted).map_err(|e| format!("{}: {e}", stamp.display()))?;
    Ok(folder)
}
