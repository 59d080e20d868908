//! Why a token was refused.

use std::ptr::null_mut;

use jni::sys::{JNIEnv, jint, jlong, jobject, jobjectArray, jstring};
use token04::{ExplainInput, Result};
use token04::{ROOM_ID_MAX_BYTES, STREAM_ID_MAX_BYTES, TEXT_MAX_BYTES, USER_ID_MAX_BYTES};

use crate::boundary::call;

/// Bits for what the caller gave, also when it is null.
const USER_ID: i32 = 1;
const ROOM_ID: i32 = 2;
const STREAM_ID: i32 = 4;
const SECRET: i32 = 8;
const APP_ID: i32 = 16;
const KIT: i32 = 32;
const PLAIN: i32 = 64;

/// The JSON, then five strings for each finding, in the order that `Report` of the Java half reads.
#[unsafe(no_mangle)]
extern "system" fn Java_io_token04_Native_explain(
    env: *mut JNIEnv,
    _native: jobject,
    token: jstring,
    given: jint,
    secret: jstring,
    app_id: jlong,
    user_id: jstring,
    room_id: jstring,
    stream_id: jstring,
    now: jlong,
    leeway: jlong,
) -> jobjectArray {
    call(env, null_mut(), |env| {
        // What is too long for the core is malformed, or matches nothing.
        let token = env.text(token, TEXT_MAX_BYTES)?;
        let secret = if_given(given & SECRET, || env.configured_secret(secret))?;
        let user_id = if_given(given & USER_ID, || env.expected(user_id, USER_ID_MAX_BYTES))?;
        let room_id = if_given(given & ROOM_ID, || env.expected(room_id, ROOM_ID_MAX_BYTES))?;
        let stream_id =
            if_given(given & STREAM_ID, || env.expected(stream_id, STREAM_ID_MAX_BYTES))?;
        let mut input = ExplainInput::new_at(&token, now).leeway(leeway);
        if let Some(secret) = &secret {
            input = input.secret(secret.as_slice());
        }
        if given & APP_ID != 0 {
            input = input.app_id(app_id);
        }
        if let Some(user_id) = &user_id {
            input = input.user_id(user_id);
        }
        if let Some(room_id) = &room_id {
            input = input.room_id(room_id);
        }
        if let Some(stream_id) = &stream_id {
            input = input.stream_id(stream_id);
        }
        if given & (KIT | PLAIN) != 0 {
            input = input.kit(given & KIT != 0);
        }
        let report = token04::explain(&input);
        let mut texts = vec![report.to_json()];
        for finding in &report.findings {
            let codes: Vec<String> = finding.sdk_codes.iter().map(ToString::to_string).collect();
            texts.extend([
                finding.id.name().to_owned(),
                finding.severity.name().to_owned(),
                finding.message.to_string(),
                finding.advice.to_owned(),
                codes.join(","),
            ]);
        }
        env.strings(texts.iter().map(|text| Some(text.as_str())))
    })
}

fn if_given<T>(given: jint, read: impl FnOnce() -> Result<T>) -> Result<Option<T>> {
    if given == 0 { Ok(None) } else { read().map(Some) }
}
