//! Explaining why a token was refused.

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PySlice, PyTuple};
use token04::ExplainInput;

use crate::args;
use crate::errors::guarded;
use crate::results::{fields, getters};

/// One thing that `explain` found.
#[pyclass(frozen, eq, module = "token04", skip_from_py_object)]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Finding(token04::Finding);

getters!(Finding {
    /// Its name, which is stable and the same in every language.
    id = |it, py| it.0.id.name();
    /// "critical", "error", "warning" or "note".
    severity = |it, py| it.0.severity.name();
    /// What was found. It may contain times and lengths, never a claim or a secret.
    message = |it, py| it.0.message.as_ref();
    /// What to do about it.
    advice = |it, py| it.0.advice;
    /// The error codes with which client SDKs report it.
    sdk_codes = |it, py| it.0.sdk_codes;
});

fields!(Finding: "id", "severity", "message", "advice", "sdk_codes");

#[pymethods]
impl Finding {
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (severity, id) = (self.0.severity.name(), self.0.id.name());
        guarded(py, || Ok(format!("Finding(severity='{severity}', id='{id}')")))
    }
}

/// What `explain` found, most likely cause first: a `collections.abc.Sequence` of Finding. A
/// slice of it is a tuple.
#[pyclass(frozen, eq, sequence, module = "token04", skip_from_py_object)]
pub(crate) struct Report {
    report: token04::Report,
    findings: Py<PyTuple>,
}

impl PartialEq for Report {
    fn eq(&self, other: &Self) -> bool {
        self.report == other.report
    }
}

#[pymethods]
impl Report {
    #[getter(__dict__)]
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        guarded(py, || {
            let fields = PyDict::new(py);
            fields.set_item("findings", self.findings.bind(py))?;
            Ok(fields)
        })
    }
    /// All findings as a JSON string, the same in every language.
    fn to_json(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        guarded(py, || Ok(self.report.to_json().into_py_any(py)?))
    }
    /// The highest severity; None if nothing was found.
    #[getter]
    fn severity<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let worst = || self.report.severity().map(token04::Severity::name);
        guarded(py, || Ok(worst().into_bound_py_any(py)?))
    }
    fn __len__(&self) -> usize {
        self.report.findings.len()
    }
    fn __getitem__<'py>(
        &self,
        py: Python<'py>,
        index: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guarded(py, || Ok(self.findings.bind(py).as_any().get_item(index)?))
    }
    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guarded(py, || Ok(self.findings.bind(py).try_iter()?.into_any()))
    }
    fn __reversed__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let turned =
            || self.findings.bind(py).as_any().get_item(PySlice::new(py, -1, isize::MIN, -1));
        guarded(py, || Ok(turned()?.try_iter()?.into_any()))
    }
    fn __contains__(&self, py: Python<'_>, value: &Bound<'_, PyAny>) -> PyResult<bool> {
        guarded(py, || Ok(self.findings.bind(py).contains(value)?))
    }
    /// The first position of a finding. Raises ValueError if it is not in the report.
    #[pyo3(signature = (value, start=0, stop=isize::MAX))]
    fn index<'py>(
        &self,
        py: Python<'py>,
        value: &Bound<'py, PyAny>,
        start: isize,
        stop: isize,
    ) -> PyResult<Bound<'py, PyAny>> {
        let findings = self.findings.bind(py).as_any();
        guarded(py, || Ok(findings.call_method1("index", (value, start, stop))?))
    }
    /// How often a finding is in the report.
    fn count<'py>(
        &self,
        py: Python<'py>,
        value: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guarded(py, || Ok(self.findings.bind(py).as_any().call_method1("count", (value,))?))
    }
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guarded(py, || Ok(format!("Report({})", self.findings.bind(py).repr()?)))
    }
}

/// Reports why a token is refused, most likely cause first. The secret may have any length.
/// For developers: never send the report to a remote client.
///
/// A good token has no finding above "note". Raises no Token04Error for bad input; a `now` of
/// another type than int is a TypeError.
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
) -> PyResult<Report> {
    guarded(py, || {
        let token = args::anything(token);
        let secret = secret.map(args::any_secret);
        let [user, room, stream] = [user_id, room_id, stream_id].map(|id| id.map(args::expected));
        let mut input = ExplainInput::new_at(&token, args::timestamp(py, now)?);
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
        let report = token04::explain(&input);
        let findings = report.findings.iter().cloned().map(Finding);
        let findings = findings.map(|finding| Bound::new(py, finding));
        let findings = PyTuple::new(py, findings.collect::<PyResult<Vec<_>>>()?)?.unbind();
        Ok(Report { report, findings })
    })
}
