//! Writes `ffi-c/include/token04.h` and `token04_flat.h`, or with `--check` verifies that they are
//! up to date.

#![allow(clippy::print_stderr, reason = "a command line program")]

mod flat;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cbindgen::{Builder, Config, Language, Style};

/// The names of types in Rust and in C.
const TYPES: [(&str, &str); 4] = [
    ("Generator", "token04_generator"),
    ("Verifier", "token04_verifier"),
    ("Span", "token04_span"),
    ("Decoded", "token04_decoded"),
];

/// What is only in the WebAssembly build, and what is only in the build for tests.
const NOT_SHIPPED: [&str; 9] = [
    "token04_host_entropy",
    "token04_host_hmac",
    "token04_host_cipher",
    "token04_host_base64",
    "token04_host_json",
    "token04_alloc",
    "token04_free",
    "token04_default_leeway",
    "token04_token_max",
    "token04_text_max",
    "token04_test_panic",
];

fn main() -> ExitCode {
    let check = std::env::args().nth(1).as_deref() == Some("--check");
    match run(check) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(check: bool) -> Result<(), String> {
    let ffi = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let header = generate(&ffi)?;
    let files = [("token04.h", header.clone()), ("token04_flat.h", flat::flat(&header)?)];
    let mut stale = Vec::new();
    for (name, wanted) in files {
        let path = ffi.join("include").join(name);
        if std::fs::read_to_string(&path).is_ok_and(|found| found == wanted) {
            continue;
        }
        if check {
            stale.push(name);
        } else {
            std::fs::write(&path, wanted).map_err(|e| format!("{}: {e}", path.display()))?;
        }
    }
    if stale.is_empty() {
        Ok(())
    } else {
        Err(format!("stale: {}; run `cargo xtask header`", stale.join(", ")))
    }
}

fn generate(ffi: &Path) -> Result<String, String> {
    let mut config = Config {
        language: Language::C,
        style: Style::Both,
        include_guard: Some("TOKEN04_H".into()),
        header: Some(format!("/* token04.h\n *\n{} */", include_str!("preamble.txt"))),
        after_includes: Some(versions()?),
        sys_includes: vec!["stddef.h".into(), "stdint.h".into()],
        no_includes: true,
        cpp_compat: true,
        usize_is_size_t: true,
        documentation_style: cbindgen::DocumentationStyle::Doxy,
        line_length: 100,
        ..Config::default()
    };
    config.export.rename = TYPES.map(|(rust, c)| (rust.to_owned(), c.to_owned())).into();
    // Not part of the C interface.
    config.export.exclude = NOT_SHIPPED.map(str::to_owned).into();
    config.function.args = cbindgen::Layout::Vertical;
    let crate_folder: PathBuf = ffi.to_owned();
    let made = Builder::new()
        .with_config(config)
        .with_crate(crate_folder)
        .generate()
        .map_err(|e| format!("cbindgen: {e}"))?;
    let mut text = Vec::new();
    made.write(&mut text);
    let text = String::from_utf8(text).map_err(|e| e.to_string())?;
    Ok(text.replace(" -1\n", " (-1)\n"))
}

/// The version as a string, as its parts, and as one number that increases with it.
fn versions() -> Result<String, String> {
    let version = env!("CARGO_PKG_VERSION");
    let part = |text: &str| text.parse::<u32>().map_err(|e| format!("{version}: {e}"));
    let major = part(env!("CARGO_PKG_VERSION_MAJOR"))?;
    let minor = part(env!("CARGO_PKG_VERSION_MINOR"))?;
    let patch = part(env!("CARGO_PKG_VERSION_PATCH"))?;
    let number = major * 1_000_000 + minor * 1_000 + patch;
    Ok(format!(
        "\n/**\n * The version of this header; token04_version() returns the version of the library.\n */\n\
         #define TOKEN04_VERSION \"{version}\"\n\
         #define TOKEN04_VERSION_MAJOR {major}\n\
         #define TOKEN04_VERSION_MINOR {minor}\n\
         #define TOKEN04_VERSION_PATCH {patch}\n\n\
         /**\n * major * 1000000 + minor * 1000 + patch.\n */\n\
         #define TOKEN04_VERSION_NUMBER {number}"
    ))
}
