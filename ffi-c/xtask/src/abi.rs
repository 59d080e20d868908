//! Compares the ABI of this build with the released one: additions pass, everything else fails.

use std::fs;
use std::path::Path;

use super::{compile, package, tree};
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, paths};

/// The dump of the released ABI. It is replaced only by an addition, or together with the SONAME.
const RELEASED: &str = "ffi-c/abi/libtoken04.xml";

/// See the module.
pub fn check(sh: &Shell) -> Result {
    let place = compile::folder().join("abi");
    fs::create_dir_all(&place).map_err(|e| e.to_string())?;
    let (now, raw) = (place.join("libtoken04.xml"), place.join("raw.xml"));
    let mut dump = command(&["abidw", "--no-corpus-path", "--no-comp-dir-path", "--no-show-locs"]);
    dump.args(["--no-elf-needed", "--no-parameter-names", "--drop-undefined-syms", "--out-file"]);
    sh.run(dump.arg(&raw).arg(package::with_types(&tree())))?;
    write(&now, &without_empty_units(&fs::read_to_string(&raw).map_err(|e| e.to_string())?))?;
    let released = paths::root().join(RELEASED);
    if !is_addition(sh, &released, &now)? {
        return Err(format!("{RELEASED} and this build differ in more than additions"));
    }
    planted(sh, &place, &now)
}

/// Plants changes in the dump: those that break a program must be reported, an addition must not.
fn planted(sh: &Shell, place: &Path, now: &Path) -> Result {
    let text = fs::read_to_string(now).map_err(|e| e.to_string())?;
    let without = without_function(&text, "token04_version");
    let generate = "<function-decl name='token04_generate'";
    let (start, rest) = text.split_once(generate).ok_or("token04_generate is not in the dump")?;
    let (head, tail) = rest.split_once("<parameter").ok_or("it has a parameter")?;
    let (_, tail) = tail.split_once("/>").ok_or("which ends")?;
    let fewer = format!("{start}{generate}{head}{tail}");
    let moved = text.replacen("layout-offset-in-bits='288'", "layout-offset-in-bits='320'", 1);
    let grown = text.replacen("size-in-bits='832'", "size-in-bits='896'", 1);
    for (what, changed, is_fine) in [
        ("a function removed", &without, false),
        ("a parameter removed", &fewer, false),
        ("a member that moved", &moved, false),
        ("a struct that grew", &grown, false),
    ] {
        let file = place.join("planted.xml");
        write(&file, changed)?;
        if *changed == text || is_addition(sh, now, &file)? != is_fine {
            return Err(format!("planted but not detected: {what}"));
        }
    }
    let older = place.join("older.xml");
    write(&older, &without)?;
    if is_addition(sh, &older, now)? { Ok(()) } else { Err("an addition is refused".into()) }
}

fn is_addition(sh: &Shell, old: &Path, new: &Path) -> Result<bool> {
    Ok(sh.status(command(&["abidiff", "--no-added-syms"]).arg(old).arg(new))? == 0)
}

/// The dump without one function.
fn without_function(text: &str, name: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for line in text.lines() {
        let named = line.contains(&format!("name='{name}'"));
        inside = inside || (named && line.contains("<function-decl"));
        if !inside && !named {
            out.push_str(line);
            out.push('\n');
        }
        inside = inside && !line.contains("</function-decl>");
    }
    out
}

/// Removes units of Rust's standard library: they declare nothing, but name the compiler's version.
fn without_empty_units(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let ends_at_once = lines.peek().is_some_and(|next| next.trim() == "</abi-instr>");
        if line.trim_start().starts_with("<abi-instr") && ends_at_once {
            lines.next();
            continue;
        }
        // The name of the unit contains a hash from the compiler.
        let line = match line.split_once("/@/") {
            Some((before, after)) => match after.split_once('\'') {
                Some((_, rest)) => format!("{before}'{rest}"),
                None => line.to_owned(),
            },
            None => line.to_owned(),
        };
        out.push_str(&line);
        out.push('\n');
    }
    out
}

fn write(file: &Path, text: &str) -> Result {
    fs::write(file, text).map_err(|e| format!("{}: {e}", file.display()))
}
