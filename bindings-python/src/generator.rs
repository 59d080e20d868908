//! Making tokens.

use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyType};
use token04::{Draft, Error, RawPayload, RawRequest};

use crate::args;
use crate::errors::{Failure, exception, guarded};
use crate::privileges::RoomPrivileges;
use crate::results::IssuedToken;

/// Why what holds a secret goes nowhere.
pub(crate) const NO_PICKLE: &str =
    "holds a secret and cannot be pickled or copied: make one in each process";

/// Mints tokens for one app with one secret. Made once, shared between threads and forks.
///
/// `app_id` is an int from 1 to 4294967295, `secret` the ServerSecret of exactly 32 bytes as it
/// stands, a str or bytes, `mode` "cbc" (unless given) or "gcm".
/// Raises InvalidInput: APP_ID_INVALID, SECRET_INVALID, MODE_INVALID, in this order.
///
/// In each call `ttl` is whole seconds, an int or a timedelta, and `now` the moment of issue, an
/// int of unix seconds: `time.time()` unless given. Another type of `now` is a TypeError.
#[pyclass(frozen, module = "token04")]
pub(crate) struct TokenGenerator(token04::TokenGenerator);

impl TokenGenerator {
    fn draft(
        &self,
        py: Python<'_>,
        user_id: &Bound<'_, PyAny>,
        ttl: &Bound<'_, PyAny>,
        payload: RawPayload<'_>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> Result<Draft<'_>, Failure> {
        let user_id = args::user_id(user_id);
        Ok(self.0.draft(&RawRequest {
            user_id: user_id.as_ref(),
            ttl: args::seconds(ttl),
            payload,
            now: args::timestamp(py, now)?,
        })?)
    }
}

/// The token as a Python text. Most are written on the stack first: one allocation fewer.
fn finish<'py>(py: Python<'py>, draft: Draft<'_>) -> Result<Bound<'py, PyString>, Failure> {
    let mut room = [0; 512];
    let Some(room) = room.get_mut(..draft.token_bytes_bound()) else {
        return Ok(PyString::new(py, &draft.finish()?));
    };
    let length = draft.write(room)?;
    let token = room.get(..length).and_then(|token| std::str::from_utf8(token).ok());
    Ok(PyString::new(py, token.ok_or(Error::Internal)?))
}

#[pymethods]
impl TokenGenerator {
    #[new]
    #[pyo3(signature = (app_id, secret, mode=None))]
    fn new(
        py: Python<'_>,
        app_id: &Bound<'_, PyAny>,
        secret: &Bound<'_, PyAny>,
        mode: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        guarded(py, || {
            let (secret, mode) = (args::secret(secret), args::mode(mode));
            let id = args::integer(app_id);
            let made = token04::TokenGenerator::from_raw(id, secret.as_ref(), mode);
            Ok(Self(made.map_err(|error| Failure::with_app_id(error, app_id))?))
        })
    }

    /// A generator from the environment variables ZEGO_APP_ID and ZEGO_SERVER_SECRET.
    ///
    /// Raises InvalidInput as the constructor does; the message names the variable.
    #[classmethod]
    #[pyo3(signature = (mode=None))]
    fn from_env(_class: &Bound<'_, PyType>, mode: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let py = _class.py();
        guarded(py, || {
            let (app_id, secret) = token04::env::credentials(args::environment(py)?)?;
            let (app_id, mode) = (app_id.into(), args::mode(mode));
            Ok(Self(token04::TokenGenerator::from_raw(app_id, secret.as_ref(), mode)?))
        })
    }

    /// The app this generator mints for.
    #[getter]
    fn app_id(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        guarded(py, || Ok(self.0.app_id().into_py_any(py)?))
    }

    /// The mode of its tokens: "cbc" or "gcm".
    #[getter]
    fn mode(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        guarded(py, || Ok(self.0.mode().name().into_py_any(py)?))
    }

    /// Mints a token with any payload text. `ttl` is whole seconds, an int or a timedelta.
    ///
    /// Raises InvalidInput: USER_ID_INVALID, EFFECTIVE_TIME_INVALID, PAYLOAD_INVALID, in this
    /// order.
    #[pyo3(signature = (user_id, ttl, payload, *, now=None))]
    fn generate<'py>(
        &self,
        py: Python<'py>,
        user_id: &Bound<'py, PyAny>,
        ttl: &Bound<'py, PyAny>,
        payload: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyString>> {
        guarded(py, || {
            let payload = args::payload(payload);
            let payload = RawPayload::Text(payload.as_ref());
            finish(py, self.draft(py, user_id, ttl, payload, now)?)
        })
    }

    /// Mints a token that says who the user is and nothing more: the payload is empty.
    ///
    /// Raises InvalidInput: USER_ID_INVALID, EFFECTIVE_TIME_INVALID, in this order.
    #[pyo3(signature = (user_id, ttl, *, now=None))]
    fn identity_token<'py>(
        &self,
        py: Python<'py>,
        user_id: &Bound<'py, PyAny>,
        ttl: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyString>> {
        guarded(py, || finish(py, self.draft(py, user_id, ttl, RawPayload::Text(b""), now)?))
    }

    /// Mints a token that carries the privileges of one room.
    ///
    /// Raises InvalidInput: USER_ID_INVALID, EFFECTIVE_TIME_INVALID, ROOM_ID_INVALID,
    /// STREAM_ID_INVALID, PAYLOAD_INVALID, in this order.
    #[pyo3(signature = (user_id, ttl, privileges, *, now=None))]
    fn privilege_token<'py>(
        &self,
        py: Python<'py>,
        user_id: &Bound<'py, PyAny>,
        ttl: &Bound<'py, PyAny>,
        privileges: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyString>> {
        guarded(py, || {
            let payload = match privileges.cast::<RoomPrivileges>() {
                Ok(privileges) => RawPayload::Privileges(&privileges.get().0),
                Err(_) => RawPayload::Text(b"\xff"),
            };
            finish(py, self.draft(py, user_id, ttl, payload, now)?)
        })
    }

    /// Mints a token and tells its moments: what an app server answers to its client.
    ///
    /// `payload` is a text: "" for identity alone, `privileges.payload()` for RoomPrivileges.
    /// Raises InvalidInput: USER_ID_INVALID, EFFECTIVE_TIME_INVALID, PAYLOAD_INVALID, in this
    /// order.
    #[pyo3(signature = (user_id, ttl, payload, *, now=None))]
    fn issue(
        &self,
        py: Python<'_>,
        user_id: &Bound<'_, PyAny>,
        ttl: &Bound<'_, PyAny>,
        payload: &Bound<'_, PyAny>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<IssuedToken> {
        guarded(py, || {
            let payload = args::payload(payload);
            let payload = RawPayload::Text(payload.as_ref());
            Ok(IssuedToken(self.draft(py, user_id, ttl, payload, now)?.issue()?))
        })
    }

    /// Mints one token for each user id of an iterable, with one reading of the clock and the
    /// GIL released. A user id or payload that is refused is an InvalidInput (USER_ID_INVALID or
    /// PAYLOAD_INVALID) at its own index, returned and not raised.
    ///
    /// Raises InvalidInput: EFFECTIVE_TIME_INVALID, for the whole call, and TypeError for
    /// `user_ids` that are a text or no iterable.
    #[pyo3(signature = (user_ids, ttl, payload, *, now=None))]
    fn generate_batch<'py>(
        &self,
        py: Python<'py>,
        user_ids: &Bound<'py, PyAny>,
        ttl: &Bound<'py, PyAny>,
        payload: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyList>> {
        guarded(py, || {
            let user_ids = args::user_ids(user_ids)?;
            let (payload, ttl) = (args::payload(payload), args::seconds(ttl));
            let (text, now) = (payload.as_ref(), args::timestamp(py, now)?);
            let mint = || self.0.batch_raw(user_ids.iter(), ttl, RawPayload::Text(text), now);
            let answers = py.detach(mint)?.into_iter().map(|answer| match answer {
                Ok(token) => token.into_bound_py_any(py),
                Err(error) => exception(py, error),
            });
            Ok(PyList::new(py, answers.collect::<PyResult<Vec<_>>>()?)?)
        })
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err(format!("TokenGenerator {NO_PICKLE}")))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (app_id, mode) = (self.0.app_id(), self.0.mode());
        guarded(py, || Ok(format!("TokenGenerator(app_id={app_id}, mode='{mode}')")))
    }
}

/// Wraps a plain token for the vendor's web UI kit. `user_name` is any text.
///
/// Raises InvalidInput: APP_ID_INVALID, USER_ID_INVALID, ROOM_ID_INVALID; then TokenRefused:
/// TOKEN_FORMAT.
#[pyfunction]
pub(crate) fn kit_token(
    py: Python<'_>,
    token: &Bound<'_, PyAny>,
    room_id: &Bound<'_, PyAny>,
    user_id: &Bound<'_, PyAny>,
    user_name: &Bound<'_, PyAny>,
    app_id: &Bound<'_, PyAny>,
) -> PyResult<String> {
    guarded(py, || {
        let (token, room, user) =
            (args::token(token), args::room_id(room_id), args::user_id(user_id));
        let kit = token04::kit_token_raw(
            token.as_ref(),
            room.as_ref(),
            user.as_ref(),
            args::long(user_name).as_ref(),
            args::integer(app_id),
        );
        Ok(kit.map_err(|error| Failure::with_app_id(error, app_id))?)
    })
}
