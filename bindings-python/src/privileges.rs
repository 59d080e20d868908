//! What a user may do in one room.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyTuple, PyType};

use crate::args::{self, Packed};
use crate::errors::{Failure, guarded};

/// What a user may do in one room, as the payload of a token: for `privilege_token`, and
/// wherever a payload is passed. Checked when made, and immutable.
///
/// A room id is 1 to 128 bytes of UTF-8 without NUL, a stream id 1 to 256. A list of streams is
/// never empty. "Any stream" is a separate call, so that a missing list never grants everything.
/// Privileges take effect only after the vendor has enabled the check for the account.
///
/// Raises InvalidInput: PRIVILEGES_EMPTY, ROOM_ID_INVALID, STREAM_ID_INVALID, in this order, and
/// TypeError for `stream_ids` that are a single string or not iterable.
#[pyclass(frozen, eq, hash, module = "token04", skip_from_py_object)]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct RoomPrivileges(token04::RoomPrivileges);

impl RoomPrivileges {
    pub(crate) fn payload_bytes(&self) -> &[u8] {
        self.0.payload().as_bytes()
    }
}

fn made(
    class: &Bound<'_, PyType>,
    make: impl FnOnce() -> Result<token04::RoomPrivileges, Failure>,
) -> PyResult<RoomPrivileges> {
    guarded(class.py(), || make().map(RoomPrivileges))
}

/// A list of streams; None for None.
fn streams(stream_ids: &Bound<'_, PyAny>) -> PyResult<Option<Packed>> {
    if stream_ids.is_none() { Ok(None) } else { args::stream_ids(stream_ids).map(Some) }
}

/// All constructors except "any stream" use flags.
fn of_flags(
    room_id: &Bound<'_, PyAny>,
    login: bool,
    publish: bool,
    streams: Option<&Packed>,
) -> Result<token04::RoomPrivileges, Failure> {
    let room_id = args::room_id(room_id);
    let streams = streams.map(Packed::iter);
    Ok(token04::RoomPrivileges::from_flags(room_id, login, publish, streams)?)
}

#[pymethods]
impl RoomPrivileges {
    /// The user may log in to the room and publish nothing.
    #[classmethod]
    fn login_only(class: &Bound<'_, PyType>, room_id: &Bound<'_, PyAny>) -> PyResult<Self> {
        made(class, || of_flags(room_id, true, false, None))
    }

    /// The user may publish these streams, at least one, and not log in.
    #[classmethod]
    fn publish_only(
        class: &Bound<'_, PyType>,
        room_id: &Bound<'_, PyAny>,
        stream_ids: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        made(class, || of_flags(room_id, false, true, streams(stream_ids)?.as_ref()))
    }

    /// The user may log in and publish these streams, at least one.
    #[classmethod]
    fn login_and_publish(
        class: &Bound<'_, PyType>,
        room_id: &Bound<'_, PyAny>,
        stream_ids: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        made(class, || of_flags(room_id, true, true, streams(stream_ids)?.as_ref()))
    }

    /// The user may log in and publish any stream.
    #[classmethod]
    fn login_and_publish_any(
        class: &Bound<'_, PyType>,
        room_id: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        made(class, || Ok(token04::RoomPrivileges::login_and_publish_any(args::room_id(room_id))?))
    }

    /// From the columns of a database row. `login` and `publish` must be bool, else
    /// PRIVILEGES_EMPTY. Without `publish` the streams are ignored; with it at least one is
    /// required.
    #[classmethod]
    fn from_flags(
        class: &Bound<'_, PyType>,
        room_id: &Bound<'_, PyAny>,
        login: &Bound<'_, PyAny>,
        publish: &Bound<'_, PyAny>,
        stream_ids: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        made(class, || {
            let (login, publish) = (args::flag("login", login)?, args::flag("publish", publish)?);
            let streams = if publish { streams(stream_ids)? } else { None };
            of_flags(room_id, login, publish, streams.as_ref())
        })
    }

    /// The payload as a string, as tokens carry it.
    fn payload(&self, py: Python<'_>) -> PyResult<&str> {
        guarded(py, || Ok(self.0.payload()))
    }

    /// For pickle and copy: the call that recreates it, with all its checks.
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        guarded(py, || {
            let fields = py.import("json")?.call_method1("loads", (slf.get().0.payload(),))?;
            let room_id = fields.get_item("room_id")?;
            let streams = fields.get_item("stream_id_list")?;
            let granted = |key| fields.get_item("privilege")?.get_item(key)?.is_truthy();
            let (login, publish) = (granted("1")?, granted("2")?);
            let class = slf.get_type();
            if publish && streams.is_none() {
                let make = class.getattr("login_and_publish_any")?;
                return Ok((make, (room_id,)).into_pyobject(py)?);
            }
            let flags = (PyBool::new(py, login), PyBool::new(py, publish));
            let given = (room_id, flags.0, flags.1, streams);
            Ok((class.getattr("from_flags")?, given).into_pyobject(py)?)
        })
    }

    fn __repr__(&self) -> &'static str {
        "RoomPrivileges([redacted])"
    }
}
