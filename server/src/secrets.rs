//! Secrets from the environment: `NAME`, or the file that `NAME_FILE` names.

use std::path::Path;

use token04::TokenGenerator;
use token04::env::{EnvValues, EnvVariable};
use zeroize::Zeroizing;

use crate::config::Config;

/// The variable with the secret that a reverse proxy proves itself with.
pub const PROXY_SECRET: &str = "TOKEN04_PROXY_SECRET";
/// A shorter one could be guessed.
const PROXY_SECRET_BYTES_MIN: usize = 32;
/// No secret is longer.
const FILE_BYTES_MAX: u64 = 4096;

type Bytes = Zeroizing<Vec<u8>>;

/// Everything that must not be shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secrets {
    app_id: Option<Bytes>,
    server_secret: Option<Bytes>,
    previous: Option<Bytes>,
    proxy: Option<Bytes>,
}

impl Secrets {
    /// Reads them all, and the app id, which is in the file or the environment.
    ///
    /// # Errors
    /// A sentence that names the variable and never shows a value.
    pub fn read(config: &Config) -> Result<Self, String> {
        let app_id = match config.app_id {
            Some(app_id) => Some(Zeroizing::new(app_id.to_string().into_bytes())),
            None => value(EnvVariable::AppId.name())?,
        };
        let secrets = Self {
            app_id,
            server_secret: value(EnvVariable::ServerSecret.name())?,
            previous: value(EnvVariable::PreviousServerSecret.name())?,
            proxy: value(PROXY_SECRET)?.filter(|_| config.header.is_some()),
        };
        secrets.values().check().map_err(|e| e.to_string())?;
        let long_enough = |secret: &Bytes| secret.len() >= PROXY_SECRET_BYTES_MIN;
        if config.header.is_some() && !secrets.proxy.as_ref().is_some_and(long_enough) {
            return Err(format!(
                "environment variable {PROXY_SECRET} (or {PROXY_SECRET}_FILE) must hold a secret \
                 of at least {PROXY_SECRET_BYTES_MIN} bytes"
            ));
        }
        Ok(secrets)
    }

    fn values(&self) -> EnvValues<'_> {
        fn bytes(value: Option<&Bytes>) -> Option<&[u8]> {
            value.map(|value| value.as_slice())
        }
        EnvValues {
            app_id: bytes(self.app_id.as_ref()),
            server_secret: bytes(self.server_secret.as_ref()),
            previous_server_secret: bytes(self.previous.as_ref()),
        }
    }

    /// The generator for these secrets.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn generator(&self, config: &Config) -> Result<TokenGenerator, String> {
        let generator = TokenGenerator::from_values(&self.values()).map_err(|e| e.to_string())?;
        Ok(generator.with_mode(config.mode))
    }

    /// The server secret and, where there is one, the one before it.
    pub fn server_secrets(&self) -> impl Iterator<Item = &[u8]> {
        let previous = self.previous.as_ref().filter(|previous| !previous.is_empty());
        self.server_secret.iter().chain(previous).map(|secret| secret.as_slice())
    }

    /// The proxy's secret.
    pub fn proxy(&self) -> Option<&[u8]> {
        self.proxy.as_ref().map(|secret| secret.as_slice())
    }
}

/// The value of a variable or of its file, without the line break at the file's end.
fn value(name: &str) -> Result<Option<Bytes>, String> {
    let file_name = format!("{name}_FILE");
    let file = std::env::var_os(&file_name).filter(|path| !path.is_empty());
    let Some(file) = file else {
        return Ok(std::env::var_os(name).map(|value| Zeroizing::new(value.into_encoded_bytes())));
    };
    if std::env::var_os(name).is_some() {
        return Err(format!("environment variables {name} and {file_name} exclude each other"));
    }
    let path = Path::new(&file);
    let too_long = std::fs::metadata(path).is_ok_and(|about| about.len() > FILE_BYTES_MAX);
    if too_long {
        return Err(format!("{file_name}: the file has more than {FILE_BYTES_MAX} bytes"));
    }
    let read = std::fs::read(path).map(Zeroizing::new);
    let mut bytes = read.map_err(|e| format!("{file_name}: {}: {e}", path.display()))?;
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
    }
    Ok(Some(bytes))
}
