//! What a scan gathers: findings, the values behind them, tokens. A value is wiped when it is dropped,
//! and nothing that is printed holds one.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::table::Confidence;

/// A value that may be a secret, wiped when dropped. It has no `Debug`.
pub type SecretValue = Arc<Zeroizing<Vec<u8>>>;

/// Where something is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file; `archive!entry` inside an archive.
    pub path: String,
    /// From 1; 0 where there are no lines, as in a binary file.
    pub line: usize,
    /// In bytes, from 1.
    pub column: usize,
    /// The commit that added it.
    pub commit: Option<String>,
}

/// One finding.
#[derive(Clone)]
pub struct Finding {
    pub place: Place,
    pub rule: &'static str,
    pub title: String,
    pub advice: String,
    pub confidence: Confidence,
    pub value: Option<SecretValue>,
    /// What is shown in place of the value.
    pub shown: String,
    /// The app of the token that proved it.
    pub app_id: Option<u32>,
    /// Where the tokens are that it opens.
    pub opens: Vec<Place>,
    /// What holds no value is told apart by this.
    pub subject: String,
    /// A value without a telling name: shown only if it is proven.
    pub silent: bool,
}

impl Finding {
    /// The same for the same value, rule and file, wherever in the file it is. It is a hash of at
    /// least 128 unknown bits, so that it does not give the value away.
    pub fn fingerprint(&self) -> String {
        self.fingerprint_as(self.confidence == Confidence::Proven)
    }

    /// Whether a baseline knows it. One that was proven later than the baseline is not known; one that
    /// was proven then is known also where its token is missing.
    pub fn is_known(&self, baseline: &BTreeSet<String>) -> bool {
        baseline.contains(&self.fingerprint()) || baseline.contains(&self.fingerprint_as(true))
    }

    fn fingerprint_as(&self, proven: bool) -> String {
        let mut hash = Sha256::new();
        let value = self.value.as_deref().map_or(self.subject.as_bytes(), |value| value.as_slice());
        let proven: &[u8] = if proven { b"proven" } else { b"" };
        for part in [self.rule.as_bytes(), self.place.path.as_bytes(), proven, value] {
            hash.update(part);
            hash.update([0]);
        }
        let mut text = String::with_capacity(32);
        for byte in hash.finalize().iter().take(16) {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

/// `fa94… (32 characters)`: enough to recognise it, far too little to use it.
pub fn masked(value: &[u8]) -> String {
    let start: String = value.iter().take(4).map(|byte| char::from(*byte)).collect();
    format!("{start}… ({} characters)", value.len())
}

/// A token in a file.
pub struct FoundToken {
    pub place: Place,
    /// The plain token, normalised.
    pub token: String,
    pub kit: bool,
}

/// Everything of one scan.
#[derive(Default)]
pub struct Gathered {
    pub findings: Vec<Finding>,
    pub tokens: Vec<FoundToken>,
    pub files: u64,
    pub bytes: u64,
    /// What was not read, and why.
    pub skipped: Vec<String>,
}

impl Gathered {
    /// Adds what another thread gathered.
    pub fn append(&mut self, mut other: Self) {
        self.findings.append(&mut other.findings);
        self.tokens.append(&mut other.tokens);
        self.skipped.append(&mut other.skipped);
        self.files += other.files;
        self.bytes += other.bytes;
    }
}
