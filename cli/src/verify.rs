//! `token04 verify`: whether a token is to be accepted.

use clap::{ArgMatches, Command};
use token04::{DEFAULT_LEEWAY_SECONDS, Error, Result, TokenVerifier, VerifiedToken};

use crate::failure::{Failure, Outcome};
use crate::tokens::{self, Answer};
use crate::{args, secret};

const AFTER_HELP: &str = "\
It accepts only tokens that this library minted under the secret, for this app, and that are valid
now. With --user the token must be this user's; with --room as well it must allow logging in to
the room; with --stream as well it must be for the room and allow publishing the stream. An empty
value never matches.

After a rotation, put the previous secret into ZEGO_PREVIOUS_SERVER_SECRET: its tokens are accepted
as well, with \"secret_index\":1.";

/// Its command line.
pub fn command() -> Command {
    Command::new("verify")
        .about("Verify tokens: authentic, of this app, valid now; this user's, allowed this?")
        .after_help(AFTER_HELP)
        .arg(args::app_id_arg())
        .arg(args::user_arg("The token must be this user's"))
        .arg(args::text("room", "R", "It must allow logging in to this room").requires("user"))
        .arg(
            args::text("stream", "S", "It must allow publishing this stream in the room instead")
                .requires("user")
                .requires("room"),
        )
        .arg(args::now_arg())
        .arg(args::integer("leeway", "S", "Tolerance for clocks, in seconds [default: 30]"))
        .arg(secret::arg())
        .arg(tokens::arg())
}

/// Verifies, prints.
pub fn run(matches: &ArgMatches) -> std::result::Result<Outcome, Failure> {
    tokens::check(matches)?;
    let app_id = args::app_id(matches)?;
    let verifier = TokenVerifier::from_raw(
        app_id.into(),
        &secret::required(matches)?,
        secret::previous().as_ref(),
        matches.get_one("leeway").copied().unwrap_or(DEFAULT_LEEWAY_SECONDS),
    )?;
    // A time out of range is the caller's mistake and no token's.
    if let Err(error @ Error::NowInvalid) = verifier.verify_at("", args::now(matches)) {
        return Err(error.into());
    }
    tokens::answer_each(matches, |token| {
        Answer::json(verify(&verifier, matches, token).map(|verified| verified.to_json()))
    })
}

fn verify(verifier: &TokenVerifier, matches: &ArgMatches, token: &[u8]) -> Result<VerifiedToken> {
    let [user, room, stream] = ["user", "room", "stream"].map(|name| args::bytes(matches, name));
    let now = args::now(matches);
    // The command line has no room without a user, and no stream without both.
    match (user, room, stream) {
        (Some(user), Some(room), Some(stream)) => {
            verifier.verify_publish_at(token, user, room, stream, now)
        }
        (Some(user), Some(room), None) => verifier.verify_login_at(token, user, room, now),
        (Some(user), None, None) => verifier.verify_user_at(token, user, now),
        (None, None, None) => verifier.verify_at(token, now),
        _ => Err(Error::Internal),
    }
}
