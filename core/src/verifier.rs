//! Verifying a token: did we mint it, is it valid now, is it this user's, does it allow this?

use std::fmt;

use crate::cipher::Cipher;
use crate::clock::Clock;
use crate::decode::{DecodedToken, VerifiedToken, open_authentic};
use crate::env::{EnvError, EnvValues};
use crate::envelope::Envelope;
use crate::error::{Error, Result};
use crate::inputs::{self, DEFAULT_LEEWAY_SECONDS, USER_ID_MAX_BYTES};
use crate::mode::Mode;
use crate::platform::Platform;
use crate::secret::ServerSecret;
use crate::text;

/// Verifies tokens that this library minted for one app. Create it once and share it between
/// threads.
///
/// Each call accepts only tokens that this library minted under one of the secrets, for this app,
/// and that are valid now. The calls differ in what else they check:
///
/// | call | also checks |
/// |---|---|
/// | [`verify`](Self::verify) | nothing: the result says who the user is |
/// | [`verify_user`](Self::verify_user) | the user |
/// | [`verify_login`](Self::verify_login) | the user, and that the token allows logging in to the room |
/// | [`verify_publish`](Self::verify_publish) | the user, the room, and that the token allows publishing the stream |
///
/// A user, room or stream that is empty or longer than its limit never matches, so an empty
/// session variable lets nobody in.
///
/// ```
/// # fn main() -> Result<(), token04::Error> {
/// use token04::{Error, TokenVerifier};
///
/// # let secret = "0123456789abcdef0123456789abcdef";
/// # let token = token04::generate_token04(1234567890, "user1", secret, 60, "")?;
/// let verifier = TokenVerifier::new(1234567890, secret)?;
/// let verified = verifier.verify_user(&token, "user1")?;
/// assert_eq!(verified.secret_index, 0);
/// assert_eq!(verifier.verify_user(&token, "user2"), Err(Error::UserIdMismatch));
/// # Ok(()) }
/// ```
pub struct TokenVerifier {
    app_id: u32,
    secrets: Vec<VerifierSecret>,
    leeway: i64,
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
    /// A verifier with one secret and 30 seconds of leeway.
    ///
    /// # Errors
    /// [`Error::AppIdInvalid`], then [`Error::SecretInvalid`].
    pub fn new(app_id: u32, secret: impl AsRef<[u8]>) -> Result<Self> {
        let none: [&[u8]; 0] = [];
        Self::from_raw(app_id.into(), secret.as_ref(), none, DEFAULT_LEEWAY_SECONDS)
    }

    /// A verifier from `ZEGO_APP_ID`, `ZEGO_SERVER_SECRET` and, if it is set and not empty,
    /// `ZEGO_PREVIOUS_SERVER_SECRET`.
    ///
    /// # Errors
    /// [`EnvError`] names the variable and says what is wrong with it: first the app id, then the
    /// secrets.
    #[cfg(feature = "os")]
    pub fn from_env() -> Result<Self, EnvError> {
        crate::env::with_process(Self::from_values)
    }

    /// A verifier from the values of the environment variables, for callers that read the
    /// environment themselves.
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env).
    pub fn from_values(values: &EnvValues<'_>) -> Result<Self, EnvError> {
        let mut verifier = Self::prepared(values.app_id()?, &values.secret()?);
        let previous = values.previous_secret()?;
        verifier.secrets.extend(previous.as_ref().map(VerifierSecret::new));
        Ok(verifier)
    }

    /// The raw entry point: wide types, and all settings at once.
    ///
    /// # Errors
    /// [`Error::AppIdInvalid`], [`Error::SecretInvalid`] (for any of the secrets), and
    /// [`Error::LeewayInvalid`] when the leeway is negative, in this order.
    pub fn from_raw<S: AsRef<[u8]>>(
        app_id: i64,
        secret: &[u8],
        previous_secrets: impl IntoIterator<Item = S>,
        leeway: i64,
    ) -> Result<Self> {
        Self::prepared(inputs::app_id(app_id)?, &ServerSecret::new(secret)?)
            .with_previous_secrets(previous_secrets)?
            .with_leeway(leeway)
    }

    fn prepared(app_id: u32, secret: &ServerSecret) -> Self {
        Self {
            app_id,
            secrets: vec![VerifierSecret::new(secret)],
            leeway: DEFAULT_LEEWAY_SECONDS,
            clock: Clock::default(),
        }
    }

    /// Also accepts tokens made under earlier secrets, for the time after a rotation. They are
    /// tried in order, after the current one.
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

    /// The same verifier with another clock: a function that returns a unix timestamp in seconds.
    #[cfg(feature = "os")]
    #[must_use]
    pub fn with_clock(mut self, now: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.clock = Clock::Given(std::sync::Arc::new(now));
        self
    }

    /// Verifies that this library minted the token, for this app, and that it is valid now. The
    /// result says who the user is.
    ///
    /// # Errors
    /// The first of these that applies: [`Error::NowInvalid`], [`Error::TokenFormat`],
    /// [`Error::Unauthenticated`], [`Error::ClaimsInvalid`], [`Error::ExpireMismatch`],
    /// [`Error::AppIdMismatch`], [`Error::Expired`], [`Error::NotYetValid`].
    pub fn verify(&self, token: impl AsRef<[u8]>) -> Result<VerifiedToken> {
        self.verify_at(token, self.clock.now())
    }

    /// [`verify`](Self::verify), and that the token is this user's.
    ///
    /// # Errors
    /// As [`verify`](Self::verify), then [`Error::UserIdMismatch`], also for an empty `user_id`.
    pub fn verify_user(
        &self,
        token: impl AsRef<[u8]>,
        user_id: impl AsRef<[u8]>,
    ) -> Result<VerifiedToken> {
        self.verify_user_at(token, user_id, self.clock.now())
    }

    /// [`verify_user`](Self::verify_user), and that the token allows logging in to this room.
    ///
    /// # Errors
    /// As [`verify_user`](Self::verify_user), then [`Error::PrivilegesAbsent`],
    /// [`Error::RoomNotAllowed`], also for an empty `room_id`.
    pub fn verify_login(
        &self,
        token: impl AsRef<[u8]>,
        user_id: impl AsRef<[u8]>,
        room_id: impl AsRef<[u8]>,
    ) -> Result<VerifiedToken> {
        self.verify_login_at(token, user_id, room_id, self.clock.now())
    }

    /// [`verify_user`](Self::verify_user), and that the token is for this room and allows
    /// publishing this stream. The right to log in is not needed.
    ///
    /// # Errors
    /// As [`verify_user`](Self::verify_user), then [`Error::PrivilegesAbsent`],
    /// [`Error::RoomNotAllowed`], [`Error::StreamNotAllowed`], also for an empty `room_id` or
    /// `stream_id`.
    pub fn verify_publish(
        &self,
        token: impl AsRef<[u8]>,
        user_id: impl AsRef<[u8]>,
        room_id: impl AsRef<[u8]>,
        stream_id: impl AsRef<[u8]>,
    ) -> Result<VerifiedToken> {
        self.verify_publish_at(token, user_id, room_id, stream_id, self.clock.now())
    }

    /// [`verify`](Self::verify) at the time `now`, a unix timestamp in seconds.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    pub fn verify_at(&self, token: impl AsRef<[u8]>, now: i64) -> Result<VerifiedToken> {
        let now = inputs::now(now)?;
        let bytes = text::read(token.as_ref())?;
        let envelope = Envelope::parse(&bytes)?;
        let (decoded, secret_index) = self.open(&envelope)?;
        self.check_claims(&decoded, now)?;
        Ok(VerifiedToken { decoded, secret_index })
    }

    /// [`verify_user`](Self::verify_user) at the time `now`, a unix timestamp in seconds.
    ///
    /// # Errors
    /// As [`verify_user`](Self::verify_user).
    pub fn verify_user_at(
        &self,
        token: impl AsRef<[u8]>,
        user_id: impl AsRef<[u8]>,
        now: i64,
    ) -> Result<VerifiedToken> {
        let verified = self.verify_at(token, now)?;
        let same = is_same_user(user_id.as_ref(), &verified.claims.user_id);
        require(same, Error::UserIdMismatch)?;
        Ok(verified)
    }

    /// [`verify_login`](Self::verify_login) at the time `now`, a unix timestamp in seconds.
    ///
    /// # Errors
    /// As [`verify_login`](Self::verify_login).
    pub fn verify_login_at(
        &self,
        token: impl AsRef<[u8]>,
        user_id: impl AsRef<[u8]>,
        room_id: impl AsRef<[u8]>,
        now: i64,
    ) -> Result<VerifiedToken> {
        let verified = self.verify_user_at(token, user_id, now)?;
        let privileges = verified.privileges.as_ref().ok_or(Error::PrivilegesAbsent)?;
        require(privileges.allows_room(room_id), Error::RoomNotAllowed)?;
        Ok(verified)
    }

    /// [`verify_publish`](Self::verify_publish) at the time `now`, a unix timestamp in seconds.
    ///
    /// # Errors
    /// As [`verify_publish`](Self::verify_publish).
    pub fn verify_publish_at(
        &self,
        token: impl AsRef<[u8]>,
        user_id: impl AsRef<[u8]>,
        room_id: impl AsRef<[u8]>,
        stream_id: impl AsRef<[u8]>,
        now: i64,
    ) -> Result<VerifiedToken> {
        let verified = self.verify_user_at(token, user_id, now)?;
        let privileges = verified.privileges.as_ref().ok_or(Error::PrivilegesAbsent)?;
        require(privileges.is_for_room(room_id), Error::RoomNotAllowed)?;
        require(privileges.allows_stream(stream_id), Error::StreamNotAllowed)?;
        Ok(verified)
    }

    /// Tries the secrets in order, with the full work for each. Only if the token is not authentic
    /// under one secret is the next one tried.
    fn open(&self, envelope: &Envelope<'_>) -> Result<(DecodedToken, usize)> {
        for (index, secret) in self.secrets.iter().enumerate() {
            match open_authentic(envelope, secret.cipher(envelope.mode)) {
                Err(Error::Unauthenticated) => {}
                Err(error) => return Err(error),
                Ok(decoded) => return Ok((decoded, index)),
            }
        }
        Err(Error::Unauthenticated)
    }

    fn check_claims(&self, token: &DecodedToken, now: i64) -> Result<()> {
        let claims = &token.claims;
        require(token.envelope_expire == claims.expire, Error::ExpireMismatch)?;
        require(claims.app_id == self.app_id, Error::AppIdMismatch)?;
        require(!is_expired(claims.expire, now, self.leeway), Error::Expired)?;
        require(!is_not_yet_valid(claims.ctime, now, self.leeway), Error::NotYetValid)
    }
}

fn require(holds: bool, error: Error) -> Result<()> {
    if holds { Ok(()) } else { Err(error) }
}

/// Whether a token has expired.
pub(crate) fn is_expired(expire: i64, now: i64, leeway: i64) -> bool {
    now >= expire.saturating_add(leeway)
}

/// Whether a token was issued in the future.
pub(crate) fn is_not_yet_valid(ctime: i64, now: i64, leeway: i64) -> bool {
    ctime > now.saturating_add(leeway)
}

/// Whether a token was issued for this user.
pub(crate) fn is_same_user(expected: &[u8], user_id: &str) -> bool {
    inputs::is_same_id(expected, user_id, USER_ID_MAX_BYTES)
}

impl fmt::Debug for TokenVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenVerifier")
            .field("app_id", &self.app_id)
            .field("secrets", &self.secrets.len())
            .field("leeway", &self.leeway)
            .finish_non_exhaustive()
    }
}
