//! Credentials from the environment, under the names already in use.

use std::fmt;

use zeroize::Zeroizing;

use crate::error::Error;
use crate::secret::ServerSecret;
use crate::{inputs, json};

/// The variable that holds the app id.
pub const APP_ID_VARIABLE: &str = "ZEGO_APP_ID";
/// The variable that holds the ServerSecret.
pub const SERVER_SECRET_VARIABLE: &str = "ZEGO_SERVER_SECRET";
/// The variable that holds the secret before the last rotation, for verifying.
pub const PREVIOUS_SERVER_SECRET_VARIABLE: &str = "ZEGO_PREVIOUS_SERVER_SECRET";

/// What a variable of the environment had wrong; see [`credentials`].
///
/// Its text names the variable, tells a missing value from a wrong one, and ends with the message
/// of the error; it never shows the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnvError {
    variable: &'static str,
    found: &'static str,
    error: Error,
}

impl EnvError {
    fn new(variable: &'static str, value: Option<&[u8]>, error: Error) -> Self {
        let found = match value {
            None => "not set",
            Some([]) => "empty",
            Some(_) => "refused",
        };
        Self { variable, found, error }
    }

    /// The variable's name.
    pub fn variable(&self) -> &'static str {
        self.variable
    }

    /// The error that the value alone would have met.
    pub fn error(&self) -> Error {
        self.error
    }
}

impl fmt::Display for EnvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "environment variable {} is {}: {}", self.variable, self.found, self.error)
    }
}

impl std::error::Error for EnvError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

impl From<EnvError> for Error {
    fn from(found: EnvError) -> Self {
        found.error
    }
}

/// A variable's value as its bytes, wiped after use.
pub type Value = Zeroizing<Vec<u8>>;

/// The app id and the current secret; `lookup` answers what a variable holds, if it is set.
///
/// # Errors
/// [`Error::AppIdInvalid`], then [`Error::SecretInvalid`]; also for a variable that is not set.
pub fn credentials(
    lookup: impl Fn(&'static str) -> Option<Value>,
) -> Result<(u32, ServerSecret), EnvError> {
    let text = lookup(APP_ID_VARIABLE);
    let app_id = text.as_deref().and_then(|text| str::from_utf8(text).ok());
    let app_id = app_id.ok_or(Error::AppIdInvalid).and_then(parse_app_id).map_err(|error| {
        EnvError::new(APP_ID_VARIABLE, text.as_deref().map(Vec::as_slice), error)
    })?;
    Ok((app_id, secret(SERVER_SECRET_VARIABLE, lookup(SERVER_SECRET_VARIABLE))?))
}

/// The secret before the last rotation; `None` where the variable is not set or empty, as a line
/// without a value in an `.env` file leaves it.
///
/// # Errors
/// [`Error::SecretInvalid`].
pub fn previous_secret(
    lookup: impl Fn(&'static str) -> Option<Value>,
) -> Result<Option<ServerSecret>, EnvError> {
    let value = lookup(PREVIOUS_SERVER_SECRET_VARIABLE).filter(|value| !value.is_empty());
    value.map(|value| secret(PREVIOUS_SERVER_SECRET_VARIABLE, Some(value))).transpose()
}

fn secret(variable: &'static str, value: Option<Value>) -> Result<ServerSecret, EnvError> {
    let value = value.as_deref().map(Vec::as_slice);
    ServerSecret::new(value.unwrap_or_default())
        .map_err(|error| EnvError::new(variable, value, error))
}

/// What the process's environment holds.
#[cfg(feature = "os")]
pub(crate) fn process(variable: &'static str) -> Option<Value> {
    std::env::var_os(variable).map(|value| Zeroizing::new(value.into_encoded_bytes()))
}

/// Reads an app id written in decimal digits, as in an environment variable.
///
/// # Errors
/// [`Error::AppIdInvalid`] for anything but an integer in `1..=4294967295`.
pub fn parse_app_id(text: &str) -> Result<u32, Error> {
    if !text.bytes().next().is_some_and(|first| first.is_ascii_digit()) {
        return Err(Error::AppIdInvalid);
    }
    inputs::app_id(json::parse_integer(text).ok_or(Error::AppIdInvalid)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_id_is_plain_digits() {
        assert_eq!(parse_app_id("1234567890"), Ok(1_234_567_890));
        for bad in ["", "0", "+1", "-1", " 1", "1 ", "NaN", "1.0", "4294967296", "0x1"] {
            assert_eq!(parse_app_id(bad), Err(Error::AppIdInvalid), "{bad:?}");
        }
    }

    const SECRET: &str = "fa94dd0f974cf2e293728a526b028271";

    /// An environment of these variables alone.
    fn with(set: &[(&'static str, &str)]) -> impl Fn(&'static str) -> Option<Value> {
        let held: Vec<_> = set.iter().map(|(name, value)| (*name, value.to_string())).collect();
        move |variable| {
            let value = held.iter().find(|(name, _)| *name == variable)?;
            Some(Zeroizing::new(value.1.clone().into_bytes()))
        }
    }

    #[test]
    fn an_error_names_the_variable_and_what_was_found() {
        let said = |set: &[(&'static str, &str)]| {
            credentials(with(set)).unwrap_err().to_string().split(": ").next().unwrap().to_owned()
        };
        let app_id = (APP_ID_VARIABLE, "1234567890");
        assert_eq!(said(&[]), "environment variable ZEGO_APP_ID is not set");
        assert_eq!(said(&[(APP_ID_VARIABLE, "")]), "environment variable ZEGO_APP_ID is empty");
        assert_eq!(said(&[(APP_ID_VARIABLE, "x")]), "environment variable ZEGO_APP_ID is refused");
        assert_eq!(said(&[app_id]), "environment variable ZEGO_SERVER_SECRET is not set");
        let short = (SERVER_SECRET_VARIABLE, "short");
        let error = credentials(with(&[app_id, short])).unwrap_err();
        assert_eq!((error.variable(), error.error()), (short.0, Error::SecretInvalid));
        let text = format!(
            "environment variable ZEGO_SERVER_SECRET is refused: {}",
            Error::SecretInvalid.message()
        );
        assert_eq!(error.to_string(), text);
    }

    #[test]
    fn an_empty_previous_secret_is_none() {
        assert!(previous_secret(with(&[])).unwrap().is_none());
        let empty = with(&[(PREVIOUS_SERVER_SECRET_VARIABLE, "")]);
        assert!(previous_secret(empty).unwrap().is_none());
        let good = with(&[(PREVIOUS_SERVER_SECRET_VARIABLE, SECRET)]);
        assert!(previous_secret(good).unwrap().is_some());
        let error = previous_secret(with(&[(PREVIOUS_SERVER_SECRET_VARIABLE, "short")]));
        assert_eq!(error.unwrap_err().variable(), PREVIOUS_SERVER_SECRET_VARIABLE);
    }
}
