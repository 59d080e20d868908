//! Rust values that Java keeps as a number.

use jni::sys::jlong;
use token04::{Error, Result};

/// Hands a value over to Java.
pub(crate) fn give<T>(value: T) -> Result<jlong> {
    let address = Box::into_raw(Box::new(value)).expose_provenance();
    jlong::try_from(address).map_err(|_| Error::Internal)
}

/// The value behind a number.
///
/// # Safety
/// `handle` came from [`give`] of the same type and was not taken back; the Java half counts the
/// calls that use a handle and takes it back when the last has ended.
pub(crate) unsafe fn borrow<'a, T>(handle: jlong) -> Result<&'a T> {
    let address = usize::try_from(handle).map_err(|_| Error::Internal)?;
    let pointer = std::ptr::with_exposed_provenance::<T>(address);
    // SAFETY: the caller's promise; null, which Java never passes, is refused.
    unsafe { pointer.as_ref() }.ok_or(Error::Internal)
}

/// Drops the value behind a number.
///
/// # Safety
/// As [`borrow`], and no other call uses the handle now or later.
pub(crate) unsafe fn take_back<T>(handle: jlong) -> Result<()> {
    let address = usize::try_from(handle).map_err(|_| Error::Internal)?;
    let pointer = std::ptr::with_exposed_provenance_mut::<T>(address);
    if pointer.is_null() {
        return Err(Error::Internal);
    }
    // SAFETY: the caller's promise.
    drop(unsafe { Box::from_raw(pointer) });
    Ok(())
}
