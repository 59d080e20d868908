//! Prepared keys that JavaScript holds, as externals that carry the number of a slot: any other
//! value that is passed in has no slot here and can do no harm. An object of a napi-rs class, or
//! its external, would cost a lookup under a lock that all threads share.

use std::cell::RefCell;
use std::ffi::c_void;
use std::sync::Arc;
use std::thread::LocalKey;

use napi::bindgen_prelude::{FromNapiValue, ToNapiValue, TypeName};
use napi::{Result, ValueType, check_status, sys};
use token04::{Error, TokenGenerator, TokenVerifier};

use crate::outcome::converted;

/// The values that one thread holds: N-API calls and finalizers of an environment run on its
/// thread.
pub struct Slots<T> {
    held: Vec<Option<Arc<T>>>,
    free: Vec<usize>,
}

impl<T> Slots<T> {
    const fn new() -> Self {
        Self { held: Vec::new(), free: Vec::new() }
    }

    fn put(&mut self, value: Arc<T>) -> usize {
        if let Some(number) = self.free.pop()
            && let Some(slot) = self.held.get_mut(number)
        {
            *slot = Some(value);
            return number;
        }
        self.held.push(Some(value));
        self.held.len() - 1
    }

    fn take(&mut self, number: usize) -> Option<Arc<T>> {
        let value = self.held.get_mut(number)?.take()?;
        self.free.push(number);
        Some(value)
    }
}

/// A type that JavaScript can hold.
pub trait Held: Sized + 'static {
    /// The slots of this thread.
    fn slots() -> &'static LocalKey<RefCell<Slots<Self>>>;
}

macro_rules! held {
    ($type:ty) => {
        impl Held for $type {
            fn slots() -> &'static LocalKey<RefCell<Slots<Self>>> {
                thread_local! {
                    static SLOTS: RefCell<Slots<$type>> = const { RefCell::new(Slots::new()) };
                }
                &SLOTS
            }
        }
    };
}

held!(TokenGenerator);
held!(TokenVerifier);

/// An argument or a result; empty for a value that is not a handle of this library.
pub struct Handle<T>(Option<Arc<T>>);

impl<T> Handle<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Some(Arc::new(value)))
    }

    /// The held value. Only a caller who bypasses the package can pass anything else: error 90.
    pub(crate) fn get(&self) -> token04::Result<&Arc<T>> {
        self.0.as_ref().ok_or(Error::Internal)
    }
}

impl<T> Default for Handle<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> TypeName for Handle<T> {
    fn type_name() -> &'static str {
        "Handle"
    }

    fn value_type() -> ValueType {
        ValueType::External
    }
}

impl<T: Held> FromNapiValue for Handle<T> {
    // SAFETY: napi-rs, the one caller, holds both valid for this call.
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        converted(|| {
            let mut data = std::ptr::null_mut();
            // SAFETY: `data` is ours to write to. It is a number, and never dereferenced.
            let status = unsafe { sys::napi_get_value_external(env, value, &raw mut data) };
            if status != sys::Status::napi_ok {
                return Ok(Self(None));
            }
            let number = data.addr().checked_sub(1);
            Ok(Self(T::slots().with_borrow(|slots| slots.held.get(number?)?.clone())))
        })
    }
}

impl<T: Held> ToNapiValue for Handle<T> {
    // SAFETY: napi-rs, the one caller, holds `env` valid for this call.
    unsafe fn to_napi_value(env: sys::napi_env, handle: Self) -> Result<sys::napi_value> {
        let Some(held) = handle.0 else {
            return Err(napi::Error::from_status(napi::Status::GenericFailure));
        };
        let number = T::slots().with_borrow_mut(|slots| slots.put(held));
        // Never null, which is what a value that is not an external gives.
        let data = std::ptr::without_provenance_mut(number + 1);
        let (hint, mut value) = (std::ptr::null_mut(), std::ptr::null_mut());
        // SAFETY: `value` is ours to write to; the finalizer belongs to the slots of this type.
        let made = check_status!(unsafe {
            sys::napi_create_external(env, data, Some(finalize::<T>), hint, &raw mut value)
        });
        if made.is_err() {
            drop(T::slots().with_borrow_mut(|slots| slots.take(number)));
        }
        made.map(|()| value)
    }
}

/// Frees a slot after its external was collected.
///
/// # Safety
/// Called only by N-API, on the thread that made the external.
unsafe extern "C" fn finalize<T: Held>(_: sys::napi_env, data: *mut c_void, _: *mut c_void) {
    let number = data.addr().saturating_sub(1);
    // At the end of a thread its slots may be gone, with their values. The value is dropped after
    // the borrow has ended.
    drop(T::slots().try_with(|slots| slots.try_borrow_mut().ok()?.take(number)));
}
