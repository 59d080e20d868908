//! What the bench compares with: a call that does nothing, and the core without Python.

use std::hint::black_box;
use std::time::Instant;

use pyo3::prelude::*;
use token04::RawRequest;

use crate::args;
use crate::errors::guarded;

/// As long as the token of an identity.
const TOKEN: &str = "04AAAAAGVT8QAAEAAAAAAAAAAAAAAAAAAAAAAAcAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

/// Has the signature and the conversions of `generate`, and returns a constant string.
#[pyclass(frozen)]
struct Empty;

#[pymethods]
impl Empty {
    #[new]
    fn new() -> Self {
        Self
    }

    #[pyo3(signature = (user_id, ttl, payload, *, now=None))]
    fn generate(
        &self,
        py: Python<'_>,
        user_id: &Bound<'_, PyAny>,
        ttl: &Bound<'_, PyAny>,
        payload: &Bound<'_, PyAny>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<&'static str> {
        guarded(py, || {
            let (user_id, payload) = (args::user_id(user_id), args::payload(payload));
            black_box((user_id.as_ref(), payload.as_ref(), args::seconds(ttl)));
            black_box(now.map(|now| args::timestamp(py, Some(now))).transpose()?);
            Ok(TOKEN)
        })
    }
}

/// Nanoseconds that the core alone takes for one token: the mean of `calls`, clock included.
#[pyfunction]
fn core_nanoseconds(app_id: i64, secret: &str, mode: i32, payload: &str, calls: u32) -> f64 {
    let Ok(generator) = token04::TokenGenerator::from_raw(app_id, secret.as_bytes(), mode) else {
        return f64::NAN;
    };
    let start = Instant::now();
    for _ in 0..calls {
        let request = RawRequest {
            user_id: black_box(b"user1"),
            ttl: 3600,
            payload: black_box(payload.as_bytes()),
            now: token04::system_now(),
        };
        let _ = black_box(generator.draft(&request).and_then(token04::Draft::finish));
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(calls)
}

pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Empty>()?;
    module.add_function(wrap_pyfunction!(core_nanoseconds, module)?)
}
