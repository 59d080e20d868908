//! Steps that show that the installed wheel works.

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use super::build::{self, install};
use super::sdist;
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, follow, paths, venv};

/// For the tests of the installed package.
const TEST: &[&str] = &["pytest==9.*", "freezegun==1.*", "mypy==1.*"];
/// For the tests on each Python: newer releases of these no longer run on CPython 3.8.
const TEST_ANYWHERE: &[&str] = &["pytest", "freezegun"];
/// The examples' dependencies, and the type checker.
const EXAMPLE: &[&str] =
    &["fastapi==0.*", "uvicorn==0.*", "itsdangerous==2.*", "pytest==9.*", "mypy==1.*"];
/// The libraries that the bench compares with.
const BENCH: &[&str] = &["cryptography==50.0.2", "pyjwt==2.*"];
/// Linter and formatter, for all Python of the project.
const LINT: &[&str] = &["ruff==0.14.*"];
const LINTED: &[&str] = &["bindings-python", "tests/independent"];
/// The minor versions of CPython 3 that the wheel is for.
const MINORS: std::ops::RangeInclusive<u32> = 8..=13;

fn source(path: &str) -> PathBuf {
    paths::root().join("bindings-python").join(path)
}

/// An environment with the shipped wheel.
fn with_wheel(sh: &Shell, name: &str, python: &str, packages: &[&str]) -> Result<PathBuf> {
    let folder = venv::ensure(sh, name, python, packages)?;
    install(sh, &folder, &paths::dist())?;
    Ok(folder)
}

/// Runs a Python of an environment away from the source tree, so that the installed package is
/// imported.
fn python(folder: &Path, words: &[&str]) -> std::process::Command {
    let mut run = command(&[folder.join("bin/python")]);
    run.args(words).current_dir(folder);
    run
}

fn pytest(sh: &Shell, folder: &Path, tests: &Path) -> Result {
    let words = ["-m", "pytest", "-q", "-p", "no:cacheprovider"];
    sh.run(python(folder, &words).arg(tests))
}

/// Linter and formatter.
pub fn lint(sh: &Shell) -> Result {
    let ruff = venv::ensure(sh, "python-lint", "python3", LINT)?.join("bin/ruff");
    let settings = source("pyproject.toml");
    for words in [&["check"][..], &["format", "--check"]] {
        let mut lint = command(&[&ruff]);
        lint.args(words).arg("--no-cache").arg("--config").arg(&settings);
        sh.run(lint.args(LINTED))?;
    }
    Ok(())
}

/// The driver's environment holds the wheel and nothing else.
pub fn driver(sh: &Shell) -> Result {
    with_wheel(sh, "python-driver", "python3", &[]).map(drop)
}

/// Python's own side of the package, and its types.
pub fn test(sh: &Shell) -> Result {
    let folder = with_wheel(sh, "python-test", "python3", TEST)?;
    pytest(sh, &folder, &source("tests"))?;
    // Unused where a later stubtest no longer needs it.
    let stubtest = ["-m", "mypy.stubtest", "token04", "--ignore-unused-allowlist", "--allowlist"];
    sh.run(python(&folder, &stubtest).arg(source("tests/stubtest_allowlist.txt")))
}

/// The shipped wheel has no function that panics; a wheel beside it has one.
pub fn panic(sh: &Shell) -> Result {
    let wheels = paths::target().join("python-panic");
    build::test_wheel(sh, "test-panic", &wheels)?;
    let folder = venv::ensure(sh, "python-panic", "python3", &["pytest==9.*"])?;
    install(sh, &folder, &wheels)?;
    pytest(sh, &folder, &source("tests/panic/panic_build.py"))?;
    let shipped = paths::target().join("venvs/python-driver");
    let absent = "from token04 import _core; \
                  assert not {'panic_everywhere', 'Empty'} & set(dir(_core))";
    sh.run(&mut python(&shipped, &["-c", absent]))
}

/// Runs the tests on each minor version from pyenv. A missing one is a failure, not a skipped test.
pub fn versions(sh: &Shell) -> Result {
    let root = std::env::var_os("PYENV_ROOT").map(PathBuf::from).unwrap_or_else(|| {
        PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".pyenv")
    });
    let folder = root.join("versions");
    let installed = std::fs::read_dir(&folder).into_iter().flatten();
    let mut installed: Vec<PathBuf> = installed.filter_map(|e| Some(e.ok()?.path())).collect();
    installed.sort();
    let mut ran = Vec::new();
    let mut missing = Vec::new();
    for minor in MINORS {
        let start = format!("3.{minor}.");
        let mut here = installed.iter().filter(|path| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&start))
        });
        let Some(here) = here.next_back() else {
            missing.push(format!("3.{minor}"));
            continue;
        };
        let program = here.join("bin/python").display().to_string();
        let name = format!("python-3.{minor}");
        let folder = with_wheel(sh, &name, &program, TEST_ANYWHERE)?;
        pytest(sh, &folder, &source("tests"))?;
        ran.extend(here.file_name().map(|name| name.to_string_lossy().into_owned()));
    }
    sh.note(format!("tested on CPython {}", ran.join(", ")))?;
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    Err(format!("not tested, not in {}: type `pyenv install {list}`", folder.display()))
}

/// The FastAPI example under uvicorn, over HTTP; the types of all examples.
pub fn example(sh: &Shell) -> Result {
    let folder = with_wheel(sh, "python-example", "python3", EXAMPLE)?;
    let examples = source("examples");
    let mypy = ["-m", "mypy", "--strict", "--cache-dir", "/dev/null"];
    sh.run(python(&folder, &mypy).arg(&examples))?;
    let words = ["-m", "pytest", "-q", "-p", "no:cacheprovider"];
    let mut run = python(&folder, &words);
    sh.run(run.arg(source("tests/example/server_check.py")).env("TOKEN04_EXAMPLES", &examples))
}

/// The README to the letter, in a folder outside the repository.
pub fn readme(sh: &Shell) -> Result {
    let place = std::env::temp_dir().join(format!("token04-readme-{}", std::process::id()));
    std::fs::create_dir_all(&place).map_err(|e| format!("{}: {e}", place.display()))?;
    let outcome = follow_readme(sh, &place);
    std::fs::remove_dir_all(&place).map_err(|e| format!("{}: {e}", place.display()))?;
    outcome
}

fn follow_readme(sh: &Shell, place: &Path) -> Result {
    let text = paths::read("bindings-python/README.md")?;
    follow::cases(&text)?;
    follow::a_case_in_each_row(&text)?;
    let blocks = follow::blocks(&text)?;
    let known = |block: &&follow::Block| match block.language.as_str() {
        "python" => block.file.is_some(),
        language => language == "sh",
    };
    if let Some(other) = blocks.iter().find(|block| !known(block)) {
        return Err(format!("a block that is neither a command nor a named file: {}", other.text));
    }
    follow::write_files(&blocks, &["python"], place)?;
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
    let port = port.map_err(|e| e.to_string())?.port();
    let mut bash = command(&["bash"]);
    bash.env("TOKEN04", paths::root()).env("PORT", port.to_string()).current_dir(place);
    // The build from source reuses what is already built.
    follow::run(sh, &blocks, bash.env("CARGO_TARGET_DIR", sdist::built()))
}

/// Searches freed memory: each call that takes a secret must wipe its copies.
pub fn freed(sh: &Shell) -> Result {
    let folder = with_wheel(sh, "python-test", "python3", TEST)?;
    let mut run = command(&[paths::root().join("tests/freed/run.sh")]);
    run.arg(folder.join("bin/python")).arg(source("tests/freed/secrets_are_wiped.py"));
    run.current_dir(&folder).env("CARGO_TARGET_DIR", paths::target());
    // Python's own allocator would reuse memory without freeing it.
    run.env("PYTHONMALLOC", "malloc").env("TOKEN04_FREED_ONLY_IN", "_core.abi3");
    sh.run(&mut run)
}

/// Resident memory, and how long the import takes.
pub fn memory(sh: &Shell) -> Result {
    let folder = with_wheel(sh, "python-test", "python3", TEST)?;
    sh.run(python(&folder, &[]).arg(source("tests/memory/import_time.py")))?;
    sh.run(python(&folder, &[]).arg(source("tests/memory/memory.py")))
}

/// Compares a wheel that also has the empty call with plain crypto and a JWT library.
pub fn bench(sh: &Shell) -> Result {
    let wheels = paths::target().join("python-bench");
    build::test_wheel(sh, "bench", &wheels)?;
    let folder = venv::ensure(sh, "python-bench", "python3", BENCH)?;
    install(sh, &folder, &wheels)?;
    sh.run(python(&folder, &[]).arg(source("bench/bench.py")))
}
