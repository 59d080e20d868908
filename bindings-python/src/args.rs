//! Python values as the core's raw types. A value that cannot be converted becomes one that the
//! core refuses with its field's code, so that the core alone decides the order of checks.
//!
//! The length of a string is checked before its UTF-8 is made or copied: a string that is too long
//! for its field is refused with the same code as a value of another type.

use pyo3::exceptions::{PyAttributeError, PyTypeError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyDelta, PyDict, PyInt, PyList, PySlice, PyString, PyTuple,
};
use token04::env::{EnvError, EnvValues, EnvVariable};
use token04::{
    Error, PLAINTEXT_MAX_BYTES, ROOM_ID_MAX_BYTES, SECRET_BYTES, STREAM_ID_MAX_BYTES, ServerSecret,
    TEXT_MAX_BYTES, TOKEN_MAX_BYTES, USER_ID_MAX_BYTES,
};

use crate::errors::Failure;
use crate::privileges::RoomPrivileges;
use crate::utf8;

/// Not UTF-8: every rule for strings refuses it.
const NO_TEXT: &[u8] = b"\xff";
/// Every rule for integers refuses it: app id, lifetime, leeway and `now`.
const NO_INTEGER: i64 = i64::MIN;
/// No mode has this number.
const NO_MODE: i32 = -1;
/// Longer than the name of any mode.
const MODE_MAX_BYTES: usize = 16;

/// The UTF-8 of a Python string.
pub(crate) enum Text<'a, 'py> {
    /// Memory of the string itself.
    Borrowed(&'a [u8]),
    /// Encoded for this call.
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

/// A user id.
pub(crate) fn user_id<'a, 'py>(value: &'a Bound<'py, PyAny>) -> Text<'a, 'py> {
    text(value, USER_ID_MAX_BYTES)
}

/// A room id.
pub(crate) fn room_id<'a, 'py>(value: &'a Bound<'py, PyAny>) -> Text<'a, 'py> {
    text(value, ROOM_ID_MAX_BYTES)
}

/// A stream id.
pub(crate) fn stream_id<'a, 'py>(value: &'a Bound<'py, PyAny>) -> Text<'a, 'py> {
    text(value, STREAM_ID_MAX_BYTES)
}

/// A user, room or stream id that a token is compared with: in a token of another generator it may
/// be longer than allowed, but never longer than a token.
pub(crate) fn expected<'a, 'py>(value: &'a Bound<'py, PyAny>) -> Text<'a, 'py> {
    text(value, TOKEN_MAX_BYTES)
}

/// A payload: a string, or the payload of `RoomPrivileges`.
pub(crate) fn payload<'a, 'py>(value: &'a Bound<'py, PyAny>) -> Text<'a, 'py> {
    match value.cast::<RoomPrivileges>() {
        Ok(privileges) => Text::Borrowed(privileges.get().payload_bytes()),
        Err(_) => text(value, PLAINTEXT_MAX_BYTES),
    }
}

/// `RoomPrivileges`, not a string.
pub(crate) fn privileges<'a, 'py>(value: &'a Bound<'py, PyAny>) -> Text<'a, 'py> {
    match value.cast::<RoomPrivileges>() {
        Ok(privileges) => Text::Borrowed(privileges.get().payload_bytes()),
        Err(_) => Text::None,
    }
}

/// A flag of a database row: a `bool`. An `int` or `str` may mean anything.
pub(crate) fn flag(name: &str, value: &Bound<'_, PyAny>) -> Result<bool, Failure> {
    let Ok(flag) = value.cast::<PyBool>() else {
        let given = value.get_type().name()?;
        let hint = format!("{name} must be a bool, not {given}");
        return Err(Failure::Hint(Error::PrivilegesEmpty, hint));
    };
    Ok(flag.is_true())
}

/// A plain token.
pub(crate) fn token<'a, 'py>(value: &'a Bound<'py, PyAny>) -> Text<'a, 'py> {
    text(value, TOKEN_MAX_BYTES)
}

/// A string that has no limit of its own: the display name of a kit token, or a kit token.
pub(crate) fn long<'a, 'py>(value: &'a Bound<'py, PyAny>) -> Text<'a, 'py> {
    text(value, TEXT_MAX_BYTES)
}

/// A string for `explain`, which takes any string: a longer one is cut.
pub(crate) fn anything<'a, 'py>(value: &'a Bound<'py, PyAny>) -> Text<'a, 'py> {
    let is_longer =
        value.cast::<PyString>().is_ok_and(|text| utf8::characters(text) > TEXT_MAX_BYTES);
    if is_longer { beginning(value).map_or(Text::None, Text::Owned) } else { long(value) }
}

/// The UTF-8 of just enough characters to show that there are too many.
fn beginning<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    let end = isize::try_from(TEXT_MAX_BYTES)?.saturating_add(1);
    value.get_item(PySlice::new(value.py(), 0, end, 1))?.cast::<PyString>()?.encode_utf8()
}

/// A `str` of at most `max_bytes`; longer ones, lone surrogates and other types are not a string
/// for this field.
fn text<'a, 'py>(value: &'a Bound<'py, PyAny>, max_bytes: usize) -> Text<'a, 'py> {
    let Ok(text) = value.cast::<PyString>() else { return Text::None };
    if utf8::characters(text) > max_bytes {
        return Text::None;
    }
    if let Some(bytes) = utf8::borrowed(text) {
        return Text::Borrowed(bytes);
    }
    text.encode_utf8().map_or(Text::None, Text::Owned)
}

/// A `str` or `bytes`: a secret is either.
pub(crate) fn secret<'a, 'py>(value: &'a Bound<'py, PyAny>) -> Text<'a, 'py> {
    match value.cast::<PyBytes>() {
        Ok(bytes) => Text::Borrowed(bytes.as_bytes()),
        Err(_) => text(value, SECRET_BYTES),
    }
}

/// A secret for `explain`, which takes one of any length: an AppSign, or one with quotes.
pub(crate) fn any_secret<'a, 'py>(value: &'a Bound<'py, PyAny>) -> Text<'a, 'py> {
    match value.cast::<PyBytes>() {
        Ok(bytes) => Text::Borrowed(bytes.as_bytes()),
        Err(_) => anything(value),
    }
}

/// An `int` that is not a `bool`.
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

/// Uses `divmod`, which also sees the part below a microsecond that a subclass may have.
fn whole_seconds(value: &Bound<'_, PyAny>) -> PyResult<i64> {
    let py = value.py();
    let (whole, rest) =
        value.divmod(PyDelta::new(py, 0, 1, 0, false)?)?.extract::<(i64, Py<PyAny>)>()?;
    Ok(if rest.is_truthy(py)? { NO_INTEGER } else { whole })
}

/// The mode's number.
pub(crate) fn mode(value: Option<&Bound<'_, PyAny>>) -> i32 {
    let Some(value) = value else { return token04::Mode::default().number() };
    let name = text(value, MODE_MAX_BYTES);
    let mode = std::str::from_utf8(name.as_ref()).ok().and_then(|name| name.parse().ok());
    mode.map_or(NO_MODE, token04::Mode::number)
}

/// `now` if it is given, else what `time.time()` returns: looked up at each call, so that a test
/// can replace it.
///
/// A value of another type is a programming mistake, and a `TypeError`: a float of `time.time()`
/// would be rounded silently.
pub(crate) fn timestamp(py: Python<'_>, now: Option<&Bound<'_, PyAny>>) -> Result<i64, Failure> {
    if let Some(now) = now {
        return Ok(given_timestamp(now)?);
    }
    static TIME: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
    let names =
        TIME.get_or_try_init(py, || py.import("time").map(|module| module.dict().unbind()))?;
    let time = names.bind(py).get_item(intern!(py, "time"))?;
    let time = time.ok_or_else(|| PyAttributeError::new_err("time.time does not exist"))?;
    let now: f64 = time.call0()?.extract()?;
    // NaN would become 0, which is a valid time.
    if now.is_nan() {
        return Ok(NO_INTEGER);
    }
    // Saturates, and is exact for the next 285 million years.
    #[allow(clippy::cast_possible_truncation)]
    Ok(now.floor() as i64)
}

fn given_timestamp(now: &Bound<'_, PyAny>) -> PyResult<i64> {
    if !is_integer(now) {
        return Err(PyTypeError::new_err(format!(
            "now must be an int of unix seconds, such as int(time.time()), not {}",
            now.get_type().name()?
        )));
    }
    Ok(integer(now))
}

/// The user ids of an iterable.
pub(crate) fn user_ids(value: &Bound<'_, PyAny>) -> PyResult<Packed> {
    let mut list = Packed::default();
    each("user_ids", value, |item| list.push(user_id(item).as_ref()))?;
    Ok(list)
}

/// The stream ids of an iterable.
pub(crate) fn stream_ids(value: &Bound<'_, PyAny>) -> PyResult<Packed> {
    let mut list = Packed::default();
    each("stream_ids", value, |item| list.push(stream_id(item).as_ref()))?;
    Ok(list)
}

/// The previous secrets of an iterable.
pub(crate) fn previous_secrets(value: &Bound<'_, PyAny>) -> PyResult<Vec<PreviousSecret>> {
    let mut list = Vec::new();
    each("previous_secrets", value, |item| {
        list.push(PreviousSecret(ServerSecret::new(secret(item)).ok()));
    })?;
    Ok(list)
}

/// A copy that is wiped when it is dropped. A value that cannot be a secret is not copied; the core
/// refuses it later, in the order of checks.
pub(crate) struct PreviousSecret(Option<ServerSecret>);

impl AsRef<[u8]> for PreviousSecret {
    fn as_ref(&self) -> &[u8] {
        self.0.as_ref().map_or(NO_TEXT, AsRef::as_ref)
    }
}

/// Calls `take` with each item of an iterable. A value that is not iterable is a programming
/// mistake, not an invalid item. So is a single string, over whose characters Python would iterate.
fn each<'py>(
    name: &str,
    value: &Bound<'py, PyAny>,
    mut take: impl FnMut(&Bound<'py, PyAny>),
) -> PyResult<()> {
    if let Ok(values) = value.cast::<PyList>() {
        values.iter().for_each(|item| take(&item));
    } else if let Ok(values) = value.cast::<PyTuple>() {
        values.iter().for_each(|item| take(&item));
    } else {
        let characters = value.is_instance_of::<PyString>()
            || value.is_instance_of::<PyBytes>()
            || value.is_instance_of::<PyByteArray>();
        // What `__iter__` itself raises is passed on.
        if characters || !(value.hasattr("__iter__")? || value.hasattr("__getitem__")?) {
            let given = value.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "{name} must be a list or another iterable of strings, not {given}"
            )));
        }
        for item in value.try_iter()? {
            take(&item?);
        }
    }
    Ok(())
}

/// Many byte strings in one buffer: a batch of a million users is two allocations.
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

/// Calls `read` with the variables in `os.environ`: Python's environment, not the C library's.
pub(crate) fn environment<T>(
    py: Python<'_>,
    read: impl FnOnce(&EnvValues<'_>) -> Result<T, EnvError>,
) -> Result<T, Failure> {
    let environ = py.import("os")?.getattr("environ")?;
    let get = |variable: EnvVariable| environ.call_method1("get", (variable.name(),));
    let [app_id, secret, previous] = [
        get(EnvVariable::AppId)?,
        get(EnvVariable::ServerSecret)?,
        get(EnvVariable::PreviousServerSecret)?,
    ];
    // An app id is shorter than a secret.
    let [app_id, secret, previous] = [&app_id, &secret, &previous]
        .map(|value| if value.is_none() { None } else { Some(text(value, SECRET_BYTES)) });
    Ok(read(&EnvValues {
        app_id: app_id.as_ref().map(AsRef::as_ref),
        server_secret: secret.as_ref().map(AsRef::as_ref),
        previous_server_secret: previous.as_ref().map(AsRef::as_ref),
    })?)
}
