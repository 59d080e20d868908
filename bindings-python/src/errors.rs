//! The core's errors, and panics, as the exceptions of `token04._errors`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyString, PyTuple};
use token04::Error;
use token04::env::EnvError;

/// Why a call failed: the core refused an argument or the environment, or Python raised (an
/// iterable or clock, or an argument that is a programming mistake).
pub(crate) enum Failure {
    Core(Error),
    /// The same, and how to correct the call: it follows the message of the table.
    Hint(Error, String),
    Environment(EnvError),
    Python(PyErr),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

impl From<EnvError> for Failure {
    fn from(error: EnvError) -> Self {
        Self::Environment(error)
    }
}

impl From<PyErr> for Failure {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

impl Failure {
    /// The error of a call with this app id.
    pub(crate) fn with_app_id(error: Error, app_id: &Bound<'_, PyAny>) -> Self {
        if error == Error::AppIdInvalid && app_id.is_instance_of::<PyString>() {
            Self::Hint(error, "this is a str, pass int(app_id)".into())
        } else {
            Self::Core(error)
        }
    }

    /// A failure as the core's error and its message, or Python's exception.
    pub(crate) fn parts(self) -> Result<(Error, String), PyErr> {
        match self {
            Self::Core(error) => Ok((error, error.message().into())),
            Self::Hint(error, hint) => Ok((error, format!("{}: {hint}", error.message()))),
            Self::Environment(found) => Ok((found.error(), found.to_string())),
            Self::Python(error) => Err(error),
        }
    }
}

/// Runs the body of a call; a panic in it is error 90 and not pyo3's `PanicException`.
pub(crate) fn caught<T>(body: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let body = || {
        #[cfg(feature = "test-panic")]
        test_panic::panic_if_asked();
        body()
    };
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(Err(Failure::Core(Error::Internal)))
}

/// The same, with the failure as an exception.
pub(crate) fn guarded<T>(py: Python<'_>, body: impl FnOnce() -> Result<T, Failure>) -> PyResult<T> {
    caught(body).map_err(|failure| {
        failure.parts().map_or_else(
            |error| error,
            |(error, message)| {
                with_message(py, error, &message).map_or_else(|failed| failed, PyErr::from_value)
            },
        )
    })
}

/// An instance of the exception class that an error belongs to, not raised.
pub(crate) fn exception(py: Python<'_>, error: Error) -> PyResult<Bound<'_, PyAny>> {
    with_message(py, error, error.message())
}

fn with_message<'py>(py: Python<'py>, error: Error, message: &str) -> PyResult<Bound<'py, PyAny>> {
    static INPUT: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    static REFUSED: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    static INTERNAL: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    // The blocks of the table: below 20 the caller's input, below 90 the token, then this library.
    let (class, name) = match error.code() {
        ..20 => (&INPUT, "InvalidInput"),
        20..90 => (&REFUSED, "TokenRefused"),
        _ => (&INTERNAL, "InternalError"),
    };
    let class = class
        .get_or_try_init(py, || py.import("token04._errors")?.getattr(name).map(Bound::unbind))?;
    class.bind(py).call1((error.code(), error.name(), message))
}

/// `((code, name, message), ...)`: tests compare what is written by hand in Python with it.
pub(crate) fn table(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
    PyTuple::new(py, Error::ALL.iter().map(|e| (e.code(), e.name(), e.message())))
}

/// Panics on purpose, so that tests can show that every call catches it and the interpreter
/// survives.
#[cfg(feature = "test-panic")]
pub(crate) mod test_panic {
    use std::sync::atomic::{AtomicBool, Ordering};

    use pyo3::prelude::*;

    static EVERYWHERE: AtomicBool = AtomicBool::new(false);

    #[allow(clippy::panic, reason = "this is its purpose; test builds only")]
    pub(super) fn panic_if_asked() {
        if EVERYWHERE.load(Ordering::Relaxed) {
            panic!("on purpose");
        }
    }

    /// From now on every call panics, until this is called with `False`.
    #[pyfunction]
    pub(crate) fn panic_everywhere(on: bool) {
        EVERYWHERE.store(on, Ordering::Relaxed);
    }
}
