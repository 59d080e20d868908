//! Handles: a Rust value behind a pointer that C cannot look into.

use token04::{Error, Result, RoomPrivileges, TokenGenerator, TokenVerifier};

use crate::status::guard;

/// A prepared key that makes tokens: see token04_generator_new().
pub struct Generator {
    // Not the value itself: what C sees of the type must not change with the core.
    _opaque: [u8; 0],
}

/// Prepared keys that verify tokens: see token04_verifier_new().
pub struct Verifier {
    _opaque: [u8; 0],
}

/// What a user may do in one room, written down once: see token04_privileges_new().
pub struct Privileges {
    _opaque: [u8; 0],
}

/// A type of C and the value behind its pointers.
pub(crate) trait Handle {
    type Value;
}

impl Handle for Generator {
    type Value = TokenGenerator;
}

impl Handle for Verifier {
    type Value = TokenVerifier;
}

impl Handle for Privileges {
    type Value = RoomPrivileges;
}

/// Makes a value and hands out a handle to it. `*out` is NULL on any failure.
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

/// The value behind a handle.
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

/// Drops the value behind a handle; NULL is nothing to do.
///
/// # Safety
/// `handle` is NULL, or came from [`make`] and is used by nobody any more.
pub(crate) unsafe fn free<H: Handle>(handle: *mut H) {
    if !handle.is_null() {
        guard(|| {
            // SAFETY: made by `Box::into_raw` of this type, as promised, and never used again.
            drop(unsafe { Box::from_raw(handle.cast::<H::Value>()) });
            Ok(())
        });
    }
}
