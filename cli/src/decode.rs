//! `token04 decode`: what a token says, without verifying it.

use clap::{ArgMatches, Command};
use token04::{ServerSecret, decode};

use crate::failure::{Failure, Outcome};
use crate::secret;
use crate::tokens::{self, Answer};

/// Its command line.
pub fn command() -> Command {
    Command::new("decode")
        .about("Decrypt tokens and print what they say, one JSON object each")
        .after_help(
            "It verifies nothing: an expired token decodes as well, and so does one of another \
             generator (\"authenticated\":false). To let people in, use verify.",
        )
        .arg(secret::arg())
        .arg(tokens::arg())
}

/// Decodes, prints.
pub fn run(matches: &ArgMatches) -> Result<Outcome, Failure> {
    tokens::check(matches)?;
    let secret = ServerSecret::new(secret::required(matches)?)?;
    tokens::answer_each(matches, |token| {
        Answer::json(decode(token, &secret).map(|decoded| decoded.to_json()))
    })
}
