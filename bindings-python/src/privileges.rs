//! What a user may do in one room.

use pyo3::prelude::*;
use token04::PrivilegeShape;

use crate::args;
use crate::errors::guarded;

/// What a user may do in one room: one of three shapes.
///
/// Ids are checked where the privileges are used, by `privilege_token` and `payload()`: a room id
/// of 1 to 128 bytes, stream ids of 1 to 256 bytes and never an empty list. A `str` in place of a
/// list of stream ids is a TypeError at once.
/// Privileges take effect only after the vendor has enabled the check for the account.
#[pyclass(frozen, eq, module = "token04", skip_from_py_object)]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct RoomPrivileges(pub(crate) token04::RoomPrivileges);

fn shaped(
    py: Python<'_>,
    shape: PrivilegeShape,
    room_id: &Bound<'_, PyAny>,
    stream_ids: Option<&Bound<'_, PyAny>>,
) -> PyResult<RoomPrivileges> {
    guarded(py, || {
        let room_id = args::room_id(room_id);
        let streams = stream_ids.map(args::stream_ids).transpose()?;
        let streams = streams.as_ref().map(args::Packed::iter);
        let made = token04::RoomPrivileges::from_raw(shape, room_id.as_ref(), streams);
        Ok(RoomPrivileges(made))
    })
}

#[pymethods]
impl RoomPrivileges {
    /// The user may log in to the room and publish nothing.
    #[staticmethod]
    fn login_only(py: Python<'_>, room_id: &Bound<'_, PyAny>) -> PyResult<Self> {
        shaped(py, PrivilegeShape::LoginOnly, room_id, None)
    }

    /// The user may publish these streams, at least one, and not log in.
    #[staticmethod]
    fn publish_only(
        py: Python<'_>,
        room_id: &Bound<'_, PyAny>,
        stream_ids: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        shaped(py, PrivilegeShape::PublishOnly, room_id, Some(stream_ids))
    }

    /// The user may log in and publish these streams; any stream where none are named.
    #[staticmethod]
    #[pyo3(signature = (room_id, stream_ids=None))]
    fn login_and_publish(
        py: Python<'_>,
        room_id: &Bound<'_, PyAny>,
        stream_ids: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        shaped(py, PrivilegeShape::LoginAndPublish, room_id, stream_ids)
    }

    /// The payload text of a privilege token, for `generate`, `issue` and `generate_batch`.
    ///
    /// Raises InvalidInput: ROOM_ID_INVALID, STREAM_ID_INVALID, in this order.
    fn payload(&self, py: Python<'_>) -> PyResult<String> {
        guarded(py, || Ok(self.0.payload()?))
    }

    fn __repr__(&self) -> &'static str {
        "RoomPrivileges([redacted])"
    }
}
