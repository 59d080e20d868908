//! Builds wheels and installs them.

use std::path::{Path, PathBuf};
use std::process::Command;

use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, native, paths, venv};

/// Builds the wheel; this extra also installs zig.
const BUILD: &[&str] = &["maturin==1.16.*", "ziglang==0.17.1"];
/// The files in the wheel, sorted.
const HELD: &[&str] = &[
    "LICENSE",
    "METADATA",
    "RECORD",
    "THIRD-PARTY.md",
    "WHEEL",
    "__init__.py",
    "_core.abi3.so",
    "_core.pyi",
    "_dropin.py",
    "_errors.py",
    "_interpreters.py",
    "_library.py",
    "_pydantic.py",
    "_types.py",
    "licenses",
    "py.typed",
];
/// The largest wheel that is accepted, in bytes.
const LARGEST: u64 = 600 * 1024;

/// Installs what builds.
pub fn setup(sh: &Shell) -> Result {
    venv::ensure(sh, "python-package", "python3", BUILD).map(drop)
}

/// The wheel that ships, into `dist/`.
pub fn package(sh: &Shell) -> Result {
    wheel(sh, &["--zig", "--compatibility", "manylinux2014"], &paths::dist())?;
    let built = find(&paths::dist(), ".whl")?;
    let size = std::fs::metadata(&built).map_err(|e| e.to_string())?.len();
    sh.note(format!("{}: {size} bytes", built.display()))?;
    if size > LARGEST {
        return Err(format!("the wheel has grown to {size} bytes"));
    }
    check(sh, &built)
}

/// The wheel holds these files and no path of this machine.
fn check(sh: &Shell, built: &Path) -> Result {
    let folder = paths::target().join("python-wheel");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|e| e.to_string())?;
    }
    let unpack = ["python3", "-m", "zipfile", "-e"];
    sh.run(command(&unpack).arg(built).arg(&folder))?;
    let info = format!("token04-{}.dist-info", env!("CARGO_PKG_VERSION"));
    let places = ["token04".to_owned(), format!("{info}/licenses"), info];
    let mut found = Vec::new();
    let root = paths::root().display().to_string();
    for place in &places {
        let place = folder.join(place);
        for entry in std::fs::read_dir(&place).map_err(|e| format!("{}: {e}", place.display()))? {
            let path = entry.map_err(|e| e.to_string())?.path();
            let bytes = if path.is_dir() { Ok(Vec::new()) } else { std::fs::read(&path) };
            let bytes = bytes.map_err(|e| e.to_string())?;
            if bytes.windows(root.len()).any(|window| window == root.as_bytes()) {
                return Err(format!("{} names {root}", path.display()));
            }
            found.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    found.sort();
    if found == HELD { Ok(()) } else { Err(format!("the wheel holds {}", found.join(", "))) }
}

/// The same wheel with an additional feature, only for tests.
pub fn test_wheel(sh: &Shell, feature: &str, out: &Path) -> Result {
    // A wheel of another name in the folder would be mistaken for this one.
    if out.exists() {
        std::fs::remove_dir_all(out).map_err(|e| e.to_string())?;
    }
    wheel(sh, &["--zig", "--compatibility", "manylinux2014", "--features", feature], out)
}

/// Builds a wheel into a folder.
fn wheel(sh: &Shell, words: &[&str], out: &Path) -> Result {
    let mut build = maturin()?;
    build.args(["build", "--release", "--locked"]).args(words).arg("-o").arg(out);
    sh.run(&mut build)
}

/// maturin in the package's folder, zig on its PATH.
pub fn maturin() -> Result<Command> {
    let bin = paths::target().join("venvs/python-package/bin");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(bin.clone()).chain(std::env::split_paths(&path));
    let path = std::env::join_paths(folders).map_err(|e| e.to_string())?;
    let mut maturin = command(&[bin.join("maturin")]);
    maturin.current_dir(paths::root().join("bindings-python"));
    native::reproducible(&mut maturin)?
        .env("PATH", path)
        .env("CARGO_TARGET_DIR", paths::target().join("native"));
    Ok(maturin)
}

/// The file of this version with this ending in a folder.
pub fn find(folder: &Path, ending: &str) -> Result<PathBuf> {
    let start = format!("token04-{}", env!("CARGO_PKG_VERSION"));
    let files = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files = files.filter_map(|entry| Some(entry.ok()?.path()));
    let named = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        name.is_some_and(|name| name.starts_with(&start) && name.ends_with(ending))
    };
    files.find(named).ok_or_else(|| format!("no {start}*{ending} in {}", folder.display()))
}

/// Installs the wheel in `wheels` into an environment.
pub fn install(sh: &Shell, folder: &Path, wheels: &Path) -> Result {
    let words = ["install", "--quiet", "--no-index", "--no-deps", "--force-reinstall"];
    sh.run(command(&[folder.join("bin/pip")]).args(words).arg(find(wheels, ".whl")?))
}
