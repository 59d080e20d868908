//! Making tokens.

use std::ptr::null_mut;

use jni::sys::{JNIEnv, jclass, jint, jintArray, jlong, jlongArray, jobjectArray, jstring};
use token04::{Error, PrivilegeShape, RawPayload, RawRequest, Result};
use token04::{Mode, RoomPrivileges, TokenGenerator};

use crate::boundary::call;
use crate::env::Env;
use crate::handle;

/// # Safety
/// As [`handle::borrow`].
unsafe fn borrow<'a>(generator: jlong) -> Result<&'a TokenGenerator> {
    // SAFETY: the caller's promise.
    unsafe { handle::borrow(generator) }
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_generatorNew(
    env: *mut JNIEnv,
    _class: jclass,
    app_id: jlong,
    secret: jstring,
    mode: jint,
) -> jlong {
    call(env, 0, |env| handle::give(TokenGenerator::from_raw(app_id, &env.text(secret)?, mode)?))
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_generatorFromEnv(
    env: *mut JNIEnv,
    _class: jclass,
    mode: jint,
) -> jlong {
    call(env, 0, |_| {
        let generator = TokenGenerator::from_env()?;
        handle::give(generator.with_mode(Mode::from_number(mode)?))
    })
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_generatorAppId(
    env: *mut JNIEnv,
    _class: jclass,
    generator: jlong,
) -> jlong {
    // SAFETY: the Java half passes live generators only.
    call(env, 0, |_| Ok(unsafe { borrow(generator) }?.app_id().into()))
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_generatorFree(
    env: *mut JNIEnv,
    _class: jclass,
    generator: jlong,
) {
    // SAFETY: the Java half passes each generator once, after its last call.
    call(env, (), |_| unsafe { handle::take_back::<TokenGenerator>(generator) });
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_generate(
    env: *mut JNIEnv,
    _class: jclass,
    generator: jlong,
    user_id: jstring,
    ttl: jlong,
    payload: jstring,
    now: jlong,
) -> jstring {
    call(env, null_mut(), |env| {
        let (user_id, payload) = (env.text(user_id)?, env.text(payload)?);
        let payload = RawPayload::Text(&payload);
        let request = RawRequest { user_id: &user_id, ttl, payload, now };
        // SAFETY: the Java half passes live generators only.
        env.string(&unsafe { borrow(generator) }?.draft(&request)?.finish()?)
    })
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_privilegeToken(
    env: *mut JNIEnv,
    _class: jclass,
    generator: jlong,
    user_id: jstring,
    ttl: jlong,
    shape: jint,
    room_id: jstring,
    stream_ids: jobjectArray,
    now: jlong,
) -> jstring {
    call(env, null_mut(), |env| {
        let user_id = env.text(user_id)?;
        let privileges = privileges(env, shape, room_id, stream_ids)?;
        let payload = RawPayload::Privileges(&privileges);
        let request = RawRequest { user_id: &user_id, ttl, payload, now };
        // SAFETY: the Java half passes live generators only.
        env.string(&unsafe { borrow(generator) }?.draft(&request)?.finish()?)
    })
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_issue(
    env: *mut JNIEnv,
    _class: jclass,
    generator: jlong,
    user_id: jstring,
    ttl: jlong,
    payload: jstring,
    now: jlong,
    moments: jlongArray,
) -> jstring {
    call(env, null_mut(), |env| {
        let (user_id, payload) = (env.text(user_id)?, env.text(payload)?);
        let payload = RawPayload::Text(&payload);
        let request = RawRequest { user_id: &user_id, ttl, payload, now };
        // SAFETY: the Java half passes live generators only.
        let issued = unsafe { borrow(generator) }?.draft(&request)?.issue()?;
        env.write_longs(moments, &[issued.issued_at, issued.expires_at, issued.refresh_at])?;
        env.string(&issued.token)
    })
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_batch(
    env: *mut JNIEnv,
    _class: jclass,
    generator: jlong,
    user_ids: jobjectArray,
    ttl: jlong,
    payload: jstring,
    now: jlong,
    codes: jintArray,
) -> jobjectArray {
    call(env, null_mut(), |env| {
        let (user_ids, payload) = (env.texts(user_ids)?, env.text(payload)?);
        let payload = RawPayload::Text(&payload);
        // SAFETY: the Java half passes live generators only.
        let tokens = unsafe { borrow(generator) }?.batch_raw(user_ids, ttl, payload, now)?;
        let code = |token: &Result<String>| token.as_ref().err().map_or(0, |error| error.code());
        env.write_ints(codes, &tokens.iter().map(code).collect::<Vec<_>>())?;
        env.strings(tokens.iter().map(|token| token.as_deref().ok()))
    })
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_privilegesPayload(
    env: *mut JNIEnv,
    _class: jclass,
    shape: jint,
    room_id: jstring,
    stream_ids: jobjectArray,
) -> jstring {
    call(env, null_mut(), |env| env.string(privileges(env, shape, room_id, stream_ids)?.payload()?))
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_generateToken04(
    env: *mut JNIEnv,
    _class: jclass,
    app_id: jlong,
    user_id: jstring,
    secret: jstring,
    ttl: jlong,
    payload: jstring,
    now: jlong,
) -> jstring {
    call(env, null_mut(), |env| {
        let (user_id, secret, payload) =
            (env.text(user_id)?, env.text(secret)?, env.text(payload)?);
        let payload = RawPayload::Text(&payload);
        let request = RawRequest { user_id: &user_id, ttl, payload, now };
        env.string(&token04::generate_token04_raw(app_id, &secret, &request)?)
    })
}

/// `null` for the streams means any.
fn privileges(
    env: &Env,
    shape: jint,
    room_id: jstring,
    stream_ids: jobjectArray,
) -> Result<RoomPrivileges> {
    let shape = PrivilegeShape::from_number(shape).ok_or(Error::Internal)?;
    let room_id = env.text(room_id)?;
    let stream_ids = if stream_ids.is_null() { None } else { Some(env.texts(stream_ids)?) };
    Ok(RoomPrivileges::from_raw(shape, &room_id, stream_ids))
}
