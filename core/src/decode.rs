//! Reading a token back: the same road from its far end. Nothing is judged here.

use std::fmt;
use std::ops::Deref;
use std::time::SystemTime;

use crate::cipher::Cipher;
use crate::claims::Claims;
use crate::clock;
use crate::envelope::Envelope;
use crate::error::{Error, Result};
use crate::json::{self, ObjectWriter};
use crate::mode::Mode;
use crate::platform::Platform;
use crate::privileges::Privileges;
use crate::secret::ServerSecret;
use crate::text;

/// A token that was decrypted and read, and not judged.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodedToken {
    /// The six fields of the wire.
    pub claims: Claims,
    /// How it was encrypted.
    pub mode: Mode,
    /// Whether the claims are protected against changes: never for CBC.
    pub authenticated: bool,
    /// The expiry in the envelope, in unix seconds. Nothing protects it; a verifier demands that
    /// it equals the claims' own.
    pub envelope_expire: i64,
    /// The privileges in the payload; `None` when it holds none.
    pub privileges: Option<Privileges>,
}

impl DecodedToken {
    /// Whether the payload is a text, or nothing, as the format has it.
    pub fn payload_is_text(&self) -> bool {
        self.claims.payload.is_text()
    }

    /// The moment of issue; `None` where the system cannot hold it.
    pub fn issued_at_time(&self) -> Option<SystemTime> {
        clock::system_time(self.claims.ctime)
    }

    /// The moment of expiry; `None` where the system cannot hold it.
    pub fn expires_at_time(&self) -> Option<SystemTime> {
        clock::system_time(self.claims.expire)
    }

    /// `{"mode":…,"authenticated":…,"claims":{…},"envelope_expire":…,"privileges":…,
    /// "payload_is_text":…}`.
    pub fn to_json(&self) -> String {
        json::text(|out| self.write_fields(&mut ObjectWriter::begin(out)).end())
    }

    fn write_fields<'w, 'o>(&self, object: &'w mut ObjectWriter<'o>) -> &'w mut ObjectWriter<'o> {
        object
            .string("mode", self.mode.name())
            .boolean("authenticated", self.authenticated)
            .nested("claims", Some(&self.claims), Claims::write_json)
            .integer("envelope_expire", self.envelope_expire)
            .nested("privileges", self.privileges.as_ref(), Privileges::write_json)
            .boolean("payload_is_text", self.payload_is_text())
    }
}

impl fmt::Debug for DecodedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodedToken")
            .field("mode", &self.mode)
            .field("authenticated", &self.authenticated)
            .field("envelope_expire", &self.envelope_expire)
            .finish_non_exhaustive()
    }
}

/// A token that a verifier accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifiedToken {
    /// What was read.
    pub decoded: DecodedToken,
    /// Which secret opened it: 0 the current one, 1 the first of the previous ones, and so on.
    pub secret_index: usize,
}

impl VerifiedToken {
    /// As [`DecodedToken::to_json`], with `"secret_index":…` at its end.
    pub fn to_json(&self) -> String {
        let index = i64::try_from(self.secret_index).unwrap_or(i64::MAX);
        json::text(|out| {
            self.decoded
                .write_fields(&mut ObjectWriter::begin(out))
                .integer("secret_index", index)
                .end();
        })
    }
}

impl Deref for VerifiedToken {
    type Target = DecodedToken;

    fn deref(&self) -> &DecodedToken {
        &self.decoded
    }
}

/// Decrypts and reads a token, and compares nothing: for tools and logs, not for letting people
/// in (that is [`TokenVerifier`](crate::TokenVerifier)).
///
/// ```
/// # fn main() -> Result<(), token04::Error> {
/// # let secret = "0123456789abcdef0123456789abcdef";
/// # let token = token04::generate_token04(7, "user1", secret, 60, "")?;
/// let decoded = token04::decode(&token, secret)?;
/// assert_eq!(decoded.claims.user_id, "user1");
/// assert!(!decoded.authenticated); // CBC
/// # Ok(()) }
/// ```
///
/// # Errors
/// [`Error::SecretInvalid`], [`Error::TokenFormat`], [`Error::DecryptFailed`],
/// [`Error::ClaimsInvalid`], in this order.
pub fn decode(token: impl AsRef<[u8]>, secret: impl AsRef<[u8]>) -> Result<DecodedToken> {
    let secret = ServerSecret::new(secret)?;
    let bytes = text::read(token.as_ref())?;
    let envelope = Envelope::parse(&bytes)?;
    open(&envelope, &Cipher::new(&secret, envelope.mode, Platform::current()))
}

/// Decrypts an envelope and reads its claims.
///
/// For CBC every failure is [`Error::DecryptFailed`], up to and including the claims' parsing: an
/// answer that told them apart would be a padding oracle.
pub(crate) fn open(envelope: &Envelope<'_>, cipher: &Cipher) -> Result<DecodedToken> {
    let mut message = envelope.ciphertext.to_vec();
    let plaintext = cipher.decrypt(envelope.iv, &mut message)?;
    let claims = Claims::read(plaintext).ok_or(if envelope.mode.authenticated() {
        Error::ClaimsInvalid
    } else {
        Error::DecryptFailed
    })?;
    let privileges = Privileges::read(&claims.payload);
    Ok(DecodedToken {
        claims,
        mode: envelope.mode,
        authenticated: envelope.mode.authenticated(),
        envelope_expire: envelope.expire,
        privileges,
    })
}
