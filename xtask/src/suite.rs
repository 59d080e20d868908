//! The table of cases as a separate package, for implementations outside this project.

use std::fs;
use std::path::{Path, PathBuf};

use xtask_lib::shell::command;
use xtask_lib::step::Step;
use xtask_lib::{Result, package, paths};

/// What goes into the archive: the cases, the protocol, the runner, two independent readers.
const FOLDERS: &[&str] = &["tests/vectors", "tests/conformance", "tests/independent"];
const FILES: &[&str] = &["tests/README.md", "LICENSE", "docs/FORMAT.md", "docs/AUTHENTICATION.md"];
const VERSION: &str = env!("CARGO_PKG_VERSION");

fn name() -> String {
    format!("token04-suite-{VERSION}")
}

/// The archive.
pub fn package_step() -> Step {
    Step::new(
        "suite/package",
        "the table as an archive in dist/, for other implementations",
        |sh| {
            let folder = paths::target().join("package").join(name());
            if folder.exists() {
                fs::remove_dir_all(&folder).map_err(|e| e.to_string())?;
            }
            let files = paths::project_files()?;
            let wanted = |path: &&String| {
                FILES.contains(&path.as_str())
                    || FOLDERS.iter().any(|folder| path.starts_with(&format!("{folder}/")))
            };
            for file in files.iter().filter(wanted) {
                put(&paths::root().join(file), &folder.join(file))?;
            }
            put(&paths::root().join("tests/suite/README.md"), &folder.join("README.md"))?;
            write(&folder.join("tests/drivers.json"), DRIVERS)?;
            write(&folder.join("Cargo.toml"), &manifest())?;
            write(&folder.join("VERSION"), &format!("{VERSION}\n"))?;
            package::archive(sh, &folder, &format!("{}.tar.gz", name()))
        },
    )
}

/// The archive, and its use from another folder.
pub fn steps() -> Vec<Step> {
    let used = Step::new("suite/used", "the archive, unpacked elsewhere, tests a driver", |sh| {
        let place = std::env::temp_dir().join(format!("token04-suite-{}", std::process::id()));
        fs::create_dir_all(&place).map_err(|e| format!("{}: {e}", place.display()))?;
        let archive = paths::dist().join(format!("{}.tar.gz", name()));
        let used = sh
            .run(command(&["tar"]).arg("-xzf").arg(archive).arg("-C").arg(&place))
            .and_then(|()| {
                let mut run = command(&["cargo", "run", "--quiet", "-p", "token04-conformance"]);
                run.arg("--").args(["--language", "independent-node"]);
                // Not a shared folder: the runner contains the path where it was built.
                run.env("CARGO_TARGET_DIR", place.join("target"));
                sh.run(run.current_dir(place.join(name())))
            });
        fs::remove_dir_all(&place).map_err(|e| e.to_string())?;
        used
    })
    .needs(&["suite/package", "setup/crates", "setup/system"])
    .shown();
    let scored = Step::new("suite/generators", "docs/GENERATORS.md matches the vectors", |sh| {
        sh.run(&mut command(&["python3", "tests/independent/generators.py", "--check"]))
    });
    vec![package_step(), used, scored]
}

/// The reader that needs only Node; other projects add a line for theirs.
const DRIVERS: &str = r#"{
  "independent-node": ["node", "tests/independent/node/decode.js"],
  "independent-python": ["python3", "tests/independent/decode.py"]
}
"#;

/// The manifest of a workspace with only the runner.
fn manifest() -> String {
    format!(
        r#"[workspace]
resolver = "3"
members = ["tests/conformance"]

[workspace.package]
version = "{VERSION}"
edition = "2024"
rust-version = "1.89"
license = "Apache-2.0"
authors = ["The token04 developers"]

[workspace.dependencies]
serde_json = {{ version = "1.0.154", features = ["raw_value"] }}

[workspace.lints.clippy]
unwrap_used = "deny"
"#
    )
}

fn put(from: &Path, to: &Path) -> Result {
    make_parent(to)?;
    package::copy(from, to)
}

fn write(path: &PathBuf, content: &str) -> Result {
    make_parent(path)?;
    fs::write(path, content).map_err(|e| format!("{}: {e}", path.display()))
}

fn make_parent(path: &Path) -> Result {
    let parent = path.parent().ok_or("a file has a folder")?;
    fs::create_dir_all(parent).map_err(|e| format!("{}: {e}", parent.display()))
}
