//! Why a token was refused.

use std::ptr::null_mut;

use jni::sys::{JNIEnv, jint, jlong, jobject, jobjectArray, jstring};
use token04::USER_ID_MAX_BYTES;
use token04::{ExplainInput, ROOM_ID_MAX_BYTES, STREAM_ID_MAX_BYTES, TOKEN_MAX_BYTES};

use crate::boundary::call;
use crate::verifier::{named, text_if};

/// More bits beside those of [`named`].
const SECRET: i32 = 8;
const APP_ID: i32 = 16;
const KIT: i32 = 32;
const PLAIN: i32 = 64;
/// A string of more than so many of the longest tokens is malformed for the core, and no more.
const LONGEST: usize = 4;

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
        let token = env.text(token, TOKEN_MAX_BYTES * LONGEST)?;
        let secret = match given & SECRET {
            0 => None,
            _ => Some(env.configured_secret(secret)?),
        };
        let user_id = text_if(env, given & named::USER_ID, user_id, USER_ID_MAX_BYTES)?;
        let room_id = text_if(env, given & named::ROOM_ID, room_id, ROOM_ID_MAX_BYTES)?;
        let stream_id = text_if(env, given & named::STREAM_ID, stream_id, STREAM_ID_MAX_BYTES)?;
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
