//! Handles: a Rust value behind an opaque pointer.

use token04::{Error, Result, TokenGenerator, TokenVerifier};

use crate::status::guard;

/// A prepared key that makes tokens: see token04_generator_new().
pub struct Generator {
    // Opaque: the type that C sees must not change with the core.
    _opaque: [u8; 0],
}

/// Prepared keys that verify tokens: see token04_verifier_new().
pub struct Verifier {
    _opaque: [u8; 0],
}

/// A C type and the Rust value behind its pointers.
pub(crate) trait Handle {
    type Value;
}

impl Handle for Generator {
    type Value = TokenGenerator;
}

impl Handle for Verifier {
    type Value = TokenVerifier;
}

/// Makes a value and returns a handle to it in `*out`, which is NULL on any failure.
///
/// # Safety
/// `out` is NULL or a writable place for a pointer.
pub(crate) unsafe fn make<H: Handle>(
    out: *mut *mut H,
    value: impl FnOnce() -> Result<H::Value>,
) -> i32 {
    if out.is_null() {
        return Error::NullPointer.code();
    }
    // SAFETY: writable, as promised.
    unsafe { out.write(std::ptr::null_mut()) };
    guard(|| {
        let handle = Box::into_raw(Box::new(value()?));
        // SAFETY: writable, as promised.
        unsafe { out.write(handle.cast()) };
        Ok(())
    })
}

/// The value of a handle.
///
/// # Errors
/// [`Error::NullPointer`] for NULL.
///
/// # Safety
/// `handle` is NULL, or came from [`make`] and is not freed during the call.
pub(crate) unsafe fn value<'a, H: Handle>(handle: *const H) -> Result<&'a H::Value> {
    // SAFETY: as promised.
    unsafe { handle.cast::<H::Value>().as_ref() }.ok_or(Error::NullPointer)
}

/// Drops the value of a handle; does nothing for NULL.
///
/// # Safety
/// `handle` is NULL, or came from [`make`] and is no longer in use.
pub(crate) unsafe fn free<H: Handle>(handle: *mut H) {
    if !handle.is_null() {
        guard(|| {
            // SAFETY: made by `Box::into_raw` of this type, as promised, and never used again.
            drop(unsafe { Box::from_raw(handle.cast::<H::Value>()) });
            Ok(())
        });
    }
}
