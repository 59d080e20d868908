//! Builds for targets whose std rustup does not have here: Debian's rustc, which brings the
//! source of std (`needs::CROSS_RUST`).

use std::process::Command;

use crate::paths;
use crate::shell::command;

/// `cargo build --release` for this target with std built from source, into `target/FOLDER`.
/// The first build of std takes a minute or two, so a target has a folder of its own.
pub fn build(target: &str, folder: &str, more: &[&str]) -> Command {
    let panic = if target.starts_with("wasm32") { "panic_abort" } else { "panic_unwind" };
    let build_std = format!("-Zbuild-std=std,{panic}");
    let words = ["/usr/bin/cargo", "build", "--locked", "--release", "--target", target];
    let mut build = command(&words);
    build
        .arg(build_std)
        .args(more)
        .env("PATH", "/usr/bin:/bin")
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", paths::target().join(folder))
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-22")
        .env_remove("RUSTFLAGS")
        .env_remove("RUSTUP_TOOLCHAIN");
    build
}
