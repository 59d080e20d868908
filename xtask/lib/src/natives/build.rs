//! One cargo invocation per target, and what is done to its output.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::archive::{self, static_library};
use super::{DEBUG, Part, System, Target, table};
use crate::needs::{self, Need, Probe};
use crate::shell::{Shell, cargo, command};
use crate::{Result, native, paths};

/// The crates that are built together. None of them enables a feature of the core that another
/// does not have; `seam/absent` checks the features of this build.
pub const CRATES: &[&str] = &["token04-ffi", "token04-python", "token04-node", "token04-java"];
const CLI: &str = "token04-cli";
/// Types of the C ABI, for `abidiff`; what is shipped is stripped.
pub const TYPES: &str = "profile.release.package.token04-ffi.debug=2";
/// Shared libraries of musl are linked to the musl that loads them; the program brings its own.
const STATIC_CLI: &str =
    "profile.release.package.token04-cli.rustflags=['-Ctarget-feature=+crt-static']";
/// The oldest macOS: the first for Apple's own processors.
pub const MACOS: &str = "11.0";

/// What links for other platforms, beside `needs::CROSS_RUST`.
pub const TOOLS: &[Need] = &[
    Need {
        what: "MinGW-w64",
        probe: Probe::Program("x86_64-w64-mingw32-gcc"),
        apt: &["gcc-mingw-w64-x86-64"],
        otherwise: "install MinGW-w64's gcc for x86-64",
    },
    Need {
        what: "binutils for arm64",
        probe: Probe::Program("aarch64-linux-gnu-ld"),
        apt: &["binutils-aarch64-linux-gnu"],
        otherwise: "install binutils for aarch64-linux-gnu",
    },
];

/// Builds the libraries of a target, strips them, and checks what they export and need.
///
/// # Errors
/// A build fails, or a library is not what is promised.
pub fn build(sh: &Shell, target: &Target) -> Result {
    let built = compile(sh, target, CRATES)?;
    let folder = target.folder();
    let staged = stage(sh, target, &built, &folder);
    if staged.is_err() {
        // Else the folder would be taken for one that is complete.
        fs::remove_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    staged?;
    table::write()
}

fn stage(sh: &Shell, target: &Target, built: &Path, folder: &Path) -> Result {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    fs::create_dir_all(folder.join(DEBUG)).map_err(|e| format!("{}: {e}", folder.display()))?;
    for (part, name) in target.parts().filter(|(part, _)| *part != Part::Cli) {
        let to = folder.join(name);
        match part {
            Part::Static => static_library(sh, target, &built.join(name), &to)?,
            Part::MinGwImport => copy(&built.join(name), &to)?,
            Part::MsvcImport => archive::msvc_import(sh, target, &to)?,
            _ => {
                copy(&built.join(cargo_name(target, part)), &to)?;
                strip(sh, target, &to)?;
            }
        }
    }
    for row in table::of(target)? {
        sh.note(row.line())?;
    }
    Ok(())
}

/// Adds the command line to the libraries of a target: apart, because its optimisation takes as long
/// as theirs, and only a release needs it.
///
/// # Errors
/// The build fails, the target has no command line, or it is not what is promised.
pub fn build_cli(sh: &Shell, target: &Target) -> Result {
    let built = compile(sh, target, &[CLI])?;
    let to = target.file(Part::Cli).ok_or("Linux has one program: that of musl")?;
    copy(&built.join(cargo_name(target, Part::Cli)), &to)?;
    strip(sh, target, &to)?;
    table::write()
}

/// What cargo calls the file of a part.
fn cargo_name(target: &Target, part: Part) -> String {
    let library = |name: &str| match target.system {
        System::Linux => format!("lib{name}.so"),
        System::Mac => format!("lib{name}.dylib"),
        System::Windows => format!("{name}.dll"),
    };
    match part {
        Part::Python => library("token04_python"),
        Part::Node => library("token04_node"),
        Part::Jni => library("token04_jni"),
        Part::Cli if target.system == System::Windows => "token04.exe".to_owned(),
        Part::Cli => "token04".to_owned(),
        _ => library("token04"),
    }
}

/// Compiles these crates; returns the folder of cargo's output.
fn compile(sh: &Shell, target: &Target, crates: &[&str]) -> Result<PathBuf> {
    let has_std = has_std(sh, target)?;
    let zig = target.system != System::Windows && std::env::consts::OS == "linux";
    let verb = if zig { "zigbuild" } else { "build" };
    let mut build = match (has_std, zig) {
        (true, _) => cargo(&[verb]),
        (false, true) => command(&["cargo-zigbuild", verb, "--locked"]),
        (false, false) => command(&["/usr/bin/cargo", verb, "--locked"]),
    };
    let floor = if zig && target.system == System::Linux && !target.is_musl() {
        format!(".{}", native::GLIBC)
    } else {
        String::new()
    };
    build.args(["--release", "--target", &format!("{}{floor}", target.triple)]);
    for package in crates {
        build.args(["-p", package]);
    }
    build.args(["--config", TYPES]);
    if target.is_musl() {
        build.args(["-Zprofile-rustflags", "--config", STATIC_CLI]);
    }
    let mut flags = native::remap_flags();
    flags.push_str(match target.system {
        System::Linux if target.is_musl() => " -Ctarget-feature=-crt-static",
        // Windows 10 is the oldest that Rust's std runs on: the loader says so, not a missing function.
        System::Windows => {
            " -Clink-arg=-Wl,--major-subsystem-version=10,--minor-subsystem-version=0"
        }
        _ => "",
    });
    let output = if has_std { "native" } else { "cross" };
    native::reproducible(&mut build)?
        .env("RUSTFLAGS", flags)
        .env("CARGO_TARGET_DIR", paths::target().join(output))
        .env("MACOSX_DEPLOYMENT_TARGET", MACOS)
        // The extension leaves Python's names to the interpreter and needs none to be built.
        .env("PYO3_BUILD_EXTENSION_MODULE", "1")
        .env("PYO3_NO_PYTHON", "1");
    if target.system == System::Windows {
        build.env("LIBNODE_PATH", no_names_of_node(sh)?);
    }
    if !has_std {
        from_source(&mut build)?;
    }
    sh.run(&mut build)?;
    Ok(paths::target().join(output).join(target.triple).join("release"))
}

/// A folder for the build script of `napi`, which insists on an import library of Node with MinGW:
/// an empty one, because the feature `dyn-symbols` finds the names when the add-on is loaded.
fn no_names_of_node(sh: &Shell) -> Result<PathBuf> {
    let folder = paths::target().join("natives").join("no-names-of-node");
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    fs::write(folder.join("libnode.dll"), "").map_err(|e| e.to_string())?;
    sh.run(command(&["llvm-ar-22", "rcsD"]).arg(folder.join("libnode.dll.a")))?;
    Ok(folder)
}

/// Whether the toolchain in use has the target's std.
fn has_std(sh: &Shell, target: &Target) -> Result<bool> {
    let ask = ["rustc", "--print", "target-libdir", "--target", target.triple];
    let folder = sh.output(&mut command(&ask))?;
    Ok(Path::new(folder.trim()).is_dir())
}

/// The std is built from Debian's source by Debian's rustc (`needs::CROSS_RUST`).
fn from_source(build: &mut Command) -> Result {
    let strip = paths::target().join("tools").join("rust-objcopy");
    if !strip.exists() {
        // rustc calls LLVM's tool by this name for macOS.
        std::os::unix::fs::symlink("/usr/bin/llvm-objcopy-22", &strip)
            .map_err(|e| e.to_string())?;
    }
    let bin = needs::tools_bin();
    let tools = bin.parent().unwrap_or(&bin);
    build
        .arg("-Zbuild-std=std,panic_unwind")
        .env("PATH", format!("{}:/usr/bin:/bin:{}", bin.display(), tools.display()))
        .env("CARGO", "/usr/bin/cargo")
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env_remove("RUSTUP_TOOLCHAIN");
    Ok(())
}

/// Removes names and debug information.
fn strip(sh: &Shell, target: &Target, file: &Path) -> Result {
    // macOS keeps what a dynamic library exports; LLVM's tool signs it anew.
    let how = if target.system == System::Mac { "-x" } else { "--strip-unneeded" };
    sh.run(command(&["llvm-strip-22", how]).arg(file))
}

fn copy(from: &Path, to: &Path) -> Result {
    fs::copy(from, to).map(drop).map_err(|e| format!("{} to {}: {e}", from.display(), to.display()))
}
