//! The timestamps of an issued token, written to an array that JavaScript passes in: returning a
//! new array would cost half as much as the token.

use napi::bindgen_prelude::{FromNapiValue, TypeName};
use napi::{Result, ValueType, sys};
use token04::Error;

use crate::args::argument;

/// How many there are: issue, expiry, refresh.
const COUNT: usize = 3;

/// The data of a `BigInt64Array`, for the call it came with; null for any other value.
pub struct Timestamps(*mut i64);

impl Default for Timestamps {
    fn default() -> Self {
        Self(std::ptr::null_mut())
    }
}

impl Timestamps {
    /// # Safety
    /// `env` and `value` are valid for this call.
    unsafe fn read(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        let (mut kind, mut length, mut data) = (0, 0, std::ptr::null_mut());
        let nowhere = std::ptr::null_mut();
        // SAFETY: the three are ours to write to; another value returns a status.
        let status = unsafe {
            sys::napi_get_typedarray_info(
                env,
                value,
                &raw mut kind,
                &raw mut length,
                &raw mut data,
                nowhere,
                std::ptr::null_mut(),
            )
        };
        let fits = status == sys::Status::napi_ok
            && kind == sys::TypedarrayType::bigint64_array
            && length >= COUNT;
        Ok(Self(if fits { data.cast() } else { std::ptr::null_mut() }))
    }

    /// Writes them; only a caller who bypasses the package passes no such array: error 90.
    pub(crate) fn write(&self, timestamps: [i64; COUNT]) -> token04::Result<()> {
        if self.0.is_null() || !self.0.is_aligned() {
            return Err(Error::Internal);
        }
        // SAFETY: it points to `COUNT` aligned integers, which are not freed or moved before the
        // call ends: no JavaScript runs until then.
        unsafe { self.0.cast::<[i64; COUNT]>().write(timestamps) };
        Ok(())
    }
}

argument!(Timestamps, ValueType::Object, |env, value| {
    // SAFETY: as the caller's.
    unsafe { Timestamps::read(env, value) }
});
