//! `token04 verify`: whether a token is to be accepted.

use clap::{ArgMatches, Command};
use token04::{DEFAULT_LEEWAY_SECONDS, Expectations, TokenVerifier};

use crate::failure::{Failure, Outcome};
use crate::tokens::{self, Answer};
use crate::{args, secret};

/// Its command line.
pub fn command() -> Command {
    Command::new("verify")
        .about("Judge tokens: ours, in time, this user's, allowed this?")
        .after_help(
            "After a rotation the secret before it may stand in ZEGO_PREVIOUS_SERVER_SECRET: \
             its tokens are accepted as well, with \"secret_index\":1.",
        )
        .arg(args::app_id_arg())
        .arg(args::text("user-id", "S", "The token must be this user's"))
        .arg(args::text("room", "R", "The token must allow logging in to this room"))
        .arg(args::text("stream", "S", "The token must allow publishing this stream"))
        .arg(args::now_arg())
        .arg(args::integer("leeway", "S", "Tolerance for clocks, in seconds [default: 30]"))
        .arg(args::switch("require-authenticated", "Refuse CBC tokens"))
        .arg(secret::arg())
        .arg(tokens::arg())
}

/// Verifies, prints.
pub fn run(matches: &ArgMatches) -> Result<Outcome, Failure> {
    tokens::check(matches)?;
    let app_id = args::app_id(matches)?;
    let verifier = TokenVerifier::from_raw(
        app_id.into(),
        &secret::required(matches)?,
        secret::previous().as_ref(),
        matches.get_one("leeway").copied().unwrap_or(DEFAULT_LEEWAY_SECONDS),
        matches.get_flag("require-authenticated"),
    )?;
    let expected = Expectations::from_raw(
        args::bytes(matches, "user-id"),
        args::bytes(matches, "room"),
        args::bytes(matches, "stream"),
    );
    tokens::answer_each(matches, |token| {
        let verified = verifier.verify_at(token, &expected, args::now(matches));
        Answer::json(verified.map(|verified| verified.to_json()))
    })
}
