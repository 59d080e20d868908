//! One driver process: a JSON object per line to it, one per line back, in the same order.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

use serde_json::Value;

/// The last lines of a driver's stderr are kept, in case it dies.
const STDERR_LINES: usize = 15;

/// A running driver. Dropping it kills it.
pub struct Driver {
    child: Child,
    /// `None` after the driver's stdin was closed.
    requests: Option<Sender<String>>,
    replies: Receiver<Result<String, String>>,
    stderr: Arc<Mutex<VecDeque<String>>>,
    timeout: Duration,
    /// Why it can reply no more.
    broken: Option<String>,
}

impl Driver {
    /// Starts `argv` in `root`; a program that is a path is relative to it.
    ///
    /// # Errors
    /// One line when it cannot be started.
    pub fn start(root: &Path, argv: &[String], timeout: Duration) -> Result<Self, String> {
        let (program, arguments) = argv.split_first().ok_or("the registry has no command")?;
        let program =
            if program.contains('/') { root.join(program) } else { program.as_str().into() };
        let mut child = Command::new(&program)
            .args(arguments)
            .current_dir(root)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("driver is missing: {}: {error}", argv.join(" ")))?;
        let pipe = "the driver has no pipes";
        let stdin = child.stdin.take().ok_or(pipe)?;
        let stdout = child.stdout.take().ok_or(pipe)?;
        let errors = child.stderr.take().ok_or(pipe)?;
        let stderr = Arc::new(Mutex::new(VecDeque::new()));
        let (requests, to_write) = channel();
        let (read, replies) = channel();
        spawn(move || write_lines(stdin, &to_write));
        spawn(move || read_lines(stdout, &read));
        let kept = Arc::clone(&stderr);
        spawn(move || keep_last_lines(errors, &kept));
        Ok(Self { child, requests: Some(requests), replies, stderr, timeout, broken: None })
    }

    /// Sends all requests at once and collects the replies; each may take up to the timeout.
    /// After a crash, a timeout or a line that is not a JSON object, all remaining requests fail.
    pub fn ask(&mut self, requests: &[Value]) -> Vec<Result<Value, String>> {
        if let Some(sender) = &self.requests {
            for request in requests {
                // If the driver is gone, its missing reply shows it.
                let _ = sender.send(ascii(&request.to_string()));
            }
        }
        requests.iter().map(|_| self.reply()).collect()
    }

    fn reply(&mut self) -> Result<Value, String> {
        if let Some(why) = &self.broken {
            return Err(format!("no reply: {why}"));
        }
        let failure = match self.replies.recv_timeout(self.timeout) {
            Ok(Ok(line)) => match serde_json::from_str(&line) {
                Ok(value @ Value::Object(_)) => return Ok(value),
                _ => format!("driver wrote a line that is not a JSON object: {}", cut(&line, 200)),
            },
            Ok(Err(error)) => format!("driver's output cannot be read: {error}"),
            Err(RecvTimeoutError::Timeout) => {
                format!("driver hung: no reply within {} s", self.timeout.as_secs_f32())
            }
            Err(RecvTimeoutError::Disconnected) => self.obituary(),
        };
        self.kill();
        self.broken = Some(failure.clone());
        Err(failure)
    }

    fn obituary(&mut self) -> String {
        let status = self.wait().map_or_else(|| "still running".to_owned(), |s| s.to_string());
        format!("driver died ({status}){}", self.last_words())
    }

    /// The end of its stderr.
    fn last_words(&self) -> String {
        sleep(Duration::from_millis(50)); // its last output may still be in the pipe
        let lines = self.stderr.lock().map(|lines| lines.iter().cloned().collect::<Vec<_>>());
        lines.unwrap_or_default().iter().fold(String::new(), |all, line| all + "\n      | " + line)
    }

    /// Closes its stdin and waits until it exits.
    ///
    /// # Errors
    /// One line when it does not exit by itself, or fails (as after a sanitizer's report).
    pub fn finish(mut self) -> Result<(), String> {
        self.requests = None;
        if self.broken.is_some() {
            return Ok(()); // already reported
        }
        if let Ok(line) = self.replies.recv_timeout(self.timeout) {
            let line = line.unwrap_or_default();
            return Err(format!("driver wrote an unexpected line: {}", cut(&line, 200)));
        }
        match self.wait() {
            None => Err("driver did not exit when its input ended".to_owned()),
            Some(status) if status.success() => Ok(()),
            Some(status) => Err(format!("driver ended with {status}{}", self.last_words())),
        }
    }

    fn wait(&mut self) -> Option<ExitStatus> {
        let start = Instant::now();
        while start.elapsed() < self.timeout {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(status);
            }
            sleep(Duration::from_millis(5));
        }
        None
    }

    fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            self.kill();
        }
    }
}

fn write_lines(mut stdin: ChildStdin, lines: &Receiver<String>) {
    while let Ok(line) = lines.recv() {
        if stdin.write_all((line + "\n").as_bytes()).is_err() {
            return;
        }
    }
}

fn read_lines(stdout: impl Read, replies: &Sender<Result<String, String>>) {
    for line in BufReader::new(stdout).lines() {
        if replies.send(line.map_err(|error| error.to_string())).is_err() {
            return;
        }
    }
}

fn keep_last_lines(stderr: impl Read, kept: &Mutex<VecDeque<String>>) {
    for line in BufReader::new(stderr).lines().map_while(Result::ok) {
        if let Ok(mut kept) = kept.lock() {
            kept.push_back(line);
            if kept.len() > STDERR_LINES {
                kept.pop_front();
            }
        }
    }
}

/// JSON in pure ASCII, so that no driver needs to handle encodings or unusual line ends.
fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() {
            text.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(text, "\\u{unit:04x}");
        }
    }
    text
}

/// The beginning of a long string.
pub fn cut(text: &str, characters: usize) -> String {
    let total = text.chars().count();
    if total <= characters {
        return text.to_owned();
    }
    let beginning: String = text.chars().take(characters).collect();
    format!("{beginning}... ({total} characters)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_ascii() {
        assert_eq!(ascii("\"é\u{2028}😀\""), "\"\\u00e9\\u2028\\ud83d\\ude00\"");
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(cut("äbc", 2), "äb... (3 characters)");
        assert_eq!(cut("abc", 3), "abc");
    }
}
