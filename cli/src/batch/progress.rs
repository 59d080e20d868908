//! The progress bar: on a terminal only, on stderr.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

/// How far a batch is; `None` where no bar is shown.
pub struct Progress(Option<ProgressBar>);

impl Progress {
    /// A bar over so many bytes of input, or a count where that is not known.
    pub fn new(bytes: Option<u64>, lines_to_stdout: bool) -> Self {
        // Lines on the same terminal would be torn apart by a bar.
        let torn = lines_to_stdout && std::io::stdout().is_terminal();
        if torn || !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let (bar, template) = match bytes {
            Some(bytes) => (ProgressBar::new(bytes), "{wide_bar} {percent}% {msg} eta {eta}"),
            None => (ProgressBar::new_spinner(), "{spinner} {msg} {elapsed}"),
        };
        Self(Some(match ProgressStyle::with_template(template) {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        }))
    }

    /// So many bytes more were read, and so many users are done in all.
    pub fn advance(&self, bytes: u64, users: u64) {
        if let Some(bar) = &self.0 {
            bar.inc(bytes);
            bar.set_message(format!("{users} users"));
        }
    }

    /// The end: the bar goes away.
    pub fn finish(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
