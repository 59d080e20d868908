//! Making tokens.

use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyType};
use token04::{Draft, Error, Mode, RawRequest};

use crate::args::{self, Text};
use crate::errors::{Failure, exception, guarded};
use crate::results::IssuedToken;

/// The error message for copying an object that holds a secret.
pub(crate) const NO_PICKLE: &str =
    "holds a secret and cannot be pickled or copied: make one in each process";

/// Mints tokens for one app with one secret. Create one and share it between threads and forks.
///
/// `app_id` is an int from 1 to 4294967295, `secret` the ServerSecret of exactly 32 bytes, not
/// decoded, a str or bytes, `mode` "cbc" (unless given) or "gcm".
/// Raises InvalidInput: APP_ID_INVALID, SECRET_INVALID, MODE_INVALID, in this order.
///
/// In each call `ttl` is whole seconds, an int or a timedelta, and `now` the time of issue, an int
/// of unix seconds: `time.time()` unless given. `now` outside 0 to 253402300799 is NOW_INVALID; a
/// value of another type is a TypeError. `payload` is a str ("" for none) or RoomPrivileges.
#[pyclass(frozen, module = "token04")]
pub(crate) struct TokenGenerator(token04::TokenGenerator);

impl TokenGenerator {
    fn draft(
        &self,
        py: Python<'_>,
        user_id: &Bound<'_, PyAny>,
        ttl: &Bound<'_, PyAny>,
        payload: &Text<'_, '_>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> Result<Draft<'_>, Failure> {
        let user_id = args::user_id(user_id);
        Ok(self.0.draft(&RawRequest {
            user_id: user_id.as_ref(),
            ttl: args::seconds(ttl),
            payload: payload.as_ref(),
            now: args::timestamp(py, now)?,
        })?)
    }
}

/// The token as a Python string. Most tokens are written to the stack first: this saves an
/// allocation.
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
    fn from_env(class: &Bound<'_, PyType>, mode: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let py = class.py();
        guarded(py, || {
            let made = args::environment(py, token04::TokenGenerator::from_values)?;
            Ok(Self(made.with_mode(Mode::from_number(args::mode(mode))?)))
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

    /// Mints a token with a payload: any string, or RoomPrivileges.
    ///
    /// Raises InvalidInput: USER_ID_INVALID, NOW_INVALID, EFFECTIVE_TIME_INVALID, PAYLOAD_INVALID,
    /// in this order.
    #[pyo3(signature = (user_id, ttl, payload, *, now=None))]
    fn generate<'py>(
        &self,
        py: Python<'py>,
        user_id: &Bound<'py, PyAny>,
        ttl: &Bound<'py, PyAny>,
        payload: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyString>> {
        guarded(py, || finish(py, self.draft(py, user_id, ttl, &args::payload(payload), now)?))
    }

    /// Mints a token that says who the user is and nothing more: the payload is empty.
    ///
    /// Raises InvalidInput: USER_ID_INVALID, NOW_INVALID, EFFECTIVE_TIME_INVALID, in this order.
    #[pyo3(signature = (user_id, ttl, *, now=None))]
    fn identity_token<'py>(
        &self,
        py: Python<'py>,
        user_id: &Bound<'py, PyAny>,
        ttl: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyString>> {
        guarded(py, || finish(py, self.draft(py, user_id, ttl, &Text::Borrowed(b""), now)?))
    }

    /// Mints a token that carries the privileges of one room, and nothing but RoomPrivileges.
    ///
    /// Raises InvalidInput as `generate` does.
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
            finish(py, self.draft(py, user_id, ttl, &args::privileges(privileges), now)?)
        })
    }

    /// Mints a token and returns it with its timestamps: what an app server sends to its client.
    ///
    /// Raises InvalidInput as `generate` does.
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
            Ok(IssuedToken(self.draft(py, user_id, ttl, &args::payload(payload), now)?.issue()?))
        })
    }

    /// Mints one token for each user id of an iterable, with one reading of the clock and the
    /// GIL released. A user id or payload that is refused is an InvalidInput (USER_ID_INVALID or
    /// PAYLOAD_INVALID) at its own index, returned and not raised.
    ///
    /// Raises InvalidInput: NOW_INVALID, EFFECTIVE_TIME_INVALID, for the whole call, and TypeError
    /// for `user_ids` that are a single string or not iterable.
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
            let (payload, now) = (payload.as_ref(), args::timestamp(py, now)?);
            let mint = || self.0.batch_raw(user_ids.iter(), ttl, payload, now);
            let results = py.detach(mint)?.into_iter().map(|result| match result {
                Ok(token) => token.into_bound_py_any(py),
                Err(error) => exception(py, error),
            });
            Ok(PyList::new(py, results.collect::<PyResult<Vec<_>>>()?)?)
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

/// Wraps a plain token for the vendor's web UI kit. `user_name` is any string.
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
        kit.map_err(|error| Failure::with_app_id(error, app_id))
    })
}
