//! The command line of token04. Every rule lives in the core; here are words, files and exits.

mod app;
mod args;
mod batch;
mod completions;
mod decode;
mod demo;
mod explain;
mod failure;
mod generate;
mod inspect;
mod lines;
mod man;
mod output;
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
            failure.tell();
            if let failure::Failure::Interrupted(signal) = failure {
                batch::end_by(signal);
            }
            failure.exit_code()
        }
    }
}
