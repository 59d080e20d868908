//! The compiled library of the Python package: converts types, calls the core, converts the error.

#![allow(unsafe_code, reason = "a language boundary; each use has a SAFETY line")]

mod args;
#[cfg(feature = "bench")]
mod bench;
mod dropin;
mod errors;
mod explain;
mod generator;
mod privileges;
mod results;
mod utf8;
mod verifier;

use pyo3::prelude::*;
use pyo3::types::PySequence;

/// The compiled library of `token04`; import `token04` instead.
#[pymodule]
fn _core(module: &Bound<'_, PyModule>) -> PyResult<()> {
    quiet_panics();
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("ERROR_TABLE", errors::table(module.py())?)?;
    module.add_class::<generator::TokenGenerator>()?;
    module.add_class::<verifier::TokenVerifier>()?;
    module.add_class::<privileges::RoomPrivileges>()?;
    module.add_class::<results::IssuedToken>()?;
    module.add_class::<results::Claims>()?;
    module.add_class::<results::Privileges>()?;
    module.add_class::<results::DecodedToken>()?;
    module.add_class::<results::VerifiedToken>()?;
    module.add_class::<results::InspectedKit>()?;
    module.add_class::<results::InspectedToken>()?;
    module.add_class::<explain::Finding>()?;
    module.add_class::<explain::Report>()?;
    PySequence::register::<explain::Report>(module.py())?;
    module.add_function(wrap_pyfunction!(dropin::generate_token04, module)?)?;
    module.add_function(wrap_pyfunction!(verifier::decode, module)?)?;
    module.add_function(wrap_pyfunction!(verifier::inspect, module)?)?;
    module.add_function(wrap_pyfunction!(generator::kit_token, module)?)?;
    module.add_function(wrap_pyfunction!(explain::explain, module)?)?;
    #[cfg(feature = "test-panic")]
    module.add_function(wrap_pyfunction!(errors::test_panic::panic_everywhere, module)?)?;
    #[cfg(feature = "bench")]
    bench::add(module)?;
    Ok(())
}

/// A panic becomes an exception. Its message might contain inputs and is not written to stderr. The
/// hook is this library's, not the process's.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|_| {}));
}
