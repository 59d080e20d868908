//! `token04 inspect`: what a token shows without its secret.

use clap::{ArgMatches, Command};
use token04::inspect;

use crate::failure::{Failure, Outcome};
use crate::tokens::{self, Answer};

/// Its command line.
pub fn command() -> Command {
    Command::new("inspect")
        .about("Print what tokens show without the secret: mode, expiry, lengths, kit part")
        .arg(tokens::arg())
}

/// Inspects, prints.
pub fn run(matches: &ArgMatches) -> Result<Outcome, Failure> {
    tokens::check(matches)?;
    tokens::answer_each(matches, |token| {
        Answer::json(inspect(token).map(|inspected| inspected.to_json()))
    })
}
