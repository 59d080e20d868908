//! Random arguments: strings, integers, secrets, and values of wrong types.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::rng::Rng;

/// The last second of the year 9999.
pub const LAST_NOW: i64 = 253_402_300_799;
/// The nanoseconds of a longer duration do not fit into 63 bits.
const LONGEST_NANOSECONDS: i64 = 9_223_372_036;

const PIECES: [&str; 34] = [
    "a",
    "Z",
    "0",
    "9",
    "_",
    "-",
    "user",
    "room1",
    " ",
    "\"",
    "\\",
    "/",
    "'",
    "<b>&",
    "%00",
    "\\u0041",
    "\n",
    "\t",
    "\u{1}",
    "\u{1f}",
    "\u{7f}",
    "\u{80}",
    "é",
    "e\u{301}",
    "用",
    "戶",
    "\u{2028}",
    "\u{feff}",
    "\u{ffff}",
    "\u{e000}",
    "\u{d7ff}",
    "🎉",
    "👩\u{200d}👧",
    "\u{10ffff}",
];

/// Draws the arguments of one case, and records what a language needs to pass them.
pub struct Inputs {
    /// The random numbers.
    pub rng: Rng,
    /// What the request needs so far.
    pub needs: BTreeSet<&'static str>,
}

impl Inputs {
    /// The arguments of one case.
    pub fn new(seed: u64, index: u64) -> Self {
        Self { rng: Rng::new(seed, index), needs: BTreeSet::new() }
    }

    /// A string of exactly this many bytes, of any characters except NUL.
    pub fn string_of(&mut self, bytes: usize) -> String {
        let plain = self.rng.once_in(3);
        let mut string = String::with_capacity(bytes);
        while string.len() < bytes {
            let piece = if plain { "x" } else { self.rng.pick(&PIECES) };
            let fits = string.len() + piece.len() <= bytes;
            string.push_str(if fits { piece } else { "x" });
        }
        string
    }

    /// A valid id of at most `limit` bytes.
    pub fn good_id(&mut self, limit: usize) -> String {
        let length = match self.rng.below(8) {
            0 => limit,
            1 => limit - 1,
            2 => 1,
            _ => 1 + self.rng.index(20),
        };
        self.string_of(length)
    }

    /// An invalid id, for a limit of `limit` bytes.
    pub fn bad_id(&mut self, limit: usize) -> String {
        match self.rng.below(4) {
            0 => String::new(),
            1 => self.string_of(limit + 1),
            2 => {
                let more = 2 + self.rng.index(300);
                self.string_of(limit + more)
            }
            _ => {
                let length = self.rng.index(limit);
                let mut string = self.string_of(length);
                let ends: Vec<usize> = string.char_indices().map(|(at, _)| at).collect();
                let at = self.rng.pick(&ends);
                string.insert(at, '\0');
                string
            }
        }
    }

    /// A value that is not a Unicode string: bytes, lone surrogates, null, other types.
    pub fn no_string(&mut self) -> Value {
        match self.rng.below(6) {
            0 => {
                self.needs.insert("bytes");
                let bad =
                    [&b"\xff"[..], b"\x80", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"];
                let mut bytes = b"a".repeat(self.rng.index(5));
                bytes.extend_from_slice(self.rng.pick(&bad));
                bytes.extend(b"z".repeat(self.rng.index(3)));
                json!({ "$hex": hex(&bytes) })
            }
            1 => {
                self.needs.insert("utf16");
                let bad = ["d800", "dc00", "dfffd800", "d83dd83d", "0061dbff0062"];
                json!({ "$utf16": format!("{}{}", self.rng.pick(&["", "0061"]), self.rng.pick(&bad)) })
            }
            2 => {
                self.needs.insert("null_text");
                Value::Null
            }
            _ => self.other_type(),
        }
    }

    /// A number, boolean, list or object.
    fn other_type(&mut self) -> Value {
        self.needs.insert("dynamic_types");
        match self.rng.below(6) {
            0 => json!(self.rng.between(-3, 1_000_000)),
            1 => json!(self.rng.once_in(2)),
            2 => json!({ "$float": self.rng.pick(&["1.5", "nan", "inf", "-inf", "0.1"]) }),
            3 => json!({ "$json": self.rng.pick(&["[]", "[\"a\"]", "[null]", "[[\"a\"]]"]) }),
            _ => json!({ "$json": self.rng.pick(&["{}", "{\"a\":1}", "{\"room_id\":\"a\"}"]) }),
        }
    }

    /// A value that is not a boolean, though it may look like one.
    pub fn no_boolean(&mut self) -> Value {
        self.needs.insert("dynamic_types");
        let lists =
            [json!({ "$json": "[]" }), json!({ "$json": "[true]" }), json!({ "$json": "{}" })];
        match self.rng.below(4) {
            0 => json!(self.rng.pick(&[0, 1, 2, -1])),
            1 => json!(self.rng.pick(&["", "0", "1", "true", "false"])),
            2 => self.rng.pick(&[
                Value::Null,
                json!({ "$float": "1.0" }),
                json!({ "$float": "nan" }),
            ]),
            _ => self.rng.pick(&lists),
        }
    }

    /// A value that is not a list.
    pub fn no_list(&mut self) -> Value {
        self.needs.insert("dynamic_types");
        self.rng.pick(&[json!("s1"), json!(""), json!(1), json!(true)])
    }

    /// A value that is not an integer of 64 bits. `whole` is the need for a fraction.
    pub fn no_integer(&mut self, fraction: &'static str) -> Value {
        match self.rng.below(6) {
            0 => {
                self.needs.insert("big_integers");
                let big = [
                    "9223372036854775808",
                    "-9223372036854775809",
                    "18446744073709551617",
                    "36893488147419106832",
                    "100000000000000000000000000000",
                ];
                json!({ "$int": self.rng.pick(&big) })
            }
            1 => {
                self.needs.insert(fraction);
                json!({ "$float": self.rng.pick(&["1.5", "3600.25", "0.5"]) })
            }
            2 => {
                self.needs.insert("dynamic_types");
                self.rng.pick(&[json!("3600"), json!(""), json!("1"), Value::Null])
            }
            3 => {
                self.needs.insert("dynamic_types");
                json!({ "$float": self.rng.pick(&["nan", "inf", "-inf", "1e300"]) })
            }
            4 => {
                self.needs.insert("dynamic_types");
                json!(self.rng.once_in(2))
            }
            _ => {
                self.needs.insert("dynamic_types");
                json!({ "$json": self.rng.pick(&["[]", "[3600]", "{}", "{\"a\":1}"]) })
            }
        }
    }

    /// An app id of 1 to 2^32 - 1.
    pub fn good_app_id(&mut self) -> i64 {
        match self.rng.below(6) {
            0 => self.rng.pick(&[1, 2, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff]),
            _ => self.rng.between(1, 0xffff_ffff),
        }
    }

    /// An app id outside that range.
    pub fn bad_app_id(&mut self) -> i64 {
        let bad = [0, 0, -1, 0x1_0000_0000, 0x1_0000_0001, i64::MAX, i64::MIN, -1_234_567_890];
        let app_id = self.rng.pick(&bad);
        if app_id != 0 {
            self.needs.insert("wide_app_id");
        }
        app_id
    }

    /// A lifetime that is valid at any time.
    pub fn good_ttl(&mut self) -> i64 {
        let ttl = match self.rng.below(8) {
            0 => self.rng.pick(&[1, 2, 29, 30, 31, 0x7fff_ffff]),
            1 => self.rng.between(0x8000_0000, LONGEST_NANOSECONDS),
            2 => self.rng.pick(&[1_i64 << 40, 1 << 53, (1 << 53) + 1, i64::MAX - LAST_NOW]),
            _ => self.rng.between(1, 2_592_000),
        };
        self.duration(ttl, "wide_ttl");
        ttl
    }

    /// A lifetime that is never valid.
    pub fn bad_ttl(&mut self) -> i64 {
        let ttl = self.rng.pick(&[0, -1, -3600, -(1 << 31), -(1 << 32) + 3600, i64::MIN]);
        self.duration(ttl, "wide_ttl");
        ttl
    }

    fn duration(&mut self, seconds: i64, wide: &'static str) {
        if i32::try_from(seconds).is_err() {
            self.needs.insert(wide);
        }
        if seconds.saturating_abs() > LONGEST_NANOSECONDS {
            self.needs.insert("huge_duration");
        }
    }

    /// A leeway of at least 0.
    pub fn good_leeway(&mut self) -> i64 {
        let leeway = match self.rng.below(6) {
            0 => 0,
            1 => self.rng.pick(&[LONGEST_NANOSECONDS, 1 << 40, i64::MAX - 1, i64::MAX]),
            _ => self.rng.between(0, 100_000),
        };
        if leeway > LONGEST_NANOSECONDS {
            self.needs.insert("huge_duration");
        }
        leeway
    }

    /// A leeway below 0.
    pub fn bad_leeway(&mut self) -> i64 {
        self.needs.insert("negative_leeway");
        let leeway = self.rng.pick(&[-1, -30, -86_400, i64::MIN]);
        self.duration(leeway, "negative_leeway");
        leeway
    }

    /// A time from 1970 to 9999.
    pub fn good_now(&mut self) -> i64 {
        match self.rng.below(8) {
            0 => self.rng.pick(&[0, 1, 0x7fff_ffff, 0x8000_0000, LAST_NOW - 1, LAST_NOW]),
            1 => self.rng.between(0, LAST_NOW),
            _ => self.rng.between(1_600_000_000, 2_000_000_000),
        }
    }

    /// A time outside that range.
    pub fn bad_now(&mut self) -> i64 {
        self.needs.insert("wide_now");
        let bad = [-1, -7200, i64::MIN, LAST_NOW + 1, 1_700_000_000_000, i64::MAX];
        self.rng.pick(&bad)
    }

    /// A secret of 32 bytes.
    pub fn good_secret(&mut self) -> String {
        match self.rng.below(8) {
            0 => "é".repeat(16),
            1 => self.string_of(32),
            _ => hex(&self.rng.bytes(16)),
        }
    }

    /// A secret of another length.
    pub fn bad_secret(&mut self) -> String {
        match self.rng.below(5) {
            0 => String::new(),
            1 => self.string_of(31),
            2 => self.string_of(33),
            3 => hex(&self.rng.bytes(32)),
            _ => {
                let length = self.rng.index(32);
                self.string_of(length)
            }
        }
    }

    /// `cbc` or `gcm`.
    pub fn good_mode(&mut self) -> &'static str {
        self.rng.pick(&["cbc", "gcm"])
    }
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// An integer as requests write it: `$int` if a double cannot represent it.
pub fn integer(number: i64) -> Value {
    const LARGEST_EXACT: u64 = (1 << 53) - 1;
    if number.unsigned_abs() > LARGEST_EXACT {
        json!({ "$int": number.to_string() })
    } else {
        json!(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_lengths_they_should() {
        for index in 0..2000 {
            let mut inputs = Inputs::new(1, index);
            assert!((1..=64).contains(&inputs.good_id(64).len()));
            let bad = inputs.bad_id(64);
            assert!(bad.is_empty() || bad.len() > 64 || bad.contains('\0'), "{bad:?}");
            assert_eq!(inputs.good_secret().len(), 32);
            assert_ne!(inputs.bad_secret().len(), 32);
            assert!(inputs.needs.is_empty());
        }
    }

    #[test]
    fn what_needs_more_says_so() {
        fn needs(draw: impl Fn(&mut Inputs)) -> BTreeSet<&'static str> {
            let mut inputs = Inputs::new(3, 3);
            draw(&mut inputs);
            inputs.needs
        }
        assert!(needs(|inputs| assert!(inputs.bad_now() != 0)).contains("wide_now"));
        assert!(needs(|inputs| assert!(inputs.bad_leeway() < 0)).contains("negative_leeway"));
        assert_eq!(needs(|inputs| inputs.duration(i64::MAX, "wide_ttl")).len(), 2);
        assert_eq!(needs(|inputs| inputs.duration(60, "wide_ttl")).len(), 0);
        for index in 0..100 {
            let mut inputs = Inputs::new(5, index);
            inputs.no_string();
            assert_eq!(inputs.needs.len(), 1);
        }
    }
}
