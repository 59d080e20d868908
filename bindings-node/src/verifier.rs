//! Verifying tokens.

use napi_derive::napi;
use token04::{DEFAULT_LEEWAY_SECONDS, Result, TokenVerifier, VerifiedToken};

use crate::args::{Given, Integer, Now, Secret, Secrets};
use crate::handles::Handle;
use crate::outcome::{Json, Outcome};
use crate::strings::Value;

/// A verifier; `previousSecrets` is an array, `leeway` undefined for the default.
#[napi(
    catch_unwind,
    ts_args_type = "appId: unknown, secret: unknown, previousSecrets: unknown, leeway: unknown",
    ts_return_type = "object | number"
)]
pub fn create_verifier(
    app_id: Integer,
    secret: Secret,
    previous_secrets: Secrets,
    leeway: Given<Integer>,
) -> Outcome<Handle<TokenVerifier>> {
    Outcome::of(|| {
        let leeway = leeway.0.map_or(DEFAULT_LEEWAY_SECONDS, |leeway| leeway.0);
        let (secret, previous) = (secret.as_ref(), previous_secrets.iter());
        TokenVerifier::from_raw(app_id.0, secret, previous, leeway).map(Handle::new)
    })
}

/// The verified token as JSON.
fn json(verified: Result<VerifiedToken>) -> Result<Json> {
    Ok(Json(verified?.to_json()))
}

/// Verifies that the token was made with a secret of the verifier, for its app, and is valid now.
#[napi(
    catch_unwind,
    ts_args_type = "verifier: object, token: unknown, now: unknown",
    ts_return_type = "string | number"
)]
pub fn verify(verifier: Handle<TokenVerifier>, token: Value, now: Now) -> Outcome<Json> {
    Outcome::of(|| token.with_utf8(|token| json(verifier.get()?.verify_at(token, now.0))))
}

/// `verify`, and that the token is this user's.
#[napi(
    catch_unwind,
    ts_args_type = "verifier: object, token: unknown, userId: unknown, now: unknown",
    ts_return_type = "string | number"
)]
pub fn verify_user(
    verifier: Handle<TokenVerifier>,
    token: Value,
    user_id: Value,
    now: Now,
) -> Outcome<Json> {
    Outcome::of(|| {
        token.with_utf8(|token| {
            user_id.with_utf8(|user| json(verifier.get()?.verify_user_at(token, user, now.0)))
        })
    })
}

/// `verifyUser`, and that the token allows logging in to this room.
#[napi(
    catch_unwind,
    ts_args_type = "verifier: object, token: unknown, userId: unknown, roomId: unknown, now: unknown",
    ts_return_type = "string | number"
)]
pub fn verify_login(
    verifier: Handle<TokenVerifier>,
    token: Value,
    user_id: Value,
    room_id: Value,
    now: Now,
) -> Outcome<Json> {
    Outcome::of(|| {
        token.with_utf8(|token| {
            user_id.with_utf8(|user| {
                room_id.with_utf8(|room| {
                    json(verifier.get()?.verify_login_at(token, user, room, now.0))
                })
            })
        })
    })
}

/// Verifies that the token is this user's, for this room, and allows publishing this stream.
#[napi(
    catch_unwind,
    ts_args_type = "verifier: object, token: unknown, userId: unknown, roomId: unknown, streamId: unknown, now: unknown",
    ts_return_type = "string | number"
)]
pub fn verify_publish(
    verifier: Handle<TokenVerifier>,
    token: Value,
    user_id: Value,
    room_id: Value,
    stream_id: Value,
    now: Now,
) -> Outcome<Json> {
    Outcome::of(|| {
        token.with_utf8(|token| {
            user_id.with_utf8(|user| {
                room_id.with_utf8(|room| {
                    stream_id.with_utf8(|stream| {
                        let verifier = verifier.get()?;
                        json(verifier.verify_publish_at(token, user, room, stream, now.0))
                    })
                })
            })
        })
    })
}
