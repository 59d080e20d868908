//! For the tests and the bench alone: a panic on purpose, and the empty call.

use std::ptr::null_mut;

use jni::sys::{JNIEnv, jclass, jint, jlong, jstring};

use crate::boundary::call;
use crate::scratch::Lent;

/// Characters of a privilege token.
const TOKEN: &str = match std::str::from_utf8(&[b'A'; 346]) {
    Ok(text) => text,
    Err(_) => "",
};

#[unsafe(no_mangle)]
#[allow(clippy::panic)] // what it is for
extern "system" fn Java_io_token04_NativeHooks_panic(env: *mut JNIEnv, _class: jclass) -> jstring {
    call(env, null_mut(), |_| panic!("on purpose"))
}

/// The signature and conversions of `mint`, and nothing else.
#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_NativeHooks_mintNothing(
    env: *mut JNIEnv,
    _class: jclass,
    generator: jlong,
    address: jlong,
    bytes: jint,
    user_id: jint,
    ttl: jlong,
    payload: jint,
    now: jlong,
) -> jint {
    call(env, 0, |_| {
        // SAFETY: the Java half lends a buffer of its own, to this call alone.
        let mut lent = unsafe { Lent::new(address, bytes) }?;
        std::hint::black_box((lent.text(user_id)?, lent.text(payload)?, generator, ttl, now));
        lent.write_text(TOKEN.as_bytes())
    })
}
