//! Reads a README for a step that follows it to the letter. One convention for all of them:
//!
//! - The word after the fence is the language of a block.
//! - A block is a file when the paragraph right before it ends with a colon and the last word in
//!   backticks there is a file's name: "In `verify/main.go`:". A block of `sh` is never a file.
//! - A `text` block right after another block is its output; `...` in it matches anything.
//! - `ZEGO_APP_ID=...` and `ZEGO_SERVER_SECRET=...` are where readers fill in their own values.

use std::path::Path;
use std::process::Command;

use crate::shell::Shell;
use crate::{Result, paths};

/// The reader's own app id and ServerSecret: those of the test vectors.
pub const APP_ID: &str = "1234567890";
/// See [`APP_ID`].
pub const SECRET: &str = "fa94dd0f974cf2e293728a526b028271";

/// What separates the output of two blocks.
const MARK: &str = "@@ the next block @@";

/// A fenced block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The language of the fence: `sh`, `go`, ...
    pub language: String,
    /// The file whose content the block is.
    pub file: Option<String>,
    /// Its lines, with line ends.
    pub text: String,
    /// What the block prints.
    pub prints: Option<String>,
}

impl Block {
    /// Whether `printed` is what the README says, if it says anything.
    ///
    /// # Errors
    /// It prints something else.
    pub fn compare(&self, printed: &str) -> Result {
        match &self.prints {
            Some(expected) if !matches(expected.trim(), printed.trim()) => {
                Err(format!("prints something else than the README says: {}", self.text))
            }
            _ => Ok(()),
        }
    }
}

/// Whether a string is as expected, where `...` matches anything.
fn matches(expected: &str, printed: &str) -> bool {
    let Some((first, rest)) = expected.split_once("...") else { return expected == printed };
    let Some(mut printed) = printed.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = rest.split("...").collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        let Some((_, after)) = printed.split_once(part) else { return false };
        printed = after;
    }
    printed.ends_with(last)
}

/// The blocks of a document, in their order.
///
/// # Errors
/// A block has no end.
pub fn blocks(document: &str) -> Result<Vec<Block>> {
    let mut found: Vec<Block> = Vec::new();
    let mut paragraph = String::new();
    // Only blank lines since the last block; a blank line since the last paragraph.
    let (mut right_after_block, mut blank) = (false, false);
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            if line.trim().is_empty() {
                blank = true;
            } else {
                if blank {
                    paragraph.clear();
                }
                paragraph.push_str(line);
                paragraph.push('\n');
                (right_after_block, blank) = (false, false);
            }
            continue;
        };
        let mut text = String::new();
        loop {
            match lines.next() {
                Some("```") => break,
                Some(line) => text.extend([line, "\n"]),
                None => return Err(format!("a block of {language} has no end")),
            }
        }
        match found.last_mut() {
            Some(last) if language == "text" && right_after_block => {
                last.prints = Some(text);
                right_after_block = false;
            }
            _ => {
                let file = file_name(&paragraph).filter(|_| language != "sh").map(str::to_owned);
                found.push(Block { language: language.to_owned(), file, text, prints: None });
                right_after_block = true;
            }
        }
        paragraph.clear();
    }
    Ok(found)
}

/// The name of a file that a paragraph announces.
fn file_name(paragraph: &str) -> Option<&str> {
    let last = paragraph.trim_end().strip_suffix(':')?.split('`').skip(1).step_by(2).last()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    let (stem, kind) = last.rsplit_once('.')?;
    let kind = !kind.is_empty() && kind.chars().all(|c| c.is_ascii_lowercase());
    let named = kind && !stem.is_empty() && last.chars().all(plain);
    named.then_some(last)
}

/// Writes the files among the blocks of these languages into a folder.
///
/// # Errors
/// A file cannot be written.
pub fn write_files(blocks: &[Block], languages: &[&str], folder: &Path) -> Result {
    for block in blocks.iter().filter(|block| languages.contains(&block.language.as_str())) {
        if let Some(file) = &block.file {
            let path = folder.join(file);
            std::fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(|e| e.to_string())?;
            std::fs::write(&path, &block.text).map_err(|e| format!("{}: {e}", path.display()))?;
        }
    }
    Ok(())
}

/// Runs the blocks of `sh` in order in one shell, in the folder and with the variables of
/// `bash`, and compares what each prints.
///
/// # Errors
/// A command fails, a block prints something else, or no command names a file of the document.
pub fn run(sh: &Shell, blocks: &[Block], bash: &mut Command) -> Result {
    let commands: Vec<&Block> = blocks.iter().filter(|block| block.language == "sh").collect();
    let files: Vec<&str> = blocks.iter().filter_map(|block| block.file.as_deref()).collect();
    for file in &files {
        let stem = file.rsplit_once('.').map_or(*file, |(stem, _)| stem);
        if !commands.iter().any(|block| block.text.contains(stem)) {
            return Err(format!("no command names {file}"));
        }
    }
    let texts: Vec<String> = commands.iter().map(|block| filled_in(&block.text)).collect();
    let script = texts.join(&format!("\necho '{MARK}'\n"));
    bash.args(["-euo", "pipefail", "-c", &script]);
    let printed = sh.output(bash.env("READER_APP_ID", APP_ID).env("READER_SECRET", SECRET))?;
    for (block, printed) in commands.iter().zip(printed.split(MARK)) {
        block.compare(printed)?;
    }
    sh.note(format!("{} blocks of sh, {} files", commands.len(), files.len()))
}

/// Commands with the reader's own values, by name: a log must not show them.
fn filled_in(commands: &str) -> String {
    let commands = commands.replace("APP_ID=...", "APP_ID=$READER_APP_ID");
    commands.replace("SERVER_SECRET=...", "SERVER_SECRET=$READER_SECRET")
}

/// Checks that each case which a document names in backticks is in the vectors, and returns how
/// many there are: words that begin with `dropin/` or `cpp-`, up to a colon or a space.
///
/// # Errors
/// It names none, or one that is not in the vectors.
pub fn cases(document: &str) -> Result<usize> {
    let mut vectors = paths::read("tests/vectors/dropin.json")?;
    vectors.push_str(&paths::read("tests/vectors/upstream.json")?);
    cases_among(document, &vectors)
}

fn cases_among(document: &str, vectors: &str) -> Result<usize> {
    let words = document.split('`').skip(1).step_by(2);
    let named: Vec<&str> = words
        .filter_map(|word| word.split([':', ' ']).next())
        .filter(|word| word.starts_with("dropin/") || word.starts_with("cpp-"))
        .filter(|word| !word.ends_with("..."))
        .collect();
    let known = |case: &&&str| vectors.contains(&format!("\"{case}\""));
    match named.iter().find(|case| !known(case)) {
        Some(unknown) => Err(format!("there is no case {unknown}")),
        None if named.is_empty() => Err("the document names no case".into()),
        None => Ok(named.len()),
    }
}

/// Checks that each row of the table whose last column is `case` names a case.
///
/// # Errors
/// There is no such table, or a row names none.
pub fn a_case_in_each_row(document: &str) -> Result {
    let rows = document.lines().skip_while(|line| !line.ends_with("| case |"));
    let mut rows = rows.skip(2).take_while(|line| line.starts_with('|')).peekable();
    rows.peek().ok_or("there is no table of cases")?;
    let names_none = |row: &&str| !row.rsplit('|').nth(1).is_some_and(|cell| cell.contains('`'));
    rows.find(names_none).map_or(Ok(()), |row| Err(format!("names no case: {row}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(document: &str) -> Vec<(String, Option<String>, String, Option<String>)> {
        let blocks = blocks(document).unwrap();
        blocks.into_iter().map(|b| (b.language, b.file, b.text, b.prints)).collect()
    }

    fn owned(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn a_block_has_its_file_and_what_it_prints() {
        let document = "See `x.y`. In `a/b.c`, in C:\n\n```c\nint a;\n```\nthen\n\n```sh\nls\n\n```\n\
                        \n```text\na\n```\n\n```text\nalone\n```\n";
        let expected = [
            ("c".to_owned(), owned("a/b.c"), "int a;\n".to_owned(), None),
            ("sh".to_owned(), None, "ls\n\n".to_owned(), owned("a\n")),
            ("text".to_owned(), None, "alone\n".to_owned(), None),
        ];
        assert_eq!(read(document), expected);
    }

    #[test]
    fn a_block_without_an_announced_name_is_not_a_file() {
        for before in [
            "In `a.c`.",
            "In `a.c`:\n\nNow:",
            "In `a.c` call `f()`:",
            "Call `A.B`:",
            "`a b.c`:",
            "",
        ] {
            let [block] = blocks(&format!("{before}\n\n```c\n```\n")).unwrap().try_into().unwrap();
            assert_eq!(block.file, None, "{before}");
        }
    }

    #[test]
    fn later_output_does_not_belong_to_the_block() {
        let document = "```sh\nls\n```\n\nIt prints:\n\n```text\na\n```\n";
        assert_eq!(blocks(document).unwrap()[0].prints, None);
        assert!(blocks("```sh\nls\n").is_err());
    }

    #[test]
    fn a_case_that_does_not_exist_is_an_error() {
        let vectors = "{\"id\":\"dropin/a\"}, {\"id\":\"cpp-b\"}";
        assert_eq!(cases_among("`dropin/a`, `x`, `cpp-b: 3`", vectors), Ok(2));
        assert_eq!(cases_among("`dropin/c`", vectors).unwrap_err(), "there is no case dropin/c");
        assert!(cases_among("dropin/a", vectors).is_err());
        let table =
            |case| format!("| input | case |\n|---|---|\n| a | `dropin/a` |\n| b | {case} |");
        assert_eq!(a_case_in_each_row(&table("`dropin/a`")), Ok(()));
        let missing = a_case_in_each_row(&table("none")).unwrap_err();
        assert_eq!(missing, "names no case: | b | none |");
        assert!(a_case_in_each_row("| input | case |").is_err());
    }

    #[test]
    fn three_dots_are_anything() {
        for same in ["made 04AA..., done", "made 04A..., done", "...", "made ...x... done"] {
            assert!(matches(same, "made 04AAx, done"), "{same}");
        }
        for other in ["made", "made 04B...", "...x", "made ...done...x, done"] {
            assert!(!matches(other, "made 04AAx, done"), "{other}");
        }
        assert!(matches("same", "same") && !matches("same", "same."));
    }

    #[test]
    fn the_readers_own_values_are_filled_in_by_name() {
        let filled = "export ZEGO_APP_ID=$READER_APP_ID ZEGO_SERVER_SECRET=$READER_SECRET";
        assert_eq!(filled_in("export ZEGO_APP_ID=... ZEGO_SERVER_SECRET=..."), filled);
    }
}
