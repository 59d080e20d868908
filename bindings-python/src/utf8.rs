//! Reads a `str` without copying it.

use std::ffi::c_char;

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// `PyUnicode_AsUTF8AndSize`: in every CPython since 3.3, in the limited API since 3.10. This
/// wheel supports 3.8, so it looks the function up and works without it where it is missing.
// SAFETY: the caller is attached to the interpreter and passes a str.
type AsUtf8AndSize =
    unsafe extern "C" fn(*mut ffi::PyObject, *mut ffi::Py_ssize_t) -> *const c_char;

/// The number of characters: at most the number of bytes of its UTF-8. Not `len()`, which a
/// subclass may override.
pub(crate) fn characters(text: &Bound<'_, PyString>) -> usize {
    // SAFETY: the interpreter is attached, for `text` is bound, and `text` is a str.
    let length = unsafe { ffi::PyUnicode_GetLength(text.as_ptr()) };
    usize::try_from(length).unwrap_or(usize::MAX)
}

/// The UTF-8 of a str; `None` if it has none (lone surrogates) or the function is missing. A str
/// of ASCII characters is its own UTF-8; of any other, CPython keeps the UTF-8 inside the str.
pub(crate) fn borrowed<'a>(text: &'a Bound<'_, PyString>) -> Option<&'a [u8]> {
    let as_utf8_and_size = (*function())?;
    let mut length: ffi::Py_ssize_t = 0;
    // SAFETY: the interpreter is attached, for `text` is bound, and `text` is a str.
    let bytes = unsafe { as_utf8_and_size(text.as_ptr(), &raw mut length) };
    if bytes.is_null() {
        // The exception it set; the caller encodes instead and gets the same error.
        drop(PyErr::take(text.py()));
        return None;
    }
    let length = usize::try_from(length).ok()?;
    // SAFETY: the str owns `length` bytes at this address. They do not move or change while the
    // str is alive, which the borrow of `text` ensures.
    Some(unsafe { std::slice::from_raw_parts(bytes.cast(), length) })
}

/// Windows looks names up in one library, whose name depends on the version of Python.
#[cfg(not(unix))]
fn function() -> &'static Option<AsUtf8AndSize> {
    &None
}

#[cfg(unix)]
fn function() -> &'static Option<AsUtf8AndSize> {
    static FUNCTION: std::sync::OnceLock<Option<AsUtf8AndSize>> = std::sync::OnceLock::new();
    FUNCTION.get_or_init(|| {
        let name = c"PyUnicode_AsUTF8AndSize";
        // SAFETY: dlsym reads a C string and looks it up among the symbols the process has loaded.
        let found: *mut std::ffi::c_void =
            unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) };
        // SAFETY: CPython's function of this name has had this signature since 3.7; before, the
        // result was not const, which makes no difference here. A null pointer becomes None.
        (!found.is_null()).then(|| unsafe { std::mem::transmute(found) })
    })
}
