//! Many tokens at once, on the calling thread or in libuv's thread pool.

use napi::bindgen_prelude::ToNapiValue;
use napi::{Env, Result, Task, check_status, sys};
use token04::{Draft, Error, TokenGenerator};

use crate::args::Utf8List;
use crate::handles::Handle;
use crate::outcome::{Ascii, Outcome, guarded};
use crate::strings::Utf8;

/// The inputs of a batch.
pub struct Batch {
    pub(crate) generator: Handle<TokenGenerator>,
    pub(crate) user_ids: Utf8List,
    pub(crate) ttl: i64,
    pub(crate) payload: Utf8,
    pub(crate) now: i64,
}

impl Batch {
    /// The tokens in the order of the user ids.
    pub(crate) fn run(&self) -> token04::Result<Tokens> {
        guarded(|| {
            let payload = self.payload.as_ref();
            let mut tokens = Tokens::default();
            let users = self.user_ids.iter();
            let generator = self.generator.get()?;
            generator
                .batch_drafts(users, self.ttl, payload, self.now, |draft| tokens.push(draft))?;
            Ok(tokens)
        })
    }
}

impl Task for Batch {
    type Output = Outcome<Tokens>;
    type JsValue = Outcome<Tokens>;

    fn compute(&mut self) -> Result<Self::Output> {
        Ok(Outcome(self.run()))
    }

    fn resolve(&mut self, _: Env, output: Self::Output) -> Result<Self::JsValue> {
        Ok(output)
    }
}

/// The tokens of a batch in one buffer: a million of them are two allocations.
#[derive(Default)]
pub struct Tokens {
    bytes: Vec<u8>,
    /// Where each token ends, or its error.
    ends: Vec<token04::Result<usize>>,
}

impl Tokens {
    fn push(&mut self, draft: token04::Result<Draft<'_>>) -> token04::Result<()> {
        let start = self.bytes.len();
        let made = draft.and_then(|draft| {
            self.bytes.resize(start + draft.token_bytes_bound(), 0);
            draft.write(self.bytes.get_mut(start..).ok_or(Error::Internal)?)
        });
        self.bytes.truncate(start + made.unwrap_or_default());
        self.ends.push(made.map(|length| start + length));
        made.map(drop)
    }

    fn iter(&self) -> impl Iterator<Item = token04::Result<&[u8]>> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let end = end?;
            let token = self.bytes.get(start..end).ok_or(Error::Internal)?;
            start = end;
            Ok(token)
        })
    }
}

impl ToNapiValue for Tokens {
    /// An array, each element a string or the number of its error.
    // SAFETY: napi-rs, the one caller, holds `env` valid for this call.
    unsafe fn to_napi_value(env: sys::napi_env, tokens: Self) -> Result<sys::napi_value> {
        /// Elements that are made before their handle scope is closed.
        const CHUNK: usize = 1024;
        let mut array = std::ptr::null_mut();
        let length = tokens.ends.len();
        // SAFETY: `array` is ours to write to.
        check_status!(unsafe { sys::napi_create_array_with_length(env, length, &raw mut array) })?;
        let mut elements = (0_u32..).zip(tokens.iter());
        for _ in 0..length.div_ceil(CHUNK) {
            let mut scope = std::ptr::null_mut();
            // SAFETY: the scope is closed below, whatever happens in between.
            check_status!(unsafe { sys::napi_open_handle_scope(env, &raw mut scope) })?;
            let set = elements.by_ref().take(CHUNK).try_for_each(|(index, token)| {
                // SAFETY: `env` is the caller's, who holds it valid for this call.
                let value = unsafe { Outcome::to_napi_value(env, Outcome(token.map(Ascii))) }?;
                // SAFETY: both values belong to `env`; the element keeps the value alive.
                check_status!(unsafe { sys::napi_set_element(env, array, index, value) })
            });
            // SAFETY: opened above, and none of its handles is in use.
            check_status!(unsafe { sys::napi_close_handle_scope(env, scope) })?;
            set?;
        }
        Ok(array)
    }
}
