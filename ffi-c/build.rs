//! Sets the SONAME of the shared library, which contains the version of the ABI.
#![allow(clippy::print_stdout, reason = "how a build script passes settings to cargo")]

/// `TOKEN04_ABI_VERSION`; a test checks that the two are equal.
const ABI_VERSION: &str = "2";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libtoken04.so.{ABI_VERSION}");
    }
}
