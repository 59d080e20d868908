//! Python values as the core's raw types. What does not convert becomes a value that the core
//! refuses with its field's code, so that the order of checks stays the core's.

use std::borrow::Cow;

use pyo3::exceptions::PyAttributeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyDelta, PyDict, PyInt, PyList, PyString, PyTuple};

use crate::errors::Failure;
use crate::utf8;

/// No UTF-8: refused by every rule for texts.
const NO_TEXT: &[u8] = b"\xff";
/// Refused by every rule for integers: app id, lifetime and leeway.
const NO_INTEGER: i64 = i64::MIN;
/// A moment to which no lifetime can be added.
const NO_MOMENT: i64 = i64::MAX;
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

/// The same of what may be missing, which is no text either.
pub(crate) fn text_or_none<'a, 'py>(value: Option<&'a Bound<'py, PyAny>>) -> Text<'a, 'py> {
    value.map_or(Text::None, text)
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
    integer_or(value, NO_INTEGER)
}

fn integer_or(value: &Bound<'_, PyAny>, otherwise: i64) -> i64 {
    if !value.is_instance_of::<PyInt>() || value.is_instance_of::<PyBool>() {
        return otherwise;
    }
    value.extract().unwrap_or(otherwise)
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
pub(crate) fn moment(py: Python<'_>, now: Option<&Bound<'_, PyAny>>) -> Result<i64, Failure> {
    if let Some(now) = now {
        return Ok(integer_or(now, NO_MOMENT));
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

/// The texts of an iterable. A lone text is not taken for a list of characters: it, and what
/// cannot be iterated, is one value that is refused.
pub(crate) fn texts(value: &Bound<'_, PyAny>) -> PyResult<Packed> {
    packed(value, text)
}

/// The secrets of an iterable, alike.
pub(crate) fn secrets(value: &Bound<'_, PyAny>) -> PyResult<Packed> {
    packed(value, secret)
}

fn packed<'py>(
    value: &Bound<'py, PyAny>,
    convert: for<'a> fn(&'a Bound<'py, PyAny>) -> Text<'a, 'py>,
) -> PyResult<Packed> {
    let mut list = Packed::default();
    if value.is_instance_of::<PyString>() || value.is_instance_of::<PyBytes>() {
        list.push(NO_TEXT);
        return Ok(list);
    }
    if let Ok(values) = value.cast::<PyList>() {
        values.iter().for_each(|item| list.push(convert(&item).as_ref()));
    } else if let Ok(values) = value.cast::<PyTuple>() {
        values.iter().for_each(|item| list.push(convert(&item).as_ref()));
    } else if let Ok(values) = value.try_iter() {
        for item in values {
            list.push(convert(&item?).as_ref());
        }
    } else {
        list.push(NO_TEXT);
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

/// `os.environ.get(name)`: Python's environment, not the C library's.
pub(crate) fn variable<'py>(py: Python<'py>, name: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
    let value = py.import("os")?.getattr("environ")?.call_method1("get", (name,))?;
    Ok((!value.is_none()).then_some(value))
}

/// The app id of the environment; what is no number is refused.
pub(crate) fn app_id_variable(py: Python<'_>) -> PyResult<i64> {
    let value = variable(py, token04::env::APP_ID_VARIABLE)?;
    let bytes = text_or_none(value.as_ref());
    let text: Cow<'_, str> = String::from_utf8_lossy(bytes.as_ref());
    Ok(token04::env::parse_app_id(&text).map_or(NO_INTEGER, i64::from))
}
