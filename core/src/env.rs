//! Credentials from the environment, under the names already in use.

use std::fmt;

use crate::error::Error;
use crate::inputs;
use crate::secret::ServerSecret;

/// A variable of the environment, with its number in the C ABI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i32)]
pub enum EnvVariable {
    /// `ZEGO_APP_ID`: the app id, in decimal digits.
    AppId = 1,
    /// `ZEGO_SERVER_SECRET`: the ServerSecret.
    ServerSecret = 2,
    /// `ZEGO_PREVIOUS_SERVER_SECRET`: the secret before the last rotation, for verifying.
    PreviousServerSecret = 3,
}

impl EnvVariable {
    /// Every variable.
    pub const ALL: [EnvVariable; 3] =
        [EnvVariable::AppId, EnvVariable::ServerSecret, EnvVariable::PreviousServerSecret];

    /// The variable's name.
    pub const fn name(self) -> &'static str {
        match self {
            EnvVariable::AppId => "ZEGO_APP_ID",
            EnvVariable::ServerSecret => "ZEGO_SERVER_SECRET",
            EnvVariable::PreviousServerSecret => "ZEGO_PREVIOUS_SERVER_SECRET",
        }
    }

    /// The error of a value that is missing or invalid.
    pub const fn error(self) -> Error {
        match self {
            EnvVariable::AppId => Error::AppIdInvalid,
            EnvVariable::ServerSecret | EnvVariable::PreviousServerSecret => Error::SecretInvalid,
        }
    }
}

/// What is wrong with a variable, with its number in the C ABI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i32)]
pub enum EnvFault {
    /// The variable is not set.
    Missing = 1,
    /// It is set to an empty value.
    Empty = 2,
    /// Its value is invalid.
    Invalid = 3,
}

impl EnvFault {
    /// Every fault.
    pub const ALL: [EnvFault; 3] = [EnvFault::Missing, EnvFault::Empty, EnvFault::Invalid];
}

/// A variable of the environment that cannot be used.
///
/// `Display` names the variable, says whether it is not set, empty or invalid, and ends with the
/// error's message; it never shows the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnvError {
    /// Which variable.
    pub variable: EnvVariable,
    /// What is wrong with it.
    pub fault: EnvFault,
}

impl EnvError {
    fn new(variable: EnvVariable, value: Option<&[u8]>) -> Self {
        let fault = match value {
            None => EnvFault::Missing,
            Some([]) => EnvFault::Empty,
            Some(_) => EnvFault::Invalid,
        };
        Self { variable, fault }
    }

    /// The error of the value alone.
    pub const fn error(self) -> Error {
        self.variable.error()
    }
}

impl EnvError {
    /// The parts of the sentence that `Display` writes, in order.
    pub const fn parts(self) -> [&'static str; 4] {
        let fault = match self.fault {
            EnvFault::Missing => " is not set: ",
            EnvFault::Empty => " is empty: ",
            EnvFault::Invalid => " is invalid: ",
        };
        ["environment variable ", self.variable.name(), fault, self.error().message()]
    }
}

impl fmt::Display for EnvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts().iter().try_for_each(|part| f.write_str(part))
    }
}

impl std::error::Error for EnvError {}

impl From<EnvError> for Error {
    fn from(error: EnvError) -> Self {
        error.error()
    }
}

/// The values of the variables, for callers that read the environment themselves; `None` means not
/// set.
#[derive(Clone, Copy, Default)]
pub struct EnvValues<'v> {
    /// The value of `ZEGO_APP_ID`.
    pub app_id: Option<&'v [u8]>,
    /// The value of `ZEGO_SERVER_SECRET`.
    pub server_secret: Option<&'v [u8]>,
    /// The value of `ZEGO_PREVIOUS_SERVER_SECRET`. An empty one counts as not set: a line without a
    /// value in an `.env` file produces one.
    pub previous_server_secret: Option<&'v [u8]>,
}

impl EnvValues<'_> {
    /// Checks all values and returns the app id.
    ///
    /// # Errors
    /// The first invalid value, in the order of the fields.
    pub fn check(&self) -> Result<u32, EnvError> {
        let app_id = self.app_id()?;
        secret(EnvVariable::ServerSecret, self.server_secret)?;
        self.previous_secret()?;
        Ok(app_id)
    }

    pub(crate) fn app_id(&self) -> Result<u32, EnvError> {
        let text = self.app_id.and_then(|bytes| str::from_utf8(bytes).ok());
        text.and_then(|text| parse_app_id(text).ok())
            .ok_or(EnvError::new(EnvVariable::AppId, self.app_id))
    }

    pub(crate) fn secret(&self) -> Result<ServerSecret, EnvError> {
        secret(EnvVariable::ServerSecret, self.server_secret)
    }

    pub(crate) fn previous_secret(&self) -> Result<Option<ServerSecret>, EnvError> {
        let value = self.previous_server_secret.filter(|value| !value.is_empty());
        value.map(|value| secret(EnvVariable::PreviousServerSecret, Some(value))).transpose()
    }
}

impl fmt::Debug for EnvValues<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnvValues([redacted])")
    }
}

fn secret(variable: EnvVariable, value: Option<&[u8]>) -> Result<ServerSecret, EnvError> {
    ServerSecret::new(value.unwrap_or_default()).map_err(|_| EnvError::new(variable, value))
}

/// Calls `use_values` with the values from the process's environment; wipes the copies afterwards.
#[cfg(feature = "os")]
pub(crate) fn with_process<T>(
    use_values: impl FnOnce(&EnvValues<'_>) -> Result<T, EnvError>,
) -> Result<T, EnvError> {
    let [app_id, secret, previous] = EnvVariable::ALL.map(|variable| {
        std::env::var_os(variable.name())
            .map(|value| zeroize::Zeroizing::new(value.into_encoded_bytes()))
    });
    use_values(&EnvValues {
        app_id: app_id.as_deref().map(Vec::as_slice),
        server_secret: secret.as_deref().map(Vec::as_slice),
        previous_server_secret: previous.as_deref().map(Vec::as_slice),
    })
}

/// Reads an app id written in decimal digits, as in an environment variable.
///
/// # Errors
/// [`Error::AppIdInvalid`] for anything but an integer in `1..=4294967295`.
pub fn parse_app_id(text: &str) -> Result<u32, Error> {
    if !text.bytes().next().is_some_and(|first| first.is_ascii_digit()) {
        return Err(Error::AppIdInvalid);
    }
    inputs::app_id(text.parse().map_err(|_| Error::AppIdInvalid)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"fa94dd0f974cf2e293728a526b028271";

    #[test]
    fn an_app_id_is_decimal_digits_only() {
        assert_eq!(parse_app_id("1234567890"), Ok(1_234_567_890));
        for bad in ["", "0", "+1", "-1", " 1", "1 ", "NaN", "1.0", "4294967296", "0x1"] {
            assert_eq!(parse_app_id(bad), Err(Error::AppIdInvalid), "{bad:?}");
        }
    }

    #[test]
    fn an_error_names_the_variable_and_the_fault() {
        use EnvFault::{Empty, Invalid, Missing};
        use EnvVariable::{AppId, PreviousServerSecret, ServerSecret};
        let good = EnvValues {
            app_id: Some(b"1234567890"),
            server_secret: Some(SECRET),
            previous_server_secret: None,
        };
        assert_eq!(good.check(), Ok(1_234_567_890));
        for (values, variable, fault) in [
            (EnvValues::default(), AppId, Missing),
            (EnvValues { app_id: Some(b""), ..good }, AppId, Empty),
            (EnvValues { app_id: Some(b"x"), ..good }, AppId, Invalid),
            (EnvValues { app_id: Some(b"\xff"), ..good }, AppId, Invalid),
            (EnvValues { server_secret: None, ..good }, ServerSecret, Missing),
            (EnvValues { server_secret: Some(b""), ..good }, ServerSecret, Empty),
            (EnvValues { server_secret: Some(b"short"), ..good }, ServerSecret, Invalid),
            (
                EnvValues { previous_server_secret: Some(b"short"), ..good },
                PreviousServerSecret,
                Invalid,
            ),
        ] {
            assert_eq!(values.check(), Err(EnvError { variable, fault }));
        }
        let error = EnvError { variable: ServerSecret, fault: Invalid };
        let message = Error::SecretInvalid.message();
        let sentence = format!("environment variable ZEGO_SERVER_SECRET is invalid: {message}");
        assert_eq!(error.to_string(), sentence);
        assert!(!error.to_string().contains("short"));
    }

    #[test]
    fn an_empty_previous_secret_is_none() {
        let values =
            |previous| EnvValues { previous_server_secret: previous, ..Default::default() };
        assert!(values(None).previous_secret().unwrap().is_none());
        assert!(values(Some(&b""[..])).previous_secret().unwrap().is_none());
        assert!(values(Some(SECRET)).previous_secret().unwrap().is_some());
    }
}
