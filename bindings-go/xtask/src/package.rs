//! The module as a folder, and as a zip that the go command reads.

use std::fs;
use std::path::Path;

use super::{MODULE, VERSION, clean, copy, folder, go};
use xtask_c as c;
use xtask_c::wasm;
use xtask_lib::shell::Shell;
use xtask_lib::{Result, paths};

/// Makes the module's folder from the tracked sources and the built files, then the zip.
pub fn package(sh: &Shell) -> Result {
    let place = folder("module");
    clean(&place)?;
    for path in paths::project_files()? {
        let Some(inside) = path.strip_prefix("bindings-go/") else { continue };
        let apart = ["scripts/", "bench/", "checks/", "driver/", "xtask/", "."];
        if !apart.iter().any(|start| inside.starts_with(start)) {
            copy(&paths::root().join(&path), &place.join(inside))?;
        }
    }
    for file in ["LICENSE", "THIRD-PARTY.md"] {
        copy(&paths::root().join(file), &place.join(file))?;
    }
    copy(&wasm::fast(), &place.join("token04.wasm"))?;
    lay_in(&c::tree(), &place)?;
    let mut pack = go(&["run", "bindings-go/scripts/pack.go"]);
    pack.arg(&place).args([MODULE, VERSION]).arg(paths::dist().join("go"));
    sh.run(&mut pack)?;
    let zip = paths::dist().join("go").join(MODULE).join("@v").join(format!("{VERSION}.zip"));
    let bytes = fs::metadata(&zip).map_err(|e| e.to_string())?.len();
    sh.note(format!("{}: {bytes} bytes", zip.display()))
}

/// Copies the header and the static library from a tree into a module.
pub fn lay_in(tree: &Path, module: &Path) -> Result {
    copy(&tree.join("include/token04.h"), &module.join("token04.h"))?;
    let library = module.join("lib/linux_amd64/libtoken04.a");
    copy(&tree.join("lib/libtoken04.a"), &library)
}
