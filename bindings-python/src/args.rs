//! Python values as the core's raw types. What does not convert becomes a value that the core
//! refuses with its field's code, so that the order of checks stays the core's.

use pyo3::exceptions::{PyAttributeError, PyOverflowError, PyTypeError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyDelta, PyDict, PyInt, PyList, PyString, PyTuple,
};
use token04::env;

use crate::errors::Failure;
use crate::utf8;

/// No UTF-8: refused by every rule for texts.
const NO_TEXT: &[u8] = b"\xff";
/// Refused by every rule for integers: app id, lifetime and leeway.
const NO_INTEGER: i64 = i64::MIN;
/// No mode has this number.
const NO_MODE: i32 = -1;

/// The UTF-8 of a Python text.
pub(crate) enum Text<'a, 'py> {
    /// Lies within the text itself.
    Borrowed(&'a [u8]),
    /// Encoded for us.
    Owned(Bound<'py, PyBytes>),
    None,
}

impl AsRef<[u8]> for Text<'_, '_> {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Borrowed(bytes) => bytes,
            Self::Owned(bytes) => bytes.as_bytes(),
            Self::None => NO_TEXT,
        }
    }
}

/// A `str`; lone surrogates and other types are no text.
pub(crate) fn text<'a, 'py>(value: &'a Bound<'py, PyAny>) -> Text<'a, 'py> {
    let Ok(text) = value.cast::<PyString>() else { return Text::None };
    if let Some(bytes) = utf8::borrowed(text) {
        return Text::Borrowed(bytes);
    }
    text.encode_utf8().map_or(Text::None, Text::Owned)
}

/// A `str` or `bytes`: secrets come as either.
pub(crate) fn secret<'a, 'py>(value: &'a Bound<'py, PyAny>) -> Text<'a, 'py> {
    match value.cast::<PyBytes>() {
        Ok(bytes) => Text::Borrowed(bytes.as_bytes()),
        Err(_) => text(value),
    }
}

/// An `int` that is no `bool`.
pub(crate) fn integer(value: &Bound<'_, PyAny>) -> i64 {
    if is_integer(value) { value.extract().unwrap_or(NO_INTEGER) } else { NO_INTEGER }
}

fn is_integer(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>()
}

/// Whole seconds: an `int`, or a `timedelta` without a fraction.
pub(crate) fn seconds(value: &Bound<'_, PyAny>) -> i64 {
    if value.is_instance_of::<PyInt>() || !value.is_instance_of::<PyDelta>() {
        return integer(value);
    }
    whole_seconds(value).unwrap_or(NO_INTEGER)
}

/// By `divmod`, which also sees what a subclass has below the microsecond.
fn whole_seconds(value: &Bound<'_, PyAny>) -> PyResult<i64> {
    let py = value.py();
    let (whole, rest) =
        value.divmod(PyDelta::new(py, 0, 1, 0, false)?)?.extract::<(i64, Py<PyAny>)>()?;
    Ok(if rest.is_truthy(py)? { NO_INTEGER } else { whole })
}

/// The mode's number.
pub(crate) fn mode(value: Option<&Bound<'_, PyAny>>) -> i32 {
    let Some(value) = value else { return token04::Mode::default().number() };
    let name = text(value);
    let mode = std::str::from_utf8(name.as_ref()).ok().and_then(|name| name.parse().ok());
    mode.map_or(NO_MODE, token04::Mode::number)
}

/// `now` where it is given, else what `time.time()` answers at this moment: looked up at each
/// call, so that what tests put in its place is seen.
///
/// What is no moment is a mistake of the program, and Python's own error: the core has no code
/// for it, and would blame the lifetime or the token.
pub(crate) fn moment(py: Python<'_>, now: Option<&Bound<'_, PyAny>>) -> Result<i64, Failure> {
    if let Some(now) = now {
        return Ok(given_moment(now)?);
    }
    static TIME: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
    let names =
        TIME.get_or_try_init(py, || py.import("time").map(|module| module.dict().unbind()))?;
    let time = names.bind(py).get_item(intern!(py, "time"))?;
    let time = time.ok_or_else(|| PyAttributeError::new_err("time.time is gone"))?;
    let now: f64 = time.call0()?.extract()?;
    // Saturates, and is exact for the next 285 million years.
    #[allow(clippy::cast_possible_truncation)]
    Ok(now.floor() as i64)
}

fn given_moment(now: &Bound<'_, PyAny>) -> PyResult<i64> {
    if !is_integer(now) {
        return Err(PyTypeError::new_err(format!(
            "now must be an int of unix seconds, such as int(time.time()), not {}",
            now.get_type().name()?
        )));
    }
    now.extract().map_err(|_| {
        PyOverflowError::new_err("now must be unix seconds that fit a signed 64-bit integer")
    })
}

/// The texts of an iterable.
pub(crate) fn texts(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Packed> {
    packed(name, value, text)
}

/// The secrets of an iterable.
pub(crate) fn secrets(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Packed> {
    packed(name, value, secret)
}

/// What is no list is a mistake of the program, not of one of its items. So is a lone text, which
/// Python would iterate letter by letter.
fn packed<'py>(
    name: &str,
    value: &Bound<'py, PyAny>,
    convert: for<'a> fn(&'a Bound<'py, PyAny>) -> Text<'a, 'py>,
) -> PyResult<Packed> {
    let mut list = Packed::default();
    if let Ok(values) = value.cast::<PyList>() {
        values.iter().for_each(|item| list.push(convert(&item).as_ref()));
    } else if let Ok(values) = value.cast::<PyTuple>() {
        values.iter().for_each(|item| list.push(convert(&item).as_ref()));
    } else {
        let letters = value.is_instance_of::<PyString>()
            || value.is_instance_of::<PyBytes>()
            || value.is_instance_of::<PyByteArray>();
        // What `__iter__` itself raises is passed on.
        if letters || !(value.hasattr("__iter__")? || value.hasattr("__getitem__")?) {
            let given = value.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "{name} must be a list or another iterable of texts, not {given}"
            )));
        }
        for item in value.try_iter()? {
            list.push(convert(&item?).as_ref());
        }
    }
    Ok(list)
}

/// Many byte strings in one: a batch of a million users is two allocations.
#[derive(Default)]
pub(crate) struct Packed {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Packed {
    fn push(&mut self, item: &[u8]) {
        self.bytes.extend_from_slice(item);
        self.ends.push(self.bytes.len());
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let item = self.bytes.get(start..end).unwrap_or(NO_TEXT);
            start = end;
            item
        })
    }
}

/// What `os.environ` holds at this moment: Python's environment, not the C library's.
pub(crate) fn environment(
    py: Python<'_>,
) -> PyResult<impl Fn(&'static str) -> Option<env::Value> + use<>> {
    let environ = py.import("os")?.getattr("environ")?;
    let names =
        [env::APP_ID_VARIABLE, env::SERVER_SECRET_VARIABLE, env::PREVIOUS_SERVER_SECRET_VARIABLE];
    let mut held = Vec::new();
    for name in names {
        let value = environ.call_method1("get", (name,))?;
        if !value.is_none() {
            held.push((name, env::Value::from(text(&value).as_ref().to_vec())));
        }
    }
    Ok(move |variable| {
        held.iter().find(|(name, _)| *name == variable).map(|(_, value)| value.clone())
    })
}
