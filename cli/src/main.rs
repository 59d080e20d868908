//! The command line of token04. Every rule is in the core; here are arguments, files and exit codes.

mod app;
mod args;
mod batch;
mod completions;
mod decode;
mod demo;
mod doctor;
mod explain;
mod failure;
mod generate;
mod inspect;
mod lines;
mod man;
mod output;
mod scan;
mod seconds;
mod secret;
mod tokens;
mod verify;

use std::process::ExitCode;

fn main() -> ExitCode {
    let matches = match app::command().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return app::refuse_usage(error),
    };
    match app::run(&matches) {
        Ok(outcome) => outcome.exit_code(),
        Err(failure) => {
            failure.report();
            if let failure::Failure::Interrupted(signal) = failure {
                batch::end_by(signal);
            }
            failure.exit_code()
        }
    }
}
