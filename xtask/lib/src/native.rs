//! Native builds that packages ship: for an old glibc, and without this machine's paths inside.

use std::path::PathBuf;
use std::process::Command;

use crate::shell::{Shell, cargo};
use crate::{Result, needs, paths};

/// The oldest glibc that packages run on (CentOS 7, manylinux2014).
pub const GLIBC: &str = "2.17";

/// The target that packages of this machine are built for.
pub fn target_triple() -> String {
    format!("{}-unknown-linux-gnu", std::env::consts::ARCH)
}

/// `RUSTFLAGS` that replace the paths of this machine by names.
pub fn remap_flags() -> String {
    let root = paths::root();
    let home = std::env::var("CARGO_HOME").unwrap_or_else(|_| {
        format!("{}/.cargo", std::env::var("HOME").unwrap_or_else(|_| "/root".into()))
    });
    let root = root.display();
    format!("--remap-path-prefix={root}=token04 --remap-path-prefix={home}=cargo")
}

/// Builds one package in release mode with zig as its linker, into `target/native`. Steps that
/// call this are in the lane `native`. Returns the output folder.
pub fn build(sh: &Shell, package: &str, more: &[&str]) -> Result<PathBuf> {
    let folder = paths::target().join("native");
    let triple = target_triple();
    let target = format!("{triple}.{GLIBC}");
    let mut words = vec!["zigbuild", "--release", "-p", package, "--target", &target];
    words.extend(more);
    sh.run(reproducible(&mut cargo(&words))?.env("CARGO_TARGET_DIR", &folder))?;
    Ok(folder.join(triple).join("release"))
}

/// Gives a cargo command the tools of `target/tools` and the flags for a reproducible result.
pub fn reproducible(command: &mut Command) -> Result<&mut Command> {
    Ok(command
        .env("PATH", needs::path_with_tools()?)
        .env("RUSTFLAGS", remap_flags())
        .env("SOURCE_DATE_EPOCH", "0"))
}
