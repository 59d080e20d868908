//! Where texts come from: folders, files, stdin, and archives that are opened in memory.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ignore::{WalkBuilder, WalkState};
use zip::ZipArchive;

use super::detect::{Detector, Text};
use super::finding::Gathered;
use crate::failure::Failure;

/// A longer file is not read; the summary says so.
const FILE_MAX_BYTES: u64 = 256 << 20;
/// Limits of an archive, the archives inside it included.
const ARCHIVE_MAX_ENTRIES: u64 = 20_000;
const ARCHIVE_MAX_BYTES: u64 = 1 << 30;
const ENTRY_MAX_BYTES: u64 = 128 << 20;
const ARCHIVE_MAX_DEPTH: u32 = 3;
/// An entry larger than this that was compressed by more than the ratio is a bomb.
const RATIO_FROM_BYTES: u64 = 4 << 20;
const RATIO_MAX: u64 = 200;

/// A NUL within this many bytes makes a file binary.
const BINARY_PROBE: usize = 8192;
/// A run of fewer printable bytes in a binary file is no string.
const STRING_MIN: usize = 6;

/// Searches everything below the paths, on all cores.
pub fn walk(
    detector: &Detector,
    paths: &[PathBuf],
    no_ignore: bool,
    into: &mut Gathered,
) -> Result<(), Failure> {
    let Some((first, rest)) = paths.split_first() else { return Ok(()) };
    for path in paths {
        std::fs::symlink_metadata(path)
            .map_err(|error| Failure::Io("a path could not be read", error))?;
    }
    let mut builder = WalkBuilder::new(first);
    for path in rest {
        builder.add(path);
    }
    builder
        .hidden(false)
        .require_git(false)
        .ignore(!no_ignore)
        .git_ignore(!no_ignore)
        .git_global(!no_ignore)
        .git_exclude(!no_ignore)
        .parents(!no_ignore)
        .threads(std::thread::available_parallelism().map_or(1, usize::from))
        .filter_entry(|entry| entry.depth() == 0 || entry.file_name() != ".git");
    let all = Mutex::new(std::mem::take(into));
    builder.build_parallel().run(|| {
        let mut mine = Mine { gathered: Gathered::default(), all: &all };
        Box::new(move |entry| {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    file(detector, entry.path(), &mut mine.gathered);
                }
                Ok(_) => {}
                Err(error) => mine.gathered.skipped.push(error.to_string()),
            }
            WalkState::Continue
        })
    });
    *into = all.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    Ok(())
}

/// What one thread gathered, added to the rest when the thread ends.
struct Mine<'a> {
    gathered: Gathered,
    all: &'a Mutex<Gathered>,
}

impl Drop for Mine<'_> {
    fn drop(&mut self) {
        let mut all = self.all.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        all.append(std::mem::take(&mut self.gathered));
    }
}

fn file(detector: &Detector, path: &Path, into: &mut Gathered) {
    let name = shown(path);
    match read(path) {
        Ok(Some(bytes)) => bytes_of(detector, &name, &bytes, into),
        Ok(None) => into.skipped.push(format!("{name}: longer than {FILE_MAX_BYTES} bytes")),
        Err(error) => into.skipped.push(format!("{name}: {error}")),
    }
}

/// The path as it is shown, with `/` on every system and without a leading `./`.
fn shown(path: &Path) -> String {
    let name = path.to_string_lossy().replace('\\', "/");
    name.strip_prefix("./").map_or(name.clone(), str::to_owned)
}

fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    if length > FILE_MAX_BYTES {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.take(FILE_MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= FILE_MAX_BYTES).then_some(bytes))
}

/// Searches stdin, a file named `-`.
pub fn stdin(detector: &Detector, into: &mut Gathered) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(FILE_MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::Io("stdin could not be read", error))?;
    if bytes.len() as u64 > FILE_MAX_BYTES {
        return Err(Failure::usage("stdin is too long to search: give files"));
    }
    bytes_of(detector, "-", &bytes, into);
    Ok(())
}

/// Searches the bytes of one file, whatever they are.
pub fn bytes_of(detector: &Detector, name: &str, bytes: &[u8], into: &mut Gathered) {
    into.files += 1;
    into.bytes += bytes.len() as u64;
    content(detector, name, bytes, &mut Budget::new(), 0, into);
}

/// What an archive may still take.
struct Budget {
    entries: u64,
    bytes: u64,
}

impl Budget {
    fn new() -> Self {
        Self { entries: ARCHIVE_MAX_ENTRIES, bytes: ARCHIVE_MAX_BYTES }
    }
}

fn content(
    detector: &Detector,
    name: &str,
    bytes: &[u8],
    budget: &mut Budget,
    depth: u32,
    into: &mut Gathered,
) {
    if bytes.starts_with(b"PK\x03\x04") {
        return archive(detector, name, bytes, budget, depth, into);
    }
    let probe = bytes.get(..BINARY_PROBE).unwrap_or(bytes);
    if !probe.contains(&0) {
        return detector.search(&Text { path: name, bytes, binary: false, diff: None }, into);
    }
    let utf16 =
        [(b"\xff\xfe", 0), (b"\xfe\xff", 1)].into_iter().find(|(mark, _)| bytes.starts_with(*mark));
    if let Some((_, low)) = utf16 {
        let units = bytes.get(2..).unwrap_or_default().chunks_exact(2);
        let narrow: Vec<u8> = units
            .map(|unit| match unit {
                [0, c] if low == 1 => *c,
                [c, 0] if low == 0 => *c,
                _ => b'?',
            })
            .collect();
        return detector
            .search(&Text { path: name, bytes: &narrow, binary: false, diff: None }, into);
    }
    for strings in [strings(bytes, 1), strings(bytes, 2)] {
        detector.search(&Text { path: name, bytes: &strings, binary: true, diff: None }, into);
    }
}

/// The printable strings of a binary file, one a line; with `step` 2 those in UTF-16.
fn strings(bytes: &[u8], step: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut run: Vec<u8> = Vec::new();
    let mut rest = bytes;
    let mut end = |run: &mut Vec<u8>| {
        if run.len() >= STRING_MIN {
            out.extend_from_slice(run);
            out.push(b'\n');
        }
        run.clear();
    };
    loop {
        match rest {
            [] => break,
            [c, tail @ ..] if step == 1 => {
                if matches!(c, b' '..=b'~' | b'\t') {
                    run.push(*c)
                } else {
                    end(&mut run)
                }
                rest = tail;
            }
            [c @ b' '..=b'~', 0, tail @ ..] => {
                run.push(*c);
                rest = tail;
            }
            [_, tail @ ..] => {
                end(&mut run);
                rest = tail;
            }
        }
    }
    end(&mut run);
    out
}

fn archive(
    detector: &Detector,
    name: &str,
    bytes: &[u8],
    budget: &mut Budget,
    depth: u32,
    into: &mut Gathered,
) {
    if depth >= ARCHIVE_MAX_DEPTH {
        return into
            .skipped
            .push(format!("{name}: more than {ARCHIVE_MAX_DEPTH} archives in each other"));
    }
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => return into.skipped.push(format!("{name}: {error}")),
    };
    for index in 0..archive.len() {
        let Some(left) = budget.entries.checked_sub(1) else {
            return into.skipped.push(format!("{name}: more than {ARCHIVE_MAX_ENTRIES} entries"));
        };
        budget.entries = left;
        let entry = match archive.by_index(index) {
            Ok(entry) if entry.is_file() => entry,
            Ok(_) => continue,
            Err(error) => {
                into.skipped.push(format!("{name}: entry {index}: {error}"));
                continue;
            }
        };
        let inner = format!("{name}!{}", entry.name());
        // The sizes in the header are claims: what counts is what comes out.
        let ratio =
            (entry.compressed_size().max(1)).saturating_mul(RATIO_MAX).max(RATIO_FROM_BYTES);
        let limit = ENTRY_MAX_BYTES.min(ratio).min(budget.bytes);
        let mut content_of = Vec::new();
        let read = entry.take(limit + 1).read_to_end(&mut content_of);
        let length = content_of.len() as u64;
        budget.bytes = budget.bytes.saturating_sub(length);
        if let Err(error) = read {
            into.skipped.push(format!("{inner}: {error}"));
        }
        if length > limit {
            into.skipped.push(format!("{inner}: too large, or compressed too well"));
            if budget.bytes == 0 {
                return into.skipped.push(format!("{name}: more than {ARCHIVE_MAX_BYTES} bytes"));
            }
        }
        // What was read before a limit or an error is searched all the same.
        into.bytes += length;
        content(detector, &inner, &content_of, budget, depth + 1, into);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_binaries() {
        assert_eq!(strings(b"\0\x01abcdef\0abc\0ghijklm", 1), b"abcdef\nghijklm\n");
        assert_eq!(strings(b"\x01a\0b\0c\0d\0e\0f\0\x02\x03", 2), b"abcdef\n");
    }
}
