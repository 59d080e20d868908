//! The `[TOKEN|-]` argument: one token, or one a line on stdin.

use std::ffi::OsString;
use std::io::{self, BufReader, IsTerminal, Write};

use clap::{Arg, ArgMatches, value_parser};
use token04::Error;

use crate::failure::{Failure, Outcome};
use crate::{lines, output, secret};

/// The argument.
pub fn arg() -> Arg {
    Arg::new("token")
        .value_name("TOKEN|-")
        .value_parser(value_parser!(OsString))
        .help("The token; - or nothing reads one a line from stdin")
}

/// The result for one token.
pub struct Answer {
    /// The string to print, with its newline.
    pub text: String,
    /// Whether the token was refused, or an error found.
    pub refused: bool,
}

impl Answer {
    /// The one line of JSON of a result.
    pub fn json(result: Result<String, Error>) -> Self {
        let refused = result.is_err();
        Self { text: output::object(result) + "\n", refused }
    }
}

/// Whether the tokens are to come from stdin.
pub fn from_stdin(matches: &ArgMatches) -> bool {
    matches.get_one::<OsString>("token").is_none_or(|token| token == "-")
}

/// Refuses arguments that do not go together, before anything is read.
pub fn check(matches: &ArgMatches) -> Result<(), Failure> {
    if !from_stdin(matches) {
        return Ok(());
    }
    if matches.try_contains_id("secret-file").is_ok() && secret::from_stdin(matches) {
        return Err(Failure::usage("stdin cannot give both the secret and the tokens"));
    }
    if !matches.contains_id("token") && io::stdin().is_terminal() {
        return Err(Failure::usage("no token: give one, or - to type tokens, one a line"));
    }
    Ok(())
}

/// Prints the result for each token, in their order. A refused token does not stop the rest.
pub fn answer_each(
    matches: &ArgMatches,
    mut answer: impl FnMut(&[u8]) -> Answer,
) -> Result<Outcome, Failure> {
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut refused = false;
    let token = matches.get_one::<OsString>("token").filter(|token| *token != "-");
    if let Some(token) = token {
        let answer = answer(token.as_encoded_bytes());
        out.write_all(answer.text.as_bytes()).map_err(Failure::output)?;
        refused = answer.refused;
    } else {
        let mut input = BufReader::with_capacity(1 << 16, io::stdin().lock());
        let mut line = Vec::new();
        let mut none = true;
        while lines::read(&mut input, &mut line, lines::LINE_MAX_BYTES)
            .map_err(|error| Failure::Io("stdin could not be read", error))?
        {
            none = false;
            let answer = answer(&line);
            out.write_all(answer.text.as_bytes()).map_err(Failure::output)?;
            refused |= answer.refused;
            line.clear();
            // A caller that sends one line and waits for the result gets it.
            if input.buffer().is_empty() {
                out.flush().map_err(Failure::output)?;
            }
        }
        // A producer of the pipe that failed must not look like a token accepted.
        if none {
            return Err(Failure::usage("no token: stdin was empty"));
        }
    }
    out.flush().map_err(Failure::output)?;
    Ok(Outcome::refused_if(refused))
}
