//! Reading tokens, without judging them.

use napi_derive::napi;
use token04::ExplainInput;

use crate::answers::{Answer, Ascii, Json};
use crate::args::{Given, Integer, Now, Secret};
use crate::text::{Text, Value};

/// The web UI kit's token around a plain one.
#[napi(
    catch_unwind,
    ts_args_type = "token: unknown, roomId: unknown, userId: unknown, userName: unknown, appId: unknown",
    ts_return_type = "string | number"
)]
pub fn kit_token(
    token: Text,
    room_id: Text,
    user_id: Text,
    user_name: Text,
    app_id: Integer,
) -> Answer<Ascii<String>> {
    Answer::of(|| {
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

/// Decrypts and reads a token and answers it as JSON.
#[napi(
    catch_unwind,
    ts_args_type = "token: unknown, secret: unknown",
    ts_return_type = "string | number"
)]
pub fn decode(token: Value, secret: Secret) -> Answer<Json> {
    Answer::of(|| token.with_text(|token| Ok(Json(token04::decode(token, &secret)?.to_json()))))
}

/// Tells what can be told of a token without its secret, as JSON.
#[napi(catch_unwind, ts_args_type = "token: unknown", ts_return_type = "string | number")]
pub fn inspect(token: Value) -> Answer<Json> {
    Answer::of(|| token.with_text(|token| Ok(Json(token04::inspect(token)?.to_json()))))
}

/// Tells why a token was refused, as JSON; what is undefined is not given.
#[napi(
    catch_unwind,
    ts_args_type = "token: unknown, secret: unknown, appId: unknown, userId: unknown, roomId: unknown, streamId: unknown, kit: boolean | undefined, now: unknown, leeway: unknown",
    ts_return_type = "string | number"
)]
#[allow(clippy::too_many_arguments, reason = "an object would be read field by field")]
pub fn explain(
    token: Text,
    secret: Given<Secret>,
    app_id: Given<Integer>,
    user_id: Given<Text>,
    room_id: Given<Text>,
    stream_id: Given<Text>,
    kit: Option<bool>,
    now: Now,
    leeway: Given<Integer>,
) -> Answer<String> {
    Answer::of(|| {
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
