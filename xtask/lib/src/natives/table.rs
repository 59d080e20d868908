//! The table of the libraries: target, file, size, floor. What a library promises is checked here.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::inspect::{self, Facts};
use super::{Part, System, TARGETS, Target, archive, build};
use crate::{Result, native, paths};

/// The table as JSON, in `target/natives`.
pub const FILE: &str = "natives.json";

/// Names that a library of a language exports beside nothing else.
const PYTHON: &[&str] = &["PyInit__core"];
const NODE: &[&str] = &["napi_register_module_v1", "node_api_module_get_api_version_v1"];
/// The libraries of the systems: what may be loaded.
const LINUX: &[&str] = &["libc.so.6", "libdl.so.2", "libpthread.so.0", "libm.so.6", "librt.so.1"];
const LOADERS: &[&str] = &["ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"];
const MUSL: &[&str] = &["libc.so"];
const MAC: &[&str] = &["/usr/lib/libSystem.B.dylib"];
const WINDOWS: &[&str] = &[
    "advapi32.dll",
    "api-ms-win-core-synch-l1-2-0.dll",
    "bcryptprimitives.dll",
    "kernel32.dll",
    "msvcrt.dll",
    "ntdll.dll",
    "userenv.dll",
    "ws2_32.dll",
];

/// A line of the table.
pub struct Row {
    target: &'static str,
    file: String,
    bytes: u64,
    floor: String,
}

impl Row {
    /// The line, for a person.
    pub fn line(&self) -> String {
        format!("{:18} {:18} {:>9} {}", self.target, self.file, self.bytes, self.floor)
    }

    fn json(&self) -> Value {
        json!({ "target": self.target, "file": self.file, "bytes": self.bytes, "floor": self.floor })
    }
}

/// The lines of a target that is built.
pub fn of(target: &Target) -> Result<Vec<Row>> {
    let name = TARGETS.iter().find(|one| *one == target).map_or("", |one| one.name);
    let mut rows = Vec::new();
    for (part, file) in target.parts() {
        let path = target.folder().join(file);
        if part == Part::Cli && !path.exists() {
            continue;
        }
        let bytes = fs::metadata(&path).map_err(|e| format!("{}: {e}", path.display()))?.len();
        let floor = checked(target, part, &path).map_err(|e| format!("{name}/{file}: {e}"))?;
        rows.push(Row { target: name, file: file.to_owned(), bytes, floor });
    }
    Ok(rows)
}

/// The lines of every target that is built, in the order of [`TARGETS`].
pub fn read() -> Result<Vec<Row>> {
    let built = TARGETS.iter().filter(|target| target.folder().is_dir());
    let rows: Result<Vec<Vec<Row>>> = built.map(of).collect();
    Ok(rows?.into_iter().flatten().collect())
}

/// Writes the table of every target that is built.
pub fn write() -> Result {
    let rows: Vec<Value> = read()?.iter().map(Row::json).collect();
    let path = paths::target().join("natives").join(FILE);
    let text = serde_json::to_string_pretty(&rows).map_err(|e| e.to_string())?;
    fs::write(&path, text + "\n").map_err(|e| format!("{}: {e}", path.display()))
}

/// The table for a person.
pub fn text(rows: &[Row]) -> String {
    rows.iter().map(|row| row.line() + "\n").collect()
}

/// Checks a file; returns its floor.
fn checked(target: &Target, part: Part, path: &PathBuf) -> Result<String> {
    no_path_of_this_machine(path)?;
    if matches!(part, Part::Static | Part::MinGwImport | Part::MsvcImport) {
        return Ok("-".to_owned());
    }
    let facts = inspect::read(path)?;
    exports(part, &facts.exports)?;
    names(target, part, &facts)?;
    needs(target, part, &facts.needs)?;
    floor(target, part, &facts)
}

fn exports(part: Part, found: &BTreeSet<String>) -> Result {
    let is_ours: &dyn Fn(&String) -> bool = match part {
        Part::Python => &|name| PYTHON.contains(&name.as_str()),
        Part::Node => &|name| NODE.contains(&name.as_str()),
        Part::Jni => &|name| name.starts_with("Java_io_token04_"),
        Part::Cli => return Ok(()),
        _ => {
            let list = paths::read(archive::SYMBOLS)?;
            let wanted: BTreeSet<String> = list.lines().map(str::to_owned).collect();
            let differ: Vec<&String> = wanted.symmetric_difference(found).collect();
            return match differ.is_empty() {
                true => Ok(()),
                false => Err(format!("the exports and {} differ in {differ:?}", archive::SYMBOLS)),
            };
        }
    };
    let others: Vec<&String> = found.iter().filter(|name| !is_ours(name)).collect();
    match (found.is_empty(), others.is_empty()) {
        (true, _) => Err("exports nothing".into()),
        (_, false) => Err(format!("exports {others:?}")),
        _ => Ok(()),
    }
}

/// The name by which programs find the C library, and the signature that macOS demands.
fn names(target: &Target, part: Part, facts: &Facts) -> Result {
    if target.system == System::Mac && !facts.is_signed {
        return Err("has no signature".into());
    }
    let wanted = match (part, target.system) {
        (Part::Shared, System::Linux) => "libtoken04.so.2",
        (Part::Shared, System::Mac) => "@rpath/libtoken04.2.dylib",
        _ => return Ok(()),
    };
    match facts.name.as_deref() {
        Some(name) if name == wanted => Ok(()),
        name => Err(format!("its name is {name:?}, not {wanted}")),
    }
}

fn needs(target: &Target, part: Part, found: &BTreeSet<String>) -> Result {
    let allowed: Vec<&str> = match target.system {
        System::Linux if target.is_musl() => MUSL.to_vec(),
        System::Linux => [LINUX, LOADERS].concat(),
        System::Mac => MAC.to_vec(),
        System::Windows => WINDOWS.to_vec(),
    };
    // On Windows an extension names the library of Python's stable ABI; elsewhere it names none.
    let of_python = |name: &str| {
        part == Part::Python && target.system == System::Windows && name == "python3.dll"
    };
    let is_allowed = |name: &str| allowed.contains(&name) || of_python(name);
    let others: Vec<&String> = found.iter().filter(|name| !is_allowed(name)).collect();
    if others.is_empty() { Ok(()) } else { Err(format!("loads {others:?}")) }
}

fn floor(target: &Target, part: Part, facts: &Facts) -> Result<String> {
    let (what, promised) = match target.system {
        System::Linux if target.is_musl() => {
            return match (part, facts.needs.is_empty()) {
                (Part::Cli, true) => Ok("static".to_owned()),
                (Part::Cli, false) => Err("is not static".into()),
                _ => Ok("musl".to_owned()),
            };
        }
        System::Linux => ("glibc", native::GLIBC),
        System::Mac => ("macOS", build::MACOS),
        System::Windows => ("Windows", "10.0"),
    };
    let (major, minor) = facts.floor.ok_or("names no version of its system")?;
    let mut parts = promised.split('.').map(str::parse::<u16>).filter_map(std::result::Result::ok);
    let promise = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    // Symbols name what they need; the headers of the others state a promise.
    let holds = match target.system {
        System::Linux => (major, minor) <= promise,
        _ => (major, minor) == promise,
    };
    let text = format!("{what} {major}.{minor}");
    if holds { Ok(text) } else { Err(format!("needs {text}, not {promised}")) }
}

/// A library that is built in another folder is the same.
fn no_path_of_this_machine(path: &PathBuf) -> Result {
    let bytes = fs::read(path).map_err(|e| e.to_string())?;
    let homes = ["CARGO_HOME", "HOME"].map(|name| std::env::var(name).unwrap_or_default());
    let root = paths::root().display().to_string();
    for place in homes.iter().chain([&root]).filter(|path| path.len() > 1) {
        let place = format!("{place}/");
        if bytes.windows(place.len()).any(|window| window == place.as_bytes()) {
            return Err(format!("holds the path {place}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn a_name_too_many_is_found() {
        assert!(exports(Part::Python, &set(&["PyInit__core"])).is_ok());
        assert!(exports(Part::Python, &set(&["PyInit__core", "rust_eh_personality"])).is_err());
        assert!(exports(Part::Jni, &set(&[])).is_err());
        assert!(exports(Part::Shared, &set(&["token04_generate"])).is_err());
    }

    #[test]
    fn a_library_that_users_may_not_have_is_found() {
        let [gnu, .., windows, _, mac] = &TARGETS;
        assert!(needs(gnu, Part::Shared, &set(&["libc.so.6"])).is_ok());
        assert!(needs(gnu, Part::Shared, &set(&["libssl.so.3"])).is_err());
        assert!(needs(windows, Part::Shared, &set(&["libgcc_s_seh-1.dll"])).is_err());
        assert!(needs(windows, Part::Shared, &set(&["python3.dll"])).is_err());
        assert!(needs(windows, Part::Python, &set(&["python3.dll"])).is_ok());
        assert!(needs(mac, Part::Shared, &set(&["/usr/lib/libiconv.2.dylib"])).is_err());
    }

    #[test]
    fn a_floor_that_is_too_new_is_found() {
        let [gnu, .., windows, _, mac] = &TARGETS;
        let with = |floor| Facts { floor, ..Facts::default() };
        assert_eq!(floor(gnu, Part::Shared, &with(Some((2, 14)))), Ok("glibc 2.14".to_owned()));
        assert!(floor(gnu, Part::Shared, &with(Some((2, 28)))).is_err());
        assert!(floor(gnu, Part::Shared, &with(None)).is_err());
        assert!(floor(windows, Part::Shared, &with(Some((5, 2)))).is_err());
        assert!(floor(mac, Part::Shared, &with(Some((12, 0)))).is_err());
    }
}
