//! The few functions of the JNI that are used, as methods. No other module calls its function
//! table.

use std::ffi::CStr;
use std::ptr::null_mut;

use jni::sys::{JNIEnv, jint, jlong, jobject, jobjectArray, jsize, jstring, jvalue};
use token04::env::EnvError;
use token04::{Error, Result, SECRET_BYTES, TEXT_MAX_BYTES};
use zeroize::{Zeroize, Zeroizing};

use crate::text;

/// Strings up to this many UTF-16 units are read through the stack.
const STACK_UNITS: usize = 256;

/// The environment of one call from Java.
pub(crate) struct Env {
    raw: *mut JNIEnv,
}

/// Calls a function of the table; the version is the one that brought the function.
macro_rules! jni_call {
    ($env:expr, $version:ident, $name:ident $(, $argument:expr)*) => {{
        let raw = $env.raw;
        // SAFETY: `Env::new` demands a valid environment of this thread, and every virtual
        // machine since Java 8 has the functions of versions 1.1 to 1.4. Object arguments are
        // live references that Java handed in or that the table returned in this very call.
        unsafe { ((**raw).$version.$name)(raw $(, $argument)*) }
    }};
}

impl Env {
    /// # Safety
    /// `raw` is the environment that Java passed to a native method that is still running.
    pub(crate) unsafe fn new(raw: *mut JNIEnv) -> Self {
        Self { raw }
    }

    /// Fails when Java has thrown: the exception stays pending and Java sees it on return.
    fn check(&self) -> Result<()> {
        if jni_call!(self, v1_2, ExceptionCheck) { Err(Error::Internal) } else { Ok(()) }
    }

    pub(crate) fn is_throwing(&self) -> bool {
        self.check().is_err()
    }

    /// A string as UTF-8. `null`, a lone surrogate, and a string of more than `max_bytes` become
    /// bytes that the core refuses with the code of the field.
    pub(crate) fn text(&self, string: jstring, max_bytes: usize) -> Result<Vec<u8>> {
        self.read(string, max_bytes, |units| text::to_utf8(units))
    }

    /// An id to compare with. What cannot be one becomes the empty string, which never matches,
    /// not even where any stream is allowed.
    pub(crate) fn expected(&self, string: jstring, max_bytes: usize) -> Result<Vec<u8>> {
        let id = self.text(string, max_bytes)?;
        Ok(if id == text::REFUSED { Vec::new() } else { id })
    }

    /// A server secret. No copy of it is left in memory that is given back.
    pub(crate) fn secret(&self, string: jstring) -> Result<Zeroizing<Vec<u8>>> {
        self.read(string, SECRET_BYTES, wiped_utf8).map(Zeroizing::new)
    }

    /// A secret as it is configured, of any length: the core reads no more of it than this.
    pub(crate) fn configured_secret(&self, string: jstring) -> Result<Zeroizing<Vec<u8>>> {
        let units = self.units(string)?.min(TEXT_MAX_BYTES + 1);
        self.read_start(string, units, wiped_utf8).map(Zeroizing::new)
    }

    /// Judges the length before anything is copied: a character has at least as many bytes of
    /// UTF-8 as units of UTF-16.
    fn read(
        &self,
        string: jstring,
        max_bytes: usize,
        convert: impl FnOnce(&mut [u16]) -> Vec<u8>,
    ) -> Result<Vec<u8>> {
        match self.units(string)? {
            units if units <= max_bytes => self.read_start(string, units, convert),
            _ => Ok(text::REFUSED.to_vec()),
        }
    }

    fn read_start(
        &self,
        string: jstring,
        units: usize,
        convert: impl FnOnce(&mut [u16]) -> Vec<u8>,
    ) -> Result<Vec<u8>> {
        if string.is_null() {
            return Ok(text::REFUSED.to_vec());
        }
        let mut stack = [0_u16; STACK_UNITS];
        let mut heap = Vec::new();
        let buffer = match stack.get_mut(..units) {
            Some(buffer) => buffer,
            None => {
                heap.resize(units, 0);
                heap.as_mut_slice()
            }
        };
        self.copy_units(string, buffer)?;
        Ok(convert(buffer))
    }

    /// The length of a string in UTF-16 units; 0 for `null`.
    fn units(&self, string: jstring) -> Result<usize> {
        if string.is_null() {
            return Ok(0);
        }
        usize::try_from(jni_call!(self, v1_1, GetStringLength, string)).map_err(|_| Error::Internal)
    }

    /// Copies the start of a string, which is at least as long.
    fn copy_units(&self, string: jstring, units: &mut [u16]) -> Result<()> {
        let length = jsize::try_from(units.len()).map_err(|_| Error::Internal)?;
        jni_call!(self, v1_2, GetStringRegion, string, 0, length, units.as_mut_ptr());
        self.check()
    }

    /// A list of strings, each of at most `max_bytes`.
    pub(crate) fn texts(&self, array: jobjectArray, max_bytes: usize) -> Result<Vec<Vec<u8>>> {
        self.list(array, |element| self.text(element, max_bytes))
    }

    /// A list of secrets.
    pub(crate) fn secrets(&self, array: jobjectArray) -> Result<Vec<Zeroizing<Vec<u8>>>> {
        self.list(array, |element| self.secret(element))
    }

    fn list<T>(&self, array: jobjectArray, read: impl Fn(jstring) -> Result<T>) -> Result<Vec<T>> {
        let length = jni_call!(self, v1_1, GetArrayLength, array);
        (0..length)
            .map(|index| {
                let element = jni_call!(self, v1_1, GetObjectArrayElement, array, index);
                self.check()?;
                let text = read(element);
                jni_call!(self, v1_1, DeleteLocalRef, element);
                text
            })
            .collect()
    }

    /// A copy of a `byte[]`.
    pub(crate) fn bytes(&self, array: jobject) -> Result<Vec<u8>> {
        let length = jni_call!(self, v1_1, GetArrayLength, array);
        let mut bytes = vec![0_u8; usize::try_from(length).map_err(|_| Error::Internal)?];
        let start = bytes.as_mut_ptr().cast();
        jni_call!(self, v1_1, GetByteArrayRegion, array, 0, length, start);
        self.check()?;
        Ok(bytes)
    }

    /// A copy of an `int[]`.
    pub(crate) fn ints(&self, array: jobject) -> Result<Vec<jint>> {
        let length = jni_call!(self, v1_1, GetArrayLength, array);
        let mut ints = vec![0; usize::try_from(length).map_err(|_| Error::Internal)?];
        jni_call!(self, v1_1, GetIntArrayRegion, array, 0, length, ints.as_mut_ptr());
        self.check()?;
        Ok(ints)
    }

    /// A new `byte[]`.
    pub(crate) fn byte_array(&self, bytes: &[u8]) -> Result<jobject> {
        let length = jsize::try_from(bytes.len()).map_err(|_| Error::Internal)?;
        let array = self.made(jni_call!(self, v1_1, NewByteArray, length))?;
        let start = bytes.as_ptr().cast();
        jni_call!(self, v1_1, SetByteArrayRegion, array, 0, length, start);
        self.check()?;
        Ok(array)
    }

    /// The address of a direct buffer's memory.
    pub(crate) fn direct_address(&self, buffer: jobject) -> Result<jlong> {
        let pointer = jni_call!(self, v1_4, GetDirectBufferAddress, buffer);
        jlong::try_from(pointer.expose_provenance()).map_err(|_| Error::Internal)
    }

    /// A Java string.
    pub(crate) fn string(&self, text: &str) -> Result<jstring> {
        let units = text::to_utf16(text);
        let length = jsize::try_from(units.len()).map_err(|_| Error::Internal)?;
        self.made(jni_call!(self, v1_1, NewString, units.as_ptr(), length))
    }

    /// A `String[]`; `None` is null.
    pub(crate) fn strings<'a>(
        &self,
        texts: impl ExactSizeIterator<Item = Option<&'a str>>,
    ) -> Result<jobjectArray> {
        let class = self.class(c"java/lang/String")?;
        let length = jsize::try_from(texts.len()).map_err(|_| Error::Internal)?;
        let array = self.made(jni_call!(self, v1_1, NewObjectArray, length, class, null_mut()))?;
        for (index, text) in (0..).zip(texts) {
            let Some(text) = text else { continue };
            let element = self.string(text)?;
            jni_call!(self, v1_1, SetObjectArrayElement, array, index, element);
            self.check()?;
            jni_call!(self, v1_1, DeleteLocalRef, element);
        }
        Ok(array)
    }

    /// Writes into a `long[]` from its start; it is at least as long.
    pub(crate) fn write_longs(&self, array: jobject, values: &[jlong]) -> Result<()> {
        let length = jsize::try_from(values.len()).map_err(|_| Error::Internal)?;
        jni_call!(self, v1_1, SetLongArrayRegion, array, 0, length, values.as_ptr());
        self.check()
    }

    /// Writes into an `int[]` from its start; it is at least as long.
    pub(crate) fn write_ints(&self, array: jobject, values: &[jint]) -> Result<()> {
        let length = jsize::try_from(values.len()).map_err(|_| Error::Internal)?;
        jni_call!(self, v1_1, SetIntArrayRegion, array, 0, length, values.as_ptr());
        self.check()
    }

    /// Throws what is wrong in the environment, with the name of the variable; returns the error
    /// with which the native method ends.
    pub(crate) fn refuse(&self, found: EnvError) -> Error {
        // Fails only when Java has thrown something else, which is then what is pending.
        let _ = self.throw(found.error(), &found.to_string());
        found.error()
    }

    /// Throws a `Token04Exception`. Its class is looked up each time: a reference kept here
    /// would keep its class loader alive after an application is undeployed.
    pub(crate) fn throw(&self, error: Error, message: &str) -> Result<()> {
        let class = self.class(c"io/token04/Token04Exception")?;
        let signature = c"(ILjava/lang/String;Ljava/lang/String;)V";
        let (name, signature) = (c"<init>".as_ptr(), signature.as_ptr());
        let constructor = jni_call!(self, v1_1, GetMethodID, class, name, signature);
        self.check()?;
        let arguments = [
            jvalue { i: error.code() },
            jvalue { l: self.string(error.name())? },
            jvalue { l: self.string(message)? },
        ];
        let thrown = jni_call!(self, v1_1, NewObjectA, class, constructor, arguments.as_ptr());
        self.check()?;
        jni_call!(self, v1_1, Throw, thrown);
        Ok(())
    }

    fn class(&self, name: &CStr) -> Result<jobject> {
        self.made(jni_call!(self, v1_1, FindClass, name.as_ptr()))
    }

    fn made(&self, object: jobject) -> Result<jobject> {
        self.check()?;
        if object.is_null() { Err(Error::Internal) } else { Ok(object) }
    }
}

fn wiped_utf8(units: &mut [u16]) -> Vec<u8> {
    let bytes = text::to_utf8(units);
    units.zeroize();
    bytes
}
