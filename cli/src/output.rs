//! What goes to stdout and stderr. A closed pipe is an error to handle, never a panic.

use std::io::{self, Write};

use token04::Error;

use crate::failure::Failure;

/// Writes `text` and a newline to stdout.
pub fn print_line(text: &str) -> Result<(), Failure> {
    print(&[text, "\n"].concat())
}

/// Writes `text` as it stands to stdout.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Failure::output)
}

/// Says on stderr what is wrong. If stderr is gone as well, the exit code still tells.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "error: {text}");
}

/// `{"ok":true,…}` around the fields of a result the core has written, or
/// `{"ok":false,"error":{…}}`.
pub fn object(result: Result<String, Error>) -> String {
    match result {
        Ok(json) => match json.strip_prefix('{') {
            Some("}") | None => r#"{"ok":true}"#.to_owned(),
            Some(fields) => [r#"{"ok":true,"#, fields].concat(),
        },
        Err(error) => [r#"{"ok":false,"error":"#, &error.to_json(), "}"].concat(),
    }
}
