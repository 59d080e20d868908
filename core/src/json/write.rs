//! Writing without white space, field by field.

/// Writes one JSON object; its fields are in the order of the calls.
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
    /// Writes a key, which must need no escaping, and returns the buffer for the value.
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
        self.key(key).extend_from_slice(if value { b"true" } else { b"false" });
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

    /// A value of `bytes` bytes to be filled in later; returns its position.
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

/// Appends a JSON string with the escapes that JSON requires and no others.
#[cfg(not(feature = "host-text"))]
pub(crate) fn write_string(out: &mut Vec<u8>, value: &str) {
    // Writing a string to memory never fails.
    let _ = serde_json::to_writer(out, value);
}

/// The same by the host.
#[cfg(feature = "host-text")]
pub(crate) fn write_string(out: &mut Vec<u8>, value: &str) {
    let Some(host) = crate::host::installed() else { return };
    let start = out.len();
    // The quotes and some escapes; a string with more of them is written again.
    let mut space = value.len() + value.len() / 2 + 2;
    loop {
        out.resize(start + space, 0);
        let length = host.json_string(value, out.get_mut(start..).unwrap_or_default());
        if length <= space {
            return out.truncate(start + length);
        }
        space = length;
    }
}

/// Appends an integer in decimal digits.
pub(crate) fn write_integer(out: &mut Vec<u8>, value: i64) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Appends `\u` and the four hex digits of a UTF-16 unit.
pub(crate) fn write_unit_escape(out: &mut Vec<u8>, unit: u16) {
    out.extend_from_slice(b"\\u");
    for byte in unit.to_be_bytes() {
        out.extend_from_slice(&hex_digits(byte, b'a'));
    }
}

/// The two hex digits of a byte, with `ten` as the letter for 10: `a` or `A`.
pub(crate) fn hex_digits(byte: u8, ten: u8) -> [u8; 2] {
    let digit = |nibble: u8| nibble + if nibble < 10 { b'0' } else { ten - 10 };
    [digit(byte >> 4), digit(byte & 15)]
}

/// Appends a JSON array; `write` appends each item.
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

/// The JSON that a function appends, as a string.
pub(crate) fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::with_capacity(512);
    write(&mut out);
    // Everything that is appended comes from strings or is ASCII.
    String::from_utf8(out).unwrap_or_default()
}
