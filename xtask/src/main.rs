//! The project's own commands; `cargo xtask help` lists them.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line program")]

mod api;
mod attacks;
mod base;
mod bench;
mod check;
mod checks;
mod demo;
mod faults;
mod fuzz;
mod languages;
mod notices;
mod package;
mod plan;
mod readme;
mod reproduce;
mod run;
mod scan;
mod setup;
mod suite;
mod test;
mod vectors;

use std::process::ExitCode;

const HELP: &str = "\
Usage: cargo xtask COMMAND

  test [--list] [--only NAME]... [--jobs N]   everything CI runs; NAME is a step or a group of them
  check                                       the fast part: fmt, clippy, unit tests
  setup [LANGUAGE]...                         install what is missing, report what cannot be installed
  vectors [--check]                           write the golden vectors, or check that they are fresh
  readme [--check]                            write what comes from the core's tables, or check it
  header [--check]                            write the C headers from ffi-c, or check them
  notices [--check]                           write THIRD-PARTY.md, or check it
  bench [NAME]...                             the core's bench and the languages'
  package NAME|all|suite|node PLATFORM...     write packages to dist/
  reproduce NAME|all                          make packages in two folders, and compare them
  demo                                        the whole flow in a browser: login, token, rehearsal
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
        "package" => package::main(&args),
        "reproduce" => reproduce::main(&args),
        "demo" => demo::main(&args),
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
