//! Credentials from the environment, under the names already in use.

#[cfg(feature = "os")]
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::{inputs, json};

/// The variable that holds the app id.
pub const APP_ID_VARIABLE: &str = "ZEGO_APP_ID";
/// The variable that holds the ServerSecret.
pub const SERVER_SECRET_VARIABLE: &str = "ZEGO_SERVER_SECRET";
/// The variable that holds the secret before the last rotation, for verifying.
pub const PREVIOUS_SERVER_SECRET_VARIABLE: &str = "ZEGO_PREVIOUS_SERVER_SECRET";

#[cfg(feature = "os")]
pub(crate) fn credentials() -> Result<(u32, Zeroizing<String>)> {
    let app_id = std::env::var(APP_ID_VARIABLE).map_err(|_| Error::AppIdInvalid)?;
    let app_id = parse_app_id(&app_id)?;
    let secret = std::env::var(SERVER_SECRET_VARIABLE).map_err(|_| Error::SecretInvalid)?;
    Ok((app_id, Zeroizing::new(secret)))
}

/// The previous secret, where there is one; set but not UTF-8 is an invalid one.
#[cfg(feature = "os")]
pub(crate) fn previous_secret() -> Result<Option<Zeroizing<String>>> {
    match std::env::var(PREVIOUS_SERVER_SECRET_VARIABLE) {
        Ok(secret) => Ok(Some(Zeroizing::new(secret))),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(Error::SecretInvalid),
    }
}

/// Reads an app id written in decimal digits, as in an environment variable.
///
/// # Errors
/// [`Error::AppIdInvalid`] for anything but an integer in `1..=4294967295`.
pub fn parse_app_id(text: &str) -> Result<u32> {
    if !text.starts_with(|first: char| first.is_ascii_digit()) {
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
}
