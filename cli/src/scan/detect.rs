//! Searches one text: a cheap search for words first, the expressions only where a word occurs.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use regex::bytes::{Regex, RegexBuilder};
use token04::inspect;
use zeroize::Zeroizing;

use super::finding::{Finding, FoundToken, Gathered, Place, SecretValue, masked};
use super::table::{
    self, Confidence, FINGERPRINTS, Fingerprint, GENERATOR, LOGGED, NAMELESS, RULES, Rule, VENDOR,
    Value,
};
use crate::failure::Failure;

/// Every token begins so until the year 2106: the version, and the zeros of its expiry.
const TOKEN_START: &str = "04aaaaa";

/// On a line of a minified file a comment says nothing about all of it.
const ALLOW_LINE_MAX: usize = 2000;
const ALLOW: &[u8] = b"token04:allow";

/// Of a file at most this many values without a name are tried.
const NAMELESS_MAX: usize = 2000;

struct Compiled {
    rule: &'static Rule,
    regex: Regex,
    keywords: Vec<usize>,
}

struct Copied {
    fingerprint: &'static Fingerprint,
    definition: Regex,
    cipher: Regex,
    weak_random: Regex,
    time_seed: Regex,
}

/// The compiled table.
pub struct Detector {
    words: AhoCorasick,
    names: Vec<&'static str>,
    rules: Vec<Compiled>,
    copies: Vec<Copied>,
    logged: Regex,
    token: Regex,
    nameless: Regex,
}

/// A text to search.
pub struct Text<'t> {
    pub path: &'t str,
    pub bytes: &'t [u8],
    /// Strings from a binary file: there are no lines.
    pub binary: bool,
    /// Of a diff: the commit, and for each line its number in the new file, `None` for context.
    pub diff: Option<(&'t str, &'t [Option<usize>])>,
    /// Only what begins here is reported: the rest belongs to another window of the file.
    pub report: Range<usize>,
    /// Lines of the file before these bytes, and bytes of the first line before them.
    pub start: (usize, usize),
}

impl Detector {
    /// Compiles the table.
    pub fn new() -> Result<Self, Failure> {
        let compile = |expression: &str| {
            RegexBuilder::new(expression)
                .case_insensitive(true)
                .unicode(false)
                .size_limit(64 << 20)
                .build()
                .map_err(|_| Failure::usage("an expression of the table is invalid"))
        };
        let mut names: Vec<&'static str> = vec![TOKEN_START];
        let all = VENDOR.iter().chain(RULES.iter().flat_map(|rule| rule.keywords));
        for word in all {
            if !names.contains(word) {
                names.push(word);
            }
        }
        let words = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(&names)
            .map_err(|_| Failure::usage("the words of the table are invalid"))?;
        let index = |word: &str| names.iter().position(|name| *name == word);
        let rules = RULES
            .iter()
            .map(|rule| {
                let keywords = rule.keywords.iter().filter_map(|word| index(word)).collect();
                Ok(Compiled { rule, regex: compile(rule.regex)?, keywords })
            })
            .collect::<Result<_, Failure>>()?;
        let copies = FINGERPRINTS
            .iter()
            .map(|fingerprint| {
                Ok(Copied {
                    fingerprint,
                    definition: compile(fingerprint.definition)?,
                    cipher: compile(fingerprint.cipher)?,
                    weak_random: compile(fingerprint.weak_random)?,
                    time_seed: compile(fingerprint.time_seed)?,
                })
            })
            .collect::<Result<_, Failure>>()?;
        Ok(Self {
            words,
            names,
            rules,
            copies,
            logged: compile(LOGGED)?,
            token: compile(
                r"04aaaaa(?:[a-z0-9+/]|%2[bf]|\\/){70,}(?:=|%3d){0,2}(?:(?:#|%23)(?:[a-z0-9+/]|%2[bf]|\\/){16,}(?:=|%3d){0,2})?",
            )?,
            nameless: compile(r"\b([0-9a-f]{32})\b")?,
        })
    }

    /// Searches a text.
    pub fn search(&self, text: &Text<'_>, into: &mut Gathered) {
        let seen = self.seen(text.bytes);
        if seen.is_empty() {
            return;
        }
        let has = |word: &str| {
            self.names.iter().position(|n| *n == word).is_some_and(|i| seen.contains(&i))
        };
        let vendor = VENDOR.iter().any(|word| has(word))
            || VENDOR.iter().any(|word| text.path.to_ascii_lowercase().contains(word));
        let lines = Lines::new(text);
        let mut taken: Vec<Range<usize>> = Vec::new();
        for Compiled { rule, regex, keywords } in &self.rules {
            if !keywords.iter().any(|word| seen.contains(word)) {
                continue;
            }
            for captures in regex.captures_iter(text.bytes) {
                let Some(group) = captures.get(1) else { continue };
                if taken.iter().any(|range| range.start < group.end() && group.start() < range.end)
                {
                    continue;
                }
                let Some(value) = value(rule.value, group.as_bytes()) else { continue };
                taken.push(group.range());
                let Some(place) = lines.place(group.start()) else { continue };
                into.findings.push(found(rule, place, value, group.as_bytes(), vendor));
            }
        }
        let tokens = has(TOKEN_START);
        if tokens {
            self.tokens(text, &lines, into);
        }
        if vendor {
            self.copies(text, &lines, into);
            self.nameless(text, &lines, &taken, into);
        }
    }

    fn seen(&self, bytes: &[u8]) -> HashSet<usize> {
        let mut seen = HashSet::new();
        for found in self.words.find_overlapping_iter(bytes) {
            if seen.insert(found.pattern().as_usize()) && seen.len() == self.names.len() {
                break;
            }
        }
        seen
    }

    fn tokens(&self, text: &Text<'_>, lines: &Lines<'_>, into: &mut Gathered) {
        for found in self.token.find_iter(text.bytes) {
            let whole = normalised(found.as_bytes());
            let (token, kit) = match whole.split_once('#') {
                Some((token, _)) => (token, true),
                None => (whole.as_str(), false),
            };
            if inspect(token).is_err() {
                continue;
            }
            // Base64 of anything may begin so: before a token there is no character of its alphabet.
            let before = found.start().checked_sub(1).and_then(|at| text.bytes.get(at));
            if before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'+') {
                continue;
            }
            let Some(place) = lines.place(found.start()) else { continue };
            if kit {
                let (rule, title, advice) = table::TOKEN_KIT;
                into.findings.push(Finding {
                    place: place.clone(),
                    rule,
                    title: title.into(),
                    advice: advice.into(),
                    confidence: Confidence::Likely,
                    value: None,
                    shown: format!("a kit token of {} characters", whole.len()),
                    app_id: None,
                    opens: Vec::new(),
                    subject: token.to_owned(),
                    silent: false,
                });
            }
            into.tokens.push(FoundToken { place, token: token.to_owned(), kit });
        }
    }

    /// Values that no rule named, tried against the tokens in silence.
    fn nameless(
        &self,
        text: &Text<'_>,
        lines: &Lines<'_>,
        taken: &[Range<usize>],
        into: &mut Gathered,
    ) {
        for found in self.nameless.find_iter(text.bytes).take(NAMELESS_MAX) {
            if taken.iter().any(|range| range.contains(&found.start()))
                || is_placeholder(found.as_bytes())
            {
                continue;
            }
            let Some(place) = lines.place(found.start()) else { continue };
            let (rule, title, advice) = NAMELESS;
            into.findings.push(Finding {
                place,
                rule,
                title: title.into(),
                advice: advice.into(),
                confidence: Confidence::Possible,
                value: Some(secret(found.as_bytes().to_vec())),
                shown: masked(found.as_bytes()),
                app_id: None,
                opens: Vec::new(),
                subject: String::new(),
                silent: true,
            });
        }
    }

    fn copies(&self, text: &Text<'_>, lines: &Lines<'_>, into: &mut Gathered) {
        let Some((_, ending)) = text.path.rsplit_once('.') else { return };
        let ending = ending.to_ascii_lowercase();
        for copy in &self.copies {
            if !copy.fingerprint.endings.contains(&ending.as_str()) {
                continue;
            }
            let Some(at) = copy.definition.find(text.bytes) else { continue };
            if !copy.cipher.is_match(text.bytes) {
                continue;
            }
            let Some(place) = lines.place(at.start()) else { continue };
            let mut habits = Vec::new();
            if copy.weak_random.is_match(text.bytes) {
                habits.push("IV and nonce come from a predictable generator");
            }
            if copy.time_seed.is_match(text.bytes) {
                habits.push("it is seeded with the time");
            }
            if self.logged.is_match(text.bytes) {
                habits.push("it prints claims or the secret");
            }
            let habits = if habits.is_empty() {
                "its tokens are not authenticated".to_owned()
            } else {
                habits.join(", ")
            };
            let (rule, title) = GENERATOR;
            into.findings.push(Finding {
                place,
                rule,
                title: format!("{title} ({}): {habits}", copy.fingerprint.language),
                advice: format!("Replace it: {}", copy.fingerprint.migration),
                confidence: Confidence::Likely,
                value: None,
                shown: copy.fingerprint.language.to_owned(),
                app_id: None,
                opens: Vec::new(),
                subject: copy.fingerprint.language.to_owned(),
                silent: false,
            });
        }
    }
}

fn found(rule: &Rule, place: Place, value: Found, group: &[u8], vendor: bool) -> Finding {
    let name = String::from_utf8_lossy(group).into_owned();
    let (value, shown, subject) = match value {
        Found::Secret(value) => {
            let shown = masked(&value);
            (Some(secret(value)), shown, String::new())
        }
        Found::Name => (None, name.clone(), name),
    };
    let confidence = if vendor { rule.confidence } else { Confidence::Possible };
    Finding {
        place,
        rule: rule.id,
        title: rule.title.into(),
        advice: rule.advice.into(),
        confidence,
        value,
        shown,
        app_id: None,
        opens: Vec::new(),
        subject,
        silent: false,
    }
}

fn secret(value: Vec<u8>) -> SecretValue {
    Arc::new(Zeroizing::new(value))
}

enum Found {
    Secret(Vec<u8>),
    Name,
}

/// The value of a group; `None` where it is a placeholder.
fn value(kind: Value, group: &[u8]) -> Option<Found> {
    let value = match kind {
        Value::Name => return Some(Found::Name),
        Value::Secret | Value::AppSign => group.to_vec(),
        Value::AppSignBytes => {
            let text = group.to_ascii_lowercase();
            let parts = text.split(|byte| *byte == b'x').skip(1);
            parts.flat_map(|part| part.iter().take(2).copied().collect::<Vec<u8>>()).collect()
        }
    };
    (!is_placeholder(&value)).then_some(Found::Secret(value))
}

/// Repeated or counted characters, or words: what examples have in place of a secret.
fn is_placeholder(value: &[u8]) -> bool {
    let value = value.to_ascii_lowercase();
    let different: HashSet<u8> = value.iter().copied().collect();
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    let hex = value.iter().all(u8::is_ascii_hexdigit);
    let steps = value.windows(2).filter(|pair| match pair {
        [a, b] => {
            b.checked_sub(*a) == Some(1) || (*a == b'9' && matches!(b, b'a' | b'0')) || a == b
        }
        _ => false,
    });
    let steady = steps.count() * 2 > value.len();
    let periodic = [2_usize, 4, 8].iter().any(|period| {
        let first = value.get(..*period).unwrap_or_default();
        value.chunks(*period).all(|chunk| chunk == first)
    });
    // A secret of 32 random hex characters has no letter, or at most two digits, once in a million.
    different.len() < 6
        || steady
        || periodic
        || digits < 3
        || (!hex && digits < 5)
        || digits == value.len()
}

/// Without the escapes of URLs and JSON.
fn normalised(token: &[u8]) -> String {
    let text = String::from_utf8_lossy(token);
    text.replace("\\/", "/")
        .replace("%2B", "+")
        .replace("%2b", "+")
        .replace("%2F", "/")
        .replace("%2f", "/")
        .replace("%3D", "=")
        .replace("%3d", "=")
        .replace("%23", "#")
}

/// Line numbers, and the comments that allow a finding.
struct Lines<'t> {
    text: &'t Text<'t>,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t Text<'t>) -> Self {
        let mut starts = vec![0];
        if !text.binary {
            let newlines = text.bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
            starts.extend(newlines.map(|(at, _)| at + 1));
        }
        Self { text, starts }
    }

    /// Where an offset is; `None` if a comment allows it, or if the diff did not add it.
    fn place(&self, offset: usize) -> Option<Place> {
        if !self.text.report.contains(&offset) {
            return None;
        }
        let line = self.starts.partition_point(|start| *start <= offset);
        let before = line.saturating_sub(1);
        if self.allowed(line) || (self.allowed(before) && self.is_comment(before)) {
            return None;
        }
        let path = self.text.path.to_owned();
        if self.text.binary {
            return Some(Place { path, line: 0, column: 0, commit: None });
        }
        let start = line.checked_sub(1).and_then(|index| self.starts.get(index)).copied();
        let mut column = offset - start.unwrap_or_default() + 1;
        if line == 1 {
            column += self.text.start.1;
        }
        match self.text.diff {
            None => {
                let line = line + self.text.start.0;
                Some(Place { path, line, column, commit: None })
            }
            Some((commit, numbers)) => {
                let number = numbers.get(line.checked_sub(1)?).copied()??;
                Some(Place { path, line: number, column, commit: Some(commit.to_owned()) })
            }
        }
    }

    fn line(&self, line: usize) -> &[u8] {
        let start = line.checked_sub(1).and_then(|index| self.starts.get(index)).copied();
        let end = self.starts.get(line).copied().unwrap_or(self.text.bytes.len());
        start.and_then(|start| self.text.bytes.get(start..end)).unwrap_or_default()
    }

    fn allowed(&self, line: usize) -> bool {
        let bytes = self.line(line);
        !self.text.binary
            && bytes.len() <= ALLOW_LINE_MAX
            && bytes.windows(ALLOW.len()).any(|part| part == ALLOW)
    }

    /// A comment at the end of a line is for that line alone.
    fn is_comment(&self, line: usize) -> bool {
        let bytes = self.line(line).trim_ascii_start();
        let marks: [&[u8]; 7] = [b"//", b"#", b"/*", b"*", b"<!--", b"--", b";"];
        marks.iter().any(|mark| bytes.starts_with(mark))
    }
}
