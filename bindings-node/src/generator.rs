//! Making tokens.

use napi::bindgen_prelude::AsyncTask;
use napi_derive::napi;
use token04::{Mode, RawRequest, Result, TokenGenerator};

use crate::args::{Given, Integer, ModeNumber, Now, Secret, Utf8List};
use crate::batch::{Batch, Tokens};
use crate::handles::Handle;
use crate::outcome::{Ascii, Made, Outcome};
use crate::strings::{Utf8, Value};
use crate::timestamps::Timestamps;

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
) -> Outcome<Handle<TokenGenerator>> {
    Outcome::of(|| {
        let mode = mode.0.map_or_else(|| Mode::default().number(), |mode| mode.0);
        let generator = TokenGenerator::from_raw(app_id.0, secret.as_ref(), mode)?;
        Ok(Handle::new(generator))
    })
}

/// Passes the request for a token to `take`.
fn requested<T>(
    user: &Value,
    ttl: &Integer,
    payload: &Value,
    now: &Now,
    take: impl FnOnce(&RawRequest<'_>) -> Result<T>,
) -> Result<T> {
    user.with_utf8(|user_id| {
        payload.with_utf8(|payload| take(&RawRequest { user_id, ttl: ttl.0, payload, now: now.0 }))
    })
}

/// A token with any payload string, from a generator that `createGenerator` made.
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
) -> Outcome<Made> {
    Outcome::of(|| {
        requested(&user, &ttl, &payload, &now, |request| {
            Made::token(generator.get()?.draft(request)?, &user)
        })
    })
}

/// A token; the timestamps of its issue, expiry and refresh are written to the array.
#[napi(
    catch_unwind,
    ts_args_type = "generator: object, userId: unknown, ttl: unknown, payload: unknown, now: unknown, timestamps: BigInt64Array",
    ts_return_type = "string | number"
)]
pub fn issue(
    generator: Handle<TokenGenerator>,
    user: Value,
    ttl: Integer,
    payload: Value,
    now: Now,
    timestamps: Timestamps,
) -> Outcome<Made> {
    Outcome::of(|| {
        requested(&user, &ttl, &payload, &now, |request| {
            let draft = generator.get()?.draft(request)?;
            let times = draft.timestamps();
            let token = Made::token(draft, &user)?;
            timestamps.write([times.issued_at(), times.expires_at(), times.refresh_at()])?;
            Ok(token)
        })
    })
}

/// One token for each user id of an array, each a string or the number of its error.
#[napi(
    catch_unwind,
    ts_args_type = "generator: object, userIds: unknown, ttl: unknown, payload: unknown, now: unknown",
    ts_return_type = "Array<string | number> | number"
)]
pub fn generate_batch(
    generator: Handle<TokenGenerator>,
    user_ids: Utf8List,
    ttl: Integer,
    payload: Utf8,
    now: Now,
) -> Outcome<Tokens> {
    let batch = Batch { generator, user_ids, ttl: ttl.0, payload, now: now.0 };
    Outcome(batch.run())
}

/// The same in libuv's thread pool.
#[napi(
    catch_unwind,
    ts_args_type = "generator: object, userIds: unknown, ttl: unknown, payload: unknown, now: unknown",
    ts_return_type = "Promise<Array<string | number> | number>"
)]
pub fn generate_batch_async(
    generator: Handle<TokenGenerator>,
    user_ids: Utf8List,
    ttl: Integer,
    payload: Utf8,
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
) -> Outcome<Ascii<String>> {
    Outcome::of(|| {
        requested(&user, &ttl, &payload, &now, |request| {
            secret.with_secret(|secret| {
                token04::generate_token04_raw(app_id.0, secret, request).map(Ascii)
            })
        })
    })
}
