//! The drop-in: upstream's call, answered by the core's rules. It returns errors.

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};
use token04::{Error, RawPayload, RawRequest};

use crate::args;
use crate::errors::{Failure, caught, guarded};
use crate::results::getters;

/// What `generate_token04` returns: `error_code` 0 and the token, or a code and no token.
#[pyclass(frozen, module = "token04")]
pub(crate) struct TokenInfo {
    token: String,
    error_code: i32,
    error_message: &'static str,
}

getters!(TokenInfo {
    /// The token text; empty after an error.
    token = |it, py| it.token.as_str();
    /// 0, or the number of the error.
    error_code = |it, py| it.error_code;
    /// "ok", or what is wrong.
    error_message = |it, py| it.error_message;
});

#[pymethods]
impl TokenInfo {
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guarded(py, || Ok(format!("TokenInfo(error_code={})", self.error_code)))
    }
}

/// Mints one CBC token, in the upstream generator's argument order, and returns errors.
///
/// A dict, list or tuple as payload is written as JSON text; None is the empty text.
/// `error_code` is 0 or the first that applies of APP_ID_INVALID, USER_ID_INVALID,
/// SECRET_INVALID, EFFECTIVE_TIME_INVALID, PAYLOAD_INVALID.
#[pyfunction]
#[pyo3(signature = (app_id, user_id, secret, effective_time_in_seconds, payload=None))]
pub(crate) fn generate_token04(
    py: Python<'_>,
    app_id: &Bound<'_, PyAny>,
    user_id: &Bound<'_, PyAny>,
    secret: &Bound<'_, PyAny>,
    effective_time_in_seconds: &Bound<'_, PyAny>,
    payload: Option<&Bound<'_, PyAny>>,
) -> PyResult<TokenInfo> {
    let made = caught(|| {
        let (user_id, secret) = (args::text(user_id), args::secret(secret));
        let payload = payload.map(plain);
        let payload = payload.as_ref().map(args::text);
        let request = RawRequest {
            user_id: user_id.as_ref(),
            ttl: args::seconds(effective_time_in_seconds),
            payload: RawPayload::Text(payload.as_ref().map_or(b"", AsRef::as_ref)),
            now: args::moment(py, None)?,
        };
        let app_id = args::integer(app_id);
        Ok(token04::generate_token04_raw(app_id, secret.as_ref(), &request)?)
    });
    let (token, code) = match made {
        Ok(token) => (token, 0),
        Err(Failure::Core(error)) => (String::new(), error.code()),
        Err(Failure::Environment(found)) => (String::new(), found.error().code()),
        Err(Failure::Python(error)) => return Err(error),
    };
    let error_message = token04::status_message(code).unwrap_or(Error::Internal.message());
    Ok(TokenInfo { token, error_code: code, error_message })
}

/// The JSON of a container, which is what the caller meant; anything else as it is. What has no
/// JSON is no text.
fn plain<'py>(payload: &Bound<'py, PyAny>) -> Bound<'py, PyAny> {
    let container = payload.is_instance_of::<PyDict>()
        || payload.is_instance_of::<PyList>()
        || payload.is_instance_of::<PyTuple>();
    if !container {
        return payload.clone();
    }
    json_text(payload).unwrap_or_else(|_| payload.clone())
}

fn json_text<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = value.py();
    let options = PyDict::new(py);
    options.set_item(intern!(py, "ensure_ascii"), false)?;
    options.set_item(intern!(py, "allow_nan"), false)?;
    options.set_item(intern!(py, "separators"), (",", ":"))?;
    py.import("json")?.call_method("dumps", (value,), Some(&options))
}
