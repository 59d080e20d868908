//! What a token costs over the ABI, and how large the libraries are.

use std::collections::BTreeMap;
use std::path::Path;

use super::compile::{WARNINGS, folder, install};
use super::package;
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, native};

/// The maximum size of the stripped library and of a static link, in bytes.
const LARGEST: u64 = 1_000_000;

/// The ABI compared with the core itself, OpenSSL and a JWT.
pub fn bench(sh: &Shell) -> Result {
    let tree = folder().join("bench");
    install(sh, &tree)?;
    let core = native::build(sh, "token04-ffi-bench", &[])?.join("libtoken04_core_calls.a");
    let program = tree.join("bench");
    let sources = ["ffi-c/bench/bench.c", "ffi-c/bench/empty.c", "ffi-c/bench/plain.c"];
    let mut build = command(&["gcc", "-std=c99", "-O2"]);
    build.args(WARNINGS).arg("-I").arg(tree.join("include")).args(sources);
    build.arg(tree.join("lib/libtoken04.a")).arg(core).arg("-o").arg(&program);
    sh.run(build.args(["-lcrypto", "-ljwt", "-lpthread", "-ldl", "-lm"]))?;
    sh.run(command(&[program]).arg(tree.join("lib/libtoken04.so")))
}

/// The size of the shared library, and what a static link adds to a hello world program.
pub fn sizes(sh: &Shell) -> Result {
    let tree = folder().join("sizes");
    install(sh, &tree)?;
    let shared = length(&tree.join("lib/libtoken04.so"))?;
    let hello = tree.join("hello.c");
    let program = |with: &str| {
        format!(
            "#include <stdio.h>\n#include <token04.h>\nint main(void) {{ puts(\"hello\"); {with} }}\n"
        )
    };
    // Uses all functions, so that the linker can remove none.
    let list = xtask_lib::paths::read("ffi-c/abi/symbols.txt")?;
    let all: Vec<String> = list.lines().map(|name| format!("(void *){name}")).collect();
    let all = format!("void *volatile all[] = {{{}}}; return all[0] == all[1];", all.join(", "));
    // Stripped or with symbols: a hello world program, without and with the library.
    let mut added = Vec::new();
    for strip in ["-s", "-Wl,--no-undefined"] {
        let mut sizes = Vec::new();
        for with in ["return 0;", all.as_str()] {
            std::fs::write(&hello, program(with)).map_err(|e| e.to_string())?;
            let out = tree.join("hello");
            let mut build = command(&["gcc", "-O2", strip, "-Wl,--gc-sections", "-I"]);
            build.arg(tree.join("include")).arg(&hello).arg(tree.join("lib/libtoken04.a"));
            sh.run(build.arg("-o").arg(&out).args(["-lpthread", "-ldl", "-lm"]))?;
            sizes.push(length(&out)?);
        }
        added.push(sizes.iter().max().unwrap_or(&0) - sizes.iter().min().unwrap_or(&0));
    }
    let (stripped, whole) = (added.first().unwrap_or(&0), added.last().unwrap_or(&0));
    let archive = format!("{}.tar.gz", super::name());
    let packed = length(&xtask_lib::paths::dist().join(&archive))?;
    sh.note(format!("{archive}: {packed} bytes"))?;
    sh.note(format!("libtoken04.so, stripped: {shared} bytes"))?;
    sh.note(format!("a static link adds {stripped} bytes to hello world, stripped"))?;
    sh.note(format!("and {whole} bytes with its symbols"))?;
    what_is_in_it(sh)?;
    if shared < LARGEST && *stripped < LARGEST { Ok(()) } else { Err("larger than 1 MB".into()) }
}

/// Lists code and constants by crate, as far as the symbols show it.
fn what_is_in_it(sh: &Shell) -> Result {
    let mut names = command(&["nm", "--demangle", "--print-size", "--defined-only"]);
    let table = sh.quiet_output(names.arg(package::with_types(&super::tree())))?;
    let mut by_crate: BTreeMap<String, u64> = BTreeMap::new();
    for line in table.lines() {
        let mut words = line.splitn(4, ' ');
        let (Some(_), Some(size), Some(_), Some(name)) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            continue;
        };
        let Ok(size) = u64::from_str_radix(size, 16) else { continue };
        let start = name.trim_start_matches(['<', '&', '(', '[', '*']);
        let word: String =
            start.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        let word = if name.contains("::") { word } else { "(unnamed, C and assembler)".into() };
        *by_crate.entry(word).or_default() += size;
    }
    let mut rows: Vec<(u64, String)> = by_crate.into_iter().map(|(k, v)| (v, k)).collect();
    rows.sort_unstable_by(|a, b| b.cmp(a));
    for (size, name) in rows.iter().take(15) {
        sh.note(format!("{size:>8}  {name}"))?;
    }
    Ok(())
}

fn length(file: &Path) -> Result<u64> {
    std::fs::metadata(file).map(|data| data.len()).map_err(|e| format!("{}: {e}", file.display()))
}
