//! What a token shows without its secret.

use std::fmt;

use crate::envelope::Envelope;
use crate::error::{Error, Result};
use crate::json::{self, ObjectWriter};
use crate::kit::{self, InspectedKit};
use crate::mode::Mode;
use crate::text;

/// What a token shows without its secret. None of it is authenticated: it is for tools and logs.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InspectedToken {
    /// The version, always `"04"`.
    pub version: &'static str,
    /// The mode that its format indicates.
    pub mode: Mode,
    /// The expiry in the envelope, a unix timestamp in seconds.
    pub expire: i64,
    /// Length of the IV in bytes: 16 or 12.
    pub iv_length: usize,
    /// Length of the ciphertext in bytes, a GCM tag included.
    pub ciphertext_length: usize,
    /// The second part of a kit token; `None` for a plain token.
    pub kit: Option<InspectedKit>,
}

/// Reads what a token shows without its secret: mode, expiry and lengths. A kit token is accepted
/// and its second part read.
///
/// # Errors
/// [`Error::TokenFormat`] when the string is neither a plain nor a kit token.
pub fn inspect(token: impl AsRef<[u8]>) -> Result<InspectedToken> {
    let token = token.as_ref();
    if token.len() > text::TEXT_MAX_BYTES {
        return Err(Error::TokenFormat);
    }
    let (plain, part) = split_kit(token);
    let bytes = text::read(plain)?;
    let envelope = Envelope::parse(&bytes)?;
    Ok(InspectedToken {
        version: text::VERSION,
        mode: envelope.mode,
        expire: envelope.expire,
        iv_length: envelope.iv.len(),
        ciphertext_length: envelope.ciphertext.len(),
        kit: part.map(|part| InspectedKit::read(part).ok_or(Error::TokenFormat)).transpose()?,
    })
}

/// Splits a kit token at its `#`.
pub(crate) fn split_kit(token: &[u8]) -> (&[u8], Option<&[u8]>) {
    match token.iter().position(|byte| *byte == kit::SEPARATOR).map(|at| token.split_at(at)) {
        Some((plain, [_, part @ ..])) => (plain, Some(part)),
        _ => (token, None),
    }
}

/// A well-formed plain token as a string.
pub(crate) fn plain_token(token: &[u8]) -> Result<&str> {
    let bytes = text::read(token)?;
    Envelope::parse(&bytes)?;
    std::str::from_utf8(token).map_err(|_| Error::TokenFormat)
}

impl InspectedToken {
    /// `{"version":…,"mode":…,"expire":…,"iv_length":…,"ciphertext_length":…,"kit":…}`.
    pub fn to_json(&self) -> String {
        let length = |bytes| i64::try_from(bytes).unwrap_or(i64::MAX);
        json::text(|out| {
            ObjectWriter::begin(out)
                .string("version", self.version)
                .string("mode", self.mode.name())
                .integer("expire", self.expire)
                .integer("iv_length", length(self.iv_length))
                .integer("ciphertext_length", length(self.ciphertext_length))
                .nested("kit", self.kit.as_ref(), InspectedKit::write_json)
                .end();
        })
    }
}

impl fmt::Debug for InspectedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InspectedToken")
            .field("mode", &self.mode)
            .field("expire", &self.expire)
            .field("ciphertext_length", &self.ciphertext_length)
            .field("kit", &self.kit)
            .finish_non_exhaustive()
    }
}
