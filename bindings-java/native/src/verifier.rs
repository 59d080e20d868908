//! Reading and judging tokens.

use std::ptr::null_mut;

use jni::sys::{JNIEnv, jlong, jlongArray, jobject, jobjectArray, jstring};
use token04::{DecodedToken, Error, Payload, Result, TokenVerifier, VerifiedToken};
use token04::{ROOM_ID_MAX_BYTES, STREAM_ID_MAX_BYTES, TOKEN_MAX_BYTES, USER_ID_MAX_BYTES};

use crate::boundary::call;
use crate::env::Env;
use crate::handle;
use crate::values::Values;

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_verifierNew(
    env: *mut JNIEnv,
    _native: jobject,
    app_id: jlong,
    secret: jstring,
    previous_secrets: jobjectArray,
    leeway: jlong,
) -> jlong {
    call(env, 0, |env| {
        let (secret, previous) = (env.secret(secret)?, env.secrets(previous_secrets)?);
        handle::give(TokenVerifier::from_raw(app_id, &secret, previous, leeway)?)
    })
}

/// From the values of the environment; null is a variable that is not set.
#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_verifierFromValues(
    env: *mut JNIEnv,
    _native: jobject,
    app_id: jstring,
    secret: jstring,
    previous_secret: jstring,
    leeway: jlong,
) -> jlong {
    call(env, 0, |env| {
        let values = Values::read(env, app_id, secret, previous_secret)?;
        let verifier = TokenVerifier::from_values(&values.borrowed());
        handle::give(verifier.map_err(|found| env.refuse(found))?.with_leeway(leeway)?)
    })
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_verifierFree(
    env: *mut JNIEnv,
    _native: jobject,
    verifier: jlong,
) {
    // SAFETY: the Java half passes each verifier once, after its last call.
    call(env, (), |_| unsafe { handle::take_back::<TokenVerifier>(verifier) });
}

/// # Safety
/// As [`handle::borrow`].
unsafe fn borrow<'a>(verifier: jlong) -> Result<&'a TokenVerifier> {
    // SAFETY: the caller's promise.
    unsafe { handle::borrow(verifier) }
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_verify(
    env: *mut JNIEnv,
    _native: jobject,
    verifier: jlong,
    token: jstring,
    now: jlong,
    numbers: jlongArray,
) -> jobjectArray {
    call(env, null_mut(), |env| {
        let token = env.text(token, TOKEN_MAX_BYTES)?;
        // SAFETY: the Java half passes live verifiers only.
        let verifier = unsafe { borrow(verifier) }?;
        let verified = verifier.verify_at(token, now)?;
        accepted(env, &verified, numbers)
    })
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_verifyUser(
    env: *mut JNIEnv,
    _native: jobject,
    verifier: jlong,
    token: jstring,
    user_id: jstring,
    now: jlong,
    numbers: jlongArray,
) -> jobjectArray {
    call(env, null_mut(), |env| {
        let token = env.text(token, TOKEN_MAX_BYTES)?;
        let user_id = env.expected(user_id, USER_ID_MAX_BYTES)?;
        // SAFETY: the Java half passes live verifiers only.
        let verifier = unsafe { borrow(verifier) }?;
        let verified = verifier.verify_user_at(token, user_id, now)?;
        accepted(env, &verified, numbers)
    })
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_verifyLogin(
    env: *mut JNIEnv,
    _native: jobject,
    verifier: jlong,
    token: jstring,
    user_id: jstring,
    room_id: jstring,
    now: jlong,
    numbers: jlongArray,
) -> jobjectArray {
    call(env, null_mut(), |env| {
        let token = env.text(token, TOKEN_MAX_BYTES)?;
        let user_id = env.expected(user_id, USER_ID_MAX_BYTES)?;
        let room_id = env.expected(room_id, ROOM_ID_MAX_BYTES)?;
        // SAFETY: the Java half passes live verifiers only.
        let verifier = unsafe { borrow(verifier) }?;
        let verified = verifier.verify_login_at(token, user_id, room_id, now)?;
        accepted(env, &verified, numbers)
    })
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_verifyPublish(
    env: *mut JNIEnv,
    _native: jobject,
    verifier: jlong,
    token: jstring,
    user_id: jstring,
    room_id: jstring,
    stream_id: jstring,
    now: jlong,
    numbers: jlongArray,
) -> jobjectArray {
    call(env, null_mut(), |env| {
        let token = env.text(token, TOKEN_MAX_BYTES)?;
        let user_id = env.expected(user_id, USER_ID_MAX_BYTES)?;
        let room_id = env.expected(room_id, ROOM_ID_MAX_BYTES)?;
        let stream_id = env.expected(stream_id, STREAM_ID_MAX_BYTES)?;
        // SAFETY: the Java half passes live verifiers only.
        let verifier = unsafe { borrow(verifier) }?;
        let verified = verifier.verify_publish_at(token, user_id, room_id, stream_id, now)?;
        accepted(env, &verified, numbers)
    })
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_decode(
    env: *mut JNIEnv,
    _native: jobject,
    token: jstring,
    secret: jstring,
    numbers: jlongArray,
) -> jobjectArray {
    call(env, null_mut(), |env| {
        let decoded = token04::decode(env.text(token, TOKEN_MAX_BYTES)?, env.secret(secret)?)?;
        fields(env, &decoded, &decoded.to_json(), -1, numbers)
    })
}

fn accepted(env: &Env, verified: &VerifiedToken, numbers: jlongArray) -> Result<jobjectArray> {
    let index = jlong::try_from(verified.secret_index).map_err(|_| Error::Internal)?;
    fields(env, verified, &verified.to_json(), index, numbers)
}

/// The fields of a token in the order that `TokenFields` of the Java half reads.
fn fields(
    env: &Env,
    token: &DecodedToken,
    json: &str,
    secret_index: jlong,
    numbers: jlongArray,
) -> Result<jobjectArray> {
    let claims = &token.claims;
    let privileges = token.privileges.as_ref();
    let streams = privileges.and_then(|held| held.stream_ids.as_ref());
    let streams_are_any = streams.is_none();
    env.write_longs(
        numbers,
        &[
            token.mode.number().into(),
            token.authenticated.into(),
            claims.app_id.into(),
            claims.nonce,
            claims.ctime,
            claims.expire,
            token.envelope_expire,
            token.payload_is_text().into(),
            secret_index,
            privileges.is_some().into(),
            privileges.is_some_and(|held| held.login).into(),
            privileges.is_some_and(|held| held.publish).into(),
            streams_are_any.into(),
        ],
    )?;
    let payload = match &claims.payload {
        Payload::Nothing => None,
        Payload::Text(text) | Payload::Json(text) => Some(text.as_str()),
    };
    let room_id = privileges.map(|held| held.room_id.as_str());
    let mut texts = vec![Some(json), Some(claims.user_id.as_str()), payload, room_id];
    texts.extend(streams.into_iter().flatten().map(|stream| Some(stream.as_str())));
    env.strings(texts.into_iter())
}
