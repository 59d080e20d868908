//! The native libraries of all packages: one cargo invocation per target puts them into
//! `target/natives/TARGET`, and packages only assemble them.

mod archive;
mod build;
mod inspect;
mod table;

use std::path::PathBuf;
use std::sync::OnceLock;

use crate::paths;
use crate::step::Step;

pub use archive::{defined, localized};
pub use build::{CRATES, TOOLS, TYPES, build, build_cli};
pub use table::{FILE as TABLE, read as table, text, write as write_table};

/// The folder of a target that has what no package contains: debug information, for `abidiff`.
pub const DEBUG: &str = "debug";

/// An operating system that packages are built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Linux, with glibc or musl.
    Linux,
    /// Windows.
    Windows,
    /// macOS.
    Mac,
}

/// What is built for every target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The C ABI as a shared library.
    Shared,
    /// The C ABI as an archive.
    Static,
    /// The import library of MinGW (Windows alone).
    MinGwImport,
    /// The import library of MSVC (Windows alone).
    MsvcImport,
    /// The extension module of Python, for the stable ABI.
    Python,
    /// The add-on of Node.js.
    Node,
    /// The library of Java.
    Jni,
    /// The command line. Linux has one program for glibc and musl: the static one of musl.
    Cli,
}

impl Part {
    const ALL: [Self; 8] = [
        Self::Shared,
        Self::Static,
        Self::MinGwImport,
        Self::MsvcImport,
        Self::Python,
        Self::Node,
        Self::Jni,
        Self::Cli,
    ];
}

/// A platform.
#[derive(Debug, PartialEq, Eq)]
pub struct Target {
    /// The name in commands, folders and tables: `x86_64-linux-gnu`.
    pub name: &'static str,
    /// Rust's name.
    pub triple: &'static str,
    /// The operating system.
    pub system: System,
}

/// Every platform that packages are built for.
pub const TARGETS: [Target; 7] = [
    target("x86_64-linux-gnu", "x86_64-unknown-linux-gnu", System::Linux),
    target("aarch64-linux-gnu", "aarch64-unknown-linux-gnu", System::Linux),
    target("x86_64-linux-musl", "x86_64-unknown-linux-musl", System::Linux),
    target("aarch64-linux-musl", "aarch64-unknown-linux-musl", System::Linux),
    target("x86_64-windows", "x86_64-pc-windows-gnu", System::Windows),
    target("aarch64-darwin", "aarch64-apple-darwin", System::Mac),
    target("x86_64-darwin", "x86_64-apple-darwin", System::Mac),
];

const fn target(name: &'static str, triple: &'static str, system: System) -> Target {
    Target { name, triple, system }
}

/// Targets whose libraries do not pass their checks yet: zig's linker exports Rust's names too on
/// macOS. No package holds them.
const NOT_READY: [&str; 2] = ["aarch64-darwin", "x86_64-darwin"];

/// The targets that packages for all platforms hold.
pub fn ready() -> Vec<&'static Target> {
    TARGETS.iter().filter(|target| target.is_ready()).collect()
}

/// The target of this name.
pub fn find(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

static SELECTED: OnceLock<Vec<&'static Target>> = OnceLock::new();

/// Names the targets that packages hold in this run, beside this machine's. A command calls this
/// once, before it makes its steps.
pub fn select(targets: impl IntoIterator<Item = &'static Target>) {
    let targets: Vec<&Target> = targets.into_iter().collect();
    let wanted = |target: &&Target| *target == host() || targets.contains(target);
    // A second call would change packages that are half made: the first one counts.
    let _ = SELECTED.set(TARGETS.iter().filter(wanted).collect());
}

/// The targets that packages hold in this run, in the order of [`TARGETS`]: this machine's alone,
/// if a command has selected no other.
pub fn selected() -> Vec<&'static Target> {
    SELECTED.get().cloned().unwrap_or_else(|| vec![host()])
}

/// Adds the steps that build the selected targets to what a step needs.
pub fn needed(step: Step) -> Step {
    let ids: Vec<String> = selected().into_iter().map(Target::step_id).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    step.needs(&ids)
}

/// The target of the machine that this runs on: Linux with glibc.
pub fn host() -> &'static Target {
    let name = format!("{}-linux-gnu", std::env::consts::ARCH);
    let [first, ..] = &TARGETS;
    find(&name).unwrap_or(first)
}

impl Target {
    /// Whether its libraries pass their checks.
    pub fn is_ready(&self) -> bool {
        !NOT_READY.contains(&self.name)
    }

    /// `x86_64` or `aarch64`.
    pub fn arch(&self) -> &'static str {
        self.name.split('-').next().unwrap_or(self.name)
    }

    /// Whether the C library is musl.
    pub fn is_musl(&self) -> bool {
        self.name.ends_with("musl")
    }

    /// System first, as archives and folders in packages are named: `linux-x86_64`,
    /// `linux-x86_64-musl`, `windows-x86_64`, `macos-aarch64`.
    pub fn platform(&self) -> String {
        let arch = self.arch();
        match self.system {
            System::Linux if self.is_musl() => format!("linux-{arch}-musl"),
            System::Linux => format!("linux-{arch}"),
            System::Windows => format!("windows-{arch}"),
            System::Mac => format!("macos-{arch}"),
        }
    }

    /// Where its libraries are.
    pub fn folder(&self) -> PathBuf {
        paths::target().join("natives").join(self.name)
    }

    /// The id of the step that builds it.
    pub fn step_id(&self) -> String {
        format!("natives/{}", self.name)
    }

    /// The file of a part, if the target has this part.
    pub fn file(&self, part: Part) -> Option<PathBuf> {
        Some(self.folder().join(self.file_name(part)?))
    }

    /// The parts of this target, each with the name of its file in [`Target::folder`].
    pub fn parts(&self) -> impl Iterator<Item = (Part, &'static str)> {
        Part::ALL.into_iter().filter_map(|part| Some((part, self.file_name(part)?)))
    }

    fn file_name(&self, part: Part) -> Option<&'static str> {
        let windows = self.system == System::Windows;
        let by_system = |linux, mac, windows| match self.system {
            System::Linux => linux,
            System::Mac => mac,
            System::Windows => windows,
        };
        match part {
            Part::Shared => Some(by_system("libtoken04.so", "libtoken04.dylib", "token04.dll")),
            Part::Static => Some("libtoken04.a"),
            Part::MinGwImport => windows.then_some("libtoken04.dll.a"),
            Part::MsvcImport => windows.then_some("token04.lib"),
            Part::Python => Some(if windows { "_core.pyd" } else { "_core.abi3.so" }),
            Part::Node => Some("token04.node"),
            Part::Jni => {
                Some(by_system("libtoken04_jni.so", "libtoken04_jni.dylib", "token04_jni.dll"))
            }
            Part::Cli => match self.system {
                System::Linux if !self.is_musl() => None,
                _ => Some(if windows { "token04.exe" } else { "token04" }),
            },
        }
    }
}

/// Builds a target.
pub fn step(target: &'static Target) -> Step {
    let about = format!("the libraries of all packages for {}", target.name);
    Step::new(&target.step_id(), &about, move |sh| build(sh, target)).lane("native").needs(&[
        "setup/system",
        "setup/tools",
        "setup/crates",
    ])
}

/// Adds the command line to a target that is built.
pub fn cli_step(target: &'static Target) -> Step {
    let about = format!("the command line for {}", target.name);
    let id = format!("{}/cli", target.step_id());
    Step::new(&id, &about, move |sh| build_cli(sh, target))
        .lane("native")
        .needs(&[&target.step_id()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_are_those_of_rust() {
        for target in &TARGETS {
            assert_eq!(find(target.name), Some(target));
            assert_eq!(target.triple.split('-').next(), Some(target.arch()));
            assert_eq!(target.is_musl(), target.triple.ends_with("musl"));
        }
        assert_eq!(find("i686-linux-gnu"), None);
    }

    #[test]
    fn every_target_has_the_library_of_every_language() {
        for target in &TARGETS {
            for part in [Part::Shared, Part::Static, Part::Python, Part::Node, Part::Jni] {
                assert!(target.file(part).is_some(), "{} {part:?}", target.name);
            }
        }
        let [gnu, _, musl, _, windows, ..] = &TARGETS;
        assert_eq!(gnu.file_name(Part::Cli), None);
        assert_eq!(musl.file_name(Part::Cli), Some("token04"));
        assert_eq!(windows.file_name(Part::MsvcImport), Some("token04.lib"));
    }
}
