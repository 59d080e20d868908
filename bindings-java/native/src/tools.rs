//! What needs neither a generator nor a verifier.

use std::ptr::null_mut;

use jni::sys::{JNIEnv, jint, jlong, jlongArray, jobject, jobjectArray, jstring};
use token04::{Error, Result};
use token04::{ROOM_ID_MAX_BYTES, TEXT_MAX_BYTES, TOKEN_MAX_BYTES, USER_ID_MAX_BYTES};

use crate::boundary::call;

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_version(env: *mut JNIEnv, _native: jobject) -> jstring {
    call(env, null_mut(), |env| env.string(env!("CARGO_PKG_VERSION")))
}

/// Name and message of a code; throws 90 for a number that is not in the table.
#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_status(
    env: *mut JNIEnv,
    _native: jobject,
    code: jint,
) -> jobjectArray {
    call(env, null_mut(), |env| {
        let error = Error::from_code(code).ok_or(Error::Internal)?;
        env.strings([Some(error.name()), Some(error.message())].into_iter())
    })
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_kitToken(
    env: *mut JNIEnv,
    _native: jobject,
    token: jstring,
    room_id: jstring,
    user_id: jstring,
    user_name: jstring,
    app_id: jlong,
) -> jstring {
    call(env, null_mut(), |env| {
        let token = env.text(token, TOKEN_MAX_BYTES)?;
        let room_id = env.text(room_id, ROOM_ID_MAX_BYTES)?;
        let user_id = env.text(user_id, USER_ID_MAX_BYTES)?;
        let user_name = env.text(user_name, TEXT_MAX_BYTES)?;
        env.string(&token04::kit_token_raw(&token, &room_id, &user_id, &user_name, app_id)?)
    })
}

/// In the order that `InspectedToken` of the Java half reads.
#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_inspect(
    env: *mut JNIEnv,
    _native: jobject,
    token: jstring,
    numbers: jlongArray,
) -> jobjectArray {
    call(env, null_mut(), |env| {
        let inspected = token04::inspect(env.text(token, TEXT_MAX_BYTES)?)?;
        let kit = inspected.kit.as_ref();
        env.write_longs(
            numbers,
            &[
                inspected.mode.number().into(),
                inspected.expire,
                length(inspected.iv_length)?,
                length(inspected.ciphertext_length)?,
                kit.is_some().into(),
                kit.map_or(0, |kit| kit.app_id),
            ],
        )?;
        let texts = [
            Some(inspected.to_json()),
            Some(inspected.version.to_owned()),
            kit.map(|kit| kit.user_id.clone()),
            kit.map(|kit| kit.room_id.clone()),
            kit.map(|kit| kit.user_name.clone()),
        ];
        env.strings(texts.iter().map(Option::as_deref))
    })
}

fn length(bytes: usize) -> Result<jlong> {
    jlong::try_from(bytes).map_err(|_| Error::Internal)
}
