//! `token04 generate`: one token on stdout and nothing else.

use clap::{ArgMatches, Command};
use token04::{IssuedToken, RawRequest, kit_token_raw, system_now};

use crate::failure::{Failure, Outcome};
use crate::{args, output};

const AFTER_HELP: &str = "\
Examples:
  token04 generate --app-id 1234567890 --user user1
  token04 generate --user user1 --ttl 3d --room room1 --login
  token04 generate --user user1 --room room1 --login --publish --stream s1 --json
  token04 generate --user user1 --room room1 --login --kit --user-name 'User One'";

/// Its command line.
pub fn command() -> Command {
    args::with_minting(Command::new("generate"))
        .about("Mint a token and print it")
        .after_help(AFTER_HELP)
        .arg(args::user_arg("The user the token is for").required(true))
        .arg(
            args::switch("kit", "Wrap the token for the vendor's web UI kit")
                .requires("room")
                .requires("user-name"),
        )
        .arg(args::text("user-name", "S", "The name the kit shows to others").requires("kit"))
        .arg(args::switch("json", "Print an object with the token and its times"))
}

/// Mints, prints.
pub fn run(matches: &ArgMatches) -> Result<Outcome, Failure> {
    let issued = issue(matches)?;
    if matches.get_flag("json") {
        output::print_line(&output::object(Ok(issued.to_json())))?;
    } else {
        output::print_line(&issued.token)?;
    }
    Ok(Outcome::Clean)
}

fn issue(matches: &ArgMatches) -> Result<IssuedToken, Failure> {
    let generator = args::generator(matches)?;
    let payload = args::payload(matches)?;
    let user_id = args::bytes(matches, "user").unwrap_or_default();
    let request =
        RawRequest { user_id, ttl: args::ttl(matches), payload: &payload, now: system_now() };
    let mut issued = generator.draft(&request)?.issue()?;
    if matches.get_flag("kit") {
        issued.token = kit_token_raw(
            issued.token.as_bytes(),
            args::bytes(matches, "room").unwrap_or_default(),
            user_id,
            args::bytes(matches, "user-name").unwrap_or_default(),
            generator.app_id().into(),
        )?;
    }
    Ok(issued)
}
