//! The progress bar: on a terminal only, on stderr.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

/// How far a batch is.
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar over so many bytes of input, or a count where that is not known.
    pub fn new(bytes: Option<u64>, lines_to_stdout: bool) -> Self {
        // Lines on the same terminal would be torn apart by a bar.
        let torn = lines_to_stdout && std::io::stdout().is_terminal();
        if torn || !std::io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let (bar, template) = match bytes {
            Some(bytes) => (ProgressBar::new(bytes), "{wide_bar} {percent}% {msg} eta {eta}"),
            None => (ProgressBar::new_spinner(), "{spinner} {msg} {elapsed}"),
        };
        Self(match ProgressStyle::with_template(template) {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        })
    }

    /// So many bytes more were read, and so many users are done in all.
    pub fn advance(&self, bytes: u64, users: u64) {
        if !self.0.is_hidden() {
            self.0.inc(bytes);
            self.0.set_message(format!("{users} users"));
        }
    }

    /// The end: the bar goes away.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}
