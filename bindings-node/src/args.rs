//! JavaScript values as the core's raw types. A value that cannot be converted becomes one that the
//! core refuses with its field's code, so that the core alone decides the order of checks.
//!
//! napi-rs's own conversions wrap integers and replace lone surrogates; these do neither.

use napi::bindgen_prelude::{FromNapiValue, TypeName};
use napi::{Result, ValueType, check_status, sys};
use token04::Mode;
use zeroize::Zeroize;

use crate::strings::{NOT_UTF8, Utf8, Value, read_string};

/// Every rule for integers refuses it: app id, lifetime and leeway.
const NO_INTEGER: i64 = i64::MIN;
/// Outside the range of every timestamp.
const NO_TIMESTAMP: i64 = i64::MAX;
/// No mode has this number.
const NO_MODE: i32 = -1;

/// A secret, wiped when it is dropped.
#[derive(Default)]
pub struct Secret(Vec<u8>);

impl AsRef<[u8]> for Secret {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// An optional argument. `undefined` means not given; `null` is a value, and refused as one.
pub struct Given<T>(pub(crate) Option<T>);

/// An integer: a number without a fraction, or a bigint.
#[derive(Default)]
pub struct Integer(pub(crate) i64);

/// A unix timestamp in seconds.
#[derive(Default)]
pub struct Now(pub(crate) i64);

/// The number of a mode, from its name.
#[derive(Default)]
pub struct ModeNumber(pub(crate) i32);

/// The strings of an array, in one buffer: a batch of a million users is two allocations. Anything
/// else than an array becomes one string that is refused.
#[derive(Default)]
pub struct Utf8List {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Utf8List {
    fn push(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
        self.ends.push(self.bytes.len());
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let text = self.bytes.get(start..end).unwrap_or(NOT_UTF8);
            start = end;
            text
        })
    }
}

/// Secrets in an array, each in its own memory, which never grows: a buffer that grows leaves
/// copies behind.
#[derive(Default)]
pub struct Secrets(Vec<Secret>);

impl Secrets {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(AsRef::as_ref)
    }
}

/// # Safety
/// `env` and `value` are valid for this call.
unsafe fn read_integer(env: sys::napi_env, value: sys::napi_value) -> Option<i64> {
    let mut number = 0.0;
    // SAFETY: `number` is ours to write to.
    if unsafe { sys::napi_get_value_double(env, value, &raw mut number) } == sys::Status::napi_ok {
        return whole(number);
    }
    let (mut integer, mut lossless) = (0, false);
    // SAFETY: both are ours to write to.
    let status = unsafe {
        sys::napi_get_value_bigint_int64(env, value, &raw mut integer, &raw mut lossless)
    };
    (status == sys::Status::napi_ok && lossless).then_some(integer)
}

/// A number that is an integer of 64 bits.
fn whole(number: f64) -> Option<i64> {
    const BEYOND: f64 = 9_223_372_036_854_775_808.0; // 2^63
    let fits = number.trunc() == number && (-BEYOND..BEYOND).contains(&number);
    #[allow(clippy::cast_possible_truncation, reason = "an integer in its range")]
    fits.then_some(number as i64)
}

/// Passes the UTF-8 of each string of an array to `take`. Anything else than an array becomes one
/// string that is refused.
///
/// # Safety
/// `env` and `value` are valid for this call.
unsafe fn read_list(
    env: sys::napi_env,
    value: sys::napi_value,
    secret: bool,
    mut take: impl FnMut(&[u8]),
) -> Result<()> {
    /// Elements that are read before their handle scope is closed.
    const CHUNK: u32 = 1024;
    let mut length = 0;
    // SAFETY: `length` is ours to write to; another type returns a status.
    let status = unsafe { sys::napi_get_array_length(env, value, &raw mut length) };
    if status != sys::Status::napi_ok {
        take(NOT_UTF8);
        return Ok(());
    }
    let mut index = 0;
    while index < length {
        let mut scope = std::ptr::null_mut();
        // SAFETY: the scope is closed below, whatever happens in between.
        check_status!(unsafe { sys::napi_open_handle_scope(env, &raw mut scope) })?;
        let end = length.min(index.saturating_add(CHUNK));
        // SAFETY: as the caller's.
        let read = unsafe { read_elements(env, value, index..end, secret, &mut take) };
        // SAFETY: opened above, and none of its handles is in use.
        check_status!(unsafe { sys::napi_close_handle_scope(env, scope) })?;
        read?;
        index = end;
    }
    Ok(())
}

/// # Safety
/// `env` and `array` are valid for this call.
unsafe fn read_elements(
    env: sys::napi_env,
    array: sys::napi_value,
    range: std::ops::Range<u32>,
    secret: bool,
    take: &mut impl FnMut(&[u8]),
) -> Result<()> {
    for index in range {
        let mut element = std::ptr::null_mut();
        // SAFETY: `element` is ours to write to.
        check_status!(unsafe { sys::napi_get_element(env, array, index, &raw mut element) })?;
        // SAFETY: `element` was just made.
        unsafe { read_string(env, element, secret, &mut *take) };
    }
    Ok(())
}

/// # Safety
/// `env` and `value` are valid for this call.
unsafe fn is_undefined(env: sys::napi_env, value: sys::napi_value) -> Result<bool> {
    let mut kind = 0;
    // SAFETY: `kind` is ours to write to.
    check_status!(unsafe { sys::napi_typeof(env, value, &raw mut kind) })?;
    Ok(kind == sys::ValueType::napi_undefined)
}

/// Implements the two traits that napi-rs requires of an argument. `$read` never throws for a wrong
/// type; a panic in it is remembered for the result, which is then error 90.
macro_rules! argument {
    ($type:ty, $kind:expr, $read:expr) => {
        impl TypeName for $type {
            fn type_name() -> &'static str {
                stringify!($type)
            }

            fn value_type() -> ValueType {
                $kind
            }
        }

        impl FromNapiValue for $type {
            // SAFETY: napi-rs, the one caller, holds both valid for this call.
            unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
                let read: unsafe fn(sys::napi_env, sys::napi_value) -> Result<Self> = $read;
                // SAFETY: napi-rs holds both valid for this call.
                $crate::outcome::converted(|| unsafe { read(env, value) })
            }
        }
    };
}

pub(crate) use argument;

argument!(Utf8, ValueType::String, |env, value| {
    // SAFETY: as the caller's.
    Ok(unsafe { Utf8::read(env, value) })
});
argument!(Value, ValueType::Unknown, |env, value| {
    // SAFETY: napi-rs drops its arguments before the call ends.
    Ok(unsafe { Value::new(env, value) })
});
argument!(Secret, ValueType::String, |env, value| {
    // SAFETY: as the caller's.
    Ok(Secret(unsafe { read_string(env, value, true, <[u8]>::to_vec) }))
});
argument!(Utf8List, ValueType::Object, |env, value| {
    let mut list = Utf8List::default();
    // SAFETY: as the caller's.
    unsafe { read_list(env, value, false, |text| list.push(text)) }?;
    Ok(list)
});
argument!(Secrets, ValueType::Object, |env, value| {
    let mut list = Secrets::default();
    // SAFETY: as the caller's.
    unsafe { read_list(env, value, true, |secret| list.0.push(Secret(secret.to_vec()))) }?;
    Ok(list)
});
argument!(Integer, ValueType::Number, |env, value| {
    // SAFETY: as the caller's.
    Ok(Integer(unsafe { read_integer(env, value) }.unwrap_or(NO_INTEGER)))
});
argument!(Now, ValueType::Number, |env, value| {
    // SAFETY: as the caller's.
    Ok(Now(unsafe { read_integer(env, value) }.unwrap_or(NO_TIMESTAMP)))
});
argument!(ModeNumber, ValueType::String, |env, value| {
    // SAFETY: as the caller's.
    let mode = unsafe {
        read_string(env, value, false, |name| std::str::from_utf8(name).ok()?.parse::<Mode>().ok())
    };
    Ok(ModeNumber(mode.map_or(NO_MODE, Mode::number)))
});

impl<T: TypeName> TypeName for Given<T> {
    fn type_name() -> &'static str {
        T::type_name()
    }

    fn value_type() -> ValueType {
        T::value_type()
    }
}

impl<T: FromNapiValue> FromNapiValue for Given<T> {
    // SAFETY: napi-rs, the one caller, holds both valid for this call.
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        // SAFETY: napi-rs holds both valid for this call.
        unsafe {
            if is_undefined(env, value)? {
                return Ok(Self(None));
            }
            T::from_napi_value(env, value).map(|value| Self(Some(value)))
        }
    }
}

impl<T: AsRef<[u8]>> Given<T> {
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        self.0.as_ref().map(AsRef::as_ref)
    }
}
