//! The steps that show that the installed package works.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::chroots::{VERSIONS, Version};
use super::place::{folder, install, source};
use super::translate::{Classes, translate};
use xtask_c as c;
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, paths};

/// Of the driver's installation, whose extension is the one built for this PHP.
const PLACE: &str = "driver";
const ENGINES: [&str; 3] = ["ffi", "ext", "php"];
/// Nothing of so many calls may be left; the core as PHP is slower.
const CALLS: &str = "2000000";
const SLOW_CALLS: &str = "20000";
const VALGRIND: &[&str] = &[
    "valgrind",
    "-q",
    "--error-exitcode=9",
    "--leak-check=full",
    "--errors-for-leak-kinds=definite,indirect",
];

/// PSR-12, of everything that is PHP.
pub fn style(sh: &Shell) -> Result {
    let mut phpcs = command(&["phpcs", "-q", "--standard=phpcs.xml"]);
    phpcs.args(["src", "zego", "bin", "preload.php", "examples", "tests", "bench"]);
    sh.run(phpcs.arg("../bindings-php/driver").current_dir(source("")))
}

/// PHP with an engine that is demanded, and where the package lies.
fn php(engine: &str, extension: &Path) -> Command {
    let mut php = command(&["php"]);
    with_engine(&mut php, engine, extension);
    php.env("TOKEN04_PLACE", folder(PLACE));
    php
}

fn with_engine(php: &mut Command, engine: &str, extension: &Path) {
    if engine == "ext" {
        php.arg("-d").arg(format!("extension={}", extension.display()));
    }
    php.env("TOKEN04_ENGINE", engine);
}

fn extension() -> PathBuf {
    folder(PLACE).join("token04.so")
}

/// PHPUnit without any settings of this machine.
fn phpunit(php: &mut Command, tests: &Path, suite: &str) {
    php.args(["/usr/bin/phpunit", "--no-configuration", "--do-not-cache-result", "--bootstrap"]);
    php.arg(tests.join("bootstrap.php")).arg(tests.join(suite));
}

/// The unit tests with each engine, and the extension's signatures beside its stub.
pub fn unit(sh: &Shell) -> Result {
    for engine in ENGINES {
        let mut run = php(engine, &extension());
        phpunit(&mut run, &source("tests"), "unit");
        sh.run(&mut run)?;
    }
    signatures(sh)
}

fn signatures(sh: &Shell) -> Result {
    let script = source("tests/signatures.php");
    let mut told = command(&["php", "-n", "-d"]);
    told.arg(format!("extension={}", extension().display())).arg(&script);
    let mut stated = command(&["php", "-n"]);
    stated.arg(&script).arg(source("ext/token04.stub.php"));
    let (told, stated) = (sh.output(&mut told)?, sh.output(&mut stated)?);
    if told == stated && told.lines().count() > 10 {
        Ok(())
    } else {
        Err("the extension's signatures are not those of ext/token04.stub.php".into())
    }
}

/// Random calls of the core, of which each result and all memory must be the same.
const RANDOM_CALLS: &str = "10000";
const SEED: &str = "1";

/// The translator: each operator and random functions, then the core.
pub fn translator(sh: &Shell) -> Result {
    let place = folder("translator");
    fs::create_dir_all(&place).map_err(|e| e.to_string())?;
    let script = |name: &str| source("tests/translator").join(name);
    sh.run(command(&["node"]).arg(script("operators.mjs")).arg(&place).arg(SEED))?;
    let module = fs::read(place.join("operators.wasm")).map_err(|e| e.to_string())?;
    let classes = Classes {
        namespace: "Token04\\Engine\\Php",
        first: "First",
        second: "Second",
        roots: &["i32_add", "i64_mul", "random1", "random3"],
        rare: &[],
    };
    let (first, second) = translate(&module, &classes)?;
    fs::write(place.join("First.php"), first).map_err(|e| e.to_string())?;
    fs::write(place.join("Second.php"), second).map_err(|e| e.to_string())?;
    let mut calls = command(&["node"]);
    calls.arg(script("calls.mjs")).arg(c::wasm::for_php());
    sh.run(calls.arg(&place).args([SEED, RANDOM_CALLS]))?;
    for name in ["operators.php", "calls.php"] {
        let mut run = command(&["php"]);
        sh.run(run.arg(script(name)).arg(folder(PLACE)).arg(&place))?;
        for version in VERSIONS {
            let parts = [
                (folder(PLACE), "place"),
                (source("tests"), "tests"),
                (place.clone(), "translator"),
            ];
            copied(sh, version, &parts)?;
            let mut run = version.command();
            run.arg(format!("/tests/translator/{name}"));
            sh.run(run.args(["/place", "/translator"]))?;
        }
    }
    // A fault that is planted is found.
    let table = place.join("operators.txt");
    let rows = fs::read_to_string(&table).map_err(|e| e.to_string())?;
    let planted = rows.replacen("i32_add 0,1 1", "i32_add 0,1 2", 1);
    if planted == rows {
        return Err("there is no row of i32_add in which to plant a fault".into());
    }
    fs::write(&table, planted).map_err(|e| e.to_string())?;
    let mut run = command(&["php"]);
    run.arg(script("operators.php")).arg(folder(PLACE)).arg(&place);
    if sh.status(&mut run)? == 1 { Ok(()) } else { Err("a planted fault was not found".into()) }
}

/// The driver and what it drives, in the roots of the other versions at the same places.
pub fn driver_of_versions(sh: &Shell) -> Result {
    for version in VERSIONS {
        for folder in ["target/php", "bindings-php"] {
            fs::create_dir_all(version.root().join(folder)).map_err(|e| e.to_string())?;
        }
        let parts =
            [(folder(PLACE), "target/php/driver"), (source("driver"), "bindings-php/driver")];
        copied(sh, version, &parts)?;
    }
    Ok(())
}

/// Copies folders into another version's root.
fn copied(sh: &Shell, version: &Version, parts: &[(PathBuf, &str)]) -> Result {
    for (from, name) in parts {
        let to = version.root().join(name);
        if to.exists() {
            fs::remove_dir_all(&to).map_err(|e| e.to_string())?;
        }
        sh.run(command(&["cp", "-r"]).arg(from).arg(to))?;
    }
    Ok(())
}

/// Real php-fpm: with the extension, preloaded, open, and with none; the example behind it.
pub fn fpm(sh: &Shell) -> Result {
    let mut run = command(&["php"]);
    phpunit(&mut run, &source("tests"), "fpm");
    sh.run(run.env("TOKEN04_PLACE", folder(PLACE)))
}

/// Many calls with each engine; valgrind over every function of the library.
pub fn memory(sh: &Shell) -> Result {
    for engine in ENGINES {
        let calls = if engine == "php" { SLOW_CALLS } else { CALLS };
        sh.run(php(engine, &extension()).arg(source("tests/memory.php")).arg(calls))?;
        if engine == "php" {
            continue; // Valgrind would test PHP.
        }
        let mut watched = command(VALGRIND);
        watched.args(["php", "-n", "-d", "pcre.jit=0"]);
        let path = extension();
        let name = if engine == "ext" { path.as_path() } else { Path::new("ffi") };
        watched.arg("-d").arg(format!("extension={}", name.display()));
        watched.arg(source("tests/smoke.php")).env("USE_ZEND_ALLOC", "0");
        watched.env("TOKEN04_PLACE", folder(PLACE)).env("TOKEN04_ENGINE", engine);
        sh.run(&mut watched)?;
    }
    Ok(())
}

/// The extension as PHP people build it, from the archive; then one that panics on purpose.
pub fn source_build(sh: &Shell) -> Result {
    let place = folder("source");
    if place.exists() {
        fs::remove_dir_all(&place).map_err(|e| e.to_string())?;
    }
    fs::create_dir_all(&place).map_err(|e| e.to_string())?;
    let archive = format!("token04-php-ext-{}.zip", env!("CARGO_PKG_VERSION"));
    sh.run(command(&["unzip", "-q"]).arg(paths::dist().join(archive)).current_dir(&place))?;
    let built = place.join("modules/token04.so");
    let here = |words: &[&str]| {
        let mut command = command(words);
        command.current_dir(&place).env("NO_INTERACTION", "1");
        sh.run(&mut command)
    };
    here(&["phpize"])?;
    here(&["./configure"])?;
    here(&["make", "EXTRA_CFLAGS=-Werror"])?;
    here(&["make", "test", "TESTS=tests"])?;
    let mut run = php("ext", &built);
    phpunit(&mut run, &source("tests"), "unit");
    sh.run(&mut run)?;

    let library = c::panic_tree().join("lib");
    let named = format!("--with-token04-library={}", library.join("libtoken04.a").display());
    here(&["./configure", &named, "--enable-token04-test-panic"])?;
    here(&["make", "clean", "all"])?;
    for engine in ["ffi", "ext"] {
        let mut panic = php(engine, &built);
        panic.arg(source("tests/panic.php")).arg(library.join("libtoken04.so"));
        sh.run(panic.env("TOKEN04_LIBRARY", library.join("libtoken04.so")))?;
    }
    let absent = "exit(function_exists('Token04\\Native\\test_panic') ? 1 : 0);";
    sh.run(php("ext", &extension()).args(["-r", absent]))
}

/// The unit tests on other versions of PHP, with each engine.
pub fn versions(sh: &Shell) -> Result {
    for version in VERSIONS {
        let vectors = paths::root().join("tests/vectors");
        let parts = [(folder(PLACE), "place"), (source("tests"), "tests"), (vectors, "vectors")];
        copied(sh, version, &parts)?;
        let built = format!(
            "/place/vendor/token04/token04/ext/prebuilt/php{}-nts-linux-{}/token04.so",
            version.php,
            std::env::consts::ARCH
        );
        for engine in ENGINES {
            let mut run = version.command();
            with_engine(&mut run, engine, Path::new(&built));
            if engine == "ffi" {
                run.args(["-d", "extension=ffi"]);
            }
            phpunit(&mut run, Path::new("/tests"), "unit");
            sh.run(run.env("TOKEN04_PLACE", "/place").env("TOKEN04_VECTORS", "/vectors"))?;
        }
    }
    Ok(())
}

/// What a token costs beside the same work by other means; then the engines in turns.
pub fn bench(sh: &Shell) -> Result {
    install(sh, "bench")?;
    let place = folder("bench");
    for engine in ["ffi", "ext"] {
        let mut run = php(engine, &place.join("token04.so"));
        // As PHP-FPM runs it.
        run.args(["-d", "opcache.enable_cli=1"]).arg(source("bench/bench.php")).arg(&place);
        sh.run(&mut run)?;
    }
    sh.run(command(&["php"]).arg(source("bench/engines.php")).arg(&place))
}
