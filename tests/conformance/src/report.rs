//! The report at the end: the matrix, the failures, and one line with the totals.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::driver::cut;
use crate::redact::Redactor;
use crate::session::{Failure, Session, Tally};

/// The number of failures of one language that are shown in full; for the others only the id.
const SHOWN_WHOLE: usize = 40;
const SHOWN_CHARACTERS: usize = 700;

/// The result of a run.
pub struct Report {
    /// The matrix, the failures and other errors.
    pub text: String,
    /// The total over all languages.
    pub total: Tally,
}

/// Assembles the report; `others` are failures that do not belong to a case.
pub fn report(sessions: &[Session], others: &[String], redactor: &Redactor) -> Report {
    let mut text = matrix(sessions);
    for session in sessions {
        for (need, count) in &session.left_out {
            let _ = writeln!(text, "{}: {count} left out for {need}", session.language);
        }
    }
    for session in sessions {
        for (index, failure) in session.failures.iter().enumerate() {
            text += &describe(&session.language, failure, index < SHOWN_WHOLE, redactor);
        }
    }
    for other in others {
        let _ = writeln!(text, "FAILED {}", redactor.text(other));
    }
    let mut total = Tally { passed: 0, failed: others.len() };
    for tally in sessions.iter().flat_map(|session| session.tallies.values()) {
        total.passed += tally.passed;
        total.failed += tally.failed;
    }
    Report { text, total }
}

fn matrix(sessions: &[Session]) -> String {
    let topics: BTreeSet<&str> =
        sessions.iter().flat_map(|s| s.tallies.keys().map(String::as_str)).collect();
    let mut rows =
        vec![std::iter::once("").chain(topics.iter().copied()).map(Into::into).collect()];
    for session in sessions {
        let cells = topics.iter().map(|topic| match session.tallies.get(*topic) {
            None => "-".to_owned(),
            Some(Tally { passed, failed: 0 }) => passed.to_string(),
            Some(Tally { passed, failed }) => format!("{passed} ({failed} FAILED)"),
        });
        rows.push(std::iter::once(session.language.clone()).chain(cells).collect::<Vec<_>>());
    }
    table(&rows)
}

fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<_> = (0..columns)
        .map(|column| {
            rows.iter().filter_map(|row| row.get(column)).map(|c| c.chars().count()).max()
        })
        .map(Option::unwrap_or_default)
        .collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (index, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let _ = if index == 0 {
                write!(line, "{cell:<width$}")
            } else {
                write!(line, "  {cell:>width$}")
            };
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

fn describe(language: &str, failure: &Failure, whole: bool, redactor: &Redactor) -> String {
    let mut text = format!("FAILED {language} {}: {}\n", failure.id, redactor.text(&failure.why));
    if whole && !failure.request.is_null() {
        for (label, shown) in [
            ("request", redactor.request(&failure.request)),
            ("wanted", redactor.text(&failure.wanted.to_string())),
            ("got", redactor.text(&failure.got.to_string())),
        ] {
            let _ = writeln!(text, "    {label:<8}{}", cut(&shown, SHOWN_CHARACTERS));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        assert_eq!(table(&[row(["", "topic"]), row(["rust", "7"])]), "      topic\nrust      7\n");
    }
}
