//! Why was this token refused? Findings, most likely cause first.
//!
//! A token goes through the steps of decoding again, leniently: each fault that can be repaired is
//! reported and repaired, so that the faults hidden behind it are found as well.

mod claims;
mod findings;
mod judge;
mod peel;
mod privileges;
mod secret;
#[cfg(test)]
mod tests;
mod text;

use std::fmt;

use self::claims::ReadClaims;
use self::findings::Findings;
pub use self::findings::{Finding, FindingId, Severity};
use self::text::TokenText;
use crate::envelope::Envelope;
use crate::inputs::{self, DEFAULT_LEEWAY_SECONDS};
use crate::json::{self, ObjectWriter};
use crate::text::TEXT_MAX_BYTES;

/// A token that was refused, and what is known about it. Everything but the token is optional;
/// whatever is given is checked as well. At most [`TEXT_MAX_BYTES`] of each string are read.
#[derive(Clone, Copy)]
#[must_use]
pub struct ExplainInput<'a> {
    token: &'a [u8],
    secret: Option<&'a [u8]>,
    app_id: Option<i64>,
    user_id: Option<&'a [u8]>,
    room_id: Option<&'a [u8]>,
    stream_id: Option<&'a [u8]>,
    kit: Option<bool>,
    now: i64,
    leeway: i64,
}

impl<'a> ExplainInput<'a> {
    /// A token as it was received, checked at the current time.
    #[cfg(feature = "os")]
    pub fn new(token: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self::new_at(token, crate::clock::system_now())
    }

    /// A token as it was received, checked at the time `now`, a unix timestamp in seconds. A time
    /// outside `0..=253402300799` is reported, and the token's times are not checked.
    pub fn new_at(token: &'a (impl AsRef<[u8]> + ?Sized), now: i64) -> Self {
        Self {
            token: readable(token.as_ref()),
            secret: None,
            app_id: None,
            user_id: None,
            room_id: None,
            stream_id: None,
            kit: None,
            now,
            leeway: DEFAULT_LEEWAY_SECONDS,
        }
    }

    /// The secret as it is configured, of any length: mistakes such as an AppSign or quotes are
    /// reported.
    pub fn secret(mut self, secret: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.secret = Some(readable(secret.as_ref()));
        self
    }

    /// The app the token is meant for.
    pub fn app_id(mut self, app_id: impl Into<i64>) -> Self {
        self.app_id = Some(app_id.into());
        self
    }

    /// The user the token is meant for.
    pub fn user_id(mut self, user_id: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.user_id = Some(readable(user_id.as_ref()));
        self
    }

    /// The room the user should be able to log in to.
    pub fn room_id(mut self, room_id: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.room_id = Some(readable(room_id.as_ref()));
        self
    }

    /// The stream the user should be able to publish.
    pub fn stream_id(mut self, stream_id: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.stream_id = Some(readable(stream_id.as_ref()));
        self
    }

    /// Whether a token of the web UI kit is expected (`true`) or a plain one (`false`); unless
    /// set, either is accepted.
    pub fn kit(mut self, kit: bool) -> Self {
        self.kit = Some(kit);
        self
    }

    /// The time at which the token is checked, a unix timestamp in seconds.
    pub fn at(mut self, now: i64) -> Self {
        self.now = now;
        self
    }

    /// The tolerance for clocks that differ, in seconds: 30 unless set; a negative one counts as 0.
    pub fn leeway(mut self, seconds: i64) -> Self {
        self.leeway = seconds.max(0);
        self
    }
}

/// The part of a string that is read: one byte more than the maximum, so that a string that is too
/// long is recognised.
fn readable(bytes: &[u8]) -> &[u8] {
    bytes.get(..=TEXT_MAX_BYTES).unwrap_or(bytes)
}

impl fmt::Debug for ExplainInput<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExplainInput")
            .field("now", &self.now)
            .field("leeway", &self.leeway)
            .finish_non_exhaustive()
    }
}

/// What was found, most likely cause first. A good token has no finding above a note.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Each kind of finding at most once, in the order of [`FindingId`].
    pub findings: Vec<Finding>,
}

impl Report {
    /// The highest severity; `None` when nothing was found.
    pub fn severity(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }

    /// `{"findings":[{"id":…,"severity":…,"message":…,"advice":…,"sdk_codes":[…]},…]}`.
    pub fn to_json(&self) -> String {
        json::text(|out| {
            ObjectWriter::begin(out)
                .nested("findings", Some(&self.findings), |findings, out| {
                    json::write_list(findings, out, Finding::write_json);
                })
                .end();
        })
    }
}

/// Reports why a token was refused, or would be.
///
/// A developer's tool: with the secret it reveals more about a token than any error does. **Never
/// send its report to a remote client**, who could use it as a decryption oracle. It shows
/// lengths and time differences, but never a secret or the value of a claim.
///
/// ```
/// use token04::{ExplainInput, Severity, explain};
///
/// # let token = token04::generate_token04(7, "user1", "0123456789abcdef0123456789abcdef", 60, "")?;
/// let report = explain(&ExplainInput::new(&token).secret("\"0123456789abcdef0123456789abcdef\""));
/// assert_eq!(report.findings[0].id.name(), "secret_quoted");
/// assert_eq!(report.severity(), Some(Severity::Error));
/// # Ok::<(), token04::Error>(())
/// ```
pub fn explain(input: &ExplainInput<'_>) -> Report {
    let mut findings = Findings::default();
    let TokenText { envelope, kit } = text::read(input, &mut findings);
    let envelope = envelope.as_deref().and_then(|bytes| Envelope::parse(bytes).ok());
    let plaintext = match input.secret {
        Some(secret) => secret::open(envelope.as_ref(), secret, &mut findings),
        None => {
            findings.add(FindingId::SecretNotGiven);
            None
        }
    };
    let claims = match plaintext {
        Some(plaintext) => {
            findings.add_if(!plaintext.authenticated, FindingId::ForeignToken);
            claims::read(&plaintext.bytes, &mut findings)
        }
        None => ReadClaims::default(),
    };
    let now = inputs::now(input.now).ok();
    findings.add_if(now.is_none(), FindingId::NowInvalid);
    if let Some(envelope) = &envelope {
        judge::expiries(envelope, &claims, &mut findings);
        judge::times(now, input.leeway, envelope, &claims, &mut findings);
    }
    if let Some(payload) = &claims.payload {
        privileges::check(payload, &mut findings);
    }
    judge::expectations(input, kit.as_ref(), &claims, &mut findings);
    Report { findings: findings.into_vec() }
}
