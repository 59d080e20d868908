//! Packages on platforms that this machine is not: the drivers of the conformance table, with all
//! vectors, on arm64 under QEMU and on musl; that of C on Windows under Wine. Nothing runs macOS.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use xtask_lib::natives::{self, System, TARGETS, Target};
use xtask_lib::needs::{Need, Probe, QEMU};
use xtask_lib::shell::{Shell, cargo, command};
use xtask_lib::step::Step;
use xtask_lib::{Result, native, paths};

/// What runs other platforms.
pub const TOOLS: &[Need] = &[
    QEMU,
    Need {
        what: "mmdebstrap, which unpacks Debian for arm64",
        probe: Probe::Program("mmdebstrap"),
        apt: &["mmdebstrap"],
        otherwise: "install mmdebstrap",
    },
    Need {
        what: "musl's loader",
        probe: Probe::File("/lib/ld-musl-x86_64.so.1"),
        apt: &["musl"],
        otherwise: "install musl",
    },
    Need {
        what: "Wine for 64-bit programs",
        probe: Probe::Runs(&["sh", "-c", "command -v wine64 || test -x /usr/lib/wine/wine64"]),
        apt: &["wine64"],
        otherwise: "install Wine",
    },
];

/// The group of these steps.
const GROUP: &str = "platforms";

const ARM64: &str = "aarch64-linux-gnu";
const MUSL: &str = "x86_64-linux-musl";
const WINDOWS: &str = "x86_64-windows";
/// What is unpacked for arm64: an interpreter of each language.
const PACKAGES: &str = "python3,nodejs,php-cli,libstdc++6";
const SUITE: &str = "bookworm";
const MIRROR: &str = "http://deb.debian.org/debian";
/// The targets that `cargo xtask test` runs beside this machine, when these steps and groups are
/// named or none is. Windows, whose build takes longest, only when it is named.
pub fn smoke(names: &[String]) -> Vec<&'static Target> {
    let steps = [("arm64", ARM64), ("musl", MUSL), ("windows", WINDOWS)];
    let wanted = |step: &str| {
        (names.is_empty() && step != "windows")
            || names.iter().any(|n| n == GROUP || *n == format!("{GROUP}/{step}"))
    };
    let chosen = steps.into_iter().filter(|(step, _)| wanted(step));
    chosen.filter_map(|(_, name)| natives::find(name)).collect()
}

/// The languages whose drivers run every case on a platform that this machine is not.
const RUN: [(&str, &[&str]); 3] = [
    (ARM64, &["c", "go", "go-wazero", "node", "php-ext", "php-ffi", "python"]),
    (MUSL, &["c", "go"]),
    (WINDOWS, &["c"]),
];

/// The languages of the table, as their drivers and the README name them.
const LANGUAGES: [(&str, &str); 7] = [
    ("c", "C, C++"),
    ("python", "Python"),
    ("node", "Node.js"),
    ("java", "Java"),
    ("go", "Go"),
    ("dotnet", ".NET"),
    ("php", "PHP"),
];

/// What is shown of a language on a target.
fn shown(language: &str, target: &Target) -> &'static str {
    let run = RUN.iter().find(|(name, _)| *name == target.name);
    let is_run = run.is_some_and(|(_, drivers)| {
        drivers.iter().any(|driver| driver.split('-').next() == Some(language))
    });
    // Nothing is linked for Go on Windows.
    let is_wasm = language == "go" && target.system == System::Windows;
    if is_wasm {
        "not run"
    } else if is_run || target == natives::host() {
        "run here"
    } else if !target.is_ready() {
        "not built"
    } else {
        "linked only"
    }
}

/// What the package of a language has for a target.
fn packed(language: &str, target: &Target) -> String {
    let code = |text: String| format!("`{text}`");
    let platform = target.platform();
    let with_glibc = target.system == System::Linux && !target.is_musl();
    match language {
        "c" => code(format!("{}.tar.gz", xtask_c::name_of(target))),
        "python" => code(format!("cp38-abi3-{}", xtask_python::tag(target))),
        "node" => code(format!("@token04/{}", xtask_node::platforms::name(target))),
        "java" => code(format!("META-INF/native/{platform}")),
        "dotnet" => code(format!("runtimes/{}", xtask_dotnet::rid(target))),
        "go" => match xtask_go::library_folder(target) {
            Some(name) if target.is_musl() => format!("`lib/{name}`, with `-tags token04_musl`"),
            Some(name) => code(format!("lib/{name}")),
            None => "WebAssembly".to_owned(),
        },
        _ if with_glibc => format!("`ext/prebuilt/*-{platform}`, `lib/{platform}` for ext-ffi"),
        _ => format!("`lib/{platform}` for ext-ffi"),
    }
}

/// A platform, for a person.
fn title(target: &Target) -> String {
    let arch = if target.arch() == "aarch64" { "arm64" } else { "x86-64" };
    match target.system {
        System::Linux if target.is_musl() => format!("Linux {arch}, musl 1.2 (Alpine)"),
        System::Linux => format!("Linux {arch}, glibc {} or later", native::GLIBC),
        System::Windows => format!("Windows {arch}, 10 or later"),
        System::Mac => format!("macOS {arch}, 11 or later"),
    }
}

const LEGEND: &str = "*run here*: every case of the conformance table passes there, on the developers' machine \
     (arm64 under QEMU, Windows under Wine). *linked only*: built, and its exports and its oldest system read \
     from the file; nobody has run it. *not built*: the libraries do not pass these checks yet, and no package \
     holds them; 32-bit systems are not built either.";

/// The table of one language's README; of the project's, without a language.
pub fn table(language: Option<&str>) -> String {
    let mut lines = Vec::new();
    match language {
        Some(language) => {
            lines.push("| platform | in the package | |\n|---|---|---|".to_owned());
            for target in &TARGETS {
                let shown = shown(language, target);
                let packed = packed(language, target);
                lines.push(format!("| {} | {packed} | *{shown}* |", title(target)));
            }
        }
        None => {
            let names: Vec<&str> = LANGUAGES.iter().map(|(_, name)| *name).collect();
            lines.push(format!("| | {} |\n|---{}|", names.join(" | "), "|---".repeat(names.len())));
            for target in &TARGETS {
                let cells: Vec<&str> =
                    LANGUAGES.iter().map(|(language, _)| shown(language, target)).collect();
                lines.push(format!("| {} | {} |", title(target), cells.join(" | ")));
            }
        }
    }
    format!("{}\n\n{LEGEND}", lines.join("\n"))
}

/// The steps of the platforms that are selected.
pub fn steps() -> Vec<Step> {
    let selected = |name: &str| natives::selected().iter().any(|target| target.name == name);
    let mut steps = Vec::new();
    let run = |id: &str, about: &str, work: fn(&Shell) -> Result| {
        Step::new(id, about, work).lane("cargo").needs(&["setup/crates", "setup/tools"]).shown()
    };
    if selected(ARM64) {
        steps.push(
            Step::new("platforms/arm64-root", "Debian for arm64, under target/platforms", root)
                .needs(&["setup/system"]),
        );
        steps.push(
            run("platforms/arm64", "the drivers on arm64, by QEMU: every case", arm64).needs(&[
                "platforms/arm64-root",
                "c/package",
                "python/package",
                "node/driver",
                "go/driver",
                "php/driver",
            ]),
        );
    }
    if selected(MUSL) {
        steps.push(run("platforms/musl", "C and Go on musl: every case", musl).needs(&[
            "setup/system",
            "c/package",
            "go/driver",
        ]));
    }
    if selected(WINDOWS) {
        let about = "C on Windows, by Wine: every case";
        steps.push(run("platforms/windows", about, windows).needs(&["setup/system", "c/package"]));
    }
    steps
}

fn folder(name: &str) -> PathBuf {
    paths::target().join(GROUP).join(name)
}

fn empty(name: &str) -> Result<PathBuf> {
    let place = folder(name);
    if place.exists() {
        fs::remove_dir_all(&place).map_err(|e| format!("{}: {e}", place.display()))?;
    }
    fs::create_dir_all(&place).map_err(|e| format!("{}: {e}", place.display()))?;
    Ok(place)
}

fn target(name: &str) -> Result<&'static Target> {
    natives::find(name).ok_or_else(|| format!("there is no target {name}"))
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// Drivers as `tests/drivers.json` has them, for one platform.
#[derive(Default)]
struct Drivers(Map<String, Value>);

impl Drivers {
    fn add(&mut self, language: &str, before: &[String], words: &[String]) {
        self.0.insert(language.to_owned(), json!([before, words].concat()));
    }

    /// Every case of the table in each of them.
    fn run(self, sh: &Shell, platform: &str) -> Result {
        let run = RUN.iter().find(|(name, _)| *name == platform).map(|(_, drivers)| *drivers);
        let drivers: Vec<&str> = self.0.keys().map(String::as_str).collect();
        if run != Some(&*drivers) {
            return Err(format!("the table says that {run:?} are run, not {drivers:?}"));
        }
        let file = folder(&format!("{platform}.json"));
        fs::write(&file, Value::Object(self.0).to_string()).map_err(|e| e.to_string())?;
        let words = ["run", "--quiet", "--release", "-p", "token04-conformance", "--", "--drivers"];
        sh.run(cargo(&words).arg(file))
    }
}

/// Unpacks Debian for arm64; nothing in it is configured or run as root.
fn root(sh: &Shell) -> Result {
    let place = folder("arm64");
    let stamp = place.join("xtask-stamp");
    let wanted = format!("{SUITE} {PACKAGES}\n");
    if fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return sh.note("up to date");
    }
    empty("arm64")?;
    let mut unpack = command(&["mmdebstrap", "--quiet", "--variant=extract"]);
    unpack.arg("--architectures=arm64").arg(format!("--include={PACKAGES}"));
    sh.run(unpack.arg(SUITE).arg(&place).arg(MIRROR))?;
    fs::write(&stamp, wanted).map_err(|e| e.to_string())
}

/// Compiles a program of C with zig.
fn zig_cc(target: &str) -> Vec<String> {
    let python = paths::target().join("tools/bin/python");
    ["-m", "ziglang", "cc", "-target", target].iter().fold(vec![text(&python)], |mut all, word| {
        all.push((*word).to_owned());
        all
    })
}

/// The archive of a target, unpacked.
fn installed(sh: &Shell, target: &Target) -> Result<PathBuf> {
    let place = empty(&format!("{}-c", target.name))?;
    let archive = paths::dist().join(format!("{}.tar.gz", xtask_c::name_of(target)));
    let mut unpack = command(&["tar", "--strip-components=1", "-xzf"]);
    sh.run(unpack.arg(archive).arg("-C").arg(&place))?;
    Ok(place)
}

/// The driver of C, linked to the shared library.
fn c_driver(sh: &Shell, compiler: &[String], tree: &Path, program: &str) -> Result<PathBuf> {
    let out = tree.join("bin").join(program);
    fs::create_dir_all(tree.join("bin")).map_err(|e| e.to_string())?;
    let mut cc = command(compiler);
    cc.args(["-std=gnu99", "-D__USE_MINGW_ANSI_STDIO=1", "-O1"]);
    cc.arg("-I")
        .arg(tree.join("include"))
        .args(["ffi-c/driver/c/driver.c", "ffi-c/driver/c/json.c"]);
    cc.arg("-L").arg(tree.join("lib")).arg("-ltoken04");
    if !program.ends_with(".exe") {
        cc.arg(format!("-Wl,-rpath,{}", tree.join("lib").display()));
    }
    sh.run(cc.arg("-o").arg(&out))?;
    Ok(out)
}

/// The packages of npm for another platform, side by side.
fn node_packages(sh: &Shell, place: &Path, platform: &str) -> Result {
    let modules = place.join("node_modules");
    fs::create_dir_all(modules.join("@token04")).map_err(|e| e.to_string())?;
    fs::write(place.join("package.json"), "{\"private\": true}\n").map_err(|e| e.to_string())?;
    let version = env!("CARGO_PKG_VERSION");
    for (package, inside) in [
        ("token04".to_owned(), "token04".to_owned()),
        (format!("token04-{platform}"), format!("@token04/{platform}")),
    ] {
        let to = modules.join(inside);
        fs::create_dir_all(&to).map_err(|e| e.to_string())?;
        let archive = paths::dist().join(format!("{package}-{version}.tgz"));
        let mut unpack = command(&["tar", "--strip-components=1", "-xzf"]);
        sh.run(unpack.arg(archive).arg("-C").arg(to))?;
    }
    Ok(())
}

fn arm64(sh: &Shell) -> Result {
    let target = target(ARM64)?;
    let root = folder("arm64");
    let qemu = ["qemu-aarch64".to_owned(), "-L".to_owned(), text(&root)];
    let with = |program: &str| [&qemu[..], &[text(&root.join(program))]].concat();
    let mut drivers = Drivers::default();

    let tree = installed(sh, target)?;
    let program = c_driver(sh, &zig_cc("aarch64-linux-gnu.2.17"), &tree, "driver")?;
    drivers.add("c", &qemu, &[text(&program), text(&tree)]);

    let site = root.join("usr/local/lib/python3.11/dist-packages");
    fs::create_dir_all(&site).map_err(|e| e.to_string())?;
    let wheel = format!("token04-{}-cp38-abi3-manylinux", env!("CARGO_PKG_VERSION"));
    let dist = fs::read_dir(paths::dist()).map_err(|e| e.to_string())?.flatten();
    let found = dist.map(|entry| entry.path()).find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.starts_with(&wheel) && name.ends_with("aarch64.whl")
    });
    let mut unpack = command(&["python3", "-m", "zipfile", "-e"]);
    sh.run(unpack.arg(found.ok_or("no wheel for arm64")?).arg(&site))?;
    drivers.add(
        "python",
        &with("usr/bin/python3.11"),
        &["bindings-python/driver/driver.py".into()],
    );

    let place = empty("aarch64-linux-gnu-node")?;
    node_packages(sh, &place, "linux-arm64-gnu")?;
    let words = ["bindings-node/driver/driver.cjs", "node", "native", &text(&place)];
    drivers.add("node", &with("usr/bin/node"), &words.map(str::to_owned));

    let zig = zig_cc("aarch64-linux-gnu.2.17").join(" ");
    let cgo = [("GOARCH", "arm64"), ("CGO_ENABLED", "1"), ("CC", zig.as_str())];
    // gcc brings an unwinder; zig has to be asked for one.
    let flags = ["-ldflags=-linkmode=external -extldflags=-lunwind"];
    let go = go_driver(sh, ARM64, "go", &cgo, &flags)?;
    drivers.add("go", &qemu, &[go, "go".into(), "native".into()]);
    let plain = [("GOARCH", "arm64"), ("CGO_ENABLED", "0")];
    let go = go_driver(sh, ARM64, "go-wazero", &plain, &[])?;
    drivers.add("go-wazero", &qemu, &[go, "go-wazero".into(), "wasm".into()]);

    let php = "target/php/driver/vendor/token04/token04/ext/prebuilt/php8.2-nts-linux-aarch64";
    let extension = format!("extension={}/{php}/token04.so", text(&paths::root()));
    let driver = "bindings-php/driver/driver.php".to_owned();
    let php = with("usr/bin/php8.2");
    drivers.add(
        "php-ext",
        &php,
        &["-d".into(), extension, driver.clone(), "php-ext".into(), "ext".into()],
    );
    let ffi = ["-d".into(), "extension=ffi".into(), driver, "php-ffi".into(), "ffi".into()];
    drivers.add("php-ffi", &php, &ffi);
    drivers.run(sh, ARM64)
}

/// Go's driver as a word for the registry.
fn go_driver(
    sh: &Shell,
    platform: &str,
    name: &str,
    env: &[(&str, &str)],
    flags: &[&str],
) -> Result<String> {
    let out = folder(&format!("{platform}-go")).join(name);
    xtask_go::build_driver(sh, &out, flags, env)?;
    Ok(text(&out))
}

fn musl(sh: &Shell) -> Result {
    let target = target(MUSL)?;
    let mut drivers = Drivers::default();
    let tree = installed(sh, target)?;
    let mut compiler = zig_cc("x86_64-linux-musl");
    compiler.push("-dynamic".to_owned());
    let program = c_driver(sh, &compiler, &tree, "driver")?;
    drivers.add("c", &[], &[text(&program), text(&tree)]);

    let zig = zig_cc("x86_64-linux-musl").join(" ");
    let cgo = [("CGO_ENABLED", "1"), ("CC", zig.as_str())];
    let flags =
        ["-tags=token04_musl", "-ldflags=-linkmode=external '-extldflags=-static -lunwind'"];
    let go = go_driver(sh, MUSL, "go", &cgo, &flags)?;
    drivers.add("go", &[], &[go, "go".into(), "native".into()]);

    drivers.run(sh, MUSL)
}

fn windows(sh: &Shell) -> Result {
    let target = target(WINDOWS)?;
    let wine = [wine(sh)?];
    let mut drivers = Drivers::default();

    let tree = installed(sh, target)?;
    let program = c_driver(sh, &["x86_64-w64-mingw32-gcc".to_owned()], &tree, "driver.exe")?;
    random_for_wine(sh, &tree.join("bin"))?;
    drivers.add("c", &wine, &[text(&program), text(&tree.join("bin"))]);

    drivers.run(sh, WINDOWS)
}

/// Wine, with a folder of its own that is made before drivers start at the same time.
fn wine(sh: &Shell) -> Result<String> {
    let script = folder("wine64");
    let program =
        if Path::new("/usr/bin/wine64").exists() { "wine64" } else { "/usr/lib/wine/wine64" };
    let text = format!(
        "#!/bin/sh\nexport WINEPREFIX='{}' WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='\n\
         exec {program} \"$@\"\n",
        folder("wine").display()
    );
    fs::create_dir_all(folder("wine")).map_err(|e| e.to_string())?;
    fs::write(&script, text).map_err(|e| e.to_string())?;
    sh.run(command(&["chmod", "+x"]).arg(&script))?;
    sh.run(command(&[&script]).args(["cmd", "/c", "ver"]))?;
    Ok(self::text(&script))
}

/// Wine 8 lacks a library of Windows 10 from which Rust takes randomness. This one, for tests
/// alone, takes it from an older function, which Wine has.
fn random_for_wine(sh: &Shell, place: &Path) -> Result {
    let mut build = command(&["x86_64-w64-mingw32-gcc", "-shared", "-O1", "-o"]);
    build.arg(place.join("bcryptprimitives.dll")).arg("tests/platforms/bcryptprimitives.c");
    sh.run(build.arg("-ladvapi32"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_to_run_that_is_not() {
        let of = |name| natives::find(name).unwrap();
        assert_eq!(shown("python", of(ARM64)), "run here");
        assert_eq!(shown("c", of(WINDOWS)), "run here");
        assert_eq!(shown("go", of(WINDOWS)), "not run");
        assert_eq!(shown("python", of(WINDOWS)), "linked only");
        assert_eq!(shown("dotnet", of(ARM64)), "linked only");
        for (language, _) in LANGUAGES {
            assert_eq!(shown(language, of("aarch64-darwin")), "not built");
            assert_eq!(shown(language, of("aarch64-linux-musl")), "linked only");
        }
    }
}
