//! Reading: one pass that holds the text to the grammar of JSON and keeps no tree of it.

use super::write::of_texts;
use crate::text::{among, hex_digit};

/// The text of exactly one valid JSON value, without white space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Value<'j>(&'j str);

impl<'j> Value<'j> {
    pub(crate) fn get(self) -> &'j str {
        self.0
    }
}

/// Reads one JSON object and hands back the values of the keys named, in their order.
///
/// A named key that comes twice is refused, every other key is ignored; `None` when the text is
/// not exactly one JSON object.
pub(crate) fn read_object<'j, const N: usize>(
    text: &'j str,
    keys: [&str; N],
) -> Option<[Option<Value<'j>>; N]> {
    let mut found = [None; N];
    read_members(text, &keys, &mut found)?;
    Some(found)
}

/// The part of [`read_object`] that is the same for any number of keys.
fn read_members<'j>(text: &'j str, keys: &[&str], found: &mut [Option<Value<'j>>]) -> Option<()> {
    let mut reader = Reader::new(text);
    reader.demand(b'{')?;
    if !reader.eat(b'}') {
        loop {
            let key = reader.key()?;
            let value = reader.value()?;
            if let Some(at) = position(keys, key)
                && found.get_mut(at)?.replace(value).is_some()
            {
                return None;
            }
            if !reader.eat(b',') {
                break;
            }
        }
        reader.demand(b'}')?;
    }
    reader.white_space();
    reader.rest.is_empty().then_some(())
}

/// Finds a key among the named ones. One with a lone surrogate is none of them.
fn position(keys: &[&str], key: &str) -> Option<usize> {
    let named = |key: &str| keys.iter().position(|known| *known == key);
    if among(key.as_bytes(), b'\\') { named(&unescaped(key)?) } else { named(key) }
}

/// A JSON integer that fits 64 bits; `1.0` and `1e3` are none.
pub(crate) fn integer(value: Value<'_>) -> Option<i64> {
    parse_integer(value.get())
}

/// An integer of 64 bits in digits, perhaps with a minus sign. Whether leading zeros are allowed
/// is the caller's to know, and that there are digits at all.
pub(crate) fn parse_integer(text: &str) -> Option<i64> {
    let (digits, negative) = match text.strip_prefix('-') {
        Some(digits) => (digits, true),
        None => (text, false),
    };
    // Counted downwards: there is one negative number more.
    let below = digits.bytes().try_fold(0_i64, |number, digit| {
        let digit = digit.checked_sub(b'0').filter(|digit| *digit < 10)?;
        number.checked_mul(10)?.checked_sub(digit.into())
    })?;
    if negative { Some(below) } else { below.checked_neg() }
}

/// A JSON string; one with a lone surrogate has no reading.
pub(crate) fn string(value: Value<'_>) -> Option<String> {
    let text = value.get().strip_prefix('"')?.strip_suffix('"')?;
    if among(text.as_bytes(), b'\\') { unescaped(text) } else { Some(text.to_owned()) }
}

/// A JSON array of strings.
pub(crate) fn strings(value: Value<'_>) -> Option<Vec<String>> {
    let mut reader = Reader::new(value.get());
    reader.demand(b'[')?;
    let mut list = Vec::new();
    while !reader.eat(b']') {
        list.push(string(reader.value()?)?);
        reader.eat(b','); // the value as a whole is known to be valid
    }
    Some(list)
}

/// Whether the value is `null`.
pub(crate) fn is_null(value: Value<'_>) -> bool {
    value.get() == "null"
}

/// Valid JSON text without the white space outside its strings.
pub(crate) fn compact(json: &str) -> String {
    let mut in_string = false;
    let mut escaped = false;
    let mut compact = Vec::from(json);
    compact.retain(|byte| {
        if in_string {
            in_string = escaped || *byte != b'"';
            escaped = !escaped && *byte == b'\\';
            return true;
        }
        in_string = *byte == b'"';
        !matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
    });
    of_texts(compact)
}

/// The content of a valid JSON string with its escapes resolved; `None` for a lone surrogate.
fn unescaped(mut text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    while let Some(at) = text.bytes().position(|byte| byte == b'\\') {
        plain.push_str(text.get(..at)?);
        let escape = *text.as_bytes().get(at + 1)?;
        text = text.get(at + 2..)?;
        plain.push(match escape {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let (c, behind) = unicode_escape(text)?;
                text = behind;
                c
            }
            itself => itself.into(),
        });
    }
    plain.push_str(text);
    Some(plain)
}

/// The character of a `\u` escape, or of the two that make a pair; and what stands behind.
fn unicode_escape(text: &str) -> Option<(char, &str)> {
    let (unit, rest) = code_unit(text)?;
    if !(0xd800..0xdc00).contains(&unit) {
        return Some((char::from_u32(unit)?, rest));
    }
    let (low, rest) = code_unit(rest.strip_prefix("\\u")?)?;
    let low = low.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
    Some((char::from_u32(0x10000 + ((unit - 0xd800) << 10) + low)?, rest))
}

fn code_unit(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    let unit =
        digits.bytes().try_fold(0, |unit, digit| Some(unit << 4 | u32::from(hex_digit(digit)?)))?;
    Some((unit, rest))
}

/// A JSON text, read from its front.
struct Reader<'j> {
    text: &'j str,
    /// What is still to be read: the end of `text`.
    rest: &'j [u8],
}

impl<'j> Reader<'j> {
    fn new(text: &'j str) -> Self {
        Self { text, rest: text.as_bytes() }
    }

    /// How far it has been read.
    fn at(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    fn next(&mut self) -> Option<u8> {
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*byte)
    }

    fn white_space(&mut self) {
        while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] = self.rest {
            self.rest = rest;
        }
    }

    /// Passes over this byte, and white space before it, if it comes next.
    fn eat(&mut self, expected: u8) -> bool {
        self.white_space();
        match self.rest {
            [byte, rest @ ..] if *byte == expected => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    fn demand(&mut self, expected: u8) -> Option<()> {
        self.eat(expected).then_some(())
    }

    /// Passes over a key and its colon.
    fn key(&mut self) -> Option<&'j str> {
        self.demand(b'"')?;
        let start = self.at();
        self.string()?;
        let key = self.text.get(start..self.at() - 1);
        self.demand(b':')?;
        key
    }

    /// Passes over one value. However deep it is, nothing recurses.
    fn value(&mut self) -> Option<Value<'j>> {
        self.white_space();
        let start = self.at();
        // The brackets that are still to be closed.
        let mut open = Vec::new();
        loop {
            self.white_space();
            match self.next()? {
                b'"' => self.string()?,
                b'-' => {
                    let digit = self.next()?;
                    self.number(digit)?;
                }
                digit @ b'0'..=b'9' => self.number(digit)?,
                b't' => self.word(b"rue")?,
                b'f' => self.word(b"alse")?,
                b'n' => self.word(b"ull")?,
                b'[' if self.eat(b']') => {}
                b'[' => {
                    open.push(b']');
                    continue;
                }
                b'{' if self.eat(b'}') => {}
                b'{' => {
                    open.push(b'}');
                    self.key()?;
                    continue;
                }
                _ => return None,
            }
            loop {
                let Some(close) = open.last().copied() else {
                    return self.text.get(start..self.at()).map(Value);
                };
                if self.eat(b',') {
                    if close == b'}' {
                        self.key()?;
                    }
                    break;
                }
                self.demand(close)?;
                open.pop();
            }
        }
    }

    fn word(&mut self, behind_first: &[u8]) -> Option<()> {
        self.rest = self.rest.strip_prefix(behind_first)?;
        Some(())
    }

    /// Passes over the rest of a string whose first quote has been read.
    fn string(&mut self) -> Option<()> {
        loop {
            let special = |byte: &u8| matches!(*byte, 0..0x20 | b'"' | b'\\');
            let plain = self.rest.iter().position(special)?;
            self.rest = self.rest.get(plain..)?;
            match self.next()? {
                b'"' => return Some(()),
                b'\\' => self.escape()?,
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        match self.next()? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => {
                let (digits, rest) = self.rest.split_at_checked(4)?;
                self.rest = rest;
                digits.iter().all(u8::is_ascii_hexdigit).then_some(())
            }
            _ => None,
        }
    }

    /// Passes over the rest of a number whose first digit has been read.
    fn number(&mut self, first_digit: u8) -> Option<()> {
        match first_digit {
            b'0' => {}
            b'1'..=b'9' => self.digits(),
            _ => return None,
        }
        if let [b'.', rest @ ..] = self.rest {
            self.rest = rest;
            self.some_digits()?;
        }
        if let [b'e' | b'E', rest @ ..] = self.rest {
            self.rest = match rest {
                [b'+' | b'-', rest @ ..] => rest,
                _ => rest,
            };
            self.some_digits()?;
        }
        Some(())
    }

    fn some_digits(&mut self) -> Option<()> {
        let digit = self.next()?;
        self.digits();
        digit.is_ascii_digit().then_some(())
    }

    fn digits(&mut self) {
        while let [b'0'..=b'9', rest @ ..] = self.rest {
            self.rest = rest;
        }
    }
}
