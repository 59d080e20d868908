//! Minting tokens: a key prepared once, and the raw entry point that every token passes through.

use std::fmt;
use std::time::Duration;

use crate::cipher::Cipher;
use crate::clock::Clock;
use crate::draft::Draft;
use crate::env::{EnvError, EnvValues};
use crate::error::{Error, Result};
use crate::inputs;
use crate::issued::{IssuedToken, Timestamps};
use crate::mode::Mode;
use crate::platform::Platform;
use crate::privileges::RoomPrivileges;
use crate::secret::ServerSecret;

/// Mints tokens for one app with one secret. Create it once and share it between threads.
///
/// ```
/// # fn main() -> Result<(), token04::Error> {
/// use std::time::Duration;
/// use token04::{RoomPrivileges, TokenGenerator};
///
/// # let secret = "0123456789abcdef0123456789abcdef";
/// let generator = TokenGenerator::new(1234567890, secret)?;
/// let identity = generator.identity_token("user1", Duration::from_secs(3600))?;
/// let publisher = generator.privilege_token(
///     "user1",
///     Duration::from_secs(3600),
///     &RoomPrivileges::login_and_publish_any("room1")?,
/// )?;
/// assert!(identity.starts_with("04") && publisher.starts_with("04"));
/// # Ok(()) }
/// ```
pub struct TokenGenerator {
    app_id: u32,
    secret: ServerSecret,
    cipher: Cipher,
    clock: Clock,
    platform: Platform,
}

/// One token to mint: the input of the raw entry point, in types wide enough that nothing wraps.
#[derive(Clone, Copy)]
pub struct RawRequest<'a> {
    /// The user id, 1 to 64 bytes of UTF-8 without NUL.
    pub user_id: &'a [u8],
    /// The lifetime in seconds, at least 1.
    pub ttl: i64,
    /// The payload, UTF-8; `b""` for an identity token.
    pub payload: &'a [u8],
    /// The time of issue, a unix timestamp in seconds.
    pub now: i64,
}

impl TokenGenerator {
    /// Prepares a generator of CBC tokens; see [`with_mode`](Self::with_mode) for GCM.
    ///
    /// `app_id` must not be 0; `secret` is the ServerSecret, exactly 32 bytes, unchanged.
    ///
    /// # Errors
    /// [`Error::AppIdInvalid`], then [`Error::SecretInvalid`].
    pub fn new(app_id: u32, secret: impl AsRef<[u8]>) -> Result<Self> {
        Self::from_raw(app_id.into(), secret.as_ref(), Mode::default().number())
    }

    /// Prepares a generator from `ZEGO_APP_ID` and `ZEGO_SERVER_SECRET`.
    ///
    /// # Errors
    /// [`EnvError`] names the variable and says what is wrong with it: first the app id, then the
    /// secret.
    #[cfg(feature = "os")]
    pub fn from_env() -> Result<Self, EnvError> {
        crate::env::with_process(Self::from_values)
    }

    /// Prepares a generator from the values of the environment variables, for callers that read
    /// the environment themselves.
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env).
    pub fn from_values(values: &EnvValues<'_>) -> Result<Self, EnvError> {
        Ok(Self::prepared(values.app_id()?, values.secret()?, Mode::default()))
    }

    /// The raw entry point under [`new`](Self::new): any 64-bit app id, a secret of any length, the
    /// mode as its number (0 for CBC, 1 for GCM).
    ///
    /// # Errors
    /// [`Error::AppIdInvalid`], [`Error::SecretInvalid`], [`Error::ModeInvalid`], in this order.
    pub fn from_raw(app_id: i64, secret: &[u8], mode: i32) -> Result<Self> {
        let app_id = inputs::app_id(app_id)?;
        let secret = ServerSecret::new(secret)?;
        Ok(Self::prepared(app_id, secret, Mode::from_number(mode)?))
    }

    fn prepared(app_id: u32, secret: ServerSecret, mode: Mode) -> Self {
        let platform = Platform::current();
        let cipher = Cipher::new(&secret, mode, platform);
        Self { app_id, secret, cipher, clock: Clock::default(), platform }
    }

    /// The same generator in another mode.
    #[must_use]
    pub fn with_mode(mut self, mode: Mode) -> Self {
        self.cipher = Cipher::new(&self.secret, mode, self.platform);
        self
    }

    /// The same generator with another clock: a function that returns a unix timestamp in seconds.
    #[cfg(feature = "os")]
    #[must_use]
    pub fn with_clock(mut self, now: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.clock = Clock::Given(std::sync::Arc::new(now));
        self
    }

    /// The same generator with entropy, and optionally a cipher, from a host.
    #[cfg(feature = "host")]
    #[must_use]
    pub fn with_host(mut self, host: &'static dyn crate::host::Host) -> Self {
        self.platform = Platform { host: Some(host) };
        self.cipher = Cipher::new(&self.secret, self.mode(), self.platform);
        self
    }

    /// The app this generator mints for.
    pub fn app_id(&self) -> u32 {
        self.app_id
    }

    /// The mode of its tokens.
    pub fn mode(&self) -> Mode {
        self.cipher.mode()
    }

    /// Mints a token with any payload: a string or [`RoomPrivileges`]. The lifetime is a whole
    /// number of seconds.
    ///
    /// # Errors
    /// [`Error::UserIdInvalid`], [`Error::NowInvalid`], [`Error::EffectiveTimeInvalid`],
    /// [`Error::PayloadInvalid`], in this order; [`Error::RandomUnavailable`].
    pub fn generate(
        &self,
        user_id: &str,
        ttl: Duration,
        payload: impl AsRef<str>,
    ) -> Result<String> {
        self.typed(user_id, ttl, payload.as_ref())?.finish()
    }

    /// Mints a token that only says who the user is: the payload is empty.
    ///
    /// # Errors
    /// As [`generate`](Self::generate).
    pub fn identity_token(&self, user_id: &str, ttl: Duration) -> Result<String> {
        self.generate(user_id, ttl, "")
    }

    /// Mints a token that carries the privileges for one room: [`generate`](Self::generate) under
    /// a more readable name.
    ///
    /// # Errors
    /// As [`generate`](Self::generate).
    pub fn privilege_token(
        &self,
        user_id: &str,
        ttl: Duration,
        privileges: &RoomPrivileges,
    ) -> Result<String> {
        self.generate(user_id, ttl, privileges)
    }

    /// Mints a token and returns it with its timestamps: what an app server sends to its client.
    ///
    /// # Errors
    /// As [`generate`](Self::generate).
    pub fn issue(
        &self,
        user_id: &str,
        ttl: Duration,
        payload: impl AsRef<str>,
    ) -> Result<IssuedToken> {
        self.typed(user_id, ttl, payload.as_ref())?.issue()
    }

    /// Mints one token for each user id, in their order, and reads the clock once. An invalid
    /// user id or a payload that is too long is an error at its own index; the other tokens are
    /// still minted.
    ///
    /// # Errors
    /// For the whole call: [`Error::NowInvalid`], [`Error::EffectiveTimeInvalid`],
    /// [`Error::RandomUnavailable`]. At an index: [`Error::UserIdInvalid`],
    /// [`Error::PayloadInvalid`].
    pub fn generate_batch<U: AsRef<[u8]>>(
        &self,
        user_ids: impl IntoIterator<Item = U>,
        ttl: Duration,
        payload: impl AsRef<str>,
    ) -> Result<Vec<Result<String>>> {
        let payload = payload.as_ref().as_bytes();
        self.batch_raw(user_ids, seconds(ttl), payload, self.clock.now())
    }

    /// The raw entry point under [`generate_batch`](Self::generate_batch).
    ///
    /// # Errors
    /// As [`generate_batch`](Self::generate_batch).
    pub fn batch_raw<U: AsRef<[u8]>>(
        &self,
        user_ids: impl IntoIterator<Item = U>,
        ttl: i64,
        payload: &[u8],
        now: i64,
    ) -> Result<Vec<Result<String>>> {
        let mut tokens = Vec::new();
        self.batch_drafts(user_ids, ttl, payload, now, |draft| {
            let token = draft.and_then(Draft::finish);
            let outcome = token.as_ref().map(drop).map_err(|error| *error);
            tokens.push(token);
            outcome
        })?;
        Ok(tokens)
    }

    /// The entry point under [`batch_raw`](Self::batch_raw) for callers with their own buffers:
    /// `each` receives the drafts in the order of the user ids and returns each result. Only
    /// missing entropy ends the batch.
    ///
    /// # Errors
    /// [`Error::NowInvalid`], [`Error::EffectiveTimeInvalid`] before the first draft;
    /// [`Error::RandomUnavailable`] as soon as `each` returns it.
    pub fn batch_drafts<U: AsRef<[u8]>>(
        &self,
        user_ids: impl IntoIterator<Item = U>,
        ttl: i64,
        payload: &[u8],
        now: i64,
        mut each: impl FnMut(Result<Draft<'_>>) -> Result<()>,
    ) -> Result<()> {
        // Checked before the first token, so that it applies to an empty list as well.
        Timestamps::new(now, ttl)?;
        for user_id in user_ids {
            let request = RawRequest { user_id: user_id.as_ref(), ttl, payload, now };
            if each(self.draft(&request)) == Err(Error::RandomUnavailable) {
                return Err(Error::RandomUnavailable);
            }
        }
        Ok(())
    }

    /// The one entry point that every token passes through: checks the request and writes its
    /// claims.
    ///
    /// No entropy is drawn yet: the [`Draft`] first states how long the token can become.
    ///
    /// # Errors
    /// [`Error::UserIdInvalid`], [`Error::NowInvalid`], [`Error::EffectiveTimeInvalid`],
    /// [`Error::PayloadInvalid`], in this order.
    pub fn draft(&self, request: &RawRequest<'_>) -> Result<Draft<'_>> {
        let user_id = inputs::user_id(request.user_id)?;
        let timestamps = Timestamps::new(request.now, request.ttl)?;
        let payload = inputs::payload(request.payload)?;
        Draft::new(&self.cipher, self.platform, self.app_id, user_id, timestamps, payload)
    }

    fn typed(&self, user_id: &str, ttl: Duration, payload: &str) -> Result<Draft<'_>> {
        self.draft(&RawRequest {
            user_id: user_id.as_bytes(),
            ttl: seconds(ttl),
            payload: payload.as_bytes(),
            now: self.clock.now(),
        })
    }
}

/// Whole seconds; a fraction becomes a lifetime that is refused: it is never rounded.
fn seconds(ttl: Duration) -> i64 {
    const REFUSED: i64 = 0;
    if ttl.subsec_nanos() != 0 {
        return REFUSED;
    }
    i64::try_from(ttl.as_secs()).unwrap_or(REFUSED)
}

impl fmt::Debug for TokenGenerator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenGenerator")
            .field("app_id", &self.app_id)
            .field("mode", &self.mode())
            .finish_non_exhaustive()
    }
}

/// Mints one CBC token, in the upstream generators' argument order: the drop-in.
///
/// Limits: `app_id` not 0; `user_id` 1 to 64 bytes without NUL; `secret` exactly 32
/// bytes; `effective_time_in_seconds` at least 1; `payload` any string, `""` for an identity
/// token. Prepare a [`TokenGenerator`] instead if you mint more than one token.
///
/// # Errors
/// [`Error::AppIdInvalid`], [`Error::UserIdInvalid`], [`Error::SecretInvalid`],
/// [`Error::NowInvalid`], [`Error::EffectiveTimeInvalid`], [`Error::PayloadInvalid`], in this
/// order; [`Error::RandomUnavailable`].
#[cfg(feature = "os")]
pub fn generate_token04(
    app_id: u32,
    user_id: &str,
    secret: &str,
    effective_time_in_seconds: i64,
    payload: &str,
) -> Result<String> {
    let request = RawRequest {
        user_id: user_id.as_bytes(),
        ttl: effective_time_in_seconds,
        payload: payload.as_bytes(),
        now: crate::clock::system_now(),
    };
    generate_token04_raw(app_id.into(), secret.as_bytes(), &request)
}

/// The raw entry point under [`generate_token04`]: wide types, and an explicit time of issue.
///
/// # Errors
/// As [`generate_token04`], in the same order.
pub fn generate_token04_raw(
    app_id: i64,
    secret: &[u8],
    request: &RawRequest<'_>,
) -> Result<String> {
    generator_for(app_id, secret, request)?.draft(request)?.finish()
}

/// The generator for minting in one call, after the checks that come before that of the secret.
///
/// # Errors
/// [`Error::AppIdInvalid`], [`Error::UserIdInvalid`], [`Error::SecretInvalid`], in this order.
pub fn generator_for(
    app_id: i64,
    secret: &[u8],
    request: &RawRequest<'_>,
) -> Result<TokenGenerator> {
    inputs::app_id(app_id)?;
    inputs::user_id(request.user_id)?;
    TokenGenerator::from_raw(app_id, secret, Mode::Cbc.number())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn a_ttl_is_whole_seconds() {
        assert_eq!(seconds(Duration::from_secs(5)), 5);
        assert_eq!(seconds(Duration::from_millis(1500)), 0);
        assert_eq!(seconds(Duration::MAX), 0);
    }

    #[test]
    fn debug_shows_no_secret() {
        let shown = format!("{:?}", TokenGenerator::new(7, SECRET).unwrap());
        assert_eq!(shown, "TokenGenerator { app_id: 7, mode: Cbc, .. }");
    }

    #[test]
    fn an_invalid_user_id_fails_only_its_own_token() {
        let generator = TokenGenerator::new(7, SECRET).unwrap();
        let hour = Duration::from_secs(3600);
        let batch = generator.generate_batch(["a", "", "c"], hour, "").unwrap();
        assert!(batch[0].is_ok() && batch[2].is_ok());
        assert_eq!(batch[1], Err(Error::UserIdInvalid));
        let none: [&str; 0] = [];
        assert_eq!(generator.generate_batch(none, hour, ""), Ok(vec![]));
        assert_eq!(
            generator.generate_batch(["a"], Duration::ZERO, ""),
            Err(Error::EffectiveTimeInvalid)
        );
    }

    #[test]
    fn shared_between_threads() {
        fn check<T: Send + Sync>() {}
        check::<TokenGenerator>();
        check::<crate::TokenVerifier>();
        check::<RoomPrivileges>();
        check::<crate::DecodedToken>();
    }
}
