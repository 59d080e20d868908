//! The steps that belong to no language: project rules, the core, the command line, the test cases.

use crate::{api, attacks, checks, faults, fuzz, languages, notices, readme, scan, suite, vectors};
use xtask_lib::shell::{cargo, command};
use xtask_lib::step::Step;
use xtask_lib::{cpus, cross, needs, paths, venv};

/// Crates whose tests these steps run. The languages' crates have their own steps.
const TESTED: &[(&str, &str, &str)] = &[
    ("core/test", "token04", "unit, property and documentation tests of the core"),
    ("cli/test", "token04-cli", "tests of the command line"),
    ("golden/test", "token04-golden", "tests of the golden vectors' generator"),
    ("conformance/test", "token04-conformance", "tests of the conformance runner"),
];

/// What `cargo xtask check` runs.
pub fn quick_steps() -> Vec<Step> {
    let mut steps = house_steps();
    steps.extend(clippy_steps());
    steps.extend(TESTED.iter().map(|(id, package, about)| {
        Step::cargo(id, about, &["test", "--quiet", "-p", package, "--", "--nocapture"])
    }));
    steps.push(commands_test_step());
    steps
}

/// The tests of these commands and of the languages' steps.
fn commands_test_step() -> Step {
    let members = members();
    let mut words = vec!["test", "--quiet"];
    for package in members.iter().filter(|name| name.starts_with("xtask")) {
        words.extend(["-p", package]);
    }
    Step::cargo("house/test", "tests of these commands", &words)
}

/// What `cargo xtask test` runs besides the languages' steps.
pub fn steps() -> Vec<Step> {
    let mut steps = quick_steps();
    steps.push(wasm_step());
    steps.push(deny_step());
    steps.push(vectors::fresh_step());
    steps.push(notices::fresh_step());
    steps.push(seam_step());
    steps.push(cpus::core_step());
    steps.push(demo_build_step());
    steps.extend(readme::test_steps());
    steps.extend(driver_steps());
    steps.extend(matrix_steps());
    steps.extend(attacks::steps());
    steps.extend(faults::steps());
    steps.extend(fuzz::steps());
    steps.extend(scan::steps());
    steps.push(api::fresh_step());
    steps.extend(suite::steps());
    steps.extend(xtask_server::steps());
    steps
}

/// Steps about the whole run.
pub fn last_steps() -> Vec<Step> {
    vec![
        Step::new("secrets/output", "no test secret in any output; a planted one is found", |sh| {
            checks::secrets::check(sh)
        })
        .last(),
    ]
}

fn house_steps() -> Vec<Step> {
    vec![
        Step::new("house/fmt", "rustfmt", |sh| sh.run(&mut cargo(&["fmt", "--all", "--check"]))),
        Step::new("house/versions", "one version in all manifests", checks::versions::check),
        Step::new(
            "house/msrv",
            "the stated Rust version is new enough for every crate",
            checks::msrv::check,
        ),
    ]
}

fn clippy_steps() -> Vec<Step> {
    let all = "--all-targets";
    let mut steps: Vec<Step> = members()
        .iter()
        .map(|package| {
            let id = format!("clippy/{package}");
            let words = ["clippy", "--quiet", "-p", package, all, "--", "-D", "warnings"];
            Step::cargo(&id, "clippy, warnings are errors", &words)
        })
        .collect();
    let host = ["--no-default-features", "--features", "host"];
    let mut words = vec!["clippy", "--quiet", "-p", "token04"];
    words.extend(host);
    words.extend(["--", "-D", "warnings"]);
    steps.push(Step::cargo("clippy/token04-host", "the core for a host without a system", &words));
    steps
}

/// The names of the workspace's packages; empty when cargo cannot read it (another step says so).
pub fn members() -> Vec<String> {
    let metadata = command(&["cargo", "metadata", "--no-deps", "--offline", "--format-version=1"])
        .output()
        .map(|output| output.stdout)
        .unwrap_or_default();
    let metadata: serde_json::Value = serde_json::from_slice(&metadata).unwrap_or_default();
    let packages = metadata.get("packages").and_then(|list| list.as_array()).into_iter().flatten();
    packages.filter_map(|package| package.get("name")?.as_str().map(str::to_owned)).collect()
}

fn wasm_step() -> Step {
    Step::new("wasm/core", "the core builds for wasm32, without a system", |sh| {
        let more = ["-p", "token04", "--no-default-features", "--features", "host"];
        sh.run(&mut cross::build("wasm32-unknown-unknown", "wasm", &more))
    })
    .needs(&["setup/system", "setup/crates"])
}

fn deny_step() -> Step {
    Step::new("house/deny", "licences, sources and duplicates of all crates", |sh| {
        let deny = needs::tools_bin().join("cargo-deny");
        let words = ["--offline", "--locked", "check", "bans", "licenses", "sources"];
        sh.run(command(&[deny]).args(words))
    })
    .needs(&["setup/tools", "setup/crates"])
}

/// Artefacts are built with `-p` alone: features of test crates must not leak into them.
fn seam_step() -> Step {
    Step::new("seam/absent", "no artefact contains the interface for hosts", checks::seam::check)
        .lane("cargo")
        .needs(&["setup/crates"])
}

/// The README's first command builds this; a separate step, so that its time is visible.
fn demo_build_step() -> Step {
    Step::cargo(
        "cli/release",
        "the command line, optimised",
        &["build", "--quiet", "--release", "-p", "token04-cli"],
    )
}

/// What the drivers and independent decoders of `tests/` need: a Python with `cryptography`, and
/// the drivers that are Rust, built.
fn driver_steps() -> Vec<Step> {
    vec![
        Step::new("tests/setup", "a Python with cryptography for the independent decoder", |sh| {
            venv::ensure(sh, "tests", "python3", &["cryptography==50.0.2"]).map(drop)
        })
        .needs(&["setup/system"]),
        Step::new("tests/vectors", "the vectors are what the independent encoder writes", |sh| {
            let python = paths::target().join("venvs/tests/bin/python");
            sh.run(command(&[python]).args(["tests/independent/make_vectors.py", "--check"]))
        })
        .needs(&["tests/setup"]),
        Step::new("conformance/drivers", "the drivers that are Rust", |sh| {
            for package in members().iter().filter(|name| name.contains("driver")) {
                sh.run(&mut cargo(&["build", "--quiet", "--release", "-p", package]))?;
            }
            Ok(())
        })
        .lane("cargo")
        .needs(&["setup/crates"]),
    ]
}

/// Random cases of this seed; a failure can be repeated with the same numbers.
const RANDOM: [&str; 4] = ["--random", "10000", "--seed", "1"];

/// The runner takes the languages that `tests/drivers.json` lists.
fn matrix_steps() -> [Step; 2] {
    let drivers: Vec<&str> = languages::ALL.iter().map(|language| language.driver_step).collect();
    let run = ["run", "--quiet", "--release", "-p", "token04-conformance"];
    let random = [&run[..], &["--"], &RANDOM].concat();
    [
        (
            "conformance/matrix",
            "every language, every case; each reads the tokens of all",
            &run[..],
        ),
        ("conformance/random", "every language, 10,000 random cases", &random),
    ]
    .map(|(id, about, words)| {
        Step::cargo(id, about, words)
            .needs(&["setup/system", "tests/setup", "conformance/drivers"])
            .needs(&drivers)
            .shown()
    })
}
