//! Reading and verifying tokens.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyType;
use token04::DEFAULT_LEEWAY_SECONDS;

use crate::args;
use crate::errors::{Failure, guarded};
use crate::generator::NO_PICKLE;
use crate::results::{DecodedToken, InspectedToken, VerifiedToken};

/// Verifies the tokens of one app. Create one and share it between threads.
///
/// It accepts only tokens that token04 made under one of its secrets: it recomputes their IV.
/// `previous_secrets` are tried in order after the current one; `leeway` is how far clocks may
/// differ, whole seconds, an int or a timedelta (30 unless given): a token is accepted until its
/// expiry plus `leeway`, and from its time of issue minus `leeway`.
/// Raises InvalidInput: APP_ID_INVALID, SECRET_INVALID, LEEWAY_INVALID, in this order, and
/// TypeError for `previous_secrets` that are a single string or not iterable.
///
/// In each call `now` is the time of verification, an int of unix seconds:
/// `time.time()` unless given. Outside 0 to 253402300799 it is InvalidInput: NOW_INVALID; a value
/// of another type is a TypeError.
#[pyclass(frozen, module = "token04")]
pub(crate) struct TokenVerifier(token04::TokenVerifier);

#[pymethods]
impl TokenVerifier {
    #[new]
    #[pyo3(signature = (app_id, secret, *, previous_secrets=None, leeway=None))]
    fn new(
        py: Python<'_>,
        app_id: &Bound<'_, PyAny>,
        secret: &Bound<'_, PyAny>,
        previous_secrets: Option<&Bound<'_, PyAny>>,
        leeway: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        guarded(py, || {
            let secret = args::secret(secret);
            let previous = previous_secrets.map(args::previous_secrets).transpose()?;
            let made = token04::TokenVerifier::from_raw(
                args::integer(app_id),
                secret.as_ref(),
                previous.unwrap_or_default(),
                leeway.map_or(DEFAULT_LEEWAY_SECONDS, args::seconds),
            );
            Ok(Self(made.map_err(|error| Failure::with_app_id(error, app_id))?))
        })
    }

    /// A verifier from the environment variables ZEGO_APP_ID, ZEGO_SERVER_SECRET and, if it is
    /// set and not empty, ZEGO_PREVIOUS_SERVER_SECRET.
    ///
    /// Raises InvalidInput as the constructor does; the message names the variable.
    #[classmethod]
    #[pyo3(signature = (*, leeway=None))]
    fn from_env(class: &Bound<'_, PyType>, leeway: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let py = class.py();
        guarded(py, || {
            let made = args::environment(py, token04::TokenVerifier::from_values)?;
            Ok(Self(made.with_leeway(leeway.map_or(DEFAULT_LEEWAY_SECONDS, args::seconds))?))
        })
    }

    /// Verifies that token04 made the token under one of the secrets, for this app, and that it
    /// is valid at the time `now`. The result says who the user is.
    ///
    /// Raises TokenRefused with the first that applies of TOKEN_FORMAT, UNAUTHENTICATED,
    /// CLAIMS_INVALID, EXPIRE_MISMATCH, APP_ID_MISMATCH, EXPIRED, NOT_YET_VALID.
    #[pyo3(signature = (token, *, now=None))]
    fn verify(
        &self,
        py: Python<'_>,
        token: &Bound<'_, PyAny>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<VerifiedToken> {
        guarded(py, || {
            let now = args::timestamp(py, now)?;
            Ok(VerifiedToken(self.0.verify_at(args::token(token), now)?))
        })
    }

    /// `verify`, and that the token is this user's. None, an empty string or a value of another
    /// type is no user.
    ///
    /// Raises TokenRefused as `verify` does, then USER_ID_MISMATCH.
    #[pyo3(signature = (token, user_id, *, now=None))]
    fn verify_user(
        &self,
        py: Python<'_>,
        token: &Bound<'_, PyAny>,
        user_id: &Bound<'_, PyAny>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<VerifiedToken> {
        guarded(py, || {
            let now = args::timestamp(py, now)?;
            let (token, user) = (args::token(token), args::expected(user_id));
            Ok(VerifiedToken(self.0.verify_user_at(token, user, now)?))
        })
    }

    /// `verify_user`, and that the token allows logging in to this room. None, an empty string
    /// or a value of another type is no room.
    ///
    /// Raises TokenRefused as `verify_user` does, then PRIVILEGES_ABSENT, ROOM_NOT_ALLOWED.
    #[pyo3(signature = (token, user_id, room_id, *, now=None))]
    fn verify_login(
        &self,
        py: Python<'_>,
        token: &Bound<'_, PyAny>,
        user_id: &Bound<'_, PyAny>,
        room_id: &Bound<'_, PyAny>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<VerifiedToken> {
        guarded(py, || {
            let now = args::timestamp(py, now)?;
            let (token, user) = (args::token(token), args::expected(user_id));
            Ok(VerifiedToken(self.0.verify_login_at(token, user, args::expected(room_id), now)?))
        })
    }

    /// `verify_user`, and that the token is for this room and allows publishing this stream. The
    /// right to log in is not needed. None, an empty string or a value of another type is no room
    /// and no stream.
    ///
    /// Raises TokenRefused as `verify_user` does, then PRIVILEGES_ABSENT, ROOM_NOT_ALLOWED,
    /// STREAM_NOT_ALLOWED.
    #[pyo3(signature = (token, user_id, room_id, stream_id, *, now=None))]
    fn verify_publish(
        &self,
        py: Python<'_>,
        token: &Bound<'_, PyAny>,
        user_id: &Bound<'_, PyAny>,
        room_id: &Bound<'_, PyAny>,
        stream_id: &Bound<'_, PyAny>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<VerifiedToken> {
        guarded(py, || {
            let now = args::timestamp(py, now)?;
            let (token, user) = (args::token(token), args::expected(user_id));
            let (room, stream) = (args::expected(room_id), args::expected(stream_id));
            Ok(VerifiedToken(self.0.verify_publish_at(token, user, room, stream, now)?))
        })
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err(format!("TokenVerifier {NO_PICKLE}")))
    }

    fn __repr__(&self) -> &'static str {
        "TokenVerifier([redacted])"
    }
}

/// Decrypts and reads a token of any generator without verifying it: for tools and logs, not for
/// granting access.
///
/// Never offer it to remote callers: its errors help an attacker to forge tokens for the vendor's
/// servers (a padding oracle).
///
/// Raises InvalidInput: SECRET_INVALID; then TokenRefused: TOKEN_FORMAT, DECRYPT_FAILED,
/// CLAIMS_INVALID, in this order.
#[pyfunction]
pub(crate) fn decode(
    py: Python<'_>,
    token: &Bound<'_, PyAny>,
    secret: &Bound<'_, PyAny>,
) -> PyResult<DecodedToken> {
    guarded(py, || Ok(DecodedToken(token04::decode(args::token(token), args::secret(secret))?)))
}

/// Reads what a token shows without its secret; kit tokens too.
///
/// Raises TokenRefused: TOKEN_FORMAT.
#[pyfunction]
pub(crate) fn inspect(py: Python<'_>, token: &Bound<'_, PyAny>) -> PyResult<InspectedToken> {
    guarded(py, || Ok(InspectedToken(token04::inspect(args::long(token))?)))
}
