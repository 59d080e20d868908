//! WebAssembly: the C ABI as `dist/token04.wasm`, which the npm package embeds.

use std::fs;
use std::path::{Path, PathBuf};

use xtask_lib::Language;
use xtask_lib::shell::{Shell, command};
use xtask_lib::step::Step;
use xtask_lib::{Result, cross, native, needs, paths};

const TARGET: &str = "wasm32-unknown-unknown";
/// A panic traps; strings that only a panic would show are removed. The software AES in its compact
/// form.
const FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none \
                     -Zfmt-debug=none --cfg aes_backend_soft=\"compact\"";
/// A stack of one page, with the constants after it: nothing recurses.
const ENGINES: &str = "-Ctarget-feature=+simd128 -Clink-arg=-zstack-size=65536";
/// The same without vectors, which the JVM's bytecode does not have.
const FOR_JVM: &str = "-Clink-arg=-zstack-size=65536";
/// PHP has no vectors, and fills all memory at each start: a stack of a quarter of a page.
const FOR_PHP: &str = "-Clink-arg=-zstack-size=16384";
/// Everything as small as possible. AES has two forms, for one block and for four at a time; one
/// is enough here. It is smaller when built for speed.
const PROFILE: &[&str] = &[
    "-Zbuild-std-features=optimize_for_size",
    "-Zprofile-rustflags",
    "--config",
    "profile.release.lto=\"fat\"",
    "--config",
    "profile.release.opt-level=\"z\"",
    "--config",
    "profile.release.package.aes.rustflags=['--cfg', 'cpubits=\"16\"']",
    "--config",
    "profile.release.package.aes.opt-level=3",
];
/// In addition: the project's own code for speed, for binaries where 50 KB do not matter.
const SPEED: &[&str] = &[
    "--config",
    "profile.release.package.token04.opt-level=3",
    "--config",
    "profile.release.package.token04-ffi.opt-level=3",
];
/// The same, and small: all of it is source that PHP reads.
const SOURCE: &[&str] = &[
    "--config",
    "profile.release.package.token04.opt-level=\"s\"",
    "--config",
    "profile.release.package.token04-ffi.opt-level=\"s\"",
];
/// Rebuilds the control flow in between; the functions called most get the shortest numbers.
const SMALLER: &[&str] =
    &["-Oz", "--flatten", "--rereloop", "-Oz", "--const-hoisting", "-Oz", "--reorder-functions"];
const FASTER: &[&str] = &["-O3"];
const STRIPPED: &str = "--strip-debug";
/// The translation to PHP goes by the names of functions.
const WITH_NAMES: &str = "-g";
const OPTIONS: &[&str] = &[
    "--strip-producers",
    "--strip-target-features",
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-simd",
];
/// The maximum size of the gzipped module. `serde_json` takes 12 KB of it.
const MOST_BYTES: usize = 52 << 10;

/// See [`Language`].
pub const WASM: Language = Language {
    name: "wasm",
    about: "the C ABI as WebAssembly",
    needs: needs::CROSS_RUST,
    setup_steps: Vec::new,
    package_steps: || {
        vec![
            Step::new("wasm/package", "token04.wasm, into dist/", package)
                .needs(&["setup/system", "setup/crates"]),
            Step::new("wasm/fast", "the same for speed, for Go", |sh| {
                build(sh, SPEED)?;
                optimise(sh, FASTER, STRIPPED, FOLDER, &fast())
            })
            .needs(&["setup/system", "setup/crates"]),
            Step::new("wasm/plain", "the same without SIMD, for the JVM", |sh| {
                build_in(sh, FOLDER, FOR_JVM, "host", &[])?;
                optimise(sh, FASTER, STRIPPED, FOLDER, &plain())
            })
            .needs(&["setup/system", "setup/crates"]),
            Step::new("wasm/php", "the same without vectors, for the translation to PHP", |sh| {
                build_in(sh, PHP_FOLDER, FOR_PHP, "host-text", SOURCE)?;
                optimise(sh, FASTER, WITH_NAMES, PHP_FOLDER, &for_php())
            })
            .needs(&["setup/system", "setup/crates"]),
        ]
    },
    test_steps: || {
        vec![
            Step::new("wasm/seams", "imports, exports, faulty hosts, the heap", |sh| {
                sh.run(&mut command(&["node", "ffi-c/wasm/test.mjs", "dist/token04.wasm"]))
            })
            .needs(&["wasm/package"]),
            Step::new("wasm/driver", "the driver starts on the module, in its two forms", |sh| {
                let driver = "ffi-c/wasm/driver/driver.cjs";
                for name in ["wasm", "wasm-host-cipher"] {
                    sh.run(&mut command(&["node", driver, name]))?;
                }
                Ok(())
            })
            .needs(&["wasm/package", "node/driver"]),
            Step::new("wasm/trap", "the package's module in its two forms; a trap", |sh| {
                let test = "bindings-node/tests/wasm.test.mjs";
                sh.run(&mut command(&["node", test, "target/node/driver"]))
            })
            .needs(&["wasm/package", "node/driver"]),
            Step::new(
                "wasm/self-check",
                "a module that computes wrong results is error 90",
                |sh| {
                    let test = "bindings-node/tests/self-check.test.mjs";
                    sh.run(&mut command(&["node", test, "target/node/driver"]))
                },
            )
            .needs(&["wasm/package", "node/driver"]),
        ]
    },
    bench_steps: || {
        vec![
            Step::new("wasm/bench", "the exports under Node, with and without its cipher", |sh| {
                sh.run(&mut command(&["node", "ffi-c/wasm/bench.mjs", "dist/token04.wasm"]))
            })
            .needs(&["wasm/package"])
            .shown(),
        ]
    },
    driver_step: "wasm/driver",
    generated: &[],
};

/// Where std is built with the same flags, once.
const FOLDER: &str = "wasm-abi";
const PHP_FOLDER: &str = "wasm-php";

/// The module built for speed.
pub fn fast() -> PathBuf {
    paths::target().join(FOLDER).join("token04-fast.wasm")
}

/// The module that becomes PHP: base64 and JSON strings come from its host too.
pub fn for_php() -> PathBuf {
    paths::target().join(PHP_FOLDER).join("token04-php.wasm")
}

/// The module for speed and without SIMD.
pub fn plain() -> PathBuf {
    paths::target().join("wasm-abi").join("token04-plain.wasm")
}

fn package(sh: &Shell) -> Result {
    let made = paths::dist().join("token04.wasm");
    build(sh, &[])?;
    optimise(sh, SMALLER, STRIPPED, FOLDER, &made)?;
    let gzipped = command(&["gzip", "-9", "-c"]).arg(&made).output().map_err(|e| e.to_string())?;
    let bytes = gzipped.stdout.len();
    sh.note(format!("{bytes} bytes gzipped"))?;
    let fits = gzipped.status.success() && (1..=MOST_BYTES).contains(&bytes);
    if fits { Ok(()) } else { Err(format!("{bytes} bytes gzipped, over {MOST_BYTES}")) }
}

/// Builds the module for WebAssembly engines.
fn build(sh: &Shell, more: &[&str]) -> Result {
    build_in(sh, FOLDER, ENGINES, "host", more)
}

fn build_in(sh: &Shell, folder: &str, flags: &str, features: &str, more: &[&str]) -> Result {
    let mut build = cross::build(TARGET, folder, PROFILE);
    build.args(more);
    build.args(["-p", "token04-ffi", "--no-default-features", "--features", features]);
    sh.run(build.env("RUSTFLAGS", format!("{FLAGS} {flags} {}", native::remap_flags())))
}

/// Optimises what was built in a folder.
fn optimise(sh: &Shell, passes: &[&str], symbols: &str, folder: &str, out: &Path) -> Result {
    let built = paths::target().join(folder).join(TARGET).join("release/token04.wasm");
    fs::create_dir_all(paths::dist()).map_err(|e| e.to_string())?;
    let mut wasm_opt = command(&["wasm-opt"]);
    wasm_opt.args(passes).arg(symbols).args(OPTIONS);
    sh.run(wasm_opt.arg(built).arg("-o").arg(out))?;
    let bytes = fs::metadata(out).map_err(|e| e.to_string())?.len();
    sh.note(format!("{}: {bytes} bytes", out.display()))
}
