//! The results of the calls. No `repr` shows a token or a claim; `vars()` and `to_json()` do.

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::PyType;
use token04::Payload;

use crate::errors::guarded;

/// Properties; panics are caught while each is computed and converted.
macro_rules! getters {
    ($type:ident { $(
        $(#[doc = $doc:literal])*
        $name:ident = |$it:ident, $py:ident| $value:expr;
    )* }) => {
        #[pymethods]
        impl $type {
            $(
                $(#[doc = $doc])*
                #[getter]
                fn $name<'py>(&self, $py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    let $it = self;
                    guarded($py, || Ok(pyo3::IntoPyObjectExt::into_bound_py_any($value, $py)?))
                }
            )*
        }
    };
}
pub(crate) use getters;

/// An aware `datetime` in UTC; None if `datetime` cannot hold the timestamp.
fn datetime(py: Python<'_>, unix: i64) -> PyResult<Option<Bound<'_, PyAny>>> {
    let module = py.import("datetime")?;
    let utc = module.getattr("timezone")?.getattr("utc")?;
    // Uses addition: `fromtimestamp` refuses timestamps before 1970 on some systems.
    let epoch = module.getattr("datetime")?.call1((1970, 1, 1, 0, 0, 0, 0, utc))?;
    let distance = module.getattr("timedelta")?.call1((0, unix));
    Ok(distance.and_then(|distance| epoch.add(distance)).ok())
}

/// The payload: a str; None if it is missing or null; else the value of its JSON.
fn payload<'py>(py: Python<'py>, payload: &Payload) -> PyResult<Bound<'py, PyAny>> {
    match payload {
        Payload::Nothing => Ok(py.None().into_bound(py)),
        Payload::Text(text) => text.into_bound_py_any(py),
        Payload::Json(json) => py.import("json")?.call_method1("loads", (json,)),
    }
}

/// `__dict__`, so that `vars()`, `json.dumps(..., default=vars)` and FastAPI see the fields of
/// `to_json`.
macro_rules! fields {
    ($type:ident: $($name:literal),+) => {
        #[pymethods]
        impl $type {
            #[getter(__dict__)]
            fn fields<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, pyo3::types::PyDict>> {
                guarded(slf.py(), || {
                    let fields = pyo3::types::PyDict::new(slf.py());
                    for name in [$($name),+] {
                        fields.set_item(name, slf.getattr(name)?)?;
                    }
                    Ok(fields)
                })
            }
        }
    };
}
pub(crate) use fields;

macro_rules! redacted {
    ($type:ident) => {
        #[pymethods]
        impl $type {
            fn __repr__(&self) -> &'static str {
                concat!(stringify!($type), "([redacted])")
            }
        }
    };
}

macro_rules! json_and_repr {
    ($type:ident) => {
        #[pymethods]
        impl $type {
            /// All fields as a JSON string, the same in every language.
            fn to_json(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
                guarded(py, || Ok(self.0.to_json().into_py_any(py)?))
            }
        }
        redacted!($type);
    };
}

/// A token with its timestamps, in unix seconds. `vars()` of it is a dict of its four fields.
#[pyclass(frozen, eq, module = "token04", skip_from_py_object)]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct IssuedToken(pub(crate) token04::IssuedToken);
json_and_repr!(IssuedToken);
fields!(IssuedToken: "token", "issued_at", "expires_at", "refresh_at");

#[pymethods]
impl IssuedToken {
    /// For pydantic, and so for FastAPI: as a response model, the type has these fields.
    #[classmethod]
    fn __get_pydantic_core_schema__<'py>(
        class: &Bound<'py, PyType>,
        _source: &Bound<'py, PyAny>,
        _handler: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = class.py();
        guarded(py, || {
            Ok(py.import("token04._pydantic")?.call_method1("issued_token", (class,))?)
        })
    }
}

getters!(IssuedToken {
    /// The token.
    token = |it, py| it.0.token.as_str();
    /// When it was issued, in unix seconds.
    issued_at = |it, py| it.0.issued_at;
    /// When it expires, in unix seconds.
    expires_at = |it, py| it.0.expires_at;
    /// When to fetch a new one, in unix seconds.
    refresh_at = |it, py| it.0.refresh_at;
    /// The time of issue as an aware datetime; None if that cannot represent it.
    issued_at_time = |it, py| datetime(py, it.0.issued_at)?;
    /// The expiry as an aware datetime; None if that cannot represent it.
    expires_at_time = |it, py| datetime(py, it.0.expires_at)?;
    /// When to fetch a new one, as an aware datetime; None if that cannot represent it.
    refresh_at_time = |it, py| datetime(py, it.0.refresh_at)?;
});

/// The six fields of a token.
#[pyclass(frozen, eq, module = "token04", skip_from_py_object)]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Claims(token04::Claims);
redacted!(Claims);
fields!(Claims: "app_id", "user_id", "nonce", "ctime", "expire", "payload");

getters!(Claims {
    /// The app the token was issued for.
    app_id = |it, py| it.0.app_id;
    /// The user it is for.
    user_id = |it, py| it.0.user_id.as_str();
    /// A random number.
    nonce = |it, py| it.0.nonce;
    /// The time of issue, in unix seconds.
    ctime = |it, py| it.0.ctime;
    /// The expiry, in unix seconds.
    expire = |it, py| it.0.expire;
    /// The payload: a str; None if it is missing or null; else the value of its JSON.
    payload = |it, py| payload(py, &it.0.payload)?;
});

/// The privileges a token carries, read strictly.
#[pyclass(frozen, eq, module = "token04", skip_from_py_object)]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Privileges(token04::Privileges);
redacted!(Privileges);
fields!(Privileges: "room_id", "login", "publish", "stream_ids");

getters!(Privileges {
    /// The one room they are for.
    room_id = |it, py| it.0.room_id.as_str();
    /// Whether the user may log in to the room.
    login = |it, py| it.0.login;
    /// Whether the user may publish.
    publish = |it, py| it.0.publish;
    /// The streams that may be published: None for any, an empty list for none.
    stream_ids = |it, py| it.0.stream_ids.as_deref();
});

macro_rules! decoded {
    ($type:ident) => {
        getters!($type {
            /// The six fields of the token.
            claims = |it, py| Claims(it.0.claims.clone());
            /// "cbc" or "gcm".
            mode = |it, py| it.0.mode.name();
            /// Whether token04 made the token under this secret and nobody changed it: always true
            /// of a VerifiedToken, false for the tokens of other generators.
            authenticated = |it, py| it.0.authenticated;
            /// The expiry in the envelope, in unix seconds.
            envelope_expire = |it, py| it.0.envelope_expire;
            /// The privileges in the payload; None when it holds none.
            privileges = |it, py| it.0.privileges.clone().map(Privileges);
            /// Whether the payload is a string or missing, as the format demands.
            payload_is_text = |it, py| it.0.payload_is_text();
            /// The time of issue as an aware datetime; None if that cannot represent it.
            issued_at_time = |it, py| datetime(py, it.0.claims.ctime)?;
            /// The expiry as an aware datetime; None if that cannot represent it.
            expires_at_time = |it, py| datetime(py, it.0.claims.expire)?;
        });
        json_and_repr!($type);
    };
}

/// A token that was decrypted and read, but not verified.
#[pyclass(frozen, eq, module = "token04", skip_from_py_object)]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct DecodedToken(pub(crate) token04::DecodedToken);
decoded!(DecodedToken);
fields!(
    DecodedToken: "mode", "authenticated", "claims", "envelope_expire", "privileges",
    "payload_is_text"
);

/// A token that a verifier accepted.
#[pyclass(frozen, eq, module = "token04", skip_from_py_object)]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct VerifiedToken(pub(crate) token04::VerifiedToken);
decoded!(VerifiedToken);
fields!(
    VerifiedToken: "mode", "authenticated", "claims", "envelope_expire", "privileges",
    "payload_is_text", "secret_index"
);

getters!(VerifiedToken {
    /// The secret it was made under: 0 the current one, 1 the first of the previous ones.
    secret_index = |it, py| it.0.secret_index;
});

/// The second part of a kit token. Nothing protects its content.
#[pyclass(frozen, eq, module = "token04", skip_from_py_object)]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct InspectedKit(token04::InspectedKit);
redacted!(InspectedKit);
fields!(InspectedKit: "user_id", "room_id", "user_name", "app_id");

getters!(InspectedKit {
    /// The user who enters.
    user_id = |it, py| it.0.user_id.as_str();
    /// The room to enter.
    room_id = |it, py| it.0.room_id.as_str();
    /// The name shown to others.
    user_name = |it, py| it.0.user_name.as_str();
    /// The app id in it.
    app_id = |it, py| it.0.app_id;
});

/// What a token shows without its secret. Nothing protects its content.
#[pyclass(frozen, eq, module = "token04", skip_from_py_object)]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct InspectedToken(pub(crate) token04::InspectedToken);
json_and_repr!(InspectedToken);
fields!(InspectedToken: "version", "mode", "expire", "iv_length", "ciphertext_length", "kit");

getters!(InspectedToken {
    /// The version, always "04".
    version = |it, py| it.0.version;
    /// The mode it names: "cbc" or "gcm".
    mode = |it, py| it.0.mode.name();
    /// The expiry in the envelope, in unix seconds.
    expire = |it, py| it.0.expire;
    /// The same as an aware datetime; None if that cannot represent it.
    expire_time = |it, py| datetime(py, it.0.expire)?;
    /// Length of the iv in bytes.
    iv_length = |it, py| it.0.iv_length;
    /// Length of the ciphertext in bytes.
    ciphertext_length = |it, py| it.0.ciphertext_length;
    /// The second part of a kit token; None for a plain token.
    kit = |it, py| it.0.kit.clone().map(InspectedKit);
});
