//! Programs below bindings-java/checks, and the bench, against the packed JARs.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use super::{EXAMPLE, LIBRARY, consumer, copy, folder, maven, remove};
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, paths};

/// The formatter's version: the newest that runs on Java 17.
const FORMAT: &str = "1.28.0";
const COPY: &str = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy";

/// The example, built from the packed JARs as a user would, over HTTP on loopback.
pub fn http(sh: &Shell) -> Result {
    let home = folder().join("example");
    remove(&home)?;
    for file in paths::project_files()? {
        if let Some(inside) = file.strip_prefix(EXAMPLE).and_then(|end| end.strip_prefix('/')) {
            copy(&paths::root().join(&file), &home.join(inside))?;
        }
    }
    let mut build = consumer(&["package", "-f"])?;
    sh.run(build.arg(home.join("pom.xml")).env("TOKEN04", paths::root()))?;
    let jar = home.join(format!("target/token-server-{}.jar", env!("CARGO_PKG_VERSION")));
    sh.run(program(sh, "HttpCheck", &[])?.arg(jar))
}

/// Resident memory after all calls, against that after a tenth of them.
pub fn memory(sh: &Shell) -> Result {
    // A heap of one size from the start: what grows is the library's.
    let heap = ["-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"];
    sh.run(&mut program(sh, "Memory", &heap)?)
}

/// Freed memory is searched for the secret, which enters the library on every way there is. The
/// virtual machine itself copies strings, so only what the library frees counts.
pub fn freed(sh: &Shell) -> Result {
    let classes = compile(sh, "Freed")?;
    let mut run = command(&["sh"]);
    run.arg(paths::root().join("tests/freed/run.sh")).arg("java").arg("-cp").arg(classes);
    sh.run(run.arg("Freed").env("TOKEN04_FREED_ONLY_IN", "libtoken04"))
}

/// The peak of the process while strings of 32 million characters are handed over.
pub fn lengths(sh: &Shell) -> Result {
    // A heap of one size from the start: what grows is the library's.
    let heap = ["-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"];
    on_engines(sh, "Lengths", &heap)
}

/// Every Java file is as google-java-format writes it.
pub fn format(sh: &Shell) -> Result {
    let tools = folder().join("tools");
    let jar = tools.join(format!("google-java-format-{FORMAT}-all-deps.jar"));
    if !jar.exists() {
        let artifact = "com.google.googlejavaformat:google-java-format";
        let mut fetch = maven(&[COPY]);
        fetch.arg(format!("-Dartifact={artifact}:{FORMAT}:jar:all-deps"));
        sh.run(fetch.arg(format!("-DoutputDirectory={}", tools.display())))?;
    }
    let mut run = command(&["java"]);
    for package in ["api", "code", "file", "parser", "tree", "util"] {
        run.arg(format!("--add-exports=jdk.compiler/com.sun.tools.javac.{package}=ALL-UNNAMED"));
    }
    run.arg("-jar").arg(jar).args(["--dry-run", "--set-exit-if-changed"]);
    sh.run(run.args(paths::project_files()?.iter().filter(|path| path.ends_with(".java"))))
}

/// `fromEnv`, in processes with environments of their own.
pub fn from_env(sh: &Shell) -> Result {
    on_engines(sh, "FromEnv", &[])
}

/// Figures, all of one run.
pub fn bench(sh: &Shell) -> Result {
    let built = folder().join("bench");
    remove(&built)?;
    sh.run(consumer(&["package", "-f", "bench/pom.xml"])?.arg(into(&built)))?;
    let (figures, log) = (built.join("figures.json"), built.join("log.txt"));
    let mut run = command(&["java"]);
    run.arg(format!("-Dtoken04.native.path={}", hooks().display()));
    run.arg("-cp").arg(format!("{0}/classes:{0}/lib/*", built.display()));
    run.args(["org.openjdk.jmh.Main", "-rf", "json", "-rff"]).arg(&figures);
    run.arg("-o").arg(&log);
    sh.run(&mut run)?;
    print(sh, &std::fs::read_to_string(&figures).map_err(|e| e.to_string())?)?;
    for _ in 0..3 {
        on_engines(sh, "LoadTime", &[])?;
    }
    Ok(())
}

/// Best and median round of each benchmark, and how the best compares with the empty call's.
fn print(sh: &Shell, figures: &str) -> Result {
    let figures: Value = serde_json::from_str(figures).map_err(|e| e.to_string())?;
    let mut rows = Vec::new();
    for one in figures.as_array().into_iter().flatten() {
        let name =
            one.get("benchmark").and_then(Value::as_str).unwrap_or_default().rsplit('.').next();
        let rounds =
            one.pointer("/primaryMetric/rawData/0").and_then(Value::as_array).into_iter().flatten();
        let mut rounds: Vec<f64> = rounds.filter_map(Value::as_f64).collect();
        rounds.sort_by(f64::total_cmp);
        let (Some(name), Some(best)) = (name, rounds.first()) else { continue };
        let median = rounds.get(rounds.len() / 2).unwrap_or(best);
        rows.push((name.to_owned(), *best, *median));
    }
    let empty = rows.iter().find(|(name, ..)| name == "emptyCall").map_or(f64::NAN, |row| row.1);
    sh.note("benchmark                best ns  median ns  best / empty call")?;
    for (name, best, median) in rows {
        sh.note(format!("{name:<22} {best:>9.0}  {median:>9.0}  {:>17.2}", best / empty))?;
    }
    Ok(())
}

fn hooks() -> PathBuf {
    folder().join("hooks").join(LIBRARY)
}

fn into(folder: &std::path::Path) -> String {
    format!("-Dtoken04.build={}", folder.display())
}

/// Compiles a program of the checks against the JARs in the driver's folder; returns the class
/// path to run it with.
pub fn compile(sh: &Shell, name: &str) -> Result<OsString> {
    let classes = folder().join("checks").join(name);
    let library = folder().join("driver/lib");
    std::fs::create_dir_all(&classes).map_err(|e| e.to_string())?;
    let mut compile = command(&["javac", "--release", "11", "-Xlint:all", "-Werror", "-cp"]);
    compile.arg(library.join("*")).arg("-d").arg(&classes);
    compile.arg(paths::root().join("bindings-java/checks").join(format!("{name}.java")));
    sh.run(&mut compile)?;
    std::env::join_paths([classes, library.join("*")]).map_err(|e| e.to_string())
}

/// A program on each engine, which its environment demands.
fn on_engines(sh: &Shell, name: &str, flags: &[&str]) -> Result {
    for engine in ["native", "bytecode"] {
        sh.run(program(sh, name, flags)?.env("TOKEN04_ENGINE", engine))?;
    }
    Ok(())
}

fn program(sh: &Shell, name: &str, flags: &[&str]) -> Result<Command> {
    let classes = compile(sh, name)?;
    let mut run = command(&["java"]);
    run.args(flags).arg("-cp").arg(classes).arg(name).current_dir(folder());
    Ok(run)
}
