//! The module's folder, and the same as a zip that the go command reads.

use std::fs;
use std::path::Path;

use super::{MODULE, VERSION, clean, copy, folder, go};
use xtask_c as c;
use xtask_c::wasm;
use xtask_lib::natives::{self, Part, System, Target};
use xtask_lib::shell::Shell;
use xtask_lib::{Result, paths};

/// The module's folder: the tracked sources, and what is built. Then the same as a zip.
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
    for target in natives::selected() {
        if let Some(name) = library_folder(target) {
            let library = place.join("lib").join(name).join("libtoken04.a");
            copy(&target.file(Part::Static).ok_or("no archive")?, &library)?;
        }
    }
    lay_in(&c::tree(), &place)?;
    let mut pack = go(&["run", "bindings-go/scripts/pack.go"]);
    pack.arg(&place).args([MODULE, VERSION]).arg(paths::dist().join("go"));
    sh.run(&mut pack)?;
    let zip = paths::dist().join("go").join(MODULE).join("@v").join(format!("{VERSION}.zip"));
    let bytes = fs::metadata(&zip).map_err(|e| e.to_string())?.len();
    sh.note(format!("{}: {bytes} bytes", zip.display()))
}

/// Go's name of a platform, with its C library; Windows has no archive for Go's linker, and uses
/// WebAssembly.
pub fn library_folder(target: &Target) -> Option<String> {
    let arch = if target.arch() == "aarch64" { "arm64" } else { "amd64" };
    match target.system {
        System::Linux if target.is_musl() => Some(format!("linux_{arch}_musl")),
        System::Linux => Some(format!("linux_{arch}")),
        System::Mac => Some(format!("darwin_{arch}")),
        System::Windows => None,
    }
}

/// Puts the header and the static library of this machine's tree into a module.
pub fn lay_in(tree: &Path, module: &Path) -> Result {
    copy(&tree.join("include/token04.h"), &module.join("token04.h"))?;
    let name = library_folder(natives::host()).ok_or("this machine has no archive")?;
    copy(&tree.join("lib/libtoken04.a"), &module.join("lib").join(name).join("libtoken04.a"))
}
