//! Gives the shared library its SONAME or install name, with the version of the ABI in it. Nothing else.
#![allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

/// `TOKEN04_ABI_VERSION`; a test holds the two together.
const ABI_VERSION: &str = "2";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let name = match std::env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("linux") => format!("-soname,libtoken04.so.{ABI_VERSION}"),
        Ok("macos") => format!("-install_name,@rpath/libtoken04.{ABI_VERSION}.dylib"),
        _ => return,
    };
    println!("cargo:rustc-cdylib-link-arg=-Wl,{name}");
}
