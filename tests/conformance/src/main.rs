//! `cargo run -p token04-conformance -- [--cases FILE]... [--upstream FILE]... [--language L]...`

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use token04_conformance::args::Args;
use token04_conformance::suite::{ANSWER_TIMEOUT, run};

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let answer =
        Args::parse(std::env::args().skip(1)).and_then(|args| run(&root, &args, ANSWER_TIMEOUT));
    match answer {
        Ok(report) => {
            let total = report.total;
            let end = format!("{}{} passed, {} failed\n", report.text, total.passed, total.failed);
            let written = std::io::stdout().write_all(end.as_bytes());
            // A run without any check is not a success.
            let good = written.is_ok() && total.failed == 0 && total.passed > 0;
            if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(why) => {
            let _ = writeln!(std::io::stderr(), "token04-conformance: {why}");
            ExitCode::FAILURE
        }
    }
}
