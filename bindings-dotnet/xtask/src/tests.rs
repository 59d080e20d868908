//! Runs programs against the unpacked package, on each runtime.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::package::{self, COMPILE, copy, sources};
use super::runtimes::{self, ALL, Runtime, describe};
use xtask_c as c;
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, follow, paths};

const NATIVE: &str = "runtimes/linux-x64/native/libtoken04.so";
/// The assembly that may use the package's internals.
const TESTS: &str = "Token04.Tests";
/// The same for the bench.
const BENCH: &str = "Token04.Bench";

/// Unpacks the package in the layout of `dotnet publish`, with the driver next to it.
pub fn driver(sh: &Shell) -> Result {
    let unpacked = unpacked();
    if unpacked.exists() {
        fs::remove_dir_all(&unpacked).map_err(|e| e.to_string())?;
    }
    let words = ["-m", "zipfile", "-e"];
    sh.run(command(&["python3"]).args(words).arg(package::file()).arg(&unpacked))?;
    let files = sources_in(&paths::root().join("bindings-dotnet/driver"))?;
    program(sh, "driver", "Driver", &files).map(drop)
}

/// The tests on each runtime.
pub fn unit(sh: &Shell) -> Result {
    let tests = tests(sh, "unit")?;
    for runtime in ALL {
        sh.note(runtime.name())?;
        sh.run(runtime.run(&tests).args(["unit", package::VERSION]).arg(paths::root()))?;
    }
    Ok(())
}

/// What a formatter would correct, in every C# file of the project.
pub fn style(sh: &Shell) -> Result {
    let files = paths::project_files()?;
    let script = sources().join("scripts/style.py");
    let ours = files.iter().filter(|file| file.ends_with(".cs"));
    sh.run(command(&["python3"]).arg(script).args(ours))
}

/// Without its library the package reports where it looked; a library of another ABI is error 93. A
/// library that an attacker put near the program, or in the working folder, is never loaded.
pub fn loader(sh: &Shell) -> Result {
    let root = runtimes::folder().join("loader");
    if root.exists() {
        fs::remove_dir_all(&root).map_err(|e| e.to_string())?;
    }
    let tests = tests(sh, "loader/app/bin")?;
    let folder = tests.parent().ok_or("a program has a folder")?.to_owned();
    fs::remove_dir_all(folder.join("runtimes")).map_err(|e| e.to_string())?;
    let source = root.join("foreign.c");
    package::write(&source, "unsigned token04_abi_version(void) { return 4000000000u; }\n")?;
    let foreign = root.join("foreign.so");
    sh.run(command(&["cc", "-shared", "-fPIC", "-o"]).arg(&foreign).arg(&source))?;
    let working = root.join("working");
    plant(&foreign, &[&root, &root.join("app"), &working, &working.join("app")])?;
    let real = unpacked().join(NATIVE);
    let search = real.parent().ok_or("a library has a folder")?;
    for runtime in ALL {
        sh.note(runtime.name())?;
        let start = |mode: &str| {
            let mut run = runtime.run(&tests);
            run.arg(mode).current_dir(&working).env_remove("TOKEN04_NATIVE_PATH");
            run
        };
        let named =
            |mode: &str, library: &Path| sh.run(start(mode).env("TOKEN04_NATIVE_PATH", library));
        sh.run(&mut start("missing"))?;
        named("missing", &root.join("nowhere.so"))?;
        named("missing", &source)?;
        named("foreign", &foreign)?;
        named("present", &real)?;
        sh.run(start("present").env("LD_LIBRARY_PATH", search))?;
    }
    Ok(())
}

/// Copies a library to each folder, under each name and in each `runtimes` folder that was ever
/// searched.
fn plant(library: &Path, folders: &[&PathBuf]) -> Result {
    for folder in folders {
        for name in [NATIVE, "libtoken04.so", "token04.so", "libtoken04", "token04"] {
            copy(library, &folder.join(name))?;
        }
    }
    Ok(())
}

/// The library of the tests panics on purpose; the shipped one has no such function.
pub fn panic(sh: &Shell) -> Result {
    let tests = tests(sh, "panic")?;
    for runtime in ALL {
        sh.run(runtime.run(&tests).arg("no-panic"))?;
    }
    let library = tests.with_file_name(NATIVE);
    copy(&c::panic_tree().join("lib/libtoken04.so"), &library)?;
    for runtime in ALL {
        sh.note(runtime.name())?;
        sh.run(runtime.run(&tests).arg("panic"))?;
    }
    Ok(())
}

pub fn threads(sh: &Shell) -> Result {
    let tests = tests(sh, "threads")?;
    for runtime in ALL {
        sh.note(runtime.name())?;
        sh.run(runtime.run(&tests).arg("threads"))?;
    }
    Ok(())
}

/// Arguments that change during a call, and strings far beyond every limit.
pub fn hostile(sh: &Shell) -> Result {
    let tests = tests(sh, "hostile")?;
    for runtime in ALL {
        sh.note(runtime.name())?;
        sh.run(runtime.run(&tests).arg("swap"))?;
        sh.run(runtime.run(&tests).arg("lengths"))?;
    }
    Ok(())
}

/// Searches the process's memory for copies of a secret after each function that takes one.
pub fn leaks(sh: &Shell) -> Result {
    let tests = tests(sh, "leaks")?;
    for runtime in ALL {
        sh.note(runtime.name())?;
        sh.run(runtime.run(&tests).arg("secrets"))?;
    }
    Ok(())
}

/// A million calls of each function on .NET 8; a tenth of that on the others.
pub fn memory(sh: &Shell) -> Result {
    let tests = tests(sh, "memory")?;
    for runtime in ALL {
        let calls = if matches!(runtime, Runtime::Core("8")) { "1000000" } else { "100000" };
        sh.note(runtime.name())?;
        sh.run(runtime.run(&tests).args(["memory", calls]))?;
    }
    Ok(())
}

/// The example from the sources, over real HTTP.
pub fn example(sh: &Shell) -> Result {
    let files = [sources().join("examples/TokenServer.cs")];
    let server = program(sh, "example", "TokenServer", &files)?;
    for runtime in [Runtime::Mono, Runtime::Core("8")] {
        let start = runtime.run(&server);
        let mut check = command(&["python3"]);
        check
            .arg(sources().join("tests/example.py"))
            .arg(start.get_program())
            .args(start.get_args());
        sh.run(check.env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"))?;
    }
    Ok(())
}

/// The README to the letter, in a folder that holds only the package. A C# block that is not a file
/// is a method body.
pub fn readme(sh: &Shell) -> Result {
    let folder = runtimes::folder().join("readme");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|e| e.to_string())?;
    }
    let name = package::file();
    let name = name.file_name().ok_or("a package has a name")?;
    copy(&package::file(), &folder.join(name))?;
    let text = paths::read("bindings-dotnet/README.md")?;
    follow::cases(&text)?;
    follow::a_case_in_each_row(&text)?;
    let blocks = follow::blocks(&text)?;
    follow::write_files(&blocks, &["csharp"], &folder)?;
    follow::run(sh, &blocks, in_readme(&mut command(&["bash"]), &folder))?;
    let snippets = blocks.iter().filter(|block| block.language == "csharp" && block.file.is_none());
    for (number, snippet) in snippets.enumerate() {
        let name = format!("snippet{number}");
        package::write(&folder.join(format!("{name}.cs")), &program_around(&snippet.text))?;
        let script =
            format!("mcs -reference:{README_LIBRARY}/Token04.dll {name}.cs && mono {name}.exe");
        let printed = sh.output(in_readme(&mut command(&["bash", "-c", &script]), &folder))?;
        snippet.compare(&printed)?;
    }
    Ok(())
}

/// Where the README unpacks the package.
const README_LIBRARY: &str = "packages/Token04/lib/netstandard2.0";

fn in_readme<'a>(command: &'a mut Command, folder: &Path) -> &'a mut Command {
    command.env("ZEGO_APP_ID", follow::APP_ID).env("ZEGO_SERVER_SECRET", follow::SECRET);
    command.env("MONO_PATH", README_LIBRARY).current_dir(folder)
}

fn program_around(snippet: &str) -> String {
    let usings = ["System", "System.Collections.Generic", "Token04", "ZegoServerAssistant"];
    let usings: String = usings.iter().map(|name| format!("using {name};\n")).collect();
    format!("{usings}class Snippet {{ static void Main() {{\n{snippet}}} }}\n")
}

/// The empty call and the library's own time need a few lines of C next to the program.
pub fn bench(sh: &Shell) -> Result {
    let folder = sources().join("bench");
    let bench = program(sh, "bench", BENCH, &sources_in(&folder)?)?;
    let mut cc = command(&["cc", "-O2", "-shared", "-fPIC"]);
    cc.arg("-I").arg(c::tree().join("include"));
    cc.arg("-o").arg(bench.with_file_name("libtoken04bench.so")).arg(folder.join("native.c"));
    sh.run(cc.arg(bench.with_file_name(NATIVE)))?;
    for runtime in ALL {
        let plain = if matches!(runtime, Runtime::Core("3.1")) { "-" } else { "plain" };
        sh.run(runtime.run(&bench).arg(runtime.name()).arg(plain))?;
    }
    Ok(())
}

fn tests(sh: &Shell, folder: &str) -> Result<PathBuf> {
    program(sh, folder, TESTS, &sources_in(&sources().join("tests"))?)
}

/// `target/dotnet/FOLDER` in the layout of `dotnet publish`: the package's files and one program.
fn program(sh: &Shell, folder: &str, name: &str, files: &[PathBuf]) -> Result<PathBuf> {
    let folder = runtimes::folder().join(folder);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|e| e.to_string())?;
    }
    let assembly = folder.join("Token04.dll");
    copy(&unpacked().join("lib/netstandard2.0/Token04.dll"), &assembly)?;
    copy(&unpacked().join(NATIVE), &folder.join(NATIVE))?;
    let program = folder.join(format!("{name}.exe"));
    let mut mcs = command(COMPILE);
    mcs.arg("-unsafe").arg(format!("-reference:{}", assembly.display()));
    mcs.arg(format!("-out:{}", program.display())).args(files);
    sh.run(&mut mcs)?;
    describe(&program)?;
    Ok(program)
}

fn unpacked() -> PathBuf {
    runtimes::folder().join("unpacked")
}

fn sources_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "cs")).collect();
    files.sort();
    Ok(files)
}
