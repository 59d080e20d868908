//! Making tokens.

use std::sync::Arc;

use napi::bindgen_prelude::AsyncTask;
use napi_derive::napi;
use token04::{Draft, Mode, RawPayload, RawRequest, TokenGenerator};

use crate::answers::{Answer, Ascii, Issued, Tokens};
use crate::args::{Given, Integer, ModeNumber, Now, Secret, Text, Texts};
use crate::batch::Batch;
use crate::privileges::privileges;

/// A prepared key.
#[napi]
pub struct NativeGenerator(Arc<TokenGenerator>);

/// A generator for one app with one secret; `mode` is `"cbc"`, `"gcm"`, or undefined for the
/// default.
#[napi(
    catch_unwind,
    ts_args_type = "appId: unknown, secret: unknown, mode: unknown",
    ts_return_type = "NativeGenerator | number"
)]
pub fn create_generator(
    app_id: Integer,
    secret: Secret,
    mode: Given<ModeNumber>,
) -> Answer<NativeGenerator> {
    Answer::of(|| {
        let mode = mode.0.map_or_else(|| Mode::default().number(), |mode| mode.0);
        let generator = TokenGenerator::from_raw(app_id.0, secret.as_ref(), mode)?;
        Ok(NativeGenerator(Arc::new(generator)))
    })
}

impl NativeGenerator {
    fn draft(
        &self,
        user_id: &Text,
        ttl: &Integer,
        payload: RawPayload<'_>,
        now: &Now,
    ) -> token04::Result<Draft<'_>> {
        let user_id = user_id.as_ref();
        self.0.draft(&RawRequest { user_id, ttl: ttl.0, payload, now: now.0 })
    }

    fn batch_of(&self, user_ids: Texts, ttl: &Integer, payload: Text, now: &Now) -> Batch {
        Batch { generator: Arc::clone(&self.0), user_ids, ttl: ttl.0, payload, now: now.0 }
    }
}

#[napi]
impl NativeGenerator {
    /// A token with any payload text.
    #[napi(
        catch_unwind,
        ts_args_type = "userId: unknown, ttl: unknown, payload: unknown, now: unknown",
        ts_return_type = "string | number"
    )]
    pub fn generate(&self, user_id: Text, ttl: Integer, payload: Text, now: Now) -> Answer<Ascii> {
        let payload = RawPayload::Text(payload.as_ref());
        Answer::of(|| Ok(Ascii(self.draft(&user_id, &ttl, payload, &now)?.finish()?)))
    }

    /// A token with an empty payload.
    #[napi(
        catch_unwind,
        ts_args_type = "userId: unknown, ttl: unknown, now: unknown",
        ts_return_type = "string | number"
    )]
    pub fn identity_token(&self, user_id: Text, ttl: Integer, now: Now) -> Answer<Ascii> {
        let payload = RawPayload::Text(b"");
        Answer::of(|| Ok(Ascii(self.draft(&user_id, &ttl, payload, &now)?.finish()?)))
    }

    /// A token that carries the privileges of one room, as for `privilegePayload`.
    #[napi(
        catch_unwind,
        ts_args_type = "userId: unknown, ttl: unknown, shape: number, roomId: unknown, streamIds: unknown, now: unknown",
        ts_return_type = "string | number"
    )]
    pub fn privilege_token(
        &self,
        user_id: Text,
        ttl: Integer,
        shape: i32,
        room_id: Text,
        stream_ids: Given<Texts>,
        now: Now,
    ) -> Answer<Ascii> {
        Answer::of(|| {
            let held = privileges(shape, &room_id, &stream_ids)?;
            let payload = RawPayload::Privileges(&held);
            Ok(Ascii(self.draft(&user_id, &ttl, payload, &now)?.finish()?))
        })
    }

    /// A token and its moments: `[token, issuedAt, expiresAt, refreshAt]`.
    #[napi(
        catch_unwind,
        ts_args_type = "userId: unknown, ttl: unknown, payload: unknown, now: unknown",
        ts_return_type = "[string, number | bigint, number | bigint, number | bigint] | number"
    )]
    pub fn issue(&self, user_id: Text, ttl: Integer, payload: Text, now: Now) -> Answer<Issued> {
        let payload = RawPayload::Text(payload.as_ref());
        Answer::of(|| Ok(Issued(self.draft(&user_id, &ttl, payload, &now)?.issue()?)))
    }

    /// One token for each user id of an array, each a text or the number of its error.
    #[napi(
        catch_unwind,
        ts_args_type = "userIds: unknown, ttl: unknown, payload: unknown, now: unknown",
        ts_return_type = "Array<string | number> | number"
    )]
    pub fn generate_batch(
        &self,
        user_ids: Texts,
        ttl: Integer,
        payload: Text,
        now: Now,
    ) -> Answer<Tokens> {
        Answer(self.batch_of(user_ids, &ttl, payload, &now).run().map(Tokens))
    }

    /// The same on a thread of libuv's pool.
    #[napi(
        catch_unwind,
        ts_args_type = "userIds: unknown, ttl: unknown, payload: unknown, now: unknown",
        ts_return_type = "Promise<Array<string | number> | number>"
    )]
    pub fn generate_batch_async(
        &self,
        user_ids: Texts,
        ttl: Integer,
        payload: Text,
        now: Now,
    ) -> AsyncTask<Batch> {
        AsyncTask::new(self.batch_of(user_ids, &ttl, payload, &now))
    }
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
    user_id: Text,
    secret: Secret,
    ttl: Integer,
    payload: Text,
    now: Now,
) -> Answer<Ascii> {
    let payload = RawPayload::Text(payload.as_ref());
    let request = RawRequest { user_id: user_id.as_ref(), ttl: ttl.0, payload, now: now.0 };
    Answer::of(|| token04::generate_token04_raw(app_id.0, secret.as_ref(), &request).map(Ascii))
}
