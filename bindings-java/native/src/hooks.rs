//! For the tests and the bench alone: a panic on purpose, and the empty call.

use std::ptr::null_mut;

use jni::sys::{JNIEnv, jclass, jint, jlong, jstring};

use token04::{PLAINTEXT_MAX_BYTES, RawRequest, TokenGenerator, USER_ID_MAX_BYTES};

use crate::boundary::call;
use crate::handle;
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
        // SAFETY: the Java half lends its own buffer to this call only.
        let mut lent = unsafe { Lent::new(address, bytes) }?;
        std::hint::black_box((lent.text(user_id)?, lent.text(payload)?, generator, ttl, now));
        lent.write_text(TOKEN.as_bytes())
    })
}

/// Many tokens in one call, so that what remains is the core's time alone.
#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_NativeHooks_mintMany(
    env: *mut JNIEnv,
    _class: jclass,
    generator: jlong,
    user_id: jstring,
    ttl: jlong,
    payload: jstring,
    now: jlong,
    times: jint,
) {
    call(env, (), |env| {
        let user_id = env.text(user_id, USER_ID_MAX_BYTES)?;
        let payload = env.text(payload, PLAINTEXT_MAX_BYTES)?;
        let mut room = [0; 1024];
        // SAFETY: the Java half passes live generators only.
        let generator = unsafe { handle::borrow::<TokenGenerator>(generator) }?;
        for _ in 0..times {
            let payload = std::hint::black_box(&payload);
            let request = RawRequest { user_id: &user_id, ttl, payload, now };
            std::hint::black_box(generator.draft(&request)?.write(&mut room)?);
        }
        Ok(())
    });
}
