//! Many tokens at once, here or on a thread of libuv's pool.

use napi::{Env, Result, Task};
use token04::{RawPayload, TokenGenerator};

use crate::answers::{Answer, Tokens, guarded};
use crate::args::Texts;
use crate::handles::Handle;
use crate::text::Text;

/// A batch that is to be made.
pub struct Batch {
    pub(crate) generator: Handle<TokenGenerator>,
    pub(crate) user_ids: Texts,
    pub(crate) ttl: i64,
    pub(crate) payload: Text,
    pub(crate) now: i64,
}

impl Batch {
    /// The tokens in the order of the user ids.
    pub(crate) fn run(&self) -> token04::Result<Vec<token04::Result<String>>> {
        let payload = RawPayload::Text(self.payload.as_ref());
        guarded(|| {
            self.generator.get()?.batch_raw(self.user_ids.iter(), self.ttl, payload, self.now)
        })
    }
}

impl Task for Batch {
    type Output = Answer<Tokens>;
    type JsValue = Answer<Tokens>;

    fn compute(&mut self) -> Result<Self::Output> {
        Ok(Answer(self.run().map(Tokens)))
    }

    fn resolve(&mut self, _: Env, output: Self::Output) -> Result<Self::JsValue> {
        Ok(output)
    }
}
