//! The values of the environment variables, as Java read them.

use jni::sys::jstring;
use token04::env::EnvValues;
use token04::{Result, TEXT_MAX_BYTES};
use zeroize::Zeroizing;

use crate::env::Env;

/// `None` is a variable that is not set.
pub(crate) struct Values {
    app_id: Option<Vec<u8>>,
    secret: Option<Zeroizing<Vec<u8>>>,
    previous_secret: Option<Zeroizing<Vec<u8>>>,
}

impl Values {
    pub(crate) fn read(
        env: &Env,
        app_id: jstring,
        secret: jstring,
        previous_secret: jstring,
    ) -> Result<Self> {
        Ok(Self {
            app_id: if_set(app_id, |value| env.text(value, TEXT_MAX_BYTES))?,
            secret: if_set(secret, |value| env.secret(value))?,
            previous_secret: if_set(previous_secret, |value| env.secret(value))?,
        })
    }

    pub(crate) fn borrowed(&self) -> EnvValues<'_> {
        EnvValues {
            app_id: self.app_id.as_deref(),
            server_secret: self.secret.as_ref().map(|secret| secret.as_slice()),
            previous_server_secret: self.previous_secret.as_ref().map(|secret| secret.as_slice()),
        }
    }
}

fn if_set<T>(value: jstring, read: impl FnOnce(jstring) -> Result<T>) -> Result<Option<T>> {
    if value.is_null() { Ok(None) } else { read(value).map(Some) }
}
