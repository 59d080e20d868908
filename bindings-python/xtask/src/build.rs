//! Builds wheels and installs them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask_lib::natives::{self, Part, System, Target};
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, native, paths, venv};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Builds wheels for tests and writes the metadata of those that ship; brings zig; packs wheels;
/// checks them.
const BUILD: &[&str] = &[
    "maturin==1.16.*",
    "ziglang==0.17.1",
    "wheel==0.45.1",
    "auditwheel==6.4.2",
    "check-wheel-contents==0.6.3",
    "twine==6.2.0",
];
/// What each wheel holds beside the extension.
const HELD: &[&str] = &[
    "LICENSE",
    "METADATA",
    "RECORD",
    "THIRD-PARTY.md",
    "WHEEL",
    "__init__.py",
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

/// The wheels that ship, into `dist/`: one for each selected platform, from `target/natives`.
pub fn package(sh: &Shell) -> Result {
    let dist = paths::dist();
    fs::create_dir_all(&dist).map_err(|e| format!("{}: {e}", dist.display()))?;
    // Wheels of platforms that are not selected now are not of this build.
    for entry in fs::read_dir(&dist).map_err(|e| e.to_string())?.flatten() {
        if entry.file_name().to_string_lossy().ends_with(".whl") {
            fs::remove_file(entry.path()).map_err(|e| e.to_string())?;
        }
    }
    let metadata = folder().join("metadata");
    empty(&metadata)?;
    let words = ["pep517", "write-dist-info", "--interpreter", "python3", "--metadata-directory"];
    sh.run(maturin()?.args(words).arg(&metadata))?;
    let targets = natives::selected();
    let (mac, others): (Vec<&Target>, Vec<&Target>) =
        targets.into_iter().partition(|target| target.system == System::Mac);
    for target in others {
        assemble(sh, &metadata, &tag(target), &[target])?;
    }
    match mac.as_slice() {
        [] => {}
        [one] => assemble(sh, &metadata, &tag(one), &mac)?,
        _ => assemble(sh, &metadata, "macosx_11_0_universal2", &mac)?,
    }
    audit(sh)
}

/// The platform in a wheel's name.
pub fn tag(target: &Target) -> String {
    let arch = target.arch();
    match target.system {
        System::Linux if target.is_musl() => format!("musllinux_1_2_{arch}"),
        System::Linux => format!("manylinux_2_17_{arch}.manylinux2014_{arch}"),
        System::Windows => "win_amd64".to_owned(),
        System::Mac => format!("macosx_11_0_{}", arch.replace("aarch64", "arm64")),
    }
}

/// Puts a wheel together: the sources, the extension, the metadata.
fn assemble(sh: &Shell, metadata: &Path, tag: &str, targets: &[&Target]) -> Result {
    let place = folder().join(tag);
    empty(&place.join("token04"))?;
    let info = format!("token04-{VERSION}.dist-info");
    sh.run(command(&["cp", "-r"]).arg(metadata.join(&info)).arg(&place))?;
    for file in paths::project_files()? {
        if let Some(inside) = file.strip_prefix("bindings-python/python/") {
            copy(&paths::root().join(&file), &place.join(inside))?;
        }
    }
    let extensions: Vec<PathBuf> =
        targets.iter().filter_map(|target| target.file(Part::Python)).collect();
    let first = extensions.first().ok_or("no extension")?;
    let name = first.file_name().ok_or("an extension has a name")?;
    let extension = place.join("token04").join(name);
    match extensions.as_slice() {
        [one] => copy(one, &extension)?,
        all => {
            let mut join = command(&["llvm-lipo-22", "-create", "-output"]);
            sh.run(join.arg(&extension).args(all))?;
        }
    }
    // Several platforms in one name are several lines here.
    let tags: String = tag.split('.').map(|tag| format!("Tag: cp38-abi3-{tag}\n")).collect();
    let wheel = place.join(&info).join("WHEEL");
    let text = fs::read_to_string(&wheel).map_err(|e| e.to_string())?;
    let kept: String =
        text.lines().filter(|line| !line.starts_with("Tag:")).map(|l| format!("{l}\n")).collect();
    fs::write(&wheel, kept + &tags).map_err(|e| e.to_string())?;
    let mut pack = command(&[tool("wheel")]);
    pack.arg("pack").arg(&place).arg("-d").arg(paths::dist());
    // The first day that a zip archive knows.
    sh.run(pack.env("SOURCE_DATE_EPOCH", "315532800"))?;
    let built = find(&paths::dist(), &format!("{}.whl", sorted(tag)))?;
    let size = fs::metadata(&built).map_err(|e| e.to_string())?.len();
    sh.note(format!("{}: {size} bytes", built.display()))?;
    if size > LARGEST * targets.len() as u64 {
        return Err(format!("the wheel has grown to {size} bytes"));
    }
    check(sh, &built, &name.to_string_lossy())
}

/// The platforms of a name in the order in which `wheel` writes them.
fn sorted(tag: &str) -> String {
    let mut tags: Vec<&str> = tag.split('.').collect();
    tags.sort_unstable();
    tags.join(".")
}

/// Other people's checks of the wheels: contents, metadata, and that those for glibc run where their
/// names say.
fn audit(sh: &Shell) -> Result {
    let wheels = wheels()?;
    sh.run(command(&[tool("check-wheel-contents")]).args(&wheels))?;
    sh.run(command(&[tool("twine")]).args(["check", "--strict"]).args(&wheels))?;
    for wheel in &wheels {
        let name = wheel.file_name().unwrap_or_default().to_string_lossy();
        // It looks for musl's libraries on this machine, which has glibc's under the same names.
        if !name.contains("manylinux") {
            continue;
        }
        let tags = name.trim_end_matches(".whl").rsplit('-').next().unwrap_or_default();
        let shown = sh.output(command(&[tool("auditwheel")]).arg("show").arg(wheel))?;
        if !tags.split('.').any(|tag| shown.contains(&format!("\"{tag}\""))) {
            return Err(format!("auditwheel does not find that {name} keeps its name: {shown}"));
        }
    }
    Ok(())
}

/// The wheels in `dist/`.
pub fn wheels() -> Result<Vec<PathBuf>> {
    let dist = paths::dist();
    let files = fs::read_dir(&dist).map_err(|e| format!("{}: {e}", dist.display()))?;
    let files = files.filter_map(|entry| Some(entry.ok()?.path()));
    let mut wheels: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|end| end == "whl")).collect();
    wheels.sort();
    Ok(wheels)
}

fn tool(name: &str) -> PathBuf {
    paths::target().join("venvs/python-package/bin").join(name)
}

fn folder() -> PathBuf {
    paths::target().join("python-wheels")
}

fn empty(folder: &Path) -> Result {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))
}

fn copy(from: &Path, to: &Path) -> Result {
    fs::copy(from, to).map(drop).map_err(|e| format!("{} to {}: {e}", from.display(), to.display()))
}

/// The wheel holds these files and no path of this machine.
fn check(sh: &Shell, built: &Path, extension: &str) -> Result {
    let folder = folder().join("unpacked");
    empty(&folder)?;
    let unpack = ["python3", "-m", "zipfile", "-e"];
    sh.run(command(&unpack).arg(built).arg(&folder))?;
    let info = format!("token04-{VERSION}.dist-info");
    let places = ["token04".to_owned(), format!("{info}/licenses"), info];
    let mut found = Vec::new();
    let root = paths::root().display().to_string();
    for place in &places {
        let place = folder.join(place);
        for entry in fs::read_dir(&place).map_err(|e| format!("{}: {e}", place.display()))? {
            let path = entry.map_err(|e| e.to_string())?.path();
            let bytes = if path.is_dir() { Ok(Vec::new()) } else { fs::read(&path) };
            let bytes = bytes.map_err(|e| e.to_string())?;
            if bytes.windows(root.len()).any(|window| window == root.as_bytes()) {
                return Err(format!("{} names {root}", path.display()));
            }
            found.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    found.sort();
    let mut held: Vec<&str> = HELD.iter().copied().chain([extension]).collect();
    held.sort_unstable();
    if found == held { Ok(()) } else { Err(format!("the wheel holds {}", found.join(", "))) }
}

/// The same wheel with something more in it, for tests alone.
pub fn test_wheel(sh: &Shell, feature: &str, out: &Path) -> Result {
    // A wheel of another name in the folder would be taken for this one.
    if out.exists() {
        fs::remove_dir_all(out).map_err(|e| e.to_string())?;
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

/// This version's file with such an ending in a folder.
pub fn find(folder: &Path, ending: &str) -> Result<PathBuf> {
    let start = format!("token04-{VERSION}");
    let files = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
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
    let own = format!("manylinux_2_17_{}.whl", std::env::consts::ARCH);
    sh.run(command(&[folder.join("bin/pip")]).args(words).arg(find(wheels, &own)?))
}
