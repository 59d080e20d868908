//! Go: one module with two engines, as a folder that GOPROXY reads, tested where it is unpacked.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::languages::{Language, c};
use crate::needs::{Need, Probe};
use crate::shell::{Shell, command};
use crate::step::Step;
use crate::{Result, paths};

const MODULE: &str = "github.com/token04/token04-go";
const VERSION: &str = concat!("v", env!("CARGO_PKG_VERSION"));
/// Its release 2026.1.
const STATICCHECK: &str = "honnef.co/go/tools/cmd/staticcheck@v0.7.0";
/// Other versions of Go: the lowest, the last before cgo could leave buffers on the stack, and the
/// first after it.
const OTHERS: &[&str] = &["go1.20.14", "go1.23.12", "go1.24.13"];
/// The engines: the driver's name, `CGO_ENABLED`, and what `token04.Engine()` answers.
const ENGINES: &[(&str, &str, &str)] = &[("go", "1", "native"), ("go-wazero", "0", "wasm")];

/// See [`Language`].
pub const GO: Language = Language {
    name: "go",
    about: "the Go module, by cgo and by WebAssembly",
    needs: &[Need {
        what: "Go 1.24 or later",
        probe: Probe::Runs(&["sh", "-c", "go version | grep -Eq 'go1\\.(2[4-9]|[3-9][0-9])'"]),
        apt: &[],
        otherwise: "install Go 1.24 or later",
    }],
    setup_steps: || {
        vec![
            Step::new("go/setup", "modules and staticcheck, under target/go", |sh| {
                let mut download = go(&["mod", "download"]);
                sh.run(download.current_dir(paths::root().join("bindings-go")))?;
                sh.run(&mut go(&["install", STATICCHECK]))?;
                for version in OTHERS {
                    sh.run(go(&["version"]).env("GOTOOLCHAIN", version))?;
                }
                Ok(())
            })
            .needs(&["setup/system"]),
        ]
    },
    package_steps: || {
        vec![Step::new("go/package", "the module as a GOPROXY folder, dist/go", package).needs(&[
            "setup/system",
            "c/package",
            "wasm/package",
        ])]
    },
    test_steps: || {
        vec![
            Step::new("go/driver", "the drivers, built with the packed module", driver)
                .needs(&["go/package", "go/setup"]),
            Step::new(
                "go/test",
                "vet, staticcheck, tests of the packed module, both engines",
                test,
            )
            .needs(&["go/package", "go/setup"]),
            Step::new("go/race", "the tests under the race detector; fuzzing", race)
                .needs(&["go/test"]),
            Step::new("go/panic", "a library that panics on purpose: error 90", panic)
                .needs(&["go/package", "c/panic"]),
            Step::new("go/user", "vendored, in an empty root, in a million calls", user_land)
                .needs(&["go/driver"]),
            Step::new("go/readme", "the README's commands and programs, to the letter", readme)
                .needs(&["go/driver"]),
            Step::new("go/versions", "each other version of Go, both engines", versions)
                .needs(&["go/driver"]),
        ]
    },
    bench_steps: || {
        vec![
            Step::new("go/bench", "a token beside an empty call, plain crypto and JWT", bench)
                .needs(&["go/package"])
                .shown(),
        ]
    },
    driver_step: "go/driver",
};

fn folder(name: &str) -> PathBuf {
    paths::target().join("go").join(name)
}

/// The go command with all that it keeps under `target/go`.
fn go(words: &[&str]) -> Command {
    let mut go = command(&["go"]);
    go.args(words)
        .env("GOMODCACHE", folder("mod"))
        .env("GOCACHE", folder("cache"))
        .env("GOBIN", folder("bin"))
        .env("GOFLAGS", "-modcacherw -buildvcs=false")
        .env("GOTOOLCHAIN", "local")
        .env("GOWORK", "off");
    go
}

fn copy(from: &Path, to: &Path) -> Result {
    let parent = to.parent().ok_or("a file has a folder")?;
    fs::create_dir_all(parent).map_err(|e| format!("{}: {e}", parent.display()))?;
    fs::copy(from, to).map(drop).map_err(|e| format!("{}: {e}", from.display()))
}

/// A clean, empty folder.
fn clean(place: &Path) -> Result {
    if place.exists() {
        fs::remove_dir_all(place).map_err(|e| format!("{}: {e}", place.display()))?;
    }
    fs::create_dir_all(place).map_err(|e| format!("{}: {e}", place.display()))
}

/// The module's folder: the tracked sources, and what is built. Then the same as a zip.
fn package(sh: &Shell) -> Result {
    let place = folder("module");
    clean(&place)?;
    for path in paths::project_files()? {
        let Some(inside) = path.strip_prefix("bindings-go/") else { continue };
        let apart = ["scripts/", "bench/", "checks/", "."];
        if !apart.iter().any(|start| inside.starts_with(start)) {
            copy(&paths::root().join(&path), &place.join(inside))?;
        }
    }
    copy(&paths::root().join("LICENSE"), &place.join("LICENSE"))?;
    copy(&paths::dist().join("token04.wasm"), &place.join("token04.wasm"))?;
    lay_in(&c::tree(), &place)?;
    let mut pack = go(&["run", "bindings-go/scripts/pack.go"]);
    pack.arg(&place).args([MODULE, VERSION]).arg(paths::dist().join("go"));
    sh.run(&mut pack)?;
    let zip = paths::dist().join("go").join(MODULE).join("@v").join(format!("{VERSION}.zip"));
    let bytes = fs::metadata(&zip).map_err(|e| e.to_string())?.len();
    sh.note(format!("{}: {bytes} bytes", zip.display()))
}

/// Puts the header and the static library of a tree into a module.
fn lay_in(tree: &Path, module: &Path) -> Result {
    copy(&tree.join("include/token04.h"), &module.join("token04.h"))?;
    let library = module.join("lib/linux_amd64/libtoken04.a");
    copy(&tree.join("lib/libtoken04.a"), &library)
}

/// The go command of a user: the module comes from `dist/go`, all else from where it always does.
fn user(sh: &Shell, words: &[&str], place: &Path) -> Result<Command> {
    let others = sh.output(&mut go(&["env", "GOPROXY"]))?;
    let mut user = go(words);
    user.current_dir(place)
        .env("GOPROXY", format!("file://{},{}", paths::dist().join("go").display(), others.trim()))
        .env("GONOSUMDB", MODULE)
        // The index of a module is kept by its version, and ours keeps that when it is packed anew.
        .env("GODEBUG", "goindex=0")
        .env("GOFLAGS", "-mod=mod -modcacherw -buildvcs=false");
    Ok(user)
}

/// Forgets the module as it was packed before under the same version.
fn forget() -> Result {
    let path = MODULE.rsplit_once('/').map_or(MODULE, |(parent, _)| parent);
    for kept in [folder("mod").join(path), folder("mod/cache/download").join(path)] {
        if kept.exists() {
            fs::remove_dir_all(&kept).map_err(|e| format!("{}: {e}", kept.display()))?;
        }
    }
    Ok(())
}

fn driver(sh: &Shell) -> Result {
    let place = folder("driver");
    clean(&place)?;
    forget()?;
    for file in ["go.mod", "main.go", "given.go"] {
        copy(&paths::root().join("tests/drivers/go").join(file), &place.join(file))?;
    }
    for (name, cgo, _) in ENGINES {
        let out = place.join("bin").join(name);
        let mut build = user(sh, &["build", "-o"], &place)?;
        sh.run(build.arg(out).arg(".").env("CGO_ENABLED", cgo))?;
    }
    Ok(())
}

/// The packed module, unpacked as its users would have it.
fn unpacked(sh: &Shell, name: &str) -> Result<PathBuf> {
    let place = folder(name);
    clean(&place)?;
    let zip = paths::dist().join("go").join(MODULE).join("@v").join(format!("{VERSION}.zip"));
    let mut unzip = command(&["python3", "-m", "zipfile", "-e"]);
    sh.run(unzip.arg(zip).arg(&place))?;
    Ok(place.join(format!("{MODULE}@{VERSION}")))
}

fn test(sh: &Shell) -> Result {
    let mut format = command(&["gofmt", "-l", "bindings-go", "tests/drivers/go"]);
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

/// A program that starts the go command itself.
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

fn race(sh: &Shell) -> Result {
    let module = unpacked(sh, "race")?;
    let run = |words: &[&str]| sh.run(go(words).current_dir(&module));
    run(&["test", "-race", "."])?;
    run(&["test", "-race", "-tags", "token04_wasm", "."])?;
    run(&["test", "-run", "^$", "-fuzz", "FuzzDecode", "-fuzztime", "5s", "."])?;
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

fn panic(sh: &Shell) -> Result {
    let module = unpacked(sh, "panic")?;
    lay_in(&c::panic_tree(), &module)?;
    for file in ["panic_cgo.go", "panic_test.go"] {
        let from = paths::root().join("bindings-go/checks/panic").join(file);
        copy(&from, &module.join(file))?;
    }
    let words = ["test", "-tags", "token04_test_panic", "-run", "TestAPanicIsAnError", "-v", "."];
    sh.run(go(&words).current_dir(&module))
}

/// A program with its own module, built for an engine; answers its path.
fn program(sh: &Shell, name: &str, engine: &str, cgo: &str) -> Result<PathBuf> {
    let place = folder(name);
    let source = paths::root().join("bindings-go/checks").join(name).join("main.go");
    copy(&source, &place.join("main.go"))?;
    let manifest = format!("module {name}\n\ngo 1.20\n\nrequire {MODULE} {VERSION}\n");
    fs::write(place.join("go.mod"), manifest).map_err(|e| e.to_string())?;
    sh.run(user(sh, &["mod", "tidy"], &place)?.env("CGO_ENABLED", cgo))?;
    sh.run(user(sh, &["vet", "."], &place)?.env("CGO_ENABLED", cgo))?;
    let out = place.join("bin").join(engine);
    let mut build = user(sh, &["build", "-o"], &place)?;
    sh.run(build.arg(&out).arg(".").env("CGO_ENABLED", cgo))?;
    Ok(out)
}

/// Gives a program its credentials.
fn with_credentials(mut program: Command) -> Command {
    program.env("ZEGO_APP_ID", "1234567890").env("ZEGO_SERVER_SECRET", EXAMPLE_KEY);
    program
}

fn user_land(sh: &Shell) -> Result {
    for name in ["smoke", "memory"] {
        clean(&folder(name))?;
    }
    for (_, cgo, engine) in ENGINES {
        let smoke = program(sh, "smoke", engine, cgo)?;
        sh.run(with_credentials(command(&[smoke])).arg(engine))?;
    }

    // Vendored: no network, no module cache, and the library is still there.
    let place = folder("smoke");
    sh.run(&mut user(sh, &["mod", "vendor"], &place)?)?;
    for (_, cgo, engine) in ENGINES {
        let mut build = go(&["build", "-o", "bin/vendored", "."]);
        build.env("GOFLAGS", "-mod=vendor -buildvcs=false").env("GOPROXY", "off");
        sh.run(build.env("CGO_ENABLED", cgo).env("GOMODCACHE", "/nowhere").current_dir(&place))?;
        sh.run(with_credentials(command(&[place.join("bin/vendored")])).arg(engine))?;
    }
    let mut tagged = go(&["build", "-tags", "token04_wasm", "-o", "bin/tagged", "."]);
    tagged.env("GOFLAGS", "-mod=vendor -buildvcs=false");
    sh.run(tagged.env("CGO_ENABLED", "1").current_dir(&place))?;
    sh.run(with_credentials(command(&[place.join("bin/tagged")])).arg("wasm"))?;

    // A static binary and nothing else.
    let empty = folder("empty-root");
    clean(&empty)?;
    copy(&place.join("bin/wasm"), &empty.join("smoke"))?;
    let change = "if [ $(id -u) = 0 ]; then exec chroot \"$0\" /smoke wasm; \
                  else exec unshare -r chroot \"$0\" /smoke wasm; fi";
    sh.run(with_credentials(command(&["sh", "-c", change])).arg(&empty))?;

    for (_, cgo, engine) in ENGINES {
        let memory = program(sh, "memory", engine, cgo)?;
        let calls = if *engine == "native" { "1000000" } else { "100000" };
        sh.run(with_credentials(command(&[memory])).arg(calls))?;
    }
    Ok(())
}

/// The blocks of a language in the README.
fn blocks(language: &str) -> Result<Vec<String>> {
    let text = paths::read("bindings-go/README.md")?;
    let open = format!("```{language}\n");
    let blocks = text.split(&open).skip(1).filter_map(|rest| rest.split("```").next());
    Ok(blocks.map(str::to_owned).collect())
}

/// Follows the README in an empty folder; the server's commands too, and its answer.
fn readme(sh: &Shell) -> Result {
    let place = folder("readme");
    clean(&place)?;
    let shell = blocks("sh")?;
    let [install, run, serve, ask] = shell.as_slice() else {
        return Err(format!("the README has {} blocks of sh, not 4", shell.len()));
    };
    let program = blocks("go")?.into_iter().find(|block| block.starts_with("package main"));
    let program = program.ok_or("the README has no program")?;
    fs::write(place.join("main.go"), program).map_err(|e| e.to_string())?;
    // The server listens where its command says; on any free port here.
    let serve = serve.replace("PORT=8080", "PORT=0");
    let ask = ask.replace("http://127.0.0.1:8080", "\"http://$address\"");
    let script = format!(
        "set -eu\n{install}{run}{serve_start}\n\
         tries=0; until address=$(sed -n 's/^listening on //p' out) && [ -n \"$address\" ]; do \
         tries=$((tries+1)); [ $tries -lt 600 ]; sleep 0.1; done\n\
         answer=$({ask})\n\
         case $answer in *expires_at*refresh_at*token*) echo answered;; *) exit 1;; esac\n",
        serve_start = in_background(&serve),
        ask = ask.trim(),
    );
    let mut steps = with_credentials(user(sh, &[], &place)?);
    let environment: Vec<_> = steps
        .get_envs()
        .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
        .collect();
    steps = command(&["sh", "-c", &script]);
    sh.run(steps.current_dir(&place).envs(environment))?;
    cases_exist()
}

/// The server's command in a group of processes of its own, which ends with the script: `go run`
/// starts a child.
fn in_background(serve: &str) -> String {
    let serve = serve.trim();
    format!("setsid env {serve} > out 2>&1 & server=$!\ntrap 'kill -- -$server' EXIT")
}

/// Every case that the README names is one of the table.
fn cases_exist() -> Result {
    let table = paths::read("tests/vectors/dropin.json")?;
    let text = paths::read("bindings-go/README.md")?;
    let mut named = text.split('`').filter(|word| word.starts_with("dropin/")).peekable();
    if named.peek().is_none() {
        return Err("the README names no case".into());
    }
    let missing: Vec<&str> =
        named.filter(|case| !table.contains(&format!("\"id\":\"{case}\""))).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("no case {}", missing.join(", "))) }
}

fn versions(sh: &Shell) -> Result {
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

/// A secret that is nobody's.
const EXAMPLE_KEY: &str = "0123456789abcdefghijklmnopqrstuv";

fn bench(sh: &Shell) -> Result {
    let place = folder("bench");
    clean(&place)?;
    forget()?;
    for file in ["go.mod", "main.go", "plain.go", "empty_cgo.go", "empty_wazero.go"] {
        copy(&paths::root().join("bindings-go/bench").join(file), &place.join(file))?;
    }
    for (name, cgo, _) in ENGINES {
        let program = place.join("bin").join(name);
        let mut build = user(sh, &["build", "-o"], &place)?;
        sh.run(build.arg(&program).arg(".").env("CGO_ENABLED", cgo))?;
        sh.run(&mut with_credentials(command(&[program])))?;
    }
    Ok(())
}
