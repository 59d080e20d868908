//! Sets the SONAME of the shared library, which contains the version of the ABI.
#![allow(clippy::print_stdout, reason = "how a build script passes settings to cargo")]

#[path = "src/constants.rs"]
#[allow(dead_code, reason = "one of them is needed")]
mod constants;

use constants::TOKEN04_ABI_VERSION;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/constants.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libtoken04.so.{TOKEN04_ABI_VERSION}");
    }
}
