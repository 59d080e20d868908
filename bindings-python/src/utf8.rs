//! Reads a `str` without copying it.

use std::ffi::{c_char, c_void};
use std::ptr;
use std::sync::OnceLock;

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// `PyUnicode_AsUTF8AndSize`: in every CPython since 3.3, in the limited API since 3.10. This
/// wheel begins at 3.8, so it looks the function up and does without it where there is none.
// SAFETY: whoever calls it is attached to the interpreter and passes a str.
type AsUtf8AndSize =
    unsafe extern "C" fn(*mut ffi::PyObject, *mut ffi::Py_ssize_t) -> *const c_char;

/// The text's own UTF-8; `None` where it has none (lone surrogates) or the function is missing.
pub(crate) fn borrowed<'a>(text: &'a Bound<'_, PyString>) -> Option<&'a [u8]> {
    let as_utf8_and_size = (*function())?;
    let mut length: ffi::Py_ssize_t = 0;
    // SAFETY: the interpreter is attached, for `text` is bound, and `text` is a str.
    let bytes = unsafe { as_utf8_and_size(text.as_ptr(), &raw mut length) };
    if bytes.is_null() {
        // The exception it left; the caller encodes instead, and finds out the same.
        drop(PyErr::take(text.py()));
        return None;
    }
    let length = usize::try_from(length).ok()?;
    // SAFETY: so many bytes lie there, and do not move or change while the str is alive, which
    // the borrow of `text` sees to.
    Some(unsafe { std::slice::from_raw_parts(bytes.cast(), length) })
}

fn function() -> &'static Option<AsUtf8AndSize> {
    static FUNCTION: OnceLock<Option<AsUtf8AndSize>> = OnceLock::new();
    FUNCTION.get_or_init(|| {
        let name = c"PyUnicode_AsUTF8AndSize";
        // SAFETY: dlsym reads a C string and looks it up in what the process has loaded.
        let found: *mut c_void = unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
        // SAFETY: of this name CPython has had this signature alone since 3.7; before, the result
        // was not const, which is no difference here. A null pointer becomes None.
        (!ptr::eq(found, ptr::null())).then(|| unsafe { std::mem::transmute(found) })
    })
}
