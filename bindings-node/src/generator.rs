//! Making tokens.

use napi::bindgen_prelude::AsyncTask;
use napi_derive::napi;
use token04::{Mode, RawPayload, RawRequest, Result, TokenGenerator};

use crate::answers::{Answer, Ascii, Made};
use crate::args::{Given, Integer, ModeNumber, Now, Secret, Texts};
use crate::batch::{Batch, Tokens};
use crate::handles::Handle;
use crate::moments::Moments;
use crate::privileges::privileges;
use crate::text::{Text, Value};

/// A generator for one app with one secret; `mode` is `"cbc"`, `"gcm"`, or undefined for the
/// default.
#[napi(
    catch_unwind,
    ts_args_type = "appId: unknown, secret: unknown, mode: unknown",
    ts_return_type = "object | number"
)]
pub fn create_generator(
    app_id: Integer,
    secret: Secret,
    mode: Given<ModeNumber>,
) -> Answer<Handle<TokenGenerator>> {
    Answer::of(|| {
        let mode = mode.0.map_or_else(|| Mode::default().number(), |mode| mode.0);
        let generator = TokenGenerator::from_raw(app_id.0, secret.as_ref(), mode)?;
        Ok(Handle::new(generator))
    })
}

/// Hands the request of a token with a text as payload to `take`.
fn requested<T>(
    user: &Value,
    ttl: &Integer,
    payload: &Value,
    now: &Now,
    take: impl FnOnce(&RawRequest<'_>) -> Result<T>,
) -> Result<T> {
    user.with_text(|user_id| {
        payload.with_text(|payload| {
            let payload = RawPayload::Text(payload);
            take(&RawRequest { user_id, ttl: ttl.0, payload, now: now.0 })
        })
    })
}

/// A token with any payload text, of what `createGenerator` made.
#[napi(
    catch_unwind,
    ts_args_type = "generator: object, userId: unknown, ttl: unknown, payload: unknown, now: unknown",
    ts_return_type = "string | number"
)]
pub fn generate(
    generator: Handle<TokenGenerator>,
    user: Value,
    ttl: Integer,
    payload: Value,
    now: Now,
) -> Answer<Made> {
    Answer::of(|| {
        requested(&user, &ttl, &payload, &now, |request| {
            Made::token(generator.get()?.draft(request)?, &user)
        })
    })
}

/// A token that carries the privileges of one room, as for `privilegePayload`.
#[napi(
    catch_unwind,
    ts_args_type = "generator: object, userId: unknown, ttl: unknown, shape: number, roomId: unknown, streamIds: unknown, now: unknown",
    ts_return_type = "string | number"
)]
pub fn privilege_token(
    generator: Handle<TokenGenerator>,
    user: Value,
    ttl: Integer,
    shape: i32,
    room_id: Value,
    stream_ids: Given<Texts>,
    now: Now,
) -> Answer<Made> {
    Answer::of(|| {
        let held = privileges(shape, &room_id, &stream_ids)?;
        let payload = RawPayload::Privileges(&held);
        user.with_text(|user_id| {
            let request = RawRequest { user_id, ttl: ttl.0, payload, now: now.0 };
            Made::token(generator.get()?.draft(&request)?, &user)
        })
    })
}

/// A token; its moments of issue, expiry and refresh go into the array.
#[napi(
    catch_unwind,
    ts_args_type = "generator: object, userId: unknown, ttl: unknown, payload: unknown, now: unknown, moments: BigInt64Array",
    ts_return_type = "string | number"
)]
pub fn issue(
    generator: Handle<TokenGenerator>,
    user: Value,
    ttl: Integer,
    payload: Value,
    now: Now,
    moments: Moments,
) -> Answer<Made> {
    Answer::of(|| {
        requested(&user, &ttl, &payload, &now, |request| {
            let draft = generator.get()?.draft(request)?;
            let told = draft.moments();
            let token = Made::token(draft, &user)?;
            moments.write([told.issued_at(), told.expires_at(), told.refresh_at()])?;
            Ok(token)
        })
    })
}

/// One token for each user id of an array, each a text or the number of its error.
#[napi(
    catch_unwind,
    ts_args_type = "generator: object, userIds: unknown, ttl: unknown, payload: unknown, now: unknown",
    ts_return_type = "Array<string | number> | number"
)]
pub fn generate_batch(
    generator: Handle<TokenGenerator>,
    user_ids: Texts,
    ttl: Integer,
    payload: Text,
    now: Now,
) -> Answer<Tokens> {
    let batch = Batch { generator, user_ids, ttl: ttl.0, payload, now: now.0 };
    Answer(batch.run())
}

/// The same on a thread of libuv's pool.
#[napi(
    catch_unwind,
    ts_args_type = "generator: object, userIds: unknown, ttl: unknown, payload: unknown, now: unknown",
    ts_return_type = "Promise<Array<string | number> | number>"
)]
pub fn generate_batch_async(
    generator: Handle<TokenGenerator>,
    user_ids: Texts,
    ttl: Integer,
    payload: Text,
    now: Now,
) -> AsyncTask<Batch> {
    AsyncTask::new(Batch { generator, user_ids, ttl: ttl.0, payload, now: now.0 })
}

/// The drop-in: one CBC token in upstream's argument order.
#[napi(
    catch_unwind,
    js_name = "generateToken04",
    ts_args_type = "appId: unknown, userId: unknown, secret: unknown, ttl: unknown, payload: unknown, now: unknown",
    ts_return_type = "string | number"
)]
pub fn generate_token04(
    app_id: Integer,
    user: Value,
    secret: Value,
    ttl: Integer,
    payload: Value,
    now: Now,
) -> Answer<Ascii<String>> {
    Answer::of(|| {
        requested(&user, &ttl, &payload, &now, |request| {
            secret.with_secret(|secret| {
                token04::generate_token04_raw(app_id.0, secret, request).map(Ascii)
            })
        })
    })
}
