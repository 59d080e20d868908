//! The tests written in C and C++, built against what is installed.

use std::path::{Path, PathBuf};

use super::compile::{WARNINGS, build_drivers, compile, folder, install};
use super::{examples, package, panic_tree};
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, native, paths};

/// What a program with the archive inside needs of the system.
const SYSTEM: &[&str] = &["-lpthread", "-ldl", "-lm"];
const C99: &[&str] = &["gcc", "-std=c99", "-g", "-O1"];
const CPP11: &[&str] = &["g++", "-std=c++11", "-g", "-O1"];
/// Programs of `ffi-c/tests` and what they are called with here.
const PROGRAMS: &[(&str, &[&str])] = &[
    ("abi.c", &[]),
    ("threads.c", &["50000"]),
    ("fork.c", &[]),
    ("memory.c", &["1000000"]),
    ("plain.cpp", &[]),
    ("lengths.cpp", &[]),
];
const STANDARDS: &[&str] = &["c++11", "c++14", "c++17", "c++20"];

/// Compiles a program of `ffi-c/tests` with an archive inside; returns its path.
fn build(sh: &Shell, source: &str, tree: &Path, archive: &Path, flags: &[&str]) -> Result<PathBuf> {
    let compiler = if source.ends_with(".cpp") { CPP11 } else { C99 };
    let name = source.replace('.', "-");
    let place = folder().join("tests");
    std::fs::create_dir_all(&place).map_err(|e| e.to_string())?;
    let program = place.join(name);
    let (source, archive) = (format!("ffi-c/tests/{source}"), archive.display().to_string());
    let out = program.display().to_string();
    let words = [compiler, &[&source], flags, &[&archive, "-o", &out], SYSTEM].concat();
    compile(sh, tree, &words)?;
    Ok(program)
}

fn installed(sh: &Shell) -> Result<(PathBuf, PathBuf)> {
    let tree = folder().join("tests-installed");
    install(sh, &tree)?;
    let archive = tree.join("lib/libtoken04.a");
    Ok((tree, archive))
}

/// Runs the programs, then those that fit under valgrind too: no error, no leak, not even memory
/// that could still be reached.
pub fn programs(sh: &Shell) -> Result {
    let (tree, archive) = installed(sh)?;
    for (source, arguments) in PROGRAMS {
        let program = build(sh, source, &tree, &archive, &[])?;
        sh.run(examples::credentials(command(&[&program]).args(*arguments)))?;
    }
    let freed = build(sh, "freed.cpp", &tree, &archive, &[])?;
    sh.run(command(&["sh", "tests/freed/run.sh"]).arg(freed))?;
    let shared = tree.join("lib/libtoken04.so");
    let program = build(sh, "unload.c", &tree, &archive, &[])?;
    sh.run(command(&[program]).arg(shared))?;
    let panics = panic_tree();
    // The archive unwinds with the compiler's library, the shared one with its own.
    for library in ["libtoken04.a", "libtoken04.so"] {
        let program = build(sh, "panic.c", &panics, &panics.join("lib").join(library), &[])?;
        let mut run = command(&[program]);
        run.env("LD_LIBRARY_PATH", panics.join("lib"));
        sh.run(run.env_remove("RUST_BACKTRACE"))?;
    }
    valgrind(sh, &tree.join("lib/libtoken04.so"))
}

fn valgrind(sh: &Shell, shared: &Path) -> Result {
    let shared = shared.display().to_string();
    for (name, argument) in [
        ("abi-c", ""),
        ("threads-c", "50"),
        ("memory-c", "100"),
        ("plain-cpp", ""),
        ("unload-c", shared.as_str()),
    ] {
        let mut run = command(&["valgrind", "--quiet", "--leak-check=full", "--error-exitcode=9"]);
        // The dynamic linker keeps a library, and its own notes, for threads that have used it.
        let kinds = if name == "unload-c" { "definite" } else { "all" };
        run.arg(format!("--show-leak-kinds={kinds}"));
        run.arg(format!("--errors-for-leak-kinds={kinds}")).arg("--num-callers=30");
        run.arg(folder().join("tests").join(name)).args((!argument.is_empty()).then_some(argument));
        sh.run(examples::credentials(&mut run))?;
    }
    Ok(())
}

/// The headers under every standard: the C one as C and as C++, the C++ one with and without
/// exceptions, and the flat one as C without a preprocessor.
pub fn headers(sh: &Shell) -> Result {
    let (tree, archive) = installed(sh)?;
    let include = tree.join("include");
    for standard in ["c99", "c11", "c17", "c2x"] {
        let mut run = command(&["gcc", "-fsyntax-only", "-pedantic-errors", "-x", "c"]);
        run.arg(format!("-std={standard}")).args(WARNINGS);
        sh.run(run.arg(include.join("token04.h")))?;
    }
    for standard in STANDARDS {
        let standard = format!("-std={standard}");
        let mut run = command(&["g++", "-fsyntax-only", "-pedantic-errors", "-x", "c++"]);
        sh.run(run.arg(&standard).args(WARNINGS).arg(include.join("token04.h")))?;
        for exceptions in ["-fexceptions", "-fno-exceptions"] {
            let program = build(sh, "plain.cpp", &tree, &archive, &["-O0", &standard, exceptions])?;
            sh.run(&mut command(&[program]))?;
        }
    }
    for (compiler, source, flags) in [
        ("clang-14", "abi.c", ["-std=c99", "-fexceptions"]),
        ("clang++-14", "plain.cpp", ["-std=c++11", "-fexceptions"]),
        ("clang++-14", "plain.cpp", ["-std=c++20", "-fno-exceptions"]),
    ] {
        let source = format!("ffi-c/tests/{source}");
        compile(sh, &tree, &[&[compiler, "-fsyntax-only", &source], &flags[..]].concat())?;
    }
    // Types of <stdint.h> apart, a parser needs nothing else.
    let flat = "#include <stddef.h>\n#include <stdint.h>\n#include \"token04_flat.h\"\n";
    let file = folder().join("tests/flat.c");
    std::fs::write(&file, flat).map_err(|e| e.to_string())?;
    compile(sh, &tree, &["gcc", "-std=c99", "-fsyntax-only", &file.display().to_string()])
}

/// A second Rust archive in the same program. The control: with the archive as the compiler
/// leaves it, the two standard libraries clash.
pub fn beside_another(sh: &Shell) -> Result {
    let (tree, archive) = installed(sh)?;
    let other = folder().join("tests/libother.a");
    let words = ["rustc", "--edition", "2024", "-O", "--crate-type", "staticlib"];
    sh.run(command(&words).arg("ffi-c/tests/other/other.rs").arg("-o").arg(&other))?;
    let other = other.display().to_string();
    for flags in
        [vec![other.as_str()], vec!["-Wl,--whole-archive", &other, "-Wl,--no-whole-archive"]]
    {
        let program = build(sh, "beside_another.c", &tree, &archive, &flags)?;
        sh.run(&mut command(&[program]))?;
    }
    let clash = build(sh, "beside_another.c", &tree, &package::not_localized(), &[&other]);
    if clash.is_ok() {
        return Err("the control links: it shows nothing".into());
    }
    sh.note("the control does not link, as it should")
}

/// C, C++ and Rust under AddressSanitizer (with its leak check), C and C++ under UBSan as well.
/// Bugs that are planted on either side are caught; without the sanitizers those in Rust are not.
pub fn sanitized(sh: &Shell) -> Result {
    let (tree, plain) = installed(sh)?;
    let target = native::target_triple();
    let words = ["build", "--release", "-p", "token04-ffi", "--target", &target];
    let mut rust = xtask_lib::shell::cargo(&words);
    rust.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Zsanitizer=address");
    sh.run(rust.env("CARGO_TARGET_DIR", paths::target().join("asan")))?;
    let archive = paths::target().join("asan").join(&target).join("release/libtoken04.a");
    let flags = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
    for (source, argument) in [
        ("abi.c", ""),
        ("threads.c", "1000"),
        ("fork.c", ""),
        ("plain.cpp", ""),
        ("memory.c", "2000"),
    ] {
        let program = build(sh, source, &tree, &archive, &flags)?;
        sh.run(command(&[program]).args((!argument.is_empty()).then_some(argument)))?;
    }
    sanitized_matrix(sh, &tree, &archive, &flags)?;
    let planted = build(sh, "planted.cpp", &tree, &archive, &flags)?;
    let run = |program: &Path, kind: &str| sh.status(command(&[program]).arg(kind));
    for (kind, _) in PLANTED {
        if run(&planted, kind)? == 0 {
            return Err(format!("a planted bug was not seen: {kind}"));
        }
    }
    if run(&planted, "none")? != 0 {
        return Err("something was seen where nothing is planted".into());
    }
    // The control: the Rust side was seen because it was built so.
    let control = build(sh, "planted.cpp", &tree, &plain, &flags)?;
    for (kind, _) in PLANTED.iter().filter(|(_, in_control)| *in_control) {
        if run(&control, kind)? != 0 {
            return Err(format!("seen without a sanitized archive: {kind}"));
        }
    }
    sh.note(format!("{} planted bugs, all seen", PLANTED.len()))
}

/// The whole table of cases, put to drivers that are built so.
fn sanitized_matrix(sh: &Shell, tree: &Path, archive: &Path, flags: &[&str]) -> Result {
    let place = folder().join("driver-sanitized");
    let links = [archive.display().to_string()];
    // The C driver asserts that the library was loaded from its folder: here, with the program.
    build_drivers(
        sh,
        &place,
        tree,
        flags,
        &[&links[..], &["-rdynamic".to_owned()]].concat(),
        &links,
    )?;
    let (c, cpp) = (place.join("c"), place.join("cpp"));
    let registry = place.join("drivers.json");
    let text = format!("{{\"c\": [{c:?}, {place:?}], \"cpp\": [{cpp:?}]}}\n",);
    std::fs::write(&registry, text).map_err(|e| e.to_string())?;
    let words = ["run", "--quiet", "-p", "token04-conformance", "--", "--drivers"];
    sh.run(xtask_lib::shell::cargo(&words).arg(registry))
}

/// Bugs that `planted.cpp` knows, and whether the control is run: those that only a sanitized Rust
/// side sees, and that do no harm unseen.
const PLANTED: &[(&str, bool)] = &[
    ("rust-reads-beyond", true),
    ("rust-writes-beyond", false),
    ("rust-uses-freed", false),
    ("rust-leaks", false),
    ("c-reads-beyond", false),
    ("c-overflows", false),
    ("c-leaks", false),
    ("cpp-uses-freed", false),
];

/// All C and C++ of the project is formatted as `.clang-format` says.
pub fn formatted(sh: &Shell) -> Result {
    let files = paths::project_files()?;
    let is_ours = |file: &&String| {
        let generated = ["ffi-c/include/token04.h", "ffi-c/include/token04_flat.h"];
        let folder = file.starts_with("ffi-c/") || file.starts_with("ffi-c/driver/c");
        let kind = [".c", ".h", ".cpp", ".hpp"].iter().any(|end| file.ends_with(end));
        folder && kind && !generated.contains(&file.as_str())
    };
    let mut run = command(&["clang-format", "--dry-run", "-Werror"]);
    sh.run(run.args(files.iter().filter(is_ours)))
}
