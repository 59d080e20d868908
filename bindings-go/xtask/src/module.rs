//! Runs vet, staticcheck, the tests and fuzzing in the module, also with other versions of Go.

use std::path::PathBuf;
use std::process::Command;

use super::package::lay_in;
use super::{ENGINES, MODULE, OTHERS, VERSION, clean, copy, folder, go};
use xtask_c as c;
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, cpus, paths};

/// The packed module, unpacked as a user gets it.
fn unpacked(sh: &Shell, name: &str) -> Result<PathBuf> {
    let place = folder(name);
    clean(&place)?;
    let zip = paths::dist().join("go").join(MODULE).join("@v").join(format!("{VERSION}.zip"));
    let mut unzip = command(&["python3", "-m", "zipfile", "-e"]);
    sh.run(unzip.arg(zip).arg(&place))?;
    Ok(place.join(format!("{MODULE}@{VERSION}")))
}

pub fn test(sh: &Shell) -> Result {
    let mut format = command(&["gofmt", "-l", "bindings-go", "bindings-go/driver"]);
    let unformatted = sh.output(&mut format)?;
    if !unformatted.is_empty() {
        return Err(format!("gofmt: {}", unformatted.trim().replace('\n', " ")));
    }
    let module = unpacked(sh, "test")?;
    for (_, cgo, _) in ENGINES {
        let run = |mut step: Command| sh.run(step.current_dir(&module).env("CGO_ENABLED", cgo));
        run(go(&["vet", "./..."]))?;
        // ST1003: the drop-in's names are the upstream's.
        run(with_go_flags(
            command(&[folder("bin/staticcheck")]),
            &["-checks", "all,-ST1003", "./..."],
        ))?;
        run(go(&["test", "./..."]))?;
    }
    let mut tidy = go(&["mod", "tidy", "-diff"]);
    sh.run(tidy.current_dir(&module))
}

/// For a program that starts the go command itself.
fn with_go_flags(mut program: Command, words: &[&str]) -> Command {
    let like = go(&[]);
    for (name, value) in like.get_envs() {
        if let Some(value) = value {
            program.env(name, value);
        }
    }
    program.args(words);
    program
}

pub fn race(sh: &Shell) -> Result {
    let module = unpacked(sh, "race")?;
    let run = |words: &[&str]| sh.run(go(words).current_dir(&module));
    run(&["test", "-race", "."])?;
    run(&["test", "-race", "-tags", "token04_wasm", "."])?;
    run(&["test", "-run", "^$", "-fuzz", "FuzzDecode", "-fuzztime", "4s", "."])?;
    run(&[
        "test",
        "-tags",
        "token04_wasm",
        "-run",
        "^$",
        "-fuzz",
        "FuzzDecode",
        "-fuzztime",
        "3s",
        ".",
    ])
}

pub fn panic(sh: &Shell) -> Result {
    let module = unpacked(sh, "panic")?;
    lay_in(&c::panic_tree(), &module)?;
    for file in ["panic_cgo.go", "panic_test.go"] {
        let from = paths::root().join("bindings-go/checks/panic").join(file);
        copy(&from, &module.join(file))?;
    }
    let words = ["test", "-tags", "token04_test_panic", "-run", "TestAPanicIsAnError", "-v", "."];
    sh.run(go(&words).current_dir(&module))
}

pub fn versions(sh: &Shell) -> Result {
    let module = unpacked(sh, "versions")?;
    for version in OTHERS {
        for (_, cgo, _) in ENGINES {
            let mut test = go(&["test", "."]);
            test.env("GOTOOLCHAIN", version).env("CGO_ENABLED", cgo);
            sh.run(test.current_dir(&module))?;
        }
    }
    Ok(())
}

/// The WebAssembly compiler generates different code for different processors.
pub fn processors(sh: &Shell) -> Result {
    let module = unpacked(sh, "cpus")?;
    for version in OTHERS.iter().chain(&["local"]) {
        let program = folder("cpus").join(version);
        let mut build = go(&["test", "-c", "-o"]);
        build.arg(&program).arg(".").env("GOTOOLCHAIN", version).env("CGO_ENABLED", "0");
        sh.run(build.current_dir(&module))?;
        for cpu in cpus::MODELS {
            let mut run = cpus::on(cpu, &program);
            sh.run(run.args(["-test.short", "-test.timeout=5m"]).current_dir(&module))?;
        }
    }
    Ok(())
}
