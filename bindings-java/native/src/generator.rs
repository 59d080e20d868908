//! Making tokens.

use std::ptr::null_mut;

use jni::sys::{
    JNIEnv, jboolean, jbyteArray, jint, jintArray, jlong, jlongArray, jobject, jobjectArray,
    jstring,
};
use token04::{Draft, Error, Mode, RawRequest, Result, RoomPrivileges, TokenGenerator};
use token04::{PLAINTEXT_MAX_BYTES, ROOM_ID_MAX_BYTES, STREAM_ID_MAX_BYTES, USER_ID_MAX_BYTES};

use crate::boundary::call;
use crate::env::Env;
use crate::values::Values;
use crate::{handle, text};

/// # Safety
/// As [`handle::borrow`].
unsafe fn borrow<'a>(generator: jlong) -> Result<&'a TokenGenerator> {
    // SAFETY: the caller's promise.
    unsafe { handle::borrow(generator) }
}

fn user_and_payload(env: &Env, user_id: jstring, payload: jstring) -> Result<(Vec<u8>, Vec<u8>)> {
    Ok((env.text(user_id, USER_ID_MAX_BYTES)?, env.text(payload, PLAINTEXT_MAX_BYTES)?))
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_generatorNew(
    env: *mut JNIEnv,
    _native: jobject,
    app_id: jlong,
    secret: jstring,
    mode: jint,
) -> jlong {
    call(env, 0, |env| handle::give(TokenGenerator::from_raw(app_id, &env.secret(secret)?, mode)?))
}

/// From the values of the environment; null is a variable that is not set.
#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_generatorFromValues(
    env: *mut JNIEnv,
    _native: jobject,
    app_id: jstring,
    secret: jstring,
    mode: jint,
) -> jlong {
    call(env, 0, |env| {
        let values = Values::read(env, app_id, secret, null_mut())?;
        let generator = TokenGenerator::from_values(&values.borrowed());
        let generator = generator.map_err(|found| env.refuse(found))?;
        handle::give(generator.with_mode(Mode::from_number(mode)?))
    })
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_generatorAppId(
    env: *mut JNIEnv,
    _native: jobject,
    generator: jlong,
) -> jlong {
    // SAFETY: the Java half passes live generators only.
    call(env, 0, |_| Ok(unsafe { borrow(generator) }?.app_id().into()))
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_generatorFree(
    env: *mut JNIEnv,
    _native: jobject,
    generator: jlong,
) {
    // SAFETY: the Java half passes each generator once, after its last call.
    call(env, (), |_| unsafe { handle::take_back::<TokenGenerator>(generator) });
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_generate(
    env: *mut JNIEnv,
    _native: jobject,
    generator: jlong,
    user_id: jstring,
    ttl: jlong,
    payload: jstring,
    now: jlong,
) -> jstring {
    call(env, null_mut(), |env| {
        let (user_id, payload) = user_and_payload(env, user_id, payload)?;
        let request = RawRequest { user_id: &user_id, ttl, payload: &payload, now };
        // SAFETY: the Java half passes live generators only.
        env.string(&unsafe { borrow(generator) }?.draft(&request)?.finish()?)
    })
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_issue(
    env: *mut JNIEnv,
    _native: jobject,
    generator: jlong,
    user_id: jstring,
    ttl: jlong,
    payload: jstring,
    now: jlong,
    times: jlongArray,
) -> jstring {
    call(env, null_mut(), |env| {
        let (user_id, payload) = user_and_payload(env, user_id, payload)?;
        let request = RawRequest { user_id: &user_id, ttl, payload: &payload, now };
        // SAFETY: the Java half passes live generators only.
        let issued = unsafe { borrow(generator) }?.draft(&request)?.issue()?;
        env.write_longs(times, &[issued.issued_at, issued.expires_at, issued.refresh_at])?;
        env.string(&issued.token)
    })
}

/// Part of a batch. The user ids are in `users` without gaps; a negative length marks one that
/// the Java half did not pack. Returns the tokens without gaps; the length of each user id is
/// replaced by that of its token, or by the negative code of the error.
#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_batch(
    env: *mut JNIEnv,
    _native: jobject,
    generator: jlong,
    users: jbyteArray,
    lengths_array: jintArray,
    ttl: jlong,
    payload: jstring,
    now: jlong,
) -> jbyteArray {
    call(env, null_mut(), |env| {
        let (users, mut lengths) = (env.bytes(users)?, env.ints(lengths_array)?);
        let user_ids = split(&users, &lengths)?;
        let payload = env.text(payload, PLAINTEXT_MAX_BYTES)?;
        let mut tokens = Vec::new();
        let mut results = lengths.iter_mut();
        // SAFETY: the Java half passes live generators only.
        let generator = unsafe { borrow(generator) }?;
        generator.batch_drafts(user_ids, ttl, &payload, now, |draft| {
            let written = draft.and_then(|draft| append(draft, &mut tokens));
            if let Some(result) = results.next() {
                *result = written.unwrap_or_else(|error| -error.code());
            }
            written.map(drop)
        })?;
        env.write_ints(lengths_array, &lengths)?;
        env.byte_array(&tokens)
    })
}

fn split<'a>(mut users: &'a [u8], lengths: &[jint]) -> Result<Vec<&'a [u8]>> {
    let one = |&length: &jint| {
        let Ok(length) = usize::try_from(length) else { return Ok(text::REFUSED) };
        let (user_id, rest) = users.split_at_checked(length).ok_or(Error::Internal)?;
        users = rest;
        Ok(user_id)
    };
    lengths.iter().map(one).collect()
}

/// Appends a token to the others; returns its length.
fn append(draft: Draft<'_>, tokens: &mut Vec<u8>) -> Result<jint> {
    let start = tokens.len();
    tokens.resize(start + draft.token_bytes_bound(), 0);
    let written = draft.write(tokens.get_mut(start..).ok_or(Error::Internal)?);
    tokens.truncate(start + written.unwrap_or(0));
    jint::try_from(written?).map_err(|_| Error::Internal)
}

/// A user id of more characters is never valid: the Java half does not copy it.
#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_userIdMaxBytes(
    env: *mut JNIEnv,
    _native: jobject,
) -> jint {
    call(env, 0, |_| jint::try_from(USER_ID_MAX_BYTES).map_err(|_| Error::Internal))
}

/// `null` for the streams is a missing list; "any stream" is `any_stream`.
#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_privilegesPayload(
    env: *mut JNIEnv,
    _native: jobject,
    room_id: jstring,
    login: jboolean,
    publish: jboolean,
    any_stream: jboolean,
    stream_ids: jobjectArray,
) -> jstring {
    call(env, null_mut(), |env| {
        let room_id = env.text(room_id, ROOM_ID_MAX_BYTES)?;
        let privileges = if any_stream {
            RoomPrivileges::login_and_publish_any(room_id)?
        } else {
            let missing = stream_ids.is_null() || !publish;
            let list =
                if missing { None } else { Some(env.texts(stream_ids, STREAM_ID_MAX_BYTES)?) };
            RoomPrivileges::from_flags(room_id, login, publish, list)?
        };
        env.string(privileges.payload())
    })
}

#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_generateToken04(
    env: *mut JNIEnv,
    _native: jobject,
    app_id: jlong,
    user_id: jstring,
    secret: jstring,
    ttl: jlong,
    payload: jstring,
    now: jlong,
) -> jstring {
    call(env, null_mut(), |env| {
        let (user_id, payload) = user_and_payload(env, user_id, payload)?;
        let secret = env.secret(secret)?;
        let request = RawRequest { user_id: &user_id, ttl, payload: &payload, now };
        env.string(&token04::generate_token04_raw(app_id, &secret, &request)?)
    })
}
