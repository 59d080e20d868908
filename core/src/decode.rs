//! Reading a token back: the same steps in reverse. Nothing is verified here.

use std::fmt;
use std::ops::Deref;
use std::time::SystemTime;

use crate::cipher::{Cipher, Opened};
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

/// A token that was decrypted and read, but not verified.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodedToken {
    /// The six fields of the wire format.
    pub claims: Claims,
    /// How it was encrypted.
    pub mode: Mode,
    /// Whether this library made the token under this secret: its IV is the synthetic IV of its
    /// claims (docs/AUTHENTICATION.md). False for tokens of other generators, whose content anybody
    /// may have changed.
    pub authenticated: bool,
    /// The expiry in the envelope, a unix timestamp in seconds. A verifier requires it to equal
    /// the expiry in the claims.
    pub envelope_expire: i64,
    /// The privileges in the payload; `None` when there are none.
    pub privileges: Option<Privileges>,
}

impl DecodedToken {
    /// Whether the payload is a string or absent, as the format requires.
    pub fn payload_is_text(&self) -> bool {
        self.claims.payload.is_text()
    }

    /// The time of issue; `None` if the system cannot represent it.
    pub fn issued_at_time(&self) -> Option<SystemTime> {
        clock::system_time(self.claims.ctime)
    }

    /// The expiry; `None` if the system cannot represent it.
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

/// A token that a verifier accepted. Its `authenticated` is always true.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifiedToken {
    /// The decoded token.
    pub decoded: DecodedToken,
    /// Which secret it was made under: 0 for the current one, 1 for the first of the previous ones,
    /// and so on.
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

/// Decrypts and reads a token of any generator without verifying it: for tools and logs. To decide
/// whether to let a user in, use [`TokenVerifier`](crate::TokenVerifier).
///
/// Never offer it to remote callers: its errors let an attacker forge tokens for the vendor's
/// servers (a padding oracle).
///
/// ```
/// # fn main() -> Result<(), token04::Error> {
/// # let secret = "0123456789abcdef0123456789abcdef";
/// # let token = token04::generate_token04(7, "user1", secret, 60, "")?;
/// let decoded = token04::decode(&token, secret)?;
/// assert_eq!(decoded.claims.user_id, "user1");
/// assert!(decoded.authenticated); // made by this library, under this secret
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
    let opened = Cipher::new(&secret, envelope.mode, Platform::current()).open(&envelope)?;
    let unreadable =
        if opened.has_matching_tag() { Error::ClaimsInvalid } else { Error::DecryptFailed };
    read(&envelope, opened, unreadable)
}

/// Decrypts a token and reads its claims only if the token is authentic.
///
/// # Errors
/// [`Error::Unauthenticated`] for every cryptographic failure, after the same work; then
/// [`Error::ClaimsInvalid`].
pub(crate) fn open_authentic(envelope: &Envelope<'_>, cipher: &Cipher) -> Result<DecodedToken> {
    let opened = cipher.open(envelope)?;
    if !opened.authenticated {
        return Err(Error::Unauthenticated);
    }
    read(envelope, opened, Error::ClaimsInvalid)
}

fn read(envelope: &Envelope<'_>, mut opened: Opened, unreadable: Error) -> Result<DecodedToken> {
    let authenticated = opened.authenticated;
    let claims = opened.plaintext().and_then(Claims::read).ok_or(unreadable)?;
    let privileges = Privileges::read(&claims.payload);
    Ok(DecodedToken {
        claims,
        mode: envelope.mode,
        authenticated,
        envelope_expire: envelope.expire,
        privileges,
    })
}
