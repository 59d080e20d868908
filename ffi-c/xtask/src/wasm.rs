//! WebAssembly: the C ABI as `dist/token04.wasm`, which the npm package embeds.

use std::fs;
use std::path::{Path, PathBuf};

use xtask_lib::Language;
use xtask_lib::shell::{Shell, command};
use xtask_lib::step::Step;
use xtask_lib::{Result, cross, native, needs, paths};

const TARGET: &str = "wasm32-unknown-unknown";
/// A panic traps; strings that only a panic would show are removed. The software AES in its compact
/// form. A stack of one page, with the constants after it: nothing recurses.
const FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none \
                     -Zfmt-debug=none -Clink-arg=-zstack-size=65536 --cfg aes_backend_soft=\"compact\"";
const SIMD: &str = "-Ctarget-feature=+simd128";
/// Where the module is translated: instructions on 128 bits have no counterpart there.
const NO_SIMD: &str = "";
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
/// Rebuilds the control flow in between; the functions called most get the shortest numbers.
const SMALLER: &[&str] =
    &["-Oz", "--flatten", "--rereloop", "-Oz", "--const-hoisting", "-Oz", "--reorder-functions"];
const FASTER: &[&str] = &["-O3"];
const OPTIONS: &[&str] = &[
    "--strip-debug",
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
                make(sh, SIMD, SPEED, FASTER, &fast())
            })
            .needs(&["setup/system", "setup/crates"]),
            Step::new("wasm/plain", "the same without SIMD, for the JVM", |sh| {
                make(sh, NO_SIMD, &[], FASTER, &plain())
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

/// The module built for speed.
pub fn fast() -> PathBuf {
    paths::target().join("wasm-abi").join("token04-fast.wasm")
}

/// The module for speed and without SIMD.
pub fn plain() -> PathBuf {
    paths::target().join("wasm-abi").join("token04-plain.wasm")
}

fn package(sh: &Shell) -> Result {
    let made = paths::dist().join("token04.wasm");
    make(sh, SIMD, &[], SMALLER, &made)?;
    let gzipped = command(&["gzip", "-9", "-c"]).arg(&made).output().map_err(|e| e.to_string())?;
    let bytes = gzipped.stdout.len();
    sh.note(format!("{bytes} bytes gzipped"))?;
    let fits = gzipped.status.success() && (1..=MOST_BYTES).contains(&bytes);
    if fits { Ok(()) } else { Err(format!("{bytes} bytes gzipped, over {MOST_BYTES}")) }
}

/// Builds and optimises the module.
fn make(sh: &Shell, simd: &str, more: &[&str], optimise: &[&str], out: &Path) -> Result {
    let mut build = cross::build(TARGET, "wasm-abi", PROFILE);
    build.args(more);
    build.args(["-p", "token04-ffi", "--no-default-features", "--features", "host"]);
    sh.run(build.env("RUSTFLAGS", format!("{FLAGS} {simd} {}", native::remap_flags())))?;
    let built = paths::target().join("wasm-abi").join(TARGET).join("release/token04.wasm");
    fs::create_dir_all(paths::dist()).map_err(|e| e.to_string())?;
    let mut wasm_opt = command(&["wasm-opt"]);
    sh.run(wasm_opt.args(optimise).args(OPTIONS).arg(built).arg("-o").arg(out))?;
    let bytes = fs::metadata(out).map_err(|e| e.to_string())?.len();
    sh.note(format!("{}: {bytes} bytes", out.display()))
}
