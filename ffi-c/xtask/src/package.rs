//! The tree that is installed: one build of `ffi-c` for the archive and the shared library.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use super::{constants, exports};
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, native, package, paths};

const HEADERS: &[&str] = &[
    "token04.h",
    "token04_flat.h",
    "token04.hpp",
    "ZegoServerAssistant.h",
    "ZegoServerAssistantDefines.h",
];
/// Files of the project, and their places in the tree. `@VERSION@` and `@SONAME@` are filled in.
const FILES: &[(&str, &str)] = &[
    ("LICENSE", "LICENSE"),
    ("THIRD-PARTY.md", "THIRD-PARTY.md"),
    ("sbom.cdx.json", "sbom.cdx.json"),
    ("ffi-c/README.md", "share/doc/token04/README.md"),
    ("ffi-c/MIGRATION.md", "share/doc/token04/MIGRATION.md"),
    ("ffi-c/install/token04.pc", "lib/pkgconfig/token04.pc"),
    ("ffi-c/install/token04-static.pc", "lib/pkgconfig/token04-static.pc"),
    ("ffi-c/install/token04Config.cmake", "lib/cmake/token04/token04Config.cmake"),
    ("ffi-c/install/token04ConfigVersion.cmake", "lib/cmake/token04/token04ConfigVersion.cmake"),
];
/// Debug information with types for `abidiff`; shipped files are stripped.
const DEBUG: &str = "profile.release.package.token04-ffi.debug=2";

/// `libtoken04.so.` and the version of the ABI. That the library has this SONAME is checked.
pub fn soname() -> String {
    format!("libtoken04.so.{}", constants::TOKEN04_ABI_VERSION)
}

/// Makes the shipped tree.
pub fn shipped(sh: &Shell) -> Result {
    let tree = super::tree();
    lay_out(sh, &tree, &[])?;
    exports::check(sh, &tree, &[])?;
    package::archive(sh, &tree, &format!("{}.tar.gz", super::name()))
}

/// Makes the tree for tests.
pub fn with_panic(sh: &Shell) -> Result {
    let tree = super::panic_tree();
    lay_out(sh, &tree, &["--features", "test-panic"])?;
    exports::check(sh, &tree, &["token04_test_panic"])
}

/// The code of the archive as a shared library with its types: for `abidiff`. Beside the tree, not
/// in it. (The shipped one also contains the linker's unwinder, which is not part of the ABI.)
pub fn with_types(tree: &Path) -> PathBuf {
    tree.with_file_name("debug").join(soname())
}

/// The archive as the compiler writes it, with all of Rust's names.
pub fn not_localized(tree: &Path) -> PathBuf {
    tree.with_file_name("debug").join("libtoken04-not-localized.a")
}

fn lay_out(sh: &Shell, tree: &Path, features: &[&str]) -> Result {
    let mut more = vec!["--config", DEBUG];
    more.extend(features);
    let built = native::build(sh, "token04-ffi", &more)?;
    if tree.exists() {
        fs::remove_dir_all(tree).map_err(|e| e.to_string())?;
    }
    for header in HEADERS {
        install(&format!("ffi-c/include/{header}"), &tree.join("include").join(header))?;
    }
    for (from, to) in FILES {
        install(from, &tree.join(to))?;
    }
    for file in paths::project_files()? {
        if let Some(name) = file.strip_prefix("ffi-c/examples/") {
            install(&file, &tree.join("share/doc/token04/examples").join(name))?;
        }
    }
    let lib = tree.join("lib");
    let whole = not_localized(tree);
    copy(&built.join("libtoken04.a"), &whole)?;
    static_library(sh, &whole, &lib.join("libtoken04.a"), &with_types(tree))?;
    let full = format!("libtoken04.so.{}", env!("CARGO_PKG_VERSION"));
    let strip = ["strip", "--strip-unneeded", "-o"];
    sh.run(command(&strip).arg(lib.join(&full)).arg(built.join("libtoken04.so")))?;
    symlink(&full, lib.join(soname())).map_err(|e| e.to_string())?;
    symlink(soname(), lib.join("libtoken04.so")).map_err(|e| e.to_string())
}

/// Links one object in which only our names are global: no name of Rust's standard library can
/// clash with those of another Rust archive in the same program.
fn static_library(sh: &Shell, from: &Path, to: &Path, with_types: &Path) -> Result {
    let names = exports::defined(sh, from)?;
    let ours: Vec<String> = names.into_iter().filter(|name| name.starts_with("token04_")).collect();
    let work = to.with_extension("work");
    let (keep, whole) = (work.join("keep"), work.join("whole.o"));
    let object = work.join("libtoken04.o");
    folder_of(&keep)?;
    fs::write(&keep, format!("{}\n", ours.join("\n"))).map_err(|e| e.to_string())?;
    let mut link = command(&["ld", "-r", "--gc-sections", "--force-group-allocation"]);
    for name in &ours {
        link.args(["-u", name]);
    }
    sh.run(link.arg("-o").arg(&whole).arg(from))?;
    let mut localize = command(&["objcopy"]);
    localize.arg(format!("--keep-global-symbols={}", keep.display()));
    sh.run(localize.arg(&whole))?;
    let soname = format!("-Wl,-soname,{}", soname());
    sh.run(command(&["gcc", "-shared", &soname, "-o"]).arg(with_types).arg(&whole))?;
    sh.run(command(&["objcopy", "--strip-debug"]).arg(&whole).arg(&object))?;
    sh.run(command(&["ar", "rcsD"]).arg(to).arg(&object))?;
    fs::remove_dir_all(&work).map_err(|e| e.to_string())
}

/// Copies a file of the project, with version and SONAME filled in.
fn install(from: &str, to: &Path) -> Result {
    let text = paths::read(from)?.replace("@VERSION@", env!("CARGO_PKG_VERSION"));
    let text = text.replace("@SONAME@", &soname());
    folder_of(to)?;
    fs::write(to, text).map_err(|e| format!("{}: {e}", to.display()))
}

fn copy(from: &Path, to: &Path) -> Result {
    folder_of(to)?;
    fs::copy(from, to).map(drop).map_err(|e| format!("{}: {e}", from.display()))
}

/// Creates the folder of a file.
fn folder_of(file: &Path) -> Result {
    let folder = file.parent().ok_or("a file has a folder")?;
    fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))
}
