//! What users do with the module: build it, vendor it, and run it in an empty root; and its memory.

use std::fs;
use std::path::PathBuf;

use super::{ENGINES, MODULE, VERSION, clean, copy, folder, forget, go, user, with_credentials};
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, paths};

/// A program with its own module, built for an engine; returns its path.
fn program(sh: &Shell, name: &str, engine: &str, cgo: &str) -> Result<PathBuf> {
    let place = folder(name);
    let source = paths::root().join("bindings-go/checks").join(name).join("main.go");
    copy(&source, &place.join("main.go"))?;
    let manifest = format!("module {name}\n\ngo 1.22.0\n\nrequire {MODULE} {VERSION}\n");
    fs::write(place.join("go.mod"), manifest).map_err(|e| e.to_string())?;
    sh.run(user(sh, &["mod", "tidy"], &place)?.env("CGO_ENABLED", cgo))?;
    sh.run(user(sh, &["vet", "."], &place)?.env("CGO_ENABLED", cgo))?;
    let out = place.join("bin").join(engine);
    let mut build = user(sh, &["build", "-o"], &place)?;
    sh.run(build.arg(&out).arg(".").env("CGO_ENABLED", cgo))?;
    Ok(out)
}

pub fn user_land(sh: &Shell) -> Result {
    for name in ["smoke", "memory"] {
        clean(&folder(name))?;
    }
    for (_, cgo, engine) in ENGINES {
        let smoke = program(sh, "smoke", engine, cgo)?;
        sh.run(with_credentials(command(&[smoke])).arg(engine))?;
    }

    // Vendored: no network, no module cache, and the library is still found.
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

    // Only a static binary, in an empty root.
    let empty = folder("empty-root");
    clean(&empty)?;
    copy(&place.join("bin/wasm"), &empty.join("smoke"))?;
    let change = "if [ $(id -u) = 0 ]; then exec chroot \"$0\" /smoke wasm; \
                  else exec unshare -r chroot \"$0\" /smoke wasm; fi";
    sh.run(with_credentials(command(&["sh", "-c", change])).arg(&empty))?;

    for (_, cgo, engine) in ENGINES {
        let memory = program(sh, "memory", engine, cgo)?;
        // glibc keeps a heap for each thread that ever allocated, even if it is nearly empty.
        let mut run = with_credentials(command(&[memory]));
        sh.run(run.arg("1000000").env("MALLOC_ARENA_MAX", "1"))?;
    }
    Ok(())
}

pub fn bench(sh: &Shell) -> Result {
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
