//! Judging tokens.

use napi_derive::napi;
use token04::{DEFAULT_LEEWAY_SECONDS, Expectations, TokenVerifier};

use crate::answers::{Answer, Json};
use crate::args::{Given, Integer, Now, Secret, Secrets};
use crate::handles::Handle;
use crate::text::{Text, Value};

/// A verifier; `previousSecrets` is an array, `leeway` undefined for the default.
#[napi(
    catch_unwind,
    ts_args_type = "appId: unknown, secret: unknown, previousSecrets: unknown, leeway: unknown, requireAuthenticated: boolean",
    ts_return_type = "object | number"
)]
pub fn create_verifier(
    app_id: Integer,
    secret: Secret,
    previous_secrets: Secrets,
    leeway: Given<Integer>,
    require_authenticated: bool,
) -> Answer<Handle<TokenVerifier>> {
    Answer::of(|| {
        let leeway = leeway.0.map_or(DEFAULT_LEEWAY_SECONDS, |leeway| leeway.0);
        TokenVerifier::from_raw(
            app_id.0,
            secret.as_ref(),
            previous_secrets.iter(),
            leeway,
            require_authenticated,
        )
        .map(Handle::new)
    })
}

/// Verifies a token and answers it as JSON; an expectation that is undefined is not named.
#[napi(
    catch_unwind,
    ts_args_type = "verifier: object, token: unknown, userId: unknown, roomId: unknown, streamId: unknown, now: unknown",
    ts_return_type = "string | number"
)]
pub fn verify(
    verifier: Handle<TokenVerifier>,
    token: Value,
    user_id: Given<Text>,
    room_id: Given<Text>,
    stream_id: Given<Text>,
    now: Now,
) -> Answer<Json> {
    Answer::of(|| {
        let expected = Expectations::from_raw(user_id.bytes(), room_id.bytes(), stream_id.bytes());
        token.with_text(|token| {
            Ok(Json(verifier.get()?.verify_at(token, &expected, now.0)?.to_json()))
        })
    })
}
