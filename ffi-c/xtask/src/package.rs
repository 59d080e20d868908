//! The tree that is installed, for each target: from the libraries in `target/natives`.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use super::exports;
use xtask_lib::natives::{self, Part, System, Target};
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, native, package, paths};

const HEADERS: &[&str] = &[
    "token04.h",
    "token04_flat.h",
    "token04.hpp",
    "ZegoServerAssistant.h",
    "ZegoServerAssistantDefines.h",
];
/// Files of the project, and where the tree has them. [`fill`] completes them.
const FILES: &[(&str, &str)] = &[
    ("LICENSE", "LICENSE"),
    ("THIRD-PARTY.md", "THIRD-PARTY.md"),
    ("ffi-c/README.md", "share/doc/token04/README.md"),
    ("ffi-c/MIGRATION.md", "share/doc/token04/MIGRATION.md"),
    ("ffi-c/install/token04.pc", "lib/pkgconfig/token04.pc"),
    ("ffi-c/install/token04-static.pc", "lib/pkgconfig/token04-static.pc"),
    ("ffi-c/install/token04Config.cmake", "lib/cmake/token04/token04Config.cmake"),
    ("ffi-c/install/token04ConfigVersion.cmake", "lib/cmake/token04/token04ConfigVersion.cmake"),
];
/// The version of the ABI: `TOKEN04_ABI_VERSION`. That the library's SONAME has it is checked.
pub const SONAME: &str = "libtoken04.so.2";
/// The same for macOS.
const INSTALL_NAME: &str = "libtoken04.2.dylib";
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What is shipped: a tree and an archive for each selected target.
pub fn shipped(sh: &Shell) -> Result {
    for target in natives::selected() {
        let tree = super::tree_of(target);
        lay_out(sh, target, &tree)?;
        package::archive(sh, &tree, &format!("{}.tar.gz", super::name_of(target)))?;
    }
    let whole = natives::host().folder().join(natives::DEBUG).join("libtoken04.o");
    link_with_types(sh, &super::tree(), &whole)?;
    exports::check(sh, &super::tree(), &[])
}

/// What only tests see.
pub fn with_panic(sh: &Shell) -> Result {
    let (target, tree) = (natives::host(), super::panic_tree());
    lay_out(sh, target, &tree)?;
    let more = ["--config", natives::TYPES, "--features", "test-panic"];
    let built = native::build(sh, "token04-ffi", &more)?;
    let lib = tree.join("lib");
    let whole = with_types(&tree).with_file_name("libtoken04.o");
    folder_of(&whole)?;
    natives::localized(sh, target, &built.join("libtoken04.a"), &whole, &lib.join("libtoken04.a"))?;
    let strip = ["strip", "--strip-unneeded", "-o"];
    sh.run(command(&strip).arg(lib.join(full_name(target))).arg(built.join("libtoken04.so")))?;
    exports::check(sh, &tree, &["token04_test_panic"])
}

/// The code of the archive as a shared library with its types: for `abidiff`. Beside the tree, not
/// in it. (The shipped one also holds the linker's unwinder, which is no part of the ABI.)
pub fn with_types(tree: &Path) -> PathBuf {
    tree.with_file_name("debug").join(SONAME)
}

fn link_with_types(sh: &Shell, tree: &Path, whole: &Path) -> Result {
    let out = with_types(tree);
    folder_of(&out)?;
    let soname = format!("-Wl,-soname,{SONAME}");
    sh.run(command(&["gcc", "-shared", &soname, "-o"]).arg(out).arg(whole))
}

/// The archive of this machine as the compiler leaves it, with all of Rust's names.
pub fn not_localized() -> PathBuf {
    natives::host().folder().join(natives::DEBUG).join("libtoken04-not-localized.a")
}

/// Lays out the tree of a target.
fn lay_out(sh: &Shell, target: &Target, tree: &Path) -> Result {
    if tree.exists() {
        fs::remove_dir_all(tree).map_err(|e| e.to_string())?;
    }
    for header in HEADERS {
        install(&format!("ffi-c/include/{header}"), &tree.join("include").join(header), target)?;
    }
    for (from, to) in FILES {
        install(from, &tree.join(to), target)?;
    }
    for file in paths::project_files()? {
        if let Some(name) = file.strip_prefix("ffi-c/examples/") {
            install(&file, &tree.join("share/doc/token04/examples").join(name), target)?;
        }
    }
    let lib = tree.join("lib");
    let parts = [Part::Shared, Part::Static, Part::MinGwImport, Part::MsvcImport];
    for (part, name) in target.parts().filter(|(part, _)| parts.contains(part)) {
        let to = match (part, target.system) {
            (Part::Shared, System::Windows) => tree.join("bin").join(name),
            (Part::Shared, _) => lib.join(full_name(target)),
            _ => lib.join(name),
        };
        copy(&target.folder().join(name), &to)?;
    }
    let full = full_name(target);
    let (versioned, plain) = match target.system {
        System::Linux => (SONAME, "libtoken04.so"),
        System::Mac => (INSTALL_NAME, "libtoken04.dylib"),
        System::Windows => return sh.note(format!("{}: {full}", target.name)),
    };
    symlink(&full, lib.join(versioned)).map_err(|e| e.to_string())?;
    symlink(versioned, lib.join(plain)).map_err(|e| e.to_string())
}

/// The shared library's own name.
fn full_name(target: &Target) -> String {
    match target.system {
        System::Linux => format!("libtoken04.so.{VERSION}"),
        System::Mac => format!("libtoken04.{VERSION}.dylib"),
        System::Windows => "token04.dll".to_owned(),
    }
}

/// What differs from one system to the other in the files of CMake and pkg-config.
fn fill(text: &str, target: &Target) -> String {
    let full = full_name(target);
    let prefix = "${_token04_prefix}";
    let (shared, libraries, flags) = match target.system {
        System::Linux => (
            format!("IMPORTED_LOCATION \"{prefix}/lib/{full}\"\n    IMPORTED_SONAME \"{SONAME}\""),
            "Threads::Threads;${CMAKE_DL_LIBS};m",
            "-lpthread -ldl -lm",
        ),
        System::Mac => (
            format!(
                "IMPORTED_LOCATION \"{prefix}/lib/{full}\"\n    \
                 IMPORTED_SONAME \"@rpath/{INSTALL_NAME}\""
            ),
            "Threads::Threads",
            "",
        ),
        System::Windows => (
            format!(
                "IMPORTED_LOCATION \"{prefix}/bin/{full}\"\n    \
                 IMPORTED_IMPLIB \"{prefix}/lib/$<IF:$<C_COMPILER_ID:MSVC>,token04.lib,libtoken04.dll.a>\""
            ),
            "Threads::Threads;ws2_32;userenv;ntdll",
            "-lws2_32 -luserenv -lntdll",
        ),
    };
    let text = text.replace("@VERSION@", VERSION).replace("@SHARED@", &shared);
    text.replace("@LIBRARIES@", libraries).replace("@FLAGS@", flags)
}

/// Copies a file of the project, with what depends on version and target filled in.
fn install(from: &str, to: &Path, target: &Target) -> Result {
    let text = fill(&paths::read(from)?, target);
    folder_of(to)?;
    fs::write(to, text).map_err(|e| format!("{}: {e}", to.display()))
}

fn copy(from: &Path, to: &Path) -> Result {
    folder_of(to)?;
    fs::copy(from, to).map(drop).map_err(|e| format!("{}: {e}", from.display()))
}

/// Makes the folder of a file.
fn folder_of(file: &Path) -> Result {
    let folder = file.parent().ok_or("a file has a folder")?;
    fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))
}
