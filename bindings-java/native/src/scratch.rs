//! Making a token through memory that Java lends: without calls of the JNI's function table, each
//! of which costs as much as the cipher. What does not fit, or is not a valid string, is passed as
//! Java strings.

use jni::sys::{JNIEnv, jint, jlong, jobject};
use token04::{Draft, Error, RawRequest, Result, TokenGenerator};
use zeroize::Zeroize;

use crate::boundary::call;
use crate::handle;

/// What a call returns when the token needs more room than there is.
const DOES_NOT_FIT: jint = -1;
/// Bytes at the start of the memory: three timestamps.
const TIMES_BYTES: usize = 24;

/// Memory that Java lends for one call: the timestamps, then strings, then room for the token.
pub(crate) struct Lent<'a> {
    times: &'a mut [u8],
    rest: &'a mut [u8],
}

impl<'a> Lent<'a> {
    /// # Safety
    /// `address` is that of a direct buffer of `bytes` bytes, which no other call uses before
    /// this one has ended.
    pub(crate) unsafe fn new(address: jlong, bytes: jint) -> Result<Self> {
        let address = usize::try_from(address).map_err(|_| Error::Internal)?;
        let pointer = std::ptr::with_exposed_provenance_mut::<u8>(address);
        let bytes = usize::try_from(bytes).map_err(|_| Error::Internal)?;
        if pointer.is_null() {
            return Err(Error::Internal);
        }
        // SAFETY: the caller's promise; Java fills a direct buffer with zeros when it makes it.
        let memory = unsafe { std::slice::from_raw_parts_mut(pointer, bytes) };
        let (times, rest) = memory.split_at_mut_checked(TIMES_BYTES).ok_or(Error::Internal)?;
        Ok(Self { times, rest })
    }

    /// The next string.
    pub(crate) fn text(&mut self, bytes: jint) -> Result<&'a mut [u8]> {
        let bytes = usize::try_from(bytes).map_err(|_| Error::Internal)?;
        let rest = std::mem::take(&mut self.rest);
        let (text, rest) = rest.split_at_mut_checked(bytes).ok_or(Error::Internal)?;
        self.rest = rest;
        Ok(text)
    }

    /// Writes the token and its timestamps, and returns the token's length.
    fn write(self, draft: Draft<'_>) -> Result<jint> {
        let times = draft.timestamps();
        let times = [times.issued_at(), times.expires_at(), times.refresh_at()];
        for (slot, time) in self.times.chunks_exact_mut(size_of::<i64>()).zip(times) {
            slot.copy_from_slice(&time.to_ne_bytes());
        }
        match draft.write(self.rest) {
            Err(Error::BufferTooSmall) => Ok(DOES_NOT_FIT),
            length => jint::try_from(length?).map_err(|_| Error::Internal),
        }
    }

    /// Writes a string as if it were a token: for the empty call of the bench.
    #[cfg(feature = "test-panic")]
    pub(crate) fn write_text(self, text: &[u8]) -> Result<jint> {
        self.rest.get_mut(..text.len()).ok_or(Error::Internal)?.copy_from_slice(text);
        jint::try_from(text.len()).map_err(|_| Error::Internal)
    }
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_addressOf(
    env: *mut JNIEnv,
    _native: jobject,
    buffer: jobject,
) -> jlong {
    call(env, 0, |env| env.direct_address(buffer))
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_mint(
    env: *mut JNIEnv,
    _native: jobject,
    generator: jlong,
    address: jlong,
    bytes: jint,
    user_id: jint,
    ttl: jlong,
    payload: jint,
    now: jlong,
) -> jint {
    call(env, 0, |_| {
        // SAFETY: the Java half lends its own buffer to this call only.
        let mut lent = unsafe { Lent::new(address, bytes) }?;
        let (user_id, payload) = (lent.text(user_id)?, lent.text(payload)?);
        let request = RawRequest { user_id, ttl, payload, now };
        // SAFETY: the Java half passes live generators only.
        let generator = unsafe { handle::borrow::<TokenGenerator>(generator) }?;
        lent.write(generator.draft(&request)?)
    })
}

/// The secret is wiped from the memory, also when the call is refused.
#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_mintOnce(
    env: *mut JNIEnv,
    _native: jobject,
    app_id: jlong,
    address: jlong,
    bytes: jint,
    user_id: jint,
    secret: jint,
    ttl: jlong,
    payload: jint,
    now: jlong,
) -> jint {
    call(env, 0, |_| {
        // SAFETY: the Java half lends its own buffer to this call only.
        let mut lent = unsafe { Lent::new(address, bytes) }?;
        let (user_id, secret) = (lent.text(user_id)?, lent.text(secret)?);
        let payload = lent.text(payload)?;
        let request = RawRequest { user_id, ttl, payload, now };
        let generator = token04::generator_for(app_id, secret, &request);
        secret.zeroize();
        lent.write(generator?.draft(&request)?)
    })
}
