//! The program as a whole: its subcommands, and what happens to a command line it cannot read.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgMatches, Command};

use crate::failure::{EXIT_USAGE, Failure, Outcome};
use crate::{batch, completions, decode, demo, explain, generate, inspect, man, output, verify};

const AFTER_HELP: &str = "\
The ServerSecret is never an argument: it comes from ZEGO_SERVER_SECRET or --secret-file.

Try first:     token04 demo
Mint:          token04 generate --app-id 1234567890 --user user1
Login refused? token04 explain TOKEN

Exit codes: 0 ok, 1 a token refused or an error found, 2 usage or an invalid input value,
3 input or output.";

/// A mistyped subcommand or value is repeated, unless it is as long as a part of a secret or would
/// act on the terminal.
const LONG_WORD_BYTES: usize = 16;

/// The whole command line.
pub fn command() -> Command {
    Command::new("token04")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Mint, decode, verify and explain ZEGOCLOUD Token04 tokens (unofficial)")
        .after_help(AFTER_HELP)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(generate::command())
        .subcommand(decode::command())
        .subcommand(verify::command())
        .subcommand(inspect::command())
        .subcommand(explain::command())
        .subcommand(batch::command())
        .subcommand(demo::command())
        .subcommand(completions::command())
        .subcommand(man::command())
}

/// Runs the subcommand that was named.
pub fn run(matches: &ArgMatches) -> Result<Outcome, Failure> {
    match matches.subcommand() {
        Some(("generate", matches)) => generate::run(matches),
        Some(("decode", matches)) => decode::run(matches),
        Some(("verify", matches)) => verify::run(matches),
        Some(("inspect", matches)) => inspect::run(matches),
        Some(("explain", matches)) => explain::run(matches),
        Some(("batch", matches)) => batch::run(matches),
        Some(("demo", matches)) => demo::run(matches),
        Some(("completions", matches)) => completions::run(matches),
        Some(("man", matches)) => man::run(matches),
        _ => Err(Failure::usage("name a subcommand; see token04 --help")),
    }
}

/// Reports what is wrong with a command line, or prints the help or version that was asked for.
///
/// A word that does not belong there is not repeated: a secret that was passed on the command line
/// must not end up in a log as well.
pub fn refuse_usage(error: clap::Error) -> ExitCode {
    if error.kind() == ErrorKind::DisplayHelp && is_verification() {
        let _ = error.print();
        output::complain("nothing was verified: --help was given among other arguments");
        return ExitCode::from(EXIT_USAGE);
    }
    let word = |kind| match error.get(kind) {
        Some(ContextValue::String(word)) => Some(word.as_str()),
        _ => None,
    };
    let hidden = |word: &str| word.len() >= LONG_WORD_BYTES || output::is_active(word);
    let unexpected_word = word(ContextKind::InvalidArg)
        .is_some_and(|word| !word.starts_with(['-', '<', '[']) || output::is_active(word))
        || word(ContextKind::InvalidSubcommand).is_some_and(hidden)
        || word(ContextKind::InvalidValue).is_some_and(hidden);
    if unexpected_word {
        output::complain(
            "a word on the command line does not belong there, or is no value for its option (not \
             shown: it could be a secret, and a secret is never an argument); see --help",
        );
        return ExitCode::from(EXIT_USAGE);
    }
    let to_stdout = !error.use_stderr();
    let printed = error.print();
    match (to_stdout, printed) {
        (true, Ok(())) => ExitCode::SUCCESS,
        (true, Err(error)) => Failure::output(error).exit_code(),
        (false, _) => ExitCode::from(EXIT_USAGE),
    }
}

/// Whether the command line is that of a `verify` with more than a request for help: a client that
/// sends `--help` in place of a token must not get the exit code of a token that is accepted.
fn is_verification() -> bool {
    let mut words = std::env::args_os().skip(1);
    words.next().is_some_and(|word| word == "verify") && words.count() > 1
}
