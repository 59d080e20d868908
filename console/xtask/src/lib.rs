//! The console page, the client helper and the live check: what runs in a browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask_lib::Language;
use xtask_lib::needs::{Need, Probe};
use xtask_lib::shell::{Shell, command};
use xtask_lib::step::Step;
use xtask_lib::{Result, node, paths};

/// Builds the page and the client, drives Chromium, and the vendor's SDK that the client fits.
const TOOLS: &[&str] = &[
    "esbuild@0.28",
    "typescript@7",
    "playwright-core@1",
    "@axe-core/playwright@4",
    "zego-express-engine-webrtc@3.12.0",
];
const PAGE: &str = "token04-console.html";
const CLIENT: &str = "token04-client";

/// See [`Language`].
pub const CONSOLE: Language = Language {
    name: "console",
    about: "the console page and the client helper, for browsers",
    needs: &[Need {
        what: "chromium",
        probe: Probe::Program("chromium"),
        apt: &["chromium"],
        otherwise: "install Chromium as a program named chromium",
    }],
    setup_steps: || {
        vec![
            Step::new("console/setup", "the tools of the page, under target/node/console", |sh| {
                node::ensure(sh, "console", TOOLS).map(drop)
            })
            .needs(&["setup/system"]),
        ]
    },
    package_steps: || {
        vec![
            Step::new("console/package", "the page and the client helper, into dist/", package)
                .needs(&["console/setup", "wasm/package"]),
        ]
    },
    test_steps: || {
        vec![
            Step::new("console/types", "types of page and client, with the vendor's SDK", types)
                .needs(&["console/package"]),
            Step::new("console/client", "the client helper, as it is installed", client)
                .needs(&["console/package"]),
            Step::new("console/samples", "the code of the Mint tab, compiled", |sh| {
                sh.run(&mut tests("console/tests/samples.test.mjs"))
            })
            .needs(&["console/package", "java/package"]),
            Step::new("console/page", "the page in Chromium; axe; its network", |sh| {
                browser(sh, "console/tests/console.test.mjs")
            })
            .needs(&["console/package"]),
            Step::new(
                "console/live",
                "the live check on the vendor's SDK, without an account",
                |sh| browser(sh, "tests/live/live.test.mjs"),
            )
            .needs(&["console/package"]),
            Step::new("console/errors", "docs/ERRORS.md is what the tables make", |sh| {
                sh.run(&mut command(&["node", "console/errors.mjs", "--check"]))
            }),
        ]
    },
    bench_steps: Vec::new,
    // It has no driver: its engine is that of the WebAssembly package.
    driver_step: "wasm/driver",
    generated: &[],
};

fn tools() -> PathBuf {
    paths::target().join("node/console")
}

fn folder(name: &str) -> PathBuf {
    paths::target().join("console").join(name)
}

fn tool(name: &str) -> Command {
    command(&[tools().join("node_modules/.bin").join(name)])
}

fn package(sh: &Shell) -> Result {
    let root = paths::root();
    let mut build = command(&[Path::new("node"), &root.join("console/build.mjs")]);
    build.arg(paths::dist().join("token04.wasm")).arg(paths::dist().join(PAGE));
    sh.run(build.current_dir(tools()))?;
    let place = folder("client");
    clean(&place)?;
    let mut compile = tool("tsc");
    compile.arg("-p").arg(root.join("client")).arg("--outDir").arg(place.join("dist"));
    sh.run(&mut compile)?;
    let files =
        ["client/package.json", "client/README.md", "client/examples/use-token.jsx", "LICENSE"];
    for file in files {
        let inside = file.strip_prefix("client/").unwrap_or(file);
        let to = place.join(inside);
        fs::create_dir_all(to.parent().unwrap_or(&place)).map_err(|e| e.to_string())?;
        fs::copy(root.join(file), &to).map_err(|e| format!("{file}: {e}"))?;
    }
    let mut pack = command(&["npm", "pack", "--silent", "--pack-destination"]);
    sh.run(pack.arg(paths::dist()).current_dir(&place))
}

/// Installs the packed client beside the vendor's SDK, and compiles what uses both.
fn types(sh: &Shell) -> Result {
    let root = paths::root();
    sh.run(tool("tsc").arg("-p").arg(root.join("console")))?;
    let place = folder("types");
    install(sh, &place)?;
    for package in ["zego-express-engine-webrtc", "zego-express-logger"] {
        let link = place.join("node_modules").join(package);
        std::os::unix::fs::symlink(tools().join("node_modules").join(package), link)
            .map_err(|e| format!("{package}: {e}"))?;
    }
    let source = root.join("client/tests/attach.ts");
    fs::copy(source, place.join("attach.ts")).map_err(|e| e.to_string())?;
    let options = ["--target", "ES2020", "--module", "ESNext", "--moduleResolution", "Bundler"];
    let more = ["--strict", "--noEmit", "--skipLibCheck", "attach.ts"];
    sh.run(tool("tsc").args(options).args(more).current_dir(&place))
}

fn client(sh: &Shell) -> Result {
    let place = folder("user");
    install(sh, &place)?;
    let entry = place.join("node_modules/@token04/client/dist/index.js");
    let mut test = tests("client/tests/client.test.mjs");
    sh.run(test.env("TOKEN04_CLIENT", format!("file://{}", entry.display())))
}

/// The packed client in an empty folder, as a user installs it.
fn install(sh: &Shell, place: &Path) -> Result {
    clean(place)?;
    fs::write(place.join("package.json"), "{\"private\": true, \"type\": \"module\"}\n")
        .map_err(|e| e.to_string())?;
    let tarball = format!("{CLIENT}-{}.tgz", env!("CARGO_PKG_VERSION"));
    let mut install = command(&["npm", "install", "--offline", "--no-audit", "--no-fund"]);
    sh.run(install.arg(paths::dist().join(tarball)).current_dir(place))
}

fn browser(sh: &Shell, file: &str) -> Result {
    sh.run(tests(file).env("TOKEN04_CHROMIUM", "/usr/bin/chromium"))
}

fn tests(file: &str) -> Command {
    let mut test = command(&["node", "--test"]);
    test.arg(paths::root().join(file)).env("TOKEN04_WEB_TOOLS", tools());
    test.env("TOKEN04_CONSOLE", paths::dist().join(PAGE));
    test.env("TOKEN04_WASM", paths::dist().join("token04.wasm"));
    test
}

/// A clean, empty folder.
fn clean(place: &Path) -> Result {
    if place.exists() {
        fs::remove_dir_all(place).map_err(|e| format!("{}: {e}", place.display()))?;
    }
    fs::create_dir_all(place).map_err(|e| format!("{}: {e}", place.display()))
}
