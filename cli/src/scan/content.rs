//! What the bytes of a file are: text, a binary, an archive. Nothing is held whole but an archive in
//! an archive; all else is searched window by window.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use super::detect::{Detector, Text};
use super::finding::Gathered;

/// What lies behind this is not read; the summary says so.
const FILE_MAX_BYTES: u64 = 8 << 30;
/// Limits of an archive, the archives inside it included.
const ARCHIVE_MAX_ENTRIES: u64 = 50_000;
const ARCHIVE_MAX_BYTES: u64 = 1 << 30;
const ARCHIVE_MAX_DEPTH: u32 = 4;
/// A zip file in an archive is held in memory: it is read from its end.
const HELD_MAX_BYTES: u64 = 64 << 20;
/// An entry larger than this that was compressed by more than the ratio is a bomb.
const RATIO_FROM_BYTES: u64 = 4 << 20;
const RATIO_MAX: u64 = 200;

/// So much is searched at once; little in a test of where windows meet.
const WINDOW_BYTES: usize = if cfg!(test) { 16 << 10 } else { 4 << 20 };
/// So much before and behind a value belongs to it.
const OVERLAP_BYTES: usize = WINDOW_BYTES / 64;
/// What one file may add, so that none can fill the memory.
const FINDINGS_MAX: usize = 10_000;
const TOKENS_MAX: usize = 200_000;

/// A NUL within this many bytes makes a file binary.
const PROBE_BYTES: usize = 8192;
/// A run of fewer printable bytes in a binary file is no string.
const STRING_MIN: usize = 6;
/// Of a longer name in an archive only the end is shown.
const NAME_MAX: usize = 300;

const ZIP: &[u8] = b"PK\x03\x04";
const GZIP: &[u8] = b"\x1f\x8b\x08";
/// Archives that are not opened.
const CLOSED: &[(&str, &[u8])] = &[
    ("bzip2", b"BZh"),
    ("xz", b"\xfd7zXZ\0"),
    ("zstd", b"\x28\xb5\x2f\xfd"),
    ("7z", b"7z\xbc\xaf\x27\x1c"),
    ("rar", b"Rar!\x1a\x07"),
];

/// Searches a file. A zip file is read where it lies.
pub fn file(detector: &Detector, name: &str, mut file: File, into: &mut Gathered) {
    let mut start = [0; ZIP.len()];
    let is_zip = file.metadata().is_ok_and(|data| data.is_file())
        && file.read_exact(&mut start).is_ok()
        && start == ZIP;
    if !is_zip {
        if let Err(error) = file.rewind()
            && error.kind() != io::ErrorKind::NotSeekable
        {
            return into.skipped.push(format!("{name}: {error}"));
        }
        return stream(detector, name, &mut file, into);
    }
    into.files += 1;
    into.bytes += file.metadata().map_or(0, |data| data.len());
    Search::new(detector, into).zip(name, file, 0);
}

/// Searches what a reader yields.
pub fn stream(detector: &Detector, name: &str, input: &mut dyn Read, into: &mut Gathered) {
    into.files += 1;
    let mut limited = Limited::new(input, FILE_MAX_BYTES);
    Search::new(detector, into).content(name, &mut limited, 0);
    if limited.exceeded {
        into.skipped.push(format!("{name}: what is behind {FILE_MAX_BYTES} bytes"));
    }
}

/// The search of one file, and what the archives in it may still take.
struct Search<'a> {
    detector: &'a Detector,
    into: &'a mut Gathered,
    entries: u64,
    bytes: u64,
    held: u64,
    findings: usize,
    tokens: usize,
}

impl<'a> Search<'a> {
    fn new(detector: &'a Detector, into: &'a mut Gathered) -> Self {
        Self {
            detector,
            findings: into.findings.len().saturating_add(FINDINGS_MAX),
            tokens: into.tokens.len().saturating_add(TOKENS_MAX),
            into,
            entries: ARCHIVE_MAX_ENTRIES,
            bytes: ARCHIVE_MAX_BYTES,
            held: HELD_MAX_BYTES,
        }
    }

    fn skip(&mut self, name: &str, why: impl std::fmt::Display) {
        self.into.skipped.push(format!("{name}: {why}"));
    }

    fn content(&mut self, name: &str, input: &mut dyn Read, depth: u32) {
        let mut head = Vec::new();
        let more = match fill(input, &mut head, PROBE_BYTES) {
            Ok(more) => more,
            Err(error) => {
                self.skip(name, error);
                false
            }
        };
        let is_tar = head.get(257..262) == Some(b"ustar");
        let is_archive = is_tar || head.starts_with(ZIP) || head.starts_with(GZIP);
        if is_archive && depth >= ARCHIVE_MAX_DEPTH {
            let why = format!("more than {ARCHIVE_MAX_DEPTH} archives in each other");
            return self.skip(name, why);
        }
        if let Some((kind, _)) = CLOSED.iter().find(|(_, mark)| more && head.starts_with(mark)) {
            return self.skip(name, format!("{kind} is not opened"));
        }
        let probe = Cursor::new(head.clone());
        let mut whole: Box<dyn Read + '_> =
            if more { Box::new(probe.chain(input)) } else { Box::new(probe) };
        if head.starts_with(ZIP) {
            self.held(name, &mut whole, depth);
        } else if head.starts_with(GZIP) {
            let mut unpacked = Limited::new(MultiGzDecoder::new(whole), self.bytes);
            self.content(name, &mut unpacked, depth + 1);
            self.took(name, &unpacked);
        } else if is_tar {
            self.tar(name, &mut whole, depth);
        } else {
            self.windows(name, &mut whole);
        }
    }

    /// Searches a text or the strings of a binary.
    fn windows(&mut self, name: &str, input: &mut dyn Read) {
        let mut window = Window::default();
        let mut buffer = Vec::new();
        let mut kind = None;
        let first = self.into.findings.len();
        loop {
            let before = buffer.len();
            let more = match fill(input, &mut buffer, WINDOW_BYTES) {
                Ok(more) => more,
                Err(error) => {
                    self.skip(name, error);
                    false
                }
            };
            self.into.bytes += (buffer.len() - before) as u64;
            let kind = *kind.get_or_insert_with(|| Kind::of(&buffer));
            self.window(name, &buffer, kind, &window, more);
            if matches!(kind, Kind::Binary) {
                self.unique(first);
            }
            if self.into.findings.len() > self.findings || self.into.tokens.len() > self.tokens {
                self.into.findings.truncate(self.findings);
                self.into.tokens.truncate(self.tokens);
                return self.skip(name, "too many findings: the rest was not searched");
            }
            if !more {
                return;
            }
            let done = WINDOW_BYTES - 2 * OVERLAP_BYTES;
            window.advance(buffer.get(..done).unwrap_or_default());
            buffer.drain(..done);
        }
    }

    fn window(&mut self, name: &str, bytes: &[u8], kind: Kind, window: &Window, more: bool) {
        let end = if more { WINDOW_BYTES - OVERLAP_BYTES } else { usize::MAX };
        let mut search = |bytes: &[u8], report, binary| {
            let start = (window.line, window.column);
            let text = Text { path: name, bytes, binary, diff: None, report, start };
            self.detector.search(&text, self.into);
        };
        match kind {
            Kind::Text => search(bytes, window.from..end, false),
            Kind::Utf16(low) => {
                let narrow: Vec<u8> = bytes
                    .chunks_exact(2)
                    .map(|unit| match unit {
                        [0, c] if low == 1 => *c,
                        [c, 0] if low == 0 => *c,
                        _ => b'?',
                    })
                    .collect();
                search(&narrow, window.from / 2..end / 2, false);
            }
            Kind::Binary => {
                for step in [1, 2] {
                    search(&strings(bytes, step), 0..usize::MAX, true);
                }
            }
        }
    }

    /// Windows overlap, and a binary may hold a value in both widths: one finding is enough.
    fn unique(&mut self, first: usize) {
        let mut seen = std::collections::HashSet::new();
        let mut index = 0;
        self.into.findings.retain(|finding| {
            index += 1;
            index <= first || seen.insert(finding.fingerprint())
        });
    }

    /// A zip file in an archive.
    fn held(&mut self, name: &str, input: &mut dyn Read, depth: u32) {
        let mut bytes = Vec::new();
        let mut limited = Limited::new(input, self.held);
        if let Err(error) = limited.read_to_end(&mut bytes) {
            return self.skip(name, error);
        }
        if limited.exceeded {
            return self
                .skip(name, format!("an archive in an archive, over {HELD_MAX_BYTES} bytes"));
        }
        let length = bytes.len() as u64;
        if depth == 0 {
            self.into.bytes += length;
        }
        self.held = self.held.saturating_sub(length);
        self.zip(name, Cursor::new(bytes), depth);
        self.held = self.held.saturating_add(length);
    }

    fn zip<R: Read + Seek>(&mut self, name: &str, mut file: R, depth: u32) {
        // The table of contents is read whole: a longer one is not read.
        match entries(&mut file) {
            Ok(count) if count <= ARCHIVE_MAX_ENTRIES => {}
            Ok(_) => return self.skip(name, format!("more than {ARCHIVE_MAX_ENTRIES} entries")),
            Err(error) => return self.skip(name, error),
        }
        let mut archive = match ZipArchive::new(file) {
            Ok(archive) => archive,
            Err(error) => return self.skip(name, error),
        };
        for index in 0..archive.len() {
            let entry = match archive.by_index(index) {
                Ok(entry) if entry.is_file() => entry,
                Ok(_) => continue,
                Err(error) => {
                    self.skip(name, format!("entry {index}: {error}"));
                    continue;
                }
            };
            let inner = inner(name, entry.name());
            // The sizes in the header are claims: what counts is what comes out.
            let most = entry.compressed_size().max(1).saturating_mul(RATIO_MAX);
            if !self.entry(&inner, entry, most.max(RATIO_FROM_BYTES), depth) {
                return;
            }
        }
    }

    fn tar(&mut self, name: &str, input: &mut dyn Read, depth: u32) {
        let mut archive = tar::Archive::new(input);
        // Raw: long names and sparse files would be read or filled without a limit.
        let entries = match archive.entries() {
            Ok(entries) => entries.raw(true),
            Err(error) => return self.skip(name, error),
        };
        let mut long = None;
        for entry in entries {
            let mut entry = match entry {
                Ok(entry) => entry,
                Err(error) => return self.skip(name, error),
            };
            match entry.header().entry_type() {
                tar::EntryType::GNULongName | tar::EntryType::XHeader => {
                    let is_pax = entry.header().entry_type() == tar::EntryType::XHeader;
                    let mut text = Vec::new();
                    if let Err(error) = (&mut entry).take(1 << 16).read_to_end(&mut text) {
                        return self.skip(name, error);
                    }
                    let text = String::from_utf8_lossy(&text).into_owned();
                    long = if is_pax {
                        let path = text.lines().find_map(|line| line.split_once(" path="));
                        path.map(|(_, path)| path.to_owned())
                    } else {
                        Some(text.trim_end_matches('\0').to_owned())
                    };
                }
                tar::EntryType::Regular
                | tar::EntryType::Continuous
                | tar::EntryType::GNUSparse => {
                    let short = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
                    let inner = inner(name, &long.take().unwrap_or(short));
                    if !self.entry(&inner, entry, u64::MAX, depth) {
                        return;
                    }
                }
                _ => long = None,
            }
        }
    }

    /// Searches an entry; `false` when nothing more of the archive is to be read.
    fn entry(&mut self, name: &str, entry: impl Read, most: u64, depth: u32) -> bool {
        let Some(left) = self.entries.checked_sub(1) else {
            self.skip(name, format!("more than {ARCHIVE_MAX_ENTRIES} entries"));
            return false;
        };
        self.entries = left;
        let mut limited = Limited::new(entry, most.min(self.bytes));
        self.content(name, &mut limited, depth + 1);
        self.took(name, &limited);
        self.bytes > 0
    }

    fn took<R>(&mut self, name: &str, limited: &Limited<R>) {
        self.bytes = self.bytes.saturating_sub(limited.read);
        if limited.exceeded {
            self.skip(name, "too large, or compressed too well");
        }
    }
}

fn inner(outer: &str, name: &str) -> String {
    let from = name.len().saturating_sub(NAME_MAX);
    let from = (from..name.len()).find(|at| name.is_char_boundary(*at)).unwrap_or(from);
    format!("{outer}!{}", name.get(from..).unwrap_or_default())
}

/// How many entries the end of a zip file says it has.
fn entries<R: Read + Seek>(file: &mut R) -> io::Result<u64> {
    const END: &[u8] = b"PK\x05\x06";
    const LOCATOR: &[u8] = b"PK\x06\x07";
    let length = file.seek(SeekFrom::End(0))?;
    // The end record and the longest comment behind it; before it, a record for large files.
    file.seek(SeekFrom::Start(length.saturating_sub((1 << 16) + 64)))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    file.rewind()?;
    let number = |record: &[u8], at: usize, length: usize| -> u64 {
        let bytes = record.get(at..at + length).unwrap_or_default();
        bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
    };
    let mut most = 0;
    for (at, part) in tail.windows(END.len()).enumerate() {
        let record = tail.get(at..).unwrap_or_default();
        if part == END {
            most = most.max(number(record, 10, 2));
        } else if part == LOCATOR {
            file.seek(SeekFrom::Start(number(record, 8, 8)))?;
            let mut end = Vec::new();
            (&mut *file).take(56).read_to_end(&mut end)?;
            most = most.max(number(&end, 32, 8));
        }
    }
    file.rewind()?;
    Ok(most)
}

/// How a file is searched, from its start.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Binary,
    /// The index of the byte that holds an ASCII character.
    Utf16(usize),
}

impl Kind {
    fn of(start: &[u8]) -> Self {
        let probe = start.get(..PROBE_BYTES).unwrap_or(start);
        match start {
            _ if !probe.contains(&0) => Self::Text,
            [0xff, 0xfe, ..] => Self::Utf16(0),
            [0xfe, 0xff, ..] => Self::Utf16(1),
            _ => Self::Binary,
        }
    }
}

/// Where the bytes of a window are in their file.
#[derive(Default)]
struct Window {
    /// Values before this were reported.
    from: usize,
    /// Lines that end before the window.
    line: usize,
    /// Bytes of its first line before it.
    column: usize,
}

impl Window {
    fn advance(&mut self, done: &[u8]) {
        self.from = OVERLAP_BYTES;
        self.line += done.iter().filter(|byte| **byte == b'\n').count();
        match done.iter().rposition(|byte| *byte == b'\n') {
            Some(at) => self.column = done.len() - at - 1,
            None => self.column += done.len(),
        }
    }
}

/// Reads until the buffer is full; `false` at the end of the input.
fn fill(input: &mut dyn Read, buffer: &mut Vec<u8>, full: usize) -> io::Result<bool> {
    let wanted = full.saturating_sub(buffer.len()) as u64;
    input.take(wanted).read_to_end(buffer)?;
    Ok(buffer.len() >= full)
}

/// A reader that ends at a limit, and knows whether there was more.
struct Limited<R> {
    input: R,
    left: u64,
    read: u64,
    exceeded: bool,
}

impl<R> Limited<R> {
    fn new(input: R, left: u64) -> Self {
        Self { input, left, read: 0, exceeded: false }
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            self.exceeded = self.exceeded || (!buffer.is_empty() && self.input.read(&mut [0])? > 0);
            return Ok(0);
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let count = self.input.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.left = self.left.saturating_sub(count as u64);
        self.read += count as u64;
        Ok(count)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_binaries() {
        assert_eq!(strings(b"\0\x01abcdef\0abc\0ghijklm", 1), b"abcdef\nghijklm\n");
        assert_eq!(strings(b"\x01a\0b\0c\0d\0e\0f\0\x02\x03", 2), b"abcdef\n");
    }

    /// Whatever the distance of a value from the start, it is found once, at its line and column.
    #[test]
    fn windows_report_each_value_once() {
        let secret: String = (0..8).map(|n| format!("{:04x}", 40_503 * (n + 1) % 65_536)).collect();
        let leak = format!("zego serverSecret = '{secret}'");
        let step = WINDOW_BYTES - 2 * OVERLAP_BYTES;
        let detector = Detector::new().unwrap();
        for around in [WINDOW_BYTES - OVERLAP_BYTES, WINDOW_BYTES, 2 * step + OVERLAP_BYTES] {
            for at in (around - 60..around + 60).step_by(7) {
                let mut file = vec![b'a'; at];
                file[at / 2] = b'\n';
                file[at - 1] = b' ';
                file.extend(leak.bytes());
                file.extend(vec![b'\n'; WINDOW_BYTES]);
                let mut found = Gathered::default();
                stream(&detector, "x", &mut file.as_slice(), &mut found);
                let places: Vec<_> = found.findings.iter().map(|f| &f.place).collect();
                let [place] = places[..] else { panic!("{at}: {}", places.len()) };
                assert_eq!((place.line, place.column), (2, at - at / 2 - 1 + 22), "{at}");
                assert_eq!(found.bytes, file.len() as u64);
            }
        }
    }
}
