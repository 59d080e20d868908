//! For the tests and the bench alone: a panic on purpose, and the empty call.

use std::ptr::null_mut;

use jni::sys::{JNIEnv, jclass, jlong, jstring};

use crate::boundary::call;

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

/// The signature and conversions of `generate`, and nothing else.
#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_NativeHooks_empty(
    env: *mut JNIEnv,
    _class: jclass,
    generator: jlong,
    user_id: jstring,
    ttl: jlong,
    payload: jstring,
    now: jlong,
) -> jstring {
    call(env, null_mut(), |env| {
        std::hint::black_box((env.text(user_id)?, env.text(payload)?, generator, ttl, now));
        env.string(TOKEN)
    })
}
