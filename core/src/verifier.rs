//! Judging a token: is it ours, is it its moment, is it this user's, does it allow this?

use std::fmt;

use crate::cipher::Cipher;
use crate::clock::Clock;
use crate::decode::{DecodedToken, VerifiedToken, open};
use crate::envelope::Envelope;
use crate::error::{Error, Result};
use crate::inputs::{self, DEFAULT_LEEWAY_SECONDS};
use crate::mode::Mode;
use crate::platform::Platform;
use crate::secret::ServerSecret;
use crate::text;

/// What the caller expects of a token, beyond its app and its moment. Only what is named is
/// checked; a *named* empty id never matches.
#[derive(Clone, Copy, Default)]
#[must_use]
pub struct Expectations<'a> {
    user_id: Option<&'a [u8]>,
    room_id: Option<&'a [u8]>,
    stream_id: Option<&'a [u8]>,
}

impl<'a> Expectations<'a> {
    /// Nothing is named.
    pub fn new() -> Self {
        Self::default()
    }

    /// The token must belong to this user.
    pub fn user_id(mut self, user_id: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.user_id = Some(user_id.as_ref());
        self
    }

    /// The token must allow logging in to this room. For a publish-only token name the stream
    /// alone and compare [`Privileges::room_id`](crate::Privileges::room_id).
    pub fn room_id(mut self, room_id: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.room_id = Some(room_id.as_ref());
        self
    }

    /// The token must allow publishing this stream.
    pub fn stream_id(mut self, stream_id: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        self.stream_id = Some(stream_id.as_ref());
        self
    }

    /// All three at once; `None` is not named.
    pub fn from_raw(
        user_id: Option<&'a [u8]>,
        room_id: Option<&'a [u8]>,
        stream_id: Option<&'a [u8]>,
    ) -> Self {
        Self { user_id, room_id, stream_id }
    }
}

impl fmt::Debug for Expectations<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Expectations([redacted])")
    }
}

/// Verifies the tokens of one app. Made once, shared between threads.
///
/// ```
/// # fn main() -> Result<(), token04::Error> {
/// use token04::{Error, Expectations, TokenVerifier};
///
/// # let secret = "0123456789abcdef0123456789abcdef";
/// # let token = token04::generate_token04(1234567890, "user1", secret, 60, "")?;
/// let verifier = TokenVerifier::new(1234567890, secret)?;
/// let verified = verifier.verify(&token, &Expectations::new().user_id("user1"))?;
/// assert_eq!(verified.secret_index, 0);
/// let refused = verifier.verify(&token, &Expectations::new().user_id("user2"));
/// assert_eq!(refused, Err(Error::UserIdMismatch));
/// # Ok(()) }
/// ```
pub struct TokenVerifier {
    app_id: u32,
    secrets: Vec<VerifierSecret>,
    leeway: i64,
    require_authenticated: bool,
    clock: Clock,
}

/// A secret, prepared for both modes.
struct VerifierSecret {
    cbc: Cipher,
    gcm: Cipher,
}

impl VerifierSecret {
    fn new(secret: &ServerSecret) -> Self {
        let cipher = |mode| Cipher::new(secret, mode, Platform::current());
        Self { cbc: cipher(Mode::Cbc), gcm: cipher(Mode::Gcm) }
    }

    fn cipher(&self, mode: Mode) -> &Cipher {
        match mode {
            Mode::Cbc => &self.cbc,
            Mode::Gcm => &self.gcm,
        }
    }
}

impl TokenVerifier {
    /// A verifier with one secret, 30 seconds of leeway, that accepts both modes.
    ///
    /// # Errors
    /// [`Error::AppIdInvalid`], then [`Error::SecretInvalid`].
    pub fn new(app_id: u32, secret: impl AsRef<[u8]>) -> Result<Self> {
        let none: [&[u8]; 0] = [];
        Self::from_raw(app_id.into(), secret.as_ref(), none, DEFAULT_LEEWAY_SECONDS, false)
    }

    /// A verifier from `ZEGO_APP_ID`, `ZEGO_SERVER_SECRET` and, where it is set
    /// and not empty, `ZEGO_PREVIOUS_SERVER_SECRET`.
    ///
    /// # Errors
    /// [`EnvError`](crate::env::EnvError) names the variable and says what is wrong with it:
    /// [`Error::AppIdInvalid`], then [`Error::SecretInvalid`]; also when one of the first two is
    /// not set.
    #[cfg(feature = "os")]
    pub fn from_env() -> Result<Self, crate::env::EnvError> {
        let (app_id, secret) = crate::env::credentials(crate::env::process)?;
        let mut verifier = Self::prepared(app_id, &secret);
        let previous = crate::env::previous_secret(crate::env::process)?;
        verifier.secrets.extend(previous.as_ref().map(VerifierSecret::new));
        Ok(verifier)
    }

    /// The raw entry: wide types, and all settings at once.
    ///
    /// # Errors
    /// [`Error::AppIdInvalid`], [`Error::SecretInvalid`] (of any secret), and
    /// [`Error::LeewayInvalid`] when it is negative, in this order.
    pub fn from_raw<S: AsRef<[u8]>>(
        app_id: i64,
        secret: &[u8],
        previous_secrets: impl IntoIterator<Item = S>,
        leeway: i64,
        require_authenticated: bool,
    ) -> Result<Self> {
        Self::prepared(inputs::app_id(app_id)?, &ServerSecret::new(secret)?)
            .require_authenticated(require_authenticated)
            .with_previous_secrets(previous_secrets)?
            .with_leeway(leeway)
    }

    fn prepared(app_id: u32, secret: &ServerSecret) -> Self {
        Self {
            app_id,
            secrets: vec![VerifierSecret::new(secret)],
            leeway: DEFAULT_LEEWAY_SECONDS,
            require_authenticated: false,
            clock: Clock::default(),
        }
    }

    /// Accepts tokens of earlier secrets as well; they are tried in their order after the
    /// current one. For the days after a rotation.
    ///
    /// # Errors
    /// [`Error::SecretInvalid`] when one is not exactly 32 bytes.
    pub fn with_previous_secrets<S: AsRef<[u8]>>(
        mut self,
        secrets: impl IntoIterator<Item = S>,
    ) -> Result<Self> {
        for secret in secrets {
            self.secrets.push(VerifierSecret::new(&ServerSecret::new(secret)?));
        }
        Ok(self)
    }

    /// Sets the tolerance for clocks that differ, in seconds, at least 0; 30 unless set.
    ///
    /// # Errors
    /// [`Error::LeewayInvalid`] when it is negative.
    pub fn with_leeway(mut self, seconds: i64) -> Result<Self> {
        if seconds < 0 {
            return Err(Error::LeewayInvalid);
        }
        self.leeway = seconds;
        Ok(self)
    }

    /// Refuses CBC tokens, whose claims nothing protects, before anything is decrypted.
    #[must_use]
    pub fn require_authenticated(mut self, required: bool) -> Self {
        self.require_authenticated = required;
        self
    }

    /// The same verifier with a clock of the caller's: a function that gives unix seconds.
    #[cfg(feature = "os")]
    #[must_use]
    pub fn with_clock(mut self, now: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.clock = Clock::Given(std::sync::Arc::new(now));
        self
    }

    /// Verifies a token at this moment.
    ///
    /// # Errors
    /// The first that applies of: [`Error::TokenFormat`], [`Error::Unauthenticated`],
    /// [`Error::DecryptFailed`], [`Error::ClaimsInvalid`], [`Error::ExpireMismatch`],
    /// [`Error::AppIdMismatch`], [`Error::Expired`], [`Error::NotYetValid`],
    /// [`Error::UserIdMismatch`], [`Error::PrivilegesAbsent`], [`Error::RoomNotAllowed`],
    /// [`Error::StreamNotAllowed`].
    pub fn verify(
        &self,
        token: impl AsRef<[u8]>,
        expectations: &Expectations<'_>,
    ) -> Result<VerifiedToken> {
        self.verify_at(token, expectations, self.clock.now())
    }

    /// Verifies a token at the moment `now`, in unix seconds.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    pub fn verify_at(
        &self,
        token: impl AsRef<[u8]>,
        expectations: &Expectations<'_>,
        now: i64,
    ) -> Result<VerifiedToken> {
        let bytes = text::read(token.as_ref())?;
        let envelope = Envelope::parse(&bytes)?;
        if self.require_authenticated && !envelope.mode.authenticated() {
            return Err(Error::Unauthenticated);
        }
        let (decoded, secret_index) = self.open(&envelope)?;
        self.judge(&decoded, expectations, now)?;
        Ok(VerifiedToken { decoded, secret_index })
    }

    /// Tries the secrets in their order. Only a failed decryption calls for the next one.
    fn open(&self, envelope: &Envelope<'_>) -> Result<(DecodedToken, usize)> {
        for (index, secret) in self.secrets.iter().enumerate() {
            match open(envelope, secret.cipher(envelope.mode)) {
                Err(Error::DecryptFailed) => {}
                Err(error) => return Err(error),
                Ok(decoded) => return Ok((decoded, index)),
            }
        }
        Err(Error::DecryptFailed)
    }

    fn judge(&self, token: &DecodedToken, expected: &Expectations<'_>, now: i64) -> Result<()> {
        let claims = &token.claims;
        let demand = |holds, error| if holds { Ok(()) } else { Err(error) };
        demand(token.envelope_expire == claims.expire, Error::ExpireMismatch)?;
        demand(claims.app_id == self.app_id, Error::AppIdMismatch)?;
        demand(!is_expired(claims.expire, now, self.leeway), Error::Expired)?;
        demand(!is_not_yet_valid(claims.ctime, now, self.leeway), Error::NotYetValid)?;
        if let Some(user_id) = expected.user_id {
            demand(is_same_user(user_id, &claims.user_id), Error::UserIdMismatch)?;
        }
        if expected.room_id.is_none() && expected.stream_id.is_none() {
            return Ok(());
        }
        let privileges = token.privileges.as_ref().ok_or(Error::PrivilegesAbsent)?;
        if let Some(room_id) = expected.room_id {
            demand(privileges.allows_room(room_id), Error::RoomNotAllowed)?;
        }
        if let Some(stream_id) = expected.stream_id {
            demand(privileges.allows_stream(stream_id), Error::StreamNotAllowed)?;
        }
        Ok(())
    }
}

/// Whether a token is past its expiry.
pub(crate) fn is_expired(expire: i64, now: i64, leeway: i64) -> bool {
    now >= expire.saturating_add(leeway)
}

/// Whether a token was issued in the future.
pub(crate) fn is_not_yet_valid(ctime: i64, now: i64, leeway: i64) -> bool {
    ctime > now.saturating_add(leeway)
}

/// Whether a token belongs to the user named; a named empty id never matches.
pub(crate) fn is_same_user(expected: &[u8], user_id: &str) -> bool {
    !expected.is_empty() && expected == user_id.as_bytes()
}

impl fmt::Debug for TokenVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenVerifier")
            .field("app_id", &self.app_id)
            .field("secrets", &self.secrets.len())
            .field("leeway", &self.leeway)
            .field("require_authenticated", &self.require_authenticated)
            .finish_non_exhaustive()
    }
}
