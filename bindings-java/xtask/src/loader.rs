//! The loader in difficult places: a folder mounted noexec, one that nobody can write to, another
//! machine, two class loaders. Each succeeds or prints a message that helps, and leaves no file.

use std::fs;
use std::path::{Path, PathBuf};

use super::{LIBRARY, RUNTIMES, checks, copy, folder, remove, runtime};
use xtask_lib::Result;
use xtask_lib::shell::{Shell, command};

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
    let done = on_each(sh, &cases(&noexec, &writable, &library, mounted), &[&noexec, &writable]);
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
    let loaded: Vec<String> = words(&["loaded "]);
    let plain = |properties, printed| Case { properties, arguments: &[], printed };
    let mut cases = vec![
        plain(vec![("java.io.tmpdir", writable)], loaded.clone()),
        plain(vec![("java.io.tmpdir", closed), ("user.home", writable)], loaded.clone()),
        plain(
            vec![("java.io.tmpdir", closed), ("user.home", closed)],
            words(&["/proc: ", "-Dtoken04.native.tmpdir", "-Dtoken04.native.path", "libc glibc"]),
        ),
        plain(vec![("token04.native.tmpdir", Path::new("/none"))], words(&["/none: "])),
        plain(vec![("java.io.tmpdir", closed), ("token04.native.path", library)], loaded.clone()),
        plain(
            vec![("token04.native.path", writable)],
            words(&["from the property token04.native.path"]),
        ),
        plain(
            vec![("os.arch", Path::new("riscv64"))],
            words(&["architecture riscv64", "holds no META-INF/native/linux-riscv64/"]),
        ),
        Case {
            properties: vec![("java.io.tmpdir", writable)],
            arguments: &["twice"],
            printed: words(&["loaded 0.1.0\nloaded 0.1.0\nloaded 0.1.0"]),
        },
        Case {
            properties: vec![("token04.native.tmpdir", closed)],
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
        cases.push(plain(
            vec![("token04.native.tmpdir", noexec)],
            vec![text(noexec), "failed to map segment".to_owned(), "noexec".to_owned()],
        ));
        cases.push(plain(vec![("java.io.tmpdir", noexec), ("user.home", writable)], loaded));
    }
    cases
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
            if let Some(missing) = case.printed.iter().find(|&printed| !output.contains(printed)) {
                return Err(format!("'{missing}' is not printed, but: {output}"));
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
