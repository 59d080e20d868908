//! `token04 batch`: a token for each user of a list, as JSON lines.

mod destination;
mod pipeline;
mod progress;
mod signals;

use std::ffi::OsString;
use std::fs::File;
use std::io;

use clap::{Arg, ArgMatches, Command, ValueHint, value_parser};
use rand::TryRng;
use rand::rngs::SysRng;
use token04::{Error, system_now};

use crate::failure::{Failure, Outcome};
use crate::{args, secret};
use destination::Destination;
use pipeline::Mint;
use progress::Progress;

pub use signals::end_by;

const AFTER_HELP: &str = "\
Each line of the output is {\"user_id\":…,\"token\":…} or {\"user_id\":…,\"error\":{…}}, in the
order of the users. A user id that is refused costs the others nothing; the exit code is then 1.
All tokens have one time of issue. A file is written beside its name and renamed at the end,
readable by its owner only: it is full of tokens. An existing regular file is replaced; a link, a
pipe or a device is refused, and - is stdout.";

/// Its command line.
pub fn command() -> Command {
    args::with_minting(Command::new("batch"))
        .about("Mint a token for each user of a list, on all cores, as JSON lines")
        .after_help(AFTER_HELP)
        .arg(path("users", "The users, one id a line; - for stdin").required(true))
        .arg(path("out", "Where the lines go; - for stdout").default_value("-"))
}

fn path(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name("FILE|-")
        .value_hint(ValueHint::FilePath)
        .value_parser(value_parser!(OsString))
        .help(help)
}

/// Mints for every user.
pub fn run(matches: &ArgMatches) -> Result<Outcome, Failure> {
    let users = path_of(matches, "users");
    if users.is_none() && secret::from_stdin(matches) {
        return Err(Failure::usage("stdin cannot give both the secret and the users"));
    }
    let mint = Mint {
        generator: args::generator(matches)?,
        payload: args::payload(matches)?,
        ttl: args::ttl(matches),
        now: system_now(),
    };
    mint.check()?;

    let unread = |error| Failure::Io("the users could not be read", error);
    let (input, bytes): (Box<dyn io::Read + Send>, _) = match users {
        None => (Box::new(io::stdin()), None),
        Some(path) => {
            let file = File::open(path).map_err(unread)?;
            let about = file.metadata().map_err(unread)?;
            (Box::new(file), about.is_file().then_some(about.len()))
        }
    };
    let path = path_of(matches, "out");
    let mut out = Destination::open(path).map_err(Failure::output)?;
    let progress = Progress::new(bytes, path.is_none());
    let refused = pipeline::run(mint, input, &mut out, &progress)?;
    out.finish().map_err(Failure::output)?;
    progress.finish();
    Ok(Outcome::refused_if(refused > 0))
}

fn path_of<'m>(matches: &'m ArgMatches, name: &str) -> Option<&'m OsString> {
    matches.get_one::<OsString>(name).filter(|path| *path != "-")
}

impl Mint {
    /// Refuses at once what would be refused for every user.
    fn check(&self) -> Result<(), Failure> {
        let no_users: [&[u8]; 0] = [];
        self.generator.batch_raw(no_users, self.ttl, &self.payload, self.now)?;
        // Also before the progress bar, whose hash maps panic without randomness.
        SysRng.try_next_u64().map_err(|_| Error::RandomUnavailable)?;
        Ok(())
    }
}
