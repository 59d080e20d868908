//! Reading and judging tokens.

use std::ptr::null_mut;

use jni::sys::{JNIEnv, jboolean, jint, jlong, jlongArray, jobject, jobjectArray, jstring};
use token04::{DecodedToken, Error, Expectations, Payload, Result, TokenVerifier};
use token04::{ROOM_ID_MAX_BYTES, STREAM_ID_MAX_BYTES, TOKEN_MAX_BYTES, USER_ID_MAX_BYTES};

use crate::boundary::call;
use crate::env::Env;
use crate::{handle, text};

/// Bits that say what a caller named, also when it is empty or null.
pub(crate) mod named {
    pub(crate) const USER_ID: i32 = 1;
    pub(crate) const ROOM_ID: i32 = 2;
    pub(crate) const STREAM_ID: i32 = 4;
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_verifierNew(
    env: *mut JNIEnv,
    _native: jobject,
    app_id: jlong,
    secret: jstring,
    previous_secrets: jobjectArray,
    leeway: jlong,
    require_authenticated: jboolean,
) -> jlong {
    call(env, 0, |env| {
        let (secret, previous) = (env.secret(secret)?, env.secrets(previous_secrets)?);
        let verifier =
            TokenVerifier::from_raw(app_id, &secret, previous, leeway, require_authenticated)?;
        handle::give(verifier)
    })
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_verifierFromEnv(
    env: *mut JNIEnv,
    _native: jobject,
    leeway: jlong,
    require_authenticated: jboolean,
) -> jlong {
    call(env, 0, |env| {
        let verifier = TokenVerifier::from_env().map_err(|found| env.refuse(found))?;
        let verifier = verifier.with_leeway(leeway)?;
        handle::give(verifier.require_authenticated(require_authenticated))
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

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_verify(
    env: *mut JNIEnv,
    _native: jobject,
    verifier: jlong,
    token: jstring,
    named: jint,
    user_id: jstring,
    room_id: jstring,
    stream_id: jstring,
    now: jlong,
    numbers: jlongArray,
) -> jobjectArray {
    call(env, null_mut(), |env| {
        let token = env.text(token, TOKEN_MAX_BYTES)?;
        let user_id = text_if(env, named & named::USER_ID, user_id, USER_ID_MAX_BYTES)?;
        let room_id = text_if(env, named & named::ROOM_ID, room_id, ROOM_ID_MAX_BYTES)?;
        let stream_id = text_if(env, named & named::STREAM_ID, stream_id, STREAM_ID_MAX_BYTES)?;
        let expectations =
            Expectations::from_raw(user_id.as_deref(), room_id.as_deref(), stream_id.as_deref());
        // SAFETY: the Java half passes live verifiers only.
        let verifier = unsafe { handle::borrow::<TokenVerifier>(verifier) }?;
        let verified = verifier.verify_at(token, &expectations, now)?;
        let index = jlong::try_from(verified.secret_index).map_err(|_| Error::Internal)?;
        answer(env, &verified, &verified.to_json(), index, numbers)
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
        answer(env, &decoded, &decoded.to_json(), -1, numbers)
    })
}

/// A string that was named. What is not a valid id, `null` included, becomes the empty string: it
/// never matches, not even where any stream is allowed.
pub(crate) fn text_if(
    env: &Env,
    named: jint,
    given: jstring,
    max_bytes: usize,
) -> Result<Option<Vec<u8>>> {
    if named == 0 {
        return Ok(None);
    }
    let bytes = env.text(given, max_bytes)?;
    Ok(Some(if bytes == text::REFUSED { Vec::new() } else { bytes }))
}

/// The fields of a token in the order that `TokenFields` of the Java half reads.
fn answer(
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
