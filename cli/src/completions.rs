//! `token04 completions`: a completion script for a shell.

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;

use crate::failure::{Failure, Outcome};
use crate::{app, output};

/// Its command line.
pub fn command() -> Command {
    Command::new("completions")
        .about("Print the completion script of a shell")
        .after_help(
            "bash: token04 completions bash > ~/.local/share/bash-completion/completions/token04",
        )
        .arg(Arg::new("shell").required(true).value_parser(value_parser!(Shell)))
}

/// Prints the script.
pub fn run(matches: &ArgMatches) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    if let Some(shell) = matches.get_one::<Shell>("shell") {
        clap_complete::generate(*shell, &mut app::command(), "token04", &mut script);
    }
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Clean)
}
