//! Reading and judging tokens.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyType;
use token04::{DEFAULT_LEEWAY_SECONDS, Expectations};

use crate::args;
use crate::errors::{Failure, guarded};
use crate::generator::NO_PICKLE;
use crate::results::{DecodedToken, InspectedToken, VerifiedToken};

/// Verifies the tokens of one app. Made once, shared between threads.
///
/// `previous_secrets` are tried in order after the current one; `leeway` is how far clocks may
/// differ, whole seconds, an int or a timedelta (30 unless given): a token is accepted until its
/// expiry plus `leeway`, and from its issue minus `leeway`. `require_authenticated` refuses CBC
/// tokens.
/// Raises InvalidInput: APP_ID_INVALID, SECRET_INVALID, LEEWAY_INVALID, in this order, and
/// TypeError for `previous_secrets` that are a text or no iterable.
#[pyclass(frozen, module = "token04")]
pub(crate) struct TokenVerifier(token04::TokenVerifier);

#[pymethods]
impl TokenVerifier {
    #[new]
    #[pyo3(signature = (app_id, secret, *, previous_secrets=None, leeway=None, require_authenticated=false))]
    fn new(
        py: Python<'_>,
        app_id: &Bound<'_, PyAny>,
        secret: &Bound<'_, PyAny>,
        previous_secrets: Option<&Bound<'_, PyAny>>,
        leeway: Option<&Bound<'_, PyAny>>,
        require_authenticated: bool,
    ) -> PyResult<Self> {
        guarded(py, || {
            let secret = args::secret(secret);
            let previous = previous_secrets.map(args::previous_secrets).transpose()?;
            let made = token04::TokenVerifier::from_raw(
                args::integer(app_id),
                secret.as_ref(),
                previous.unwrap_or_default(),
                leeway.map_or(DEFAULT_LEEWAY_SECONDS, args::seconds),
                require_authenticated,
            );
            Ok(Self(made.map_err(|error| Failure::with_app_id(error, app_id))?))
        })
    }

    /// A verifier from the environment variables ZEGO_APP_ID, ZEGO_SERVER_SECRET and, where it
    /// is set and not empty, ZEGO_PREVIOUS_SERVER_SECRET.
    ///
    /// Raises InvalidInput as the constructor does; the message names the variable.
    #[classmethod]
    #[pyo3(signature = (*, leeway=None, require_authenticated=false))]
    fn from_env(
        class: &Bound<'_, PyType>,
        leeway: Option<&Bound<'_, PyAny>>,
        require_authenticated: bool,
    ) -> PyResult<Self> {
        let py = class.py();
        guarded(py, || {
            let environment = args::environment(py)?;
            let (app_id, secret) = token04::env::credentials(&environment)?;
            let previous = token04::env::previous_secret(&environment)?;
            Ok(Self(token04::TokenVerifier::from_raw(
                app_id.into(),
                secret.as_ref(),
                previous,
                leeway.map_or(DEFAULT_LEEWAY_SECONDS, args::seconds),
                require_authenticated,
            )?))
        })
    }

    /// Verifies a token at the moment `now`, an int of unix seconds: `time.time()` unless given.
    ///
    /// Only what is named is checked beyond expiry and app; None is not named, so never pass a
    /// session's value that may be None. A named empty id never matches.
    ///
    /// Raises TokenRefused with the first that applies of TOKEN_FORMAT, UNAUTHENTICATED,
    /// DECRYPT_FAILED, CLAIMS_INVALID, EXPIRE_MISMATCH, APP_ID_MISMATCH, EXPIRED, NOT_YET_VALID,
    /// USER_ID_MISMATCH, PRIVILEGES_ABSENT, ROOM_NOT_ALLOWED, STREAM_NOT_ALLOWED.
    /// Another type of `now` is a TypeError.
    #[pyo3(signature = (token, *, user_id=None, room_id=None, stream_id=None, now=None))]
    fn verify(
        &self,
        py: Python<'_>,
        token: &Bound<'_, PyAny>,
        user_id: Option<&Bound<'_, PyAny>>,
        room_id: Option<&Bound<'_, PyAny>>,
        stream_id: Option<&Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<VerifiedToken> {
        guarded(py, || {
            let token = args::token(token);
            let user = user_id.map(args::user_id);
            let room = room_id.map(args::room_id);
            let stream = stream_id.map(args::stream_id);
            let expected = Expectations::from_raw(
                user.as_ref().map(AsRef::as_ref),
                room.as_ref().map(AsRef::as_ref),
                stream.as_ref().map(AsRef::as_ref),
            );
            Ok(VerifiedToken(self.0.verify_at(token, &expected, args::timestamp(py, now)?)?))
        })
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err(format!("TokenVerifier {NO_PICKLE}")))
    }

    fn __repr__(&self) -> &'static str {
        "TokenVerifier([redacted])"
    }
}

/// Decrypts and reads a token, and compares nothing: for tools and logs, not for letting people
/// in.
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

/// Tells what can be told of a token without its secret; kit tokens too.
///
/// Raises TokenRefused: TOKEN_FORMAT.
#[pyfunction]
pub(crate) fn inspect(py: Python<'_>, token: &Bound<'_, PyAny>) -> PyResult<InspectedToken> {
    guarded(py, || Ok(InspectedToken(token04::inspect(args::long(token))?)))
}
