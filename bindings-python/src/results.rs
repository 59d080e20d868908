//! What the calls answer. No `repr` shows a token or a claim.

use pyo3::prelude::*;
use token04::Payload;

/// An aware `datetime` in UTC; None where `datetime` cannot hold the moment.
fn datetime(py: Python<'_>, unix: i64) -> PyResult<Option<Bound<'_, PyAny>>> {
    let module = py.import("datetime")?;
    let utc = module.getattr("timezone")?.getattr("utc")?;
    // By addition: `fromtimestamp` refuses moments before 1970 on some systems.
    let epoch = module.getattr("datetime")?.call1((1970, 1, 1, 0, 0, 0, 0, utc))?;
    let distance = module.getattr("timedelta")?.call1((0, unix));
    Ok(distance.and_then(|distance| epoch.add(distance)).ok())
}

macro_rules! json_and_repr {
    ($type:ident) => {
        #[pymethods]
        impl $type {
            /// The whole answer as JSON text, the same in every language.
            fn to_json(&self) -> String {
                self.0.to_json()
            }

            fn __repr__(&self) -> &'static str {
                concat!(stringify!($type), "([redacted])")
            }
        }
    };
}

/// A token with its moments, in unix seconds.
#[pyclass(frozen, eq, module = "token04", skip_from_py_object)]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct IssuedToken(pub(crate) token04::IssuedToken);
json_and_repr!(IssuedToken);

#[pymethods]
impl IssuedToken {
    /// The token text.
    #[getter]
    fn token(&self) -> &str {
        &self.0.token
    }
    /// When it was issued, in unix seconds.
    #[getter]
    fn issued_at(&self) -> i64 {
        self.0.issued_at
    }
    /// When it expires, in unix seconds.
    #[getter]
    fn expires_at(&self) -> i64 {
        self.0.expires_at
    }
    /// When to fetch a new one, in unix seconds.
    #[getter]
    fn refresh_at(&self) -> i64 {
        self.0.refresh_at
    }
    /// The expiry as an aware datetime; None where that cannot hold it.
    #[getter]
    fn expires_at_time<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        datetime(py, self.0.expires_at)
    }
}

/// The six fields of the wire.
#[pyclass(frozen, eq, module = "token04", skip_from_py_object)]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Claims(token04::Claims);

#[pymethods]
impl Claims {
    /// The app the token was issued for.
    #[getter]
    fn app_id(&self) -> u32 {
        self.0.app_id
    }
    /// The user it lets in.
    #[getter]
    fn user_id(&self) -> &str {
        &self.0.user_id
    }
    /// A random number.
    #[getter]
    fn nonce(&self) -> i64 {
        self.0.nonce
    }
    /// The moment of issue, in unix seconds.
    #[getter]
    fn ctime(&self) -> i64 {
        self.0.ctime
    }
    /// The moment of expiry, in unix seconds.
    #[getter]
    fn expire(&self) -> i64 {
        self.0.expire
    }
    /// The payload: a str, None where it is missing or null, else what its JSON says.
    #[getter]
    fn payload<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match &self.0.payload {
            Payload::Nothing => Ok(py.None().into_bound(py)),
            Payload::Text(text) => Ok(text.into_pyobject(py)?.into_any()),
            Payload::Json(json) => py.import("json")?.call_method1("loads", (json,)),
        }
    }
    fn __repr__(&self) -> &'static str {
        "Claims([redacted])"
    }
}

/// The privileges a token carries, read strictly.
#[pyclass(frozen, eq, module = "token04", skip_from_py_object)]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Privileges(token04::Privileges);

#[pymethods]
impl Privileges {
    /// The one room they are for.
    #[getter]
    fn room_id(&self) -> &str {
        &self.0.room_id
    }
    /// Whether the user may log in to the room.
    #[getter]
    fn login(&self) -> bool {
        self.0.login
    }
    /// Whether the user may publish.
    #[getter]
    fn publish(&self) -> bool {
        self.0.publish
    }
    /// The streams that may be published: None for any, an empty list for none.
    #[getter]
    fn stream_ids(&self) -> Option<Vec<String>> {
        self.0.stream_ids.clone()
    }
    fn __repr__(&self) -> &'static str {
        "Privileges([redacted])"
    }
}

macro_rules! decoded {
    ($type:ident) => {
        #[pymethods]
        impl $type {
            /// The six fields of the wire.
            #[getter]
            fn claims(&self) -> Claims {
                Claims(self.0.claims.clone())
            }
            /// "cbc" or "gcm".
            #[getter]
            fn mode(&self) -> &'static str {
                self.0.mode.name()
            }
            /// Whether the claims are protected against changes: never for CBC.
            #[getter]
            fn authenticated(&self) -> bool {
                self.0.authenticated
            }
            /// The expiry in the envelope, in unix seconds.
            #[getter]
            fn envelope_expire(&self) -> i64 {
                self.0.envelope_expire
            }
            /// The privileges in the payload; None when it holds none.
            #[getter]
            fn privileges(&self) -> Option<Privileges> {
                self.0.privileges.clone().map(Privileges)
            }
            /// Whether the payload is a text, or nothing, as the format has it.
            #[getter]
            fn payload_is_text(&self) -> bool {
                self.0.payload_is_text()
            }
            /// The moment of issue as an aware datetime; None where that cannot hold it.
            #[getter]
            fn issued_at_time<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
                datetime(py, self.0.claims.ctime)
            }
            /// The expiry as an aware datetime; None where that cannot hold it.
            #[getter]
            fn expires_at_time<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
                datetime(py, self.0.claims.expire)
            }
        }
        json_and_repr!($type);
    };
}

/// A token that was decrypted and read, and not judged.
#[pyclass(frozen, eq, module = "token04", skip_from_py_object)]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct DecodedToken(pub(crate) token04::DecodedToken);
decoded!(DecodedToken);

/// A token that a verifier accepted.
#[pyclass(frozen, eq, module = "token04", skip_from_py_object)]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct VerifiedToken(pub(crate) token04::VerifiedToken);
decoded!(VerifiedToken);

#[pymethods]
impl VerifiedToken {
    /// Which secret opened it: 0 the current one, 1 the first of the previous ones.
    #[getter]
    fn secret_index(&self) -> usize {
        self.0.secret_index
    }
}

/// The second part of a kit token. Nothing protects what it says.
#[pyclass(frozen, eq, module = "token04", skip_from_py_object)]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct InspectedKit(token04::InspectedKit);

#[pymethods]
impl InspectedKit {
    /// The user who enters.
    #[getter]
    fn user_id(&self) -> &str {
        &self.0.user_id
    }
    /// The room to enter.
    #[getter]
    fn room_id(&self) -> &str {
        &self.0.room_id
    }
    /// The name shown to others.
    #[getter]
    fn user_name(&self) -> &str {
        &self.0.user_name
    }
    /// The app, as written.
    #[getter]
    fn app_id(&self) -> i64 {
        self.0.app_id
    }
    fn __repr__(&self) -> &'static str {
        "InspectedKit([redacted])"
    }
}

/// The outside of a token. Nothing protects what it says.
#[pyclass(frozen, eq, module = "token04", skip_from_py_object)]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct InspectedToken(pub(crate) token04::InspectedToken);
json_and_repr!(InspectedToken);

#[pymethods]
impl InspectedToken {
    /// The version, always "04".
    #[getter]
    fn version(&self) -> &'static str {
        self.0.version
    }
    /// How it says it was encrypted: "cbc" or "gcm".
    #[getter]
    fn mode(&self) -> &'static str {
        self.0.mode.name()
    }
    /// The expiry in the envelope, in unix seconds.
    #[getter]
    fn expire(&self) -> i64 {
        self.0.expire
    }
    /// Length of the iv in bytes.
    #[getter]
    fn iv_length(&self) -> usize {
        self.0.iv_length
    }
    /// Length of the ciphertext in bytes.
    #[getter]
    fn ciphertext_length(&self) -> usize {
        self.0.ciphertext_length
    }
    /// The second part of a kit token; None for a plain token.
    #[getter]
    fn kit(&self) -> Option<InspectedKit> {
        self.0.kit.clone().map(InspectedKit)
    }
}
