//! `token04 man`: the manual page, of the program or of a subcommand.

use clap::{Arg, ArgMatches, Command};
use clap_mangen::Man;

use crate::failure::{Failure, Outcome};
use crate::{app, output};

/// Its command line.
pub fn command() -> Command {
    Command::new("man")
        .about("Print the manual page (roff), of the program or of one subcommand")
        .after_help("Read it: token04 man | man -l -")
        .arg(Arg::new("command").value_name("COMMAND"))
}

/// Prints the page.
pub fn run(matches: &ArgMatches) -> Result<Outcome, Failure> {
    let mut command = app::command();
    command.build();
    if let Some(name) = matches.get_one::<String>("command") {
        command = command
            .find_subcommand(name)
            .cloned()
            .ok_or_else(|| Failure::usage("no such subcommand; see token04 --help"))?;
    }
    let mut page = Vec::new();
    Man::new(command).render(&mut page).map_err(Failure::output)?;
    output::print(&String::from_utf8_lossy(&page))?;
    Ok(Outcome::Clean)
}
