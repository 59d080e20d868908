//! The project's own commands; `cargo xtask help` lists them.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that talks to a person")]

mod attacks;
mod base;
mod bench;
mod check;
mod checks;
mod faults;
mod fuzz;
mod languages;
mod natives;
mod notices;
mod package;
mod plan;
mod platforms;
mod readme;
mod run;
mod setup;
mod suite;
mod test;
mod vectors;

use std::process::ExitCode;

const HELP: &str = "\
Usage: cargo xtask COMMAND

  test [--list] [--only NAME]... [--jobs N] [--platforms]
                                              everything CI runs; NAME is a step or a group of them;
                                              with packages for all platforms, not for some
  check                                       the fast part: fmt, clippy, unit tests
  setup [LANGUAGE]...                         install what is missing, say what cannot be
  vectors [--check]                           regenerate the golden vectors, or prove them fresh
  readme [--check]                            write what comes from the core's tables, or prove it fresh
  header [--check]                            write the C headers from ffi-c, or prove them fresh
  notices [--check]                           write THIRD-PARTY.md, or prove it fresh
  bench [NAME]...                             the core's bench and the languages'
  natives [TARGET]... [--cli]                 build the libraries that packages hold, and the command line,
                                              for all platforms or the named ones
  package NAME|all|suite [PLATFORM...|--platforms]
                                              put packages into dist/, for this machine, and for these or all platforms
  fuzz [--seconds N]                          run the fuzz targets

Logs of every step: target/xtask-logs/
";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let args: Vec<String> = args.collect();
    let outcome = match command.as_str() {
        "test" => test::main(&args),
        "check" => check::main(&args),
        "setup" => setup::main(&args),
        "vectors" => vectors::main(&args),
        "readme" => readme::main(&args),
        "header" => xtask_c::header(&args),
        "notices" => notices::main(&args),
        "bench" => bench::main(&args),
        "natives" => natives::main(&args),
        "package" => package::main(&args),
        "fuzz" => fuzz::main(&args),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        "" => Err(format!("name a command\n\n{HELP}")),
        other => Err(format!("there is no command '{other}'\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}
