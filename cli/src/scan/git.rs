//! The history of a repository, as `git log -p` prints it, read as a stream.

use std::io::{self, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use super::detect::{Detector, Text};
use super::finding::Gathered;
use crate::failure::Failure;
use crate::lines;

/// Lines around a change, which say what a value is.
const CONTEXT_LINES: &str = "--unified=12";
/// Of a longer line only this much is searched.
const LINE_MAX_BYTES: usize = 8 << 20;
/// A change that is longer is searched in parts.
const CHANGE_MAX_BYTES: usize = 8 << 20;

/// The changes of one file in one commit: only the lines that were added, and their context.
#[derive(Default)]
struct Change {
    path: String,
    bytes: Vec<u8>,
    numbers: Vec<Option<usize>>,
    next: usize,
    /// Lines of the old and the new file that are left in this part of the diff.
    left: (usize, usize),
}

/// Searches every commit that a branch, a tag or a stash leads to, the oldest first.
pub fn history(detector: &Detector, repository: &Path, into: &mut Gathered) -> Result<(), Failure> {
    let failed = |error| Failure::Io("git could not be run", error);
    let mut child = Command::new("git")
        .arg("-C")
        .arg(repository)
        // No program that the repository names is run.
        .args([
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.quotePath=false",
            "-c",
            "log.showRoot=true",
        ])
        .args([
            "-c",
            "log.showSignature=false",
            "-c",
            "diff.noprefix=false",
            "-c",
            "diff.mnemonicPrefix=false",
        ])
        .args([
            "--no-pager",
            "log",
            "-p",
            "--all",
            "--reverse",
            "-m",
            "--no-ext-diff",
            "--no-textconv",
        ])
        .args(["--no-renames", "--no-color", "--full-index", "--src-prefix=a/", "--dst-prefix=b/"])
        .args([CONTEXT_LINES, "--format=commit %H", "--"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env("GIT_OPTIONAL_LOCKS", "0")
        .spawn()
        .map_err(failed)?;
    let stdout = child.stdout.take().ok_or_else(|| failed(io::ErrorKind::BrokenPipe.into()))?;
    let mut stderr = child.stderr.take();
    let complaints = std::thread::spawn(move || {
        let mut text = String::new();
        if let Some(stderr) = &mut stderr {
            let _ = io::Read::read_to_string(&mut io::Read::take(stderr, 4096), &mut text);
        }
        text
    });
    let mut input = BufReader::with_capacity(1 << 20, stdout);
    let mut line = Vec::new();
    let mut commit = String::new();
    let mut change = Change::default();
    loop {
        line.clear();
        let more = lines::read(&mut input, &mut line, LINE_MAX_BYTES).map_err(failed)?;
        if !more {
            break;
        }
        if change.left != (0, 0) {
            change.line(&line);
            if change.bytes.len() > CHANGE_MAX_BYTES {
                change.search(detector, &commit, into);
            }
            continue;
        }
        if let Some(id) = line.strip_prefix(b"commit ") {
            change.search(detector, &commit, into);
            commit = String::from_utf8_lossy(id).into_owned();
        } else if line.starts_with(b"diff --git ") {
            change.search(detector, &commit, into);
            change.path.clear();
        } else if let Some(path) = line.strip_prefix(b"+++ b/") {
            change.path = String::from_utf8_lossy(path).trim_end_matches('\t').to_owned();
        } else if line.starts_with(b"@@ ") {
            change.part(&line);
        }
    }
    change.search(detector, &commit, into);
    let status = child.wait().map_err(failed)?;
    let complaints = complaints.join().unwrap_or_default();
    if !status.success() {
        let first = complaints.lines().next().unwrap_or("no message");
        return Err(failed(io::Error::other(first.to_owned())));
    }
    Ok(())
}

impl Change {
    /// `@@ -1,2 +3,4 @@`.
    fn part(&mut self, line: &[u8]) {
        let text = String::from_utf8_lossy(line);
        let mut ranges = text.split(' ').skip(1).take(2).map(|range| {
            let mut numbers = range.get(1..).unwrap_or_default().split(',');
            let mut number = || numbers.next().and_then(|number| number.parse::<usize>().ok());
            let start = number().unwrap_or(1);
            (start, number().unwrap_or(1))
        });
        let (old, new) = (ranges.next().unwrap_or_default(), ranges.next().unwrap_or_default());
        self.next = new.0;
        self.left = (old.1, new.1);
    }

    fn line(&mut self, line: &[u8]) {
        let (old, new) = self.left;
        let (mark, rest) = line.split_first().map_or((b' ', line), |(mark, rest)| (*mark, rest));
        match mark {
            b'+' => self.left = (old, new.saturating_sub(1)),
            b'-' => {
                self.left = (old.saturating_sub(1), new);
                return;
            }
            b'\\' => return,
            _ => self.left = (old.saturating_sub(1), new.saturating_sub(1)),
        }
        self.numbers.push((mark == b'+').then_some(self.next));
        self.next += 1;
        self.bytes.extend_from_slice(rest);
        self.bytes.push(b'\n');
    }

    fn search(&mut self, detector: &Detector, commit: &str, into: &mut Gathered) {
        if !self.bytes.is_empty() {
            into.files += 1;
            into.bytes += self.bytes.len() as u64;
            detector.search(
                &Text {
                    path: &self.path,
                    bytes: &self.bytes,
                    binary: false,
                    diff: Some((commit, &self.numbers)),
                    report: 0..usize::MAX,
                    start: (0, 0),
                },
                into,
            );
        }
        self.bytes.clear();
        self.numbers.clear();
    }
}
