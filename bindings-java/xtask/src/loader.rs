//! The loader in difficult places: a folder mounted noexec, one that nobody can write to, another
//! machine, no native library at all, two class loaders. Each runs the core as bytecode with one line
//! in the log, unless native code is demanded: then a message says what helps. No file is left.

use std::fs;
use std::path::{Path, PathBuf};

use super::{LIBRARY, RUNTIMES, checks, copy, folder, jars, remove, runtime};
use xtask_lib::Result;
use xtask_lib::shell::{Shell, command};

/// Without native code: what is printed, and that nothing else is.
const BYTECODE: &str = concat!("loaded ", env!("CARGO_PKG_VERSION"), " bytecode, logged 1\n");
const BYTECODE_DEMANDED: &str =
    concat!("loaded ", env!("CARGO_PKG_VERSION"), " bytecode, logged 0\n");
const NATIVE: &str = concat!("loaded ", env!("CARGO_PKG_VERSION"), " native, logged 0\n");
const PROPERTY: &str = "token04.engine";

/// Properties, arguments, and what must be printed.
struct Case<'a> {
    properties: Vec<(&'a str, &'a Path)>,
    arguments: &'a [&'a str],
    printed: Vec<String>,
}

/// See the module.
pub fn check(sh: &Shell) -> Result {
    let home = folder().join("loader");
    let (noexec, writable) = (home.join("noexec"), home.join("writable"));
    // Where a run was stopped before its end.
    sh.status(command(&["umount"]).arg(&noexec))?;
    remove(&home)?;
    for one in [&noexec, &writable] {
        fs::create_dir_all(one).map_err(|e| e.to_string())?;
    }
    let library = home.join("given").join(LIBRARY);
    let platform = format!("linux-{}", std::env::consts::ARCH);
    copy(&folder().join("natives/META-INF/native").join(platform).join(LIBRARY), &library)?;

    let mount = ["mount", "-t", "tmpfs", "-o", "noexec,size=8m", "tmpfs"];
    let mounted = sh.status(command(&mount).arg(&noexec))? == 0;
    if !mounted {
        // Inside a container as a rule; elsewhere for want of root. The unit tests of the loader
        // simulate what System.load throws then.
        sh.note("NOT TRIED on a real mount: this machine lets nobody mount a folder noexec")?;
    }
    let done = on_each(sh, &cases(&noexec, &writable, &library, mounted), &[&noexec, &writable])
        .and_then(|()| without_natives(sh, &home));
    if mounted {
        sh.run(command(&["umount"]).arg(&noexec))?;
    }
    done
}

fn cases<'a>(
    noexec: &'a Path,
    writable: &'a Path,
    library: &'a Path,
    mounted: bool,
) -> Vec<Case<'a>> {
    // Not even root can create a file there.
    let closed = Path::new("/proc");
    let text = |path: &Path| path.display().to_string();
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    let (native, bytecode) = (Path::new("native"), Path::new("bytecode"));
    let demanded = (PROPERTY, native);
    let loaded: Vec<String> = words(&[NATIVE]);
    let fallen: Vec<String> = words(&[BYTECODE]);
    let plain = |properties, printed| Case { properties, arguments: &[], printed };
    let mut cases = vec![
        plain(vec![("java.io.tmpdir", writable)], loaded.clone()),
        plain(vec![("java.io.tmpdir", writable), demanded], loaded.clone()),
        plain(vec![("java.io.tmpdir", closed), ("user.home", writable)], loaded.clone()),
        plain(vec![("java.io.tmpdir", closed), ("user.home", closed)], fallen.clone()),
        plain(
            vec![("java.io.tmpdir", closed), ("user.home", closed), demanded],
            words(&["/proc: ", "-Dtoken04.native.tmpdir", "-Dtoken04.native.path", "libc glibc"]),
        ),
        plain(vec![("token04.native.tmpdir", Path::new("/none"))], fallen.clone()),
        plain(vec![("token04.native.tmpdir", Path::new("/none")), demanded], words(&["/none: "])),
        plain(vec![("java.io.tmpdir", closed), ("token04.native.path", library)], loaded.clone()),
        plain(
            vec![("token04.native.path", writable)],
            words(&["from the property token04.native.path"]),
        ),
        plain(vec![("os.arch", Path::new("riscv64"))], fallen.clone()),
        plain(
            vec![("os.arch", Path::new("riscv64")), demanded],
            words(&["architecture riscv64", "holds no META-INF/native/linux-riscv64/"]),
        ),
        plain(vec![(PROPERTY, bytecode)], words(&[BYTECODE_DEMANDED])),
        plain(
            vec![(PROPERTY, bytecode), ("token04.native.path", writable)],
            words(&[BYTECODE_DEMANDED]),
        ),
        plain(vec![(PROPERTY, Path::new("jni"))], words(&["token04.engine is \"jni\": set "])),
        plain(vec![(PROPERTY, Path::new(""))], words(&["token04.engine is empty: set "])),
        Case {
            properties: vec![("java.io.tmpdir", writable)],
            arguments: &["twice"],
            printed: words(&[&NATIVE.repeat(3)]),
        },
        Case {
            properties: vec![(PROPERTY, bytecode)],
            arguments: &["twice"],
            printed: words(&[&BYTECODE_DEMANDED.repeat(3)]),
        },
        Case {
            properties: vec![("token04.native.tmpdir", closed), demanded],
            arguments: &["again"],
            // The second use reports as much as the first.
            printed: words(&["-Dtoken04.native.path to an unpacked library\ntoken04 cannot load"]),
        },
        Case {
            properties: vec![("token04.native.path", library)],
            arguments: &["twice"],
            printed: words(&["loaded ", "leave token04.native.path unset"]),
        },
    ];
    if mounted {
        cases.push(plain(vec![("token04.native.tmpdir", noexec)], fallen.clone()));
        cases.push(plain(
            vec![("token04.native.tmpdir", noexec), demanded],
            vec![text(noexec), "failed to map segment".to_owned(), "noexec".to_owned()],
        ));
        cases.push(plain(vec![("java.io.tmpdir", noexec), ("user.home", writable)], loaded));
        cases.push(plain(vec![("java.io.tmpdir", noexec), ("user.home", noexec)], fallen));
    }
    cases
}

/// The JAR without native libraries, on each Java; the environment variable demands as the property
/// does, which comes first.
fn without_natives(sh: &Shell, home: &Path) -> Result {
    let jar = jars::path("token04", "");
    let (unpacked, bare) = (home.join("unpacked"), home.join("bare.jar"));
    fs::create_dir_all(&unpacked).map_err(|e| e.to_string())?;
    sh.run(command(&["jar", "xf"]).arg(&jar).current_dir(&unpacked))?;
    remove(&unpacked.join("META-INF/native"))?;
    sh.run(command(&["jar", "cfM"]).arg(&bare).args(["-C", "unpacked", "."]).current_dir(home))?;
    let classes = std::env::join_paths([folder().join("checks/Loader"), bare]);
    let classes = classes.map_err(|e| e.to_string())?;
    let mut programs = vec![PathBuf::from("java")];
    for (version, package) in RUNTIMES {
        programs.push(runtime(sh, *version, package)?);
    }
    let asked = [
        (None, BYTECODE),
        (Some("bytecode"), BYTECODE_DEMANDED),
        (Some("native"), "holds no META-INF/native/"),
        (Some(""), "the environment variable TOKEN04_ENGINE is empty: set "),
    ];
    let timed = std::env::join_paths([folder().join("checks/LoadTime"), home.join("bare.jar")]);
    let timed = timed.map_err(|e| e.to_string())?;
    checks::compile(sh, "LoadTime")?;
    for program in &programs {
        // A Java runtime without java.logging has nowhere to log.
        let mut small = command(&[program]);
        small.args(["--limit-modules", "java.base", "-cp"]).arg(&timed).arg("LoadTime");
        printed(&sh.output(&mut small)?, concat!("bytecode ", env!("CARGO_PKG_VERSION"), ": "))?;
        for (demanded, wanted) in asked {
            let mut run = command(&[program]);
            if let Some(demanded) = demanded {
                run.env("TOKEN04_ENGINE", demanded);
            }
            let output = sh.output(run.arg("-cp").arg(&classes).arg("Loader"))?;
            printed(&output, wanted)?;
        }
    }
    Ok(())
}

/// What is wanted is printed, and of an engine nothing else.
fn printed(output: &str, wanted: &str) -> Result {
    let exact = wanted.starts_with("loaded 0");
    if (exact && output == wanted) || (!exact && output.contains(wanted)) {
        return Ok(());
    }
    Err(format!("'{wanted}' is not printed, but: {output}"))
}

/// On the system's Java, and on the oldest and newest of the others.
fn on_each(sh: &Shell, cases: &[Case<'_>], watched: &[&Path]) -> Result {
    let mut programs = vec![PathBuf::from("java")];
    for (version, package) in RUNTIMES.first().into_iter().chain(RUNTIMES.last()) {
        programs.push(runtime(sh, *version, package)?);
    }
    let classes = checks::compile(sh, "Loader")?;
    let home = folder().join("checks/Loader");
    for program in &programs {
        let mut modules = command(&[program]);
        modules.arg("-p").arg(folder().join("driver/lib"));
        modules.args(["--add-modules", "io.token04,io.token04.compat", "-cp"]);
        if !sh.output(modules.arg(&home).arg("Loader"))?.contains("loaded ") {
            return Err("it does not load on the module path".into());
        }
        for case in cases {
            let mut run = command(&[program]);
            for (name, value) in &case.properties {
                run.arg(format!("-D{name}={}", value.display()));
            }
            run.arg("-cp").arg(&classes).arg("Loader").args(case.arguments);
            let output = sh.output(&mut run)?;
            for wanted in &case.printed {
                printed(&output, wanted)?;
            }
            for folder in watched {
                let left = fs::read_dir(folder).map_err(|e| e.to_string())?.count();
                if left != 0 {
                    return Err(format!("{left} files are left in {}", folder.display()));
                }
            }
        }
    }
    Ok(())
}
