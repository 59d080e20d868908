//! Reading tokens without verifying them.

use napi_derive::napi;
use token04::ExplainInput;

use crate::args::{Given, Integer, Now, Secret};
use crate::outcome::{Ascii, Json, Outcome};
use crate::strings::{Utf8, Value};

/// The web UI kit's token around a plain one.
#[napi(
    catch_unwind,
    ts_args_type = "token: unknown, roomId: unknown, userId: unknown, userName: unknown, appId: unknown",
    ts_return_type = "string | number"
)]
pub fn kit_token(
    token: Utf8,
    room_id: Utf8,
    user_id: Utf8,
    user_name: Utf8,
    app_id: Integer,
) -> Outcome<Ascii<String>> {
    Outcome::of(|| {
        token04::kit_token_raw(
            token.as_ref(),
            room_id.as_ref(),
            user_id.as_ref(),
            user_name.as_ref(),
            app_id.0,
        )
        .map(Ascii)
    })
}

/// Decrypts and reads a token; the result is JSON.
#[napi(
    catch_unwind,
    ts_args_type = "token: unknown, secret: unknown",
    ts_return_type = "string | number"
)]
pub fn decode(token: Value, secret: Secret) -> Outcome<Json> {
    Outcome::of(|| token.with_utf8(|token| Ok(Json(token04::decode(token, &secret)?.to_json()))))
}

/// What a token shows without its secret, as JSON.
#[napi(catch_unwind, ts_args_type = "token: unknown", ts_return_type = "string | number")]
pub fn inspect(token: Value) -> Outcome<Json> {
    Outcome::of(|| token.with_utf8(|token| Ok(Json(token04::inspect(token)?.to_json()))))
}

/// Why a token was refused, as JSON; an undefined argument counts as not given.
#[napi(
    catch_unwind,
    ts_args_type = "token: unknown, secret: unknown, appId: unknown, userId: unknown, roomId: unknown, streamId: unknown, kit: boolean | undefined, now: unknown, leeway: unknown",
    ts_return_type = "string | number"
)]
#[allow(clippy::too_many_arguments, reason = "an object would be read field by field")]
pub fn explain(
    token: Utf8,
    secret: Given<Secret>,
    app_id: Given<Integer>,
    user_id: Given<Utf8>,
    room_id: Given<Utf8>,
    stream_id: Given<Utf8>,
    kit: Option<bool>,
    now: Now,
    leeway: Given<Integer>,
) -> Outcome<String> {
    Outcome::of(|| {
        let mut input = ExplainInput::new_at(&token, now.0);
        if let Some(secret) = &secret.0 {
            input = input.secret(secret);
        }
        if let Some(app_id) = &app_id.0 {
            input = input.app_id(app_id.0);
        }
        if let Some(user_id) = &user_id.0 {
            input = input.user_id(user_id);
        }
        if let Some(room_id) = &room_id.0 {
            input = input.room_id(room_id);
        }
        if let Some(stream_id) = &stream_id.0 {
            input = input.stream_id(stream_id);
        }
        if let Some(kit) = kit {
            input = input.kit(kit);
        }
        if let Some(leeway) = &leeway.0 {
            input = input.leeway(leeway.0);
        }
        Ok(token04::explain(&input).to_json())
    })
}
