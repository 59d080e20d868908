//! The drop-in: upstream's call under the core's rules. It returns errors.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use token04::{PLAINTEXT_MAX_BYTES, RawRequest};

use crate::args;
use crate::errors::{Failure, caught};
use crate::utf8;

/// Mints one CBC token, in the upstream generator's argument order, and returns errors.
///
/// `payload` is a str or RoomPrivileges; a dict, list or tuple is written as JSON, and None is the
/// empty string.
/// `error_code` is 0 or the first that applies of APP_ID_INVALID, USER_ID_INVALID,
/// SECRET_INVALID, NOW_INVALID (the clock), EFFECTIVE_TIME_INVALID, PAYLOAD_INVALID.
#[pyfunction]
#[pyo3(signature = (app_id, user_id, secret, effective_time_in_seconds, payload=None))]
pub(crate) fn generate_token04<'py>(
    py: Python<'py>,
    app_id: &Bound<'py, PyAny>,
    user_id: &Bound<'py, PyAny>,
    secret: &Bound<'py, PyAny>,
    effective_time_in_seconds: &Bound<'py, PyAny>,
    payload: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let made = caught(|| {
        let (user_id, secret) = (args::user_id(user_id), args::secret(secret));
        let payload = payload.map(plain);
        let payload = payload.as_ref().map(args::payload);
        let request = RawRequest {
            user_id: user_id.as_ref(),
            ttl: args::seconds(effective_time_in_seconds),
            payload: payload.as_ref().map_or(b"", AsRef::as_ref),
            now: args::timestamp(py, None)?,
        };
        let made = token04::generate_token04_raw(args::integer(app_id), secret.as_ref(), &request);
        made.map_err(|error| Failure::with_app_id(error, app_id))
    });
    match made {
        // Upstream's word.
        Ok(token) => token_info(py, &token, 0, "success"),
        Err(failure) => {
            let (error, message) = failure.parts()?;
            token_info(py, "", error.code(), &message)
        }
    }
}

fn token_info<'py>(
    py: Python<'py>,
    token: &str,
    code: i32,
    message: &str,
) -> PyResult<Bound<'py, PyAny>> {
    static TOKEN_INFO: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let class = TOKEN_INFO.get_or_try_init(py, || {
        py.import("token04._dropin")?.getattr("TokenInfo").map(Bound::unbind)
    })?;
    class.bind(py).call1((token, code, message))
}

/// The JSON of a container, which is what the caller meant; any other value unchanged. A container
/// without JSON, or too long for a payload, is refused like any other value that is not a string.
fn plain<'py>(payload: &Bound<'py, PyAny>) -> Bound<'py, PyAny> {
    if !is_container(payload) || is_too_long(payload) {
        return payload.clone();
    }
    json_of(payload).unwrap_or_else(|_| payload.clone())
}

fn is_container(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyDict>()
        || value.is_instance_of::<PyList>()
        || value.is_instance_of::<PyTuple>()
}

/// Whether a container's JSON is certainly longer than any payload, checked before a copy of it is
/// made. Each character of a string and each item of a container takes at least one byte of it.
fn is_too_long(payload: &Bound<'_, PyAny>) -> bool {
    let mut left = PLAINTEXT_MAX_BYTES;
    let mut open = vec![payload.clone()];
    while let Some(value) = open.pop() {
        let bytes = match value.cast::<PyString>() {
            Ok(text) => utf8::characters(text),
            Err(_) if is_container(&value) => value.len().unwrap_or(usize::MAX),
            Err(_) => 0,
        };
        let Some(rest) = left.checked_sub(bytes) else { return true };
        left = rest;
        if let Ok(dict) = value.cast::<PyDict>() {
            open.extend(dict.iter().flat_map(|(key, item)| [key, item]));
        } else if let Ok(list) = value.cast::<PyList>() {
            open.extend(list.iter());
        } else if let Ok(tuple) = value.cast::<PyTuple>() {
            open.extend(tuple.iter());
        }
    }
    false
}

fn json_of<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = value.py();
    let options = PyDict::new(py);
    options.set_item(intern!(py, "ensure_ascii"), false)?;
    options.set_item(intern!(py, "allow_nan"), false)?;
    options.set_item(intern!(py, "separators"), (",", ":"))?;
    py.import("json")?.call_method("dumps", (value,), Some(&options))
}
