//! Lines of any length and any bytes, read with bounded memory.

use std::io::{self, BufRead};

/// Of a longer line only this much is kept: more than any token or user id may have.
pub const LINE_MAX_BYTES: usize = 1 << 18;

/// Appends the next line to `line`, without its `\n` or `\r\n`; `false` at the end of the input.
///
/// Bytes beyond `max_bytes` are skipped: the core refuses such a long string by its length.
pub fn read(input: &mut impl BufRead, line: &mut Vec<u8>, max_bytes: usize) -> io::Result<bool> {
    let start = line.len();
    let mut seen = false;
    loop {
        let available = match input.fill_buf() {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if available.is_empty() {
            return Ok(seen);
        }
        seen = true;
        let mut parts = available.splitn(2, |byte| *byte == b'\n');
        let part = parts.next().unwrap_or_default();
        let ended = parts.next().is_some();
        let room = max_bytes.saturating_sub(line.len() - start);
        line.extend_from_slice(part.get(..room).unwrap_or(part));
        let used = part.len() + usize::from(ended);
        input.consume(used);
        if ended {
            if line.len() > start && line.last() == Some(&b'\r') {
                line.pop();
            }
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut input: &[u8], max_bytes: usize) -> Vec<Vec<u8>> {
        let mut lines = Vec::new();
        loop {
            let mut line = Vec::new();
            if !read(&mut input, &mut line, max_bytes).unwrap() {
                return lines;
            }
            lines.push(line);
        }
    }

    #[test]
    fn lines_end_at_newlines_alone() {
        assert_eq!(all(b"", 9), Vec::<Vec<u8>>::new());
        assert_eq!(all(b"a\r\n\n\xff b\nc", 9), [&b"a"[..], b"", b"\xff b", b"c"]);
        assert_eq!(all(b"abcdef\ng\n", 3), [&b"abc"[..], b"g"]);
    }
}
