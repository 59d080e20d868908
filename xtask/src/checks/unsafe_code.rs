//! `unsafe` stands only where it may, each time under a line that says why it is sound.

use crate::shell::Shell;
use crate::{Result, paths};

/// The one file of the core and the test that forks, and the crates whose trade it is.
const ALLOWED: &[&str] =
    &["core/src/random/fork.rs", "core/tests/randomness.rs", "ffi-c/", "bindings-"];
/// A reason stands at most this many lines above.
const REACH: usize = 12;

/// Reads every Rust file of the project.
pub fn check(sh: &Shell) -> Result {
    let mut wrong = Vec::new();
    let files = paths::project_files()?;
    let rust = files.iter().filter(|path| path.ends_with(".rs"));
    for path in rust.clone() {
        let text = paths::read(path)?;
        for (line, problem) in problems(path, &text) {
            wrong.push(format!("{path}:{line}: {problem}"));
        }
    }
    sh.note(format!("{} files read", rust.count()))?;
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n        ")) }
}

/// Line numbers and what is wrong there.
fn problems(path: &str, text: &str) -> Vec<(usize, &'static str)> {
    let allowed = ALLOWED.iter().any(|place| path.starts_with(place));
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if !uses_unsafe(line) {
            continue;
        }
        let above = lines.get(index.saturating_sub(REACH)..=index).unwrap_or_default();
        let reasoned = above.iter().any(|l| l.contains("SAFETY:") || l.contains("# Safety"));
        if !allowed {
            found.push((index + 1, "unsafe code does not belong here"));
        } else if !reasoned {
            found.push((index + 1, "unsafe without a SAFETY line above it"));
        }
    }
    found
}

/// A block, function, impl or extern; not a comment, a text, a lint's name, nor an attribute
/// such as `#[unsafe(no_mangle)]`.
fn uses_unsafe(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    let code = code.replace("\\\"", "");
    let outside_texts: String = code.split('"').step_by(2).collect();
    let words = ["unsafe {", "unsafe fn", "unsafe impl", "unsafe extern", "unsafe trait"];
    words.iter().any(|word| outside_texts.contains(word))
        || outside_texts.trim_end().ends_with("unsafe")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_code_is_seen_and_talk_of_it_is_not() {
        assert!(uses_unsafe("    let x = unsafe { y() };"));
        assert!(uses_unsafe("pub unsafe extern \"C\" fn f() {"));
        assert!(uses_unsafe("    unsafe impl Send for X {}"));
        assert!(!uses_unsafe("// unsafe { }"));
        assert!(!uses_unsafe("#[unsafe(no_mangle)]"));
        assert!(!uses_unsafe("#![deny(unsafe_code)]"));
        assert!(!uses_unsafe("let text = \"unsafe { \";"));
    }

    #[test]
    fn a_place_and_a_reason_are_asked_for() {
        let code = "fn f() {\n    unsafe { g() }\n}\n";
        let reasoned = "// SAFETY: g has no conditions.\nunsafe { g() }\n";
        assert_eq!(problems("core/src/lib.rs", reasoned).len(), 1);
        assert_eq!(problems("ffi-c/src/lib.rs", code).len(), 1);
        assert!(problems("ffi-c/src/lib.rs", reasoned).is_empty());
    }
}
