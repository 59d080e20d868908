//! Python: one abi3 wheel, tested where it is installed.

use std::path::{Path, PathBuf};

use crate::languages::Language;
use crate::shell::{Shell, command};
use crate::step::Step;
use crate::{Result, native, paths, venv};

/// Builds the wheel; its environment also brings zig.
const BUILD: &[&str] = &["maturin==1.16.*", "ziglang==0.17.1"];
/// Tests what is installed.
const TEST: &[&str] = &["pytest", "freezegun", "mypy"];
/// The minor versions of CPython 3 that the wheel is for.
const MINORS: std::ops::RangeInclusive<u32> = 8..=13;

/// See [`Language`].
pub const PYTHON: Language = Language {
    name: "python",
    about: "the wheel for CPython 3.8 and later",
    needs: &[],
    setup_steps: || {
        vec![
            Step::new("python/setup", "maturin with zig, under target/venvs", |sh| {
                venv::ensure(sh, "python-package", "python3", BUILD).map(drop)
            })
            .needs(&["setup/system"]),
        ]
    },
    package_steps: || {
        vec![
            Step::new("python/package", "the wheel, into dist/", package)
                .lane("native")
                .needs(&["python/setup", "setup/crates"]),
        ]
    },
    test_steps: || {
        vec![
            Step::new("python/driver", "the wheel in the driver's environment", |sh| {
                let folder = venv::ensure(sh, "python-driver", "python3", &[])?;
                install(sh, &folder, &paths::dist())
            })
            .needs(&["python/package"]),
            Step::new("python/test", "tests and stubs against the installed wheel", test)
                .needs(&["python/package"]),
            Step::new("python/panic", "a build that panics on purpose: error 90", panic)
                .lane("native")
                .needs(&["python/driver"]),
            Step::new("python/versions", "the tests on each CPython under pyenv", versions)
                .needs(&["python/package"]),
        ]
    },
    bench_steps: Vec::new,
    driver_step: "python/driver",
};

fn package(sh: &Shell) -> Result {
    maturin(sh, &["--zig", "--compatibility", "manylinux2014"], &paths::dist())
}

/// The shipped wheel has no function that panics; a wheel beside it has one.
fn panic(sh: &Shell) -> Result {
    let wheels = paths::target().join("python-panic");
    maturin(sh, &["--compatibility", "linux", "--features", "test-panic"], &wheels)?;
    let folder = venv::ensure(sh, "python-panic", "python3", &["pytest"])?;
    install(sh, &folder, &wheels)?;
    let test = paths::root().join("bindings-python/tests/panic/panic_build.py");
    run_tests(sh, &folder, &test)?;
    let shipped = paths::target().join("venvs/python-driver");
    let absent = "from token04 import _core; assert not hasattr(_core, 'panic_on_purpose')";
    sh.run(command(&[shipped.join("bin/python")]).args(["-c", absent]).current_dir(&shipped))
}

/// Builds a wheel into a folder.
fn maturin(sh: &Shell, words: &[&str], out: &Path) -> Result {
    let maturin = paths::target().join("venvs/python-package/bin/maturin");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let bin = paths::target().join("venvs/python-package/bin");
    let folders = std::iter::once(bin).chain(std::env::split_paths(&path));
    let path = std::env::join_paths(folders).map_err(|e| e.to_string())?;
    let mut build = command(&[maturin]);
    build.args(["build", "--release", "--locked"]).args(words).arg("-o").arg(out);
    build.current_dir(paths::root().join("bindings-python"));
    native::reproducible(&mut build)?
        .env("PATH", path)
        .env("CARGO_TARGET_DIR", paths::target().join("native"));
    sh.run(&mut build)
}

fn wheel(folder: &Path) -> Result<PathBuf> {
    let start = format!("token04-{}-", env!("CARGO_PKG_VERSION"));
    let files = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files = files.filter_map(|entry| Some(entry.ok()?.path()));
    let named = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        name.is_some_and(|name| name.starts_with(&start) && name.ends_with(".whl"))
    };
    files.find(named).ok_or_else(|| format!("no wheel in {}", folder.display()))
}

/// Installs the wheel that lies in `wheels` into an environment.
fn install(sh: &Shell, folder: &Path, wheels: &Path) -> Result {
    let words = ["install", "--quiet", "--no-index", "--no-deps", "--force-reinstall"];
    sh.run(command(&[folder.join("bin/pip")]).args(words).arg(wheel(wheels)?))
}

fn test(sh: &Shell) -> Result {
    let folder = venv::ensure(sh, "python-test", "python3", TEST)?;
    install(sh, &folder, &paths::dist())?;
    run_tests(sh, &folder, &tests())?;
    let python = folder.join("bin/python");
    // Away from the source tree, so that the installed package is the one that is read.
    let mut stubs = command(&[python]);
    sh.run(stubs.args(["-m", "mypy.stubtest", "token04"]).current_dir(&folder))
}

fn tests() -> PathBuf {
    paths::root().join("bindings-python/tests")
}

/// Runs tests away from the source tree, so that the installed package is the one that is read.
fn run_tests(sh: &Shell, folder: &Path, tests: &Path) -> Result {
    let mut run = command(&[folder.join("bin/python")]);
    run.args(["-m", "pytest", "-q", "-p", "no:cacheprovider"]).arg(tests).current_dir(folder);
    sh.run(&mut run)
}

/// Those that pyenv has; a machine without it is told which versions were not tried.
fn versions(sh: &Shell) -> Result {
    let home = std::env::var("PYENV_ROOT").map_or_else(
        |_| PathBuf::from(std::env::var("HOME").unwrap_or_default()).join(".pyenv"),
        PathBuf::from,
    );
    let installed = std::fs::read_dir(home.join("versions"));
    let found: Vec<PathBuf> =
        installed.into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    for minor in MINORS {
        let start = format!("3.{minor}.");
        let here = found.iter().find(|path| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&start))
        });
        let Some(here) = here else {
            sh.note(format!("NOT TRIED: CPython 3.{minor} is not under pyenv here"))?;
            continue;
        };
        let python = here.join("bin/python").display().to_string();
        let name = format!("python-3.{minor}");
        let folder = venv::ensure(sh, &name, &python, &["pytest", "freezegun"])?;
        install(sh, &folder, &paths::dist())?;
        run_tests(sh, &folder, &tests())?;
    }
    Ok(())
}
