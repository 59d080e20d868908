//! Why was this token refused?

use pyo3::prelude::*;
use token04::ExplainInput;

use crate::args;
use crate::errors::guarded;

/// Tells why a token is refused, most likely cause first, as the JSON text `{"findings": [...]}`.
/// For developers: its answer is never sent to a remote client.
#[pyfunction]
#[pyo3(signature = (
    token, secret=None, *, app_id=None, user_id=None, room_id=None, stream_id=None, kit=None,
    leeway=None, now=None
))]
#[allow(clippy::too_many_arguments, reason = "keyword arguments of Python")]
pub(crate) fn explain(
    py: Python<'_>,
    token: &Bound<'_, PyAny>,
    secret: Option<&Bound<'_, PyAny>>,
    app_id: Option<&Bound<'_, PyAny>>,
    user_id: Option<&Bound<'_, PyAny>>,
    room_id: Option<&Bound<'_, PyAny>>,
    stream_id: Option<&Bound<'_, PyAny>>,
    kit: Option<bool>,
    leeway: Option<&Bound<'_, PyAny>>,
    now: Option<&Bound<'_, PyAny>>,
) -> PyResult<String> {
    guarded(py, || {
        let token = args::text(token);
        let secret = secret.map(args::secret);
        let [user, room, stream] = [user_id, room_id, stream_id].map(|id| id.map(args::text));
        let mut input = ExplainInput::new_at(&token, args::moment(py, now)?);
        if let Some(secret) = &secret {
            input = input.secret(secret);
        }
        if let Some(app_id) = app_id {
            input = input.app_id(args::integer(app_id));
        }
        if let Some(user) = &user {
            input = input.user_id(user);
        }
        if let Some(room) = &room {
            input = input.room_id(room);
        }
        if let Some(stream) = &stream {
            input = input.stream_id(stream);
        }
        if let Some(kit) = kit {
            input = input.kit(kit);
        }
        if let Some(leeway) = leeway {
            input = input.leeway(args::seconds(leeway));
        }
        Ok(token04::explain(&input).to_json())
    })
}
