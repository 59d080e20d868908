//! Writing: JSON without white space, field by field.

/// Digits of the largest 64-bit number.
pub(crate) const MOST_DIGITS: usize = 20;

/// The numbers below a hundred: two digits at a time, for divisions are slow.
#[allow(clippy::indexing_slicing, reason = "computed while compiling, where a panic is an error")]
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let mut number = 0;
    while number < 100 {
        pairs[number as usize] = [b'0' + number / 10, b'0' + number % 10];
        number += 1;
    }
    pairs
};

/// Writes one JSON object without white space, fields in the order of the calls.
pub(crate) struct ObjectWriter<'o> {
    out: &'o mut Vec<u8>,
    separator: u8,
}

impl<'o> ObjectWriter<'o> {
    pub(crate) fn begin(out: &'o mut Vec<u8>) -> Self {
        Self { out, separator: b'{' }
    }
}

impl ObjectWriter<'_> {
    /// Writes a key, which needs no escaping, and returns where the value goes.
    fn key(&mut self, key: &'static str) -> &mut Vec<u8> {
        self.out.extend_from_slice(&[self.separator, b'"']);
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.separator = b',';
        self.out
    }

    pub(crate) fn string(&mut self, key: &'static str, value: &str) -> &mut Self {
        write_string(self.key(key), value);
        self
    }

    pub(crate) fn integer(&mut self, key: &'static str, value: i64) -> &mut Self {
        write_integer(self.key(key), value);
        self
    }

    pub(crate) fn boolean(&mut self, key: &'static str, value: bool) -> &mut Self {
        self.raw(key, if value { "true" } else { "false" })
    }

    /// A value that is JSON text already.
    pub(crate) fn raw(&mut self, key: &'static str, json: &str) -> &mut Self {
        self.key(key).extend_from_slice(json.as_bytes());
        self
    }

    /// A value that `write` appends, or `null`.
    pub(crate) fn nested<T>(
        &mut self,
        key: &'static str,
        value: Option<T>,
        write: impl FnOnce(T, &mut Vec<u8>),
    ) -> &mut Self {
        let out = self.key(key);
        match value {
            Some(value) => write(value, out),
            None => out.extend_from_slice(b"null"),
        }
        self
    }

    /// A value of `bytes` bytes to be filled in later; returns where it stands.
    pub(crate) fn room(&mut self, key: &'static str, bytes: usize) -> usize {
        let out = self.key(key);
        let at = out.len();
        out.resize(at + bytes, b' ');
        at
    }

    pub(crate) fn end(&mut self) {
        if self.separator == b'{' {
            self.out.push(b'{');
        }
        self.out.push(b'}');
    }
}

/// Appends a JSON string with the escapes that JSON demands and no others.
pub(crate) fn write_string(out: &mut Vec<u8>, value: &str) {
    out.push(b'"');
    write_content(out, value.as_bytes());
    out.push(b'"');
}

/// Appends what stands between the quotes of a JSON string.
fn write_content(out: &mut Vec<u8>, text: &[u8]) {
    match escapes(text) {
        Some(0) => out.extend_from_slice(text),
        Some(escapes) => write_escaped(out, text, escapes),
        None => write_with_controls(out, text),
    }
}

/// How many bytes need a backslash before them; `None` where any needs more than that.
fn escapes(text: &[u8]) -> Option<usize> {
    let (mut count, mut least) = (0, u8::MAX);
    // Counted in parts short enough for eight bits, which go many at a time through one register.
    for part in text.chunks(usize::from(u8::MAX)) {
        let mut of_part = 0_u8;
        for byte in part {
            of_part += u8::from(matches!(byte, b'"' | b'\\'));
            least = least.min(*byte);
        }
        count += usize::from(of_part);
    }
    (least >= 0x20).then_some(count)
}

/// Makes room once: growing with each byte is what a payload in JSON would take longest for.
fn write_escaped(out: &mut Vec<u8>, text: &[u8], escapes: usize) {
    let start = out.len();
    out.resize(start + text.len() + escapes, b'\\');
    let mut slots = out.get_mut(start..).unwrap_or_default().iter_mut();
    for byte in text {
        if matches!(byte, b'"' | b'\\') {
            slots.next();
        }
        if let Some(slot) = slots.next() {
            *slot = *byte;
        }
    }
}

fn write_with_controls(out: &mut Vec<u8>, text: &[u8]) {
    for byte in text {
        if is_escaped(*byte) {
            write_escape(out, *byte);
        } else {
            out.push(*byte);
        }
    }
}

/// Whether a byte cannot stand in a JSON string as it is.
fn is_escaped(byte: u8) -> bool {
    matches!(byte, 0..0x20 | b'"' | b'\\')
}

fn write_escape(out: &mut Vec<u8>, byte: u8) {
    let short = match byte {
        b'"' | b'\\' => byte,
        0x08 => b'b',
        0x09 => b't',
        0x0a => b'n',
        0x0c => b'f',
        0x0d => b'r',
        _ => return write_unit_escape(out, byte.into()),
    };
    out.extend_from_slice(&[b'\\', short]);
}

/// Appends `\u` and the four hex digits of a UTF-16 unit.
pub(crate) fn write_unit_escape(out: &mut Vec<u8>, unit: u16) {
    out.extend_from_slice(b"\\u");
    for byte in unit.to_be_bytes() {
        out.extend_from_slice(&hex_digits(byte, b'a'));
    }
}

/// The two digits of a byte, with `ten` as the letter for 10: `a` or `A`.
pub(crate) fn hex_digits(byte: u8, ten: u8) -> [u8; 2] {
    let digit = |nibble: u8| nibble + if nibble < 10 { b'0' } else { ten - 10 };
    [digit(byte >> 4), digit(byte & 15)]
}

/// Appends an integer in digits.
pub(crate) fn write_integer(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(digits(value.unsigned_abs(), &mut [0; MOST_DIGITS]));
}

/// The digits of a number, at the end of the room for them.
pub(crate) fn digits(mut number: u64, room: &mut [u8; MOST_DIGITS]) -> &[u8] {
    let mut start = MOST_DIGITS;
    let (pairs, _) = room.as_chunks_mut();
    for pair in pairs.iter_mut().rev() {
        let two = usize::try_from(number % 100).unwrap_or_default();
        number /= 100;
        *pair = PAIRS.get(two).copied().unwrap_or_default();
        start -= 2;
        if number == 0 {
            start += usize::from(two < 10);
            break;
        }
    }
    room.get(start..).unwrap_or_default()
}

/// Appends a JSON array of what `write` appends for each item.
pub(crate) fn write_list<T>(
    items: impl IntoIterator<Item = T>,
    out: &mut Vec<u8>,
    mut write: impl FnMut(T, &mut Vec<u8>),
) {
    out.push(b'[');
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write(item, out);
    }
    out.push(b']');
}

/// The result of a function that appends JSON, as text.
pub(crate) fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::with_capacity(512);
    write(&mut out);
    of_texts(out)
}

/// Bytes that were put together from `str`s and ASCII: the conversion never fails.
pub(crate) fn of_texts(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}
