//! Builds for targets whose std rustup does not provide here, with Debian's rustc, which includes
//! the source of std (`needs::CROSS_RUST`).

use std::process::Command;

use crate::shell::command;
use crate::{Result, native, paths};

/// `cargo build --release` for this target with std built from source, into `target/FOLDER`.
/// The first build of std takes a minute or two, so each target has its own folder.
pub fn build(target: &str, folder: &str, more: &[&str]) -> Command {
    let panic = if target.starts_with("wasm32") { "panic_abort" } else { "panic_unwind" };
    let mut build = command(&["/usr/bin/cargo", "build"]);
    prepare(&mut build, target, panic, folder, more);
    build
        .env("PATH", "/usr/bin:/bin")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-22")
        .env_remove("RUSTFLAGS");
    build
}

/// The same with zig as the linker, for shared libraries on Linux.
pub fn zigbuild(target: &str, folder: &str, more: &[&str]) -> Result<Command> {
    // A shared library for musl is linked against the musl that loads it.
    let dynamic = if target.ends_with("musl") { "-C target-feature=-crt-static" } else { "" };
    let mut build = command(&["cargo-zigbuild", "zigbuild"]);
    prepare(&mut build, target, "panic_unwind", folder, more);
    native::reproducible(&mut build)?
        .env("RUSTFLAGS", format!("{} {dynamic}", native::remap_flags()).trim_end())
        .env("CARGO", "/usr/bin/cargo");
    Ok(build)
}

fn prepare(build: &mut Command, target: &str, panic: &str, folder: &str, more: &[&str]) {
    build
        .args(["--locked", "--release", "--target", target])
        .arg(format!("-Zbuild-std=std,{panic}"))
        .args(more)
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", paths::target().join(folder))
        .env_remove("RUSTUP_TOOLCHAIN");
}
