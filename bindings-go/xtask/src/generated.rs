//! The parts of the package that are generated from the core's tables.

use xtask_lib::tables::{ErrorRow, Generated, Tables, pascal};

const FILE: &str = "bindings-go/errors.go";

/// See [`Generated`].
pub const PARTS: &[Generated] = &[
    Generated { file: FILE, part: "codes", write: codes },
    Generated { file: FILE, part: "statuses", write: statuses },
    Generated { file: FILE, part: "errors", write: errors },
];

/// Errors of the ABI that a Go caller never sees.
const INNER: [&str; 2] = ["buffer_too_small", "abi_mismatch"];

/// The names, as Go writes them, and the codes.
fn rows(tables: &Tables) -> Vec<(String, i64)> {
    let seen = tables.errors.iter().filter(|row| !INNER.contains(&row.name.as_str()));
    let go = |row: &ErrorRow| {
        let word = |word| if word == "id" { "ID".to_owned() } else { pascal(word) };
        (row.name.split('_').map(word).collect(), row.code)
    };
    seen.map(go).collect()
}

/// Rows in columns, as gofmt writes them.
fn block(keyword: &str, rows: &[(String, String)]) -> String {
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let line = |(name, rest): &(String, String)| format!("\t{name:width$} {rest}\n");
    format!("{keyword} (\n{})\n", rows.iter().map(line).collect::<String>())
}

/// A part of the file. Go treats a comment directly above a declaration as its documentation, so an
/// empty line follows the first mark; gofmt requires one before the second.
fn part(doc: &str, declaration: &str) -> String {
    format!("\n// {doc}\n{declaration}\n")
}

fn codes(tables: &Tables) -> String {
    let row = |(name, code)| (format!("Code{name}"), format!("Code = {code}"));
    let rows: Vec<_> = rows(tables).into_iter().map(row).collect();
    let doc = "The error table. [Code.Message] says what each means and what was expected.";
    part(doc, &block("const", &rows))
}

fn errors(tables: &Tables) -> String {
    let row = |(name, _)| (format!("Err{name}"), format!("error = &Error{{Code: Code{name}}}"));
    let rows: Vec<_> = rows(tables).into_iter().map(row).collect();
    part("Errors to compare with by errors.Is, one for each code.", &block("var", &rows))
}

fn statuses(tables: &Tables) -> String {
    let code = tables.error("buffer_too_small").code;
    let declaration = format!("const statusTooSmall int32 = {code}\n");
    part("A buffer was too small; no caller sees it.", &declaration)
}
