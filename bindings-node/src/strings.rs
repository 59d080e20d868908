//! JavaScript strings, read as UTF-16, which shows lone surrogates: reading as UTF-8 silently
//! replaces them.

use std::mem::MaybeUninit;

use napi::sys;
use zeroize::Zeroize;

/// Not UTF-8: every rule for strings refuses it.
pub(crate) const NOT_UTF8: &[u8] = b"\xff";
/// No field takes a longer string, in bytes.
const LONGEST: usize = token04::TEXT_MAX_BYTES;
/// A string of fewer units is read in one call, onto the stack.
const SHORT: usize = 512;

/// The UTF-8 of a string, as an owned value; `NOT_UTF8` if the value is not a string or has a lone
/// surrogate.
#[derive(Default)]
pub struct Utf8(Vec<u8>);

impl Utf8 {
    /// # Safety
    /// `env` and `value` are valid for this call.
    pub(crate) unsafe fn read(env: sys::napi_env, value: sys::napi_value) -> Self {
        // SAFETY: as the caller's.
        Self(unsafe { read_string(env, value, false, <[u8]>::to_vec) })
    }
}

impl AsRef<[u8]> for Utf8 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// A JavaScript value that is read as a string only where it is needed, so that no copy of it is
/// passed around. Valid for the call it came with.
pub struct Value {
    env: sys::napi_env,
    value: sys::napi_value,
}

impl Value {
    /// # Safety
    /// `env` and `value` stay valid for as long as this is kept.
    pub(crate) const unsafe fn new(env: sys::napi_env, value: sys::napi_value) -> Self {
        Self { env, value }
    }

    /// The environment of the call it came with.
    pub(crate) const fn env(&self) -> sys::napi_env {
        self.env
    }

    /// Its value as a boolean; `None` for any other type, even a truthy one.
    pub(crate) fn boolean(&self) -> Option<bool> {
        let mut boolean = false;
        // SAFETY: both are valid, as `new` demands; `boolean` is ours to write to.
        let status = unsafe { sys::napi_get_value_bool(self.env, self.value, &raw mut boolean) };
        (status == sys::Status::napi_ok).then_some(boolean)
    }

    /// Passes its UTF-8 to `take`, or `NOT_UTF8`.
    pub(crate) fn with_utf8<T>(&self, take: impl FnOnce(&[u8]) -> T) -> T {
        // SAFETY: both are valid, as `new` demands.
        unsafe { read_string(self.env, self.value, false, take) }
    }

    /// The same, and wipes what was read.
    pub(crate) fn with_secret<T>(&self, take: impl FnOnce(&[u8]) -> T) -> T {
        // SAFETY: both are valid, as `new` demands.
        unsafe { read_string(self.env, self.value, true, take) }
    }
}

impl Default for Value {
    /// Not a value: it is never read, since `Outcome::of` returns first.
    fn default() -> Self {
        Self { env: std::ptr::null_mut(), value: std::ptr::null_mut() }
    }
}

/// Uninitialized units.
type Units = [MaybeUninit<u16>; SHORT];

/// Passes the UTF-8 of a value to `take`, or `NOT_UTF8`. What was read of a `secret` is wiped here.
///
/// # Safety
/// `env` and `value` are valid for this call.
pub(crate) unsafe fn read_string<T>(
    env: sys::napi_env,
    value: sys::napi_value,
    secret: bool,
    take: impl FnOnce(&[u8]) -> T,
) -> T {
    let mut short: Units = [const { MaybeUninit::uninit() }; SHORT];
    // SAFETY: as the caller's.
    let Some(units) = (unsafe { read_units(env, value, &mut short) }) else {
        return take(NOT_UTF8);
    };
    // One unit less, for the NUL. A string that fills the rest may be longer.
    let result = if units.len() + 1 < SHORT {
        take_units(units, secret, take)
    } else {
        // SAFETY: as the caller's.
        let mut units = unsafe { read_long(env, value) };
        let result = take_units(&units, secret, take);
        if secret {
            units.zeroize();
        }
        result
    };
    if secret {
        units.zeroize();
    }
    result
}

/// Reads a string into a buffer and returns the units that it took; `None` for another type.
///
/// # Safety
/// `env` and `value` are valid for this call.
unsafe fn read_units(
    env: sys::napi_env,
    value: sys::napi_value,
    buffer: &mut [MaybeUninit<u16>],
) -> Option<&mut [u16]> {
    let mut length = 0;
    let (start, room) = (buffer.as_mut_ptr().cast(), buffer.len());
    // SAFETY: the buffer is as long as is said.
    let status =
        unsafe { sys::napi_get_value_string_utf16(env, value, start, room, &raw mut length) };
    if status != sys::Status::napi_ok {
        return None;
    }
    let written = buffer.get_mut(..length)?;
    // SAFETY: N-API wrote `length` units, and a NUL after them.
    Some(unsafe { &mut *(std::ptr::from_mut(written) as *mut [u16]) })
}

/// The units of a long string; if it is too long for every field, only enough of them to refuse it.
/// A unit is at least one byte of UTF-8.
///
/// # Safety
/// `env` and `value` are valid for this call.
unsafe fn read_long(env: sys::napi_env, value: sys::napi_value) -> Vec<u16> {
    let mut length = 0;
    let nowhere = std::ptr::null_mut();
    // SAFETY: without a buffer only the length is written.
    let status =
        unsafe { sys::napi_get_value_string_utf16(env, value, nowhere, 0, &raw mut length) };
    if status != sys::Status::napi_ok {
        return Vec::new();
    }
    // One more than the longest string, and the NUL.
    let mut units = vec![0; length.min(LONGEST + 1) + 1];
    let (start, room) = (units.as_mut_ptr(), units.len());
    // SAFETY: the buffer is as long as is said.
    let status =
        unsafe { sys::napi_get_value_string_utf16(env, value, start, room, &raw mut length) };
    units.truncate(if status == sys::Status::napi_ok { length } else { 0 });
    units
}

/// Passes the UTF-8 of units to `take`: without an allocation in the usual case, a short ASCII
/// string.
fn take_units<T>(units: &[u16], secret: bool, take: impl FnOnce(&[u8]) -> T) -> T {
    let mut narrow = [const { MaybeUninit::<u8>::uninit() }; SHORT];
    if let Some(room) = narrow.get_mut(..units.len()) {
        let mut all = 0;
        for (byte, unit) in room.iter_mut().zip(units) {
            let [low, _] = unit.to_le_bytes();
            byte.write(low);
            all |= unit;
        }
        if all < 0x80 {
            // SAFETY: each byte was written.
            let ascii = unsafe { &mut *(std::ptr::from_mut(room) as *mut [u8]) };
            let result = take(ascii);
            if secret {
                ascii.zeroize();
            }
            return result;
        }
    }
    take_wide(units, secret, take)
}

/// The other cases: long, or not ASCII.
fn take_wide<T>(units: &[u16], secret: bool, take: impl FnOnce(&[u8]) -> T) -> T {
    // Allocated once for the whole string: a buffer that grows leaves copies behind.
    let mut text = String::with_capacity(units.len().saturating_mul(3));
    let whole = char::decode_utf16(units.iter().copied()).all(|character| {
        character.is_ok_and(|character| {
            text.push(character);
            true
        })
    });
    let result = if whole { take(text.as_bytes()) } else { take(NOT_UTF8) };
    if secret {
        text.zeroize();
    }
    result
}
