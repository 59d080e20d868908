//! The two ciphers a token may use.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result};

/// How a token's claims are encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(i32)]
pub enum Mode {
    /// AES-256-CBC with PKCS#7: every server and SDK of the vendor accepts it. The cipher itself
    /// does not protect against changes, so [`TokenVerifier`](crate::TokenVerifier) recomputes the
    /// synthetic IV.
    #[default]
    Cbc = 0,
    /// AES-256-GCM: newer; the vendor recommends it.
    Gcm = 1,
}

impl Mode {
    /// Both modes.
    pub const ALL: [Mode; 2] = [Mode::Cbc, Mode::Gcm];

    /// The mode's name: `"cbc"` or `"gcm"`.
    pub const fn name(self) -> &'static str {
        match self {
            Mode::Cbc => "cbc",
            Mode::Gcm => "gcm",
        }
    }

    /// The mode's number in the raw entry points and in the C ABI: 0 or 1.
    pub const fn number(self) -> i32 {
        self as i32
    }

    /// The mode of a number.
    ///
    /// # Errors
    /// [`Error::ModeInvalid`] for anything but 0 and 1.
    pub fn from_number(number: i32) -> Result<Mode> {
        Mode::ALL.into_iter().find(|mode| mode.number() == number).ok_or(Error::ModeInvalid)
    }

    /// Length of the initialisation vector in bytes: 16 or 12.
    pub const fn iv_bytes(self) -> usize {
        match self {
            Mode::Cbc => 16,
            Mode::Gcm => 12,
        }
    }

    /// Length in bytes of the ciphertext of a plaintext of `plaintext_bytes`.
    pub(crate) const fn ciphertext_bytes(self, plaintext_bytes: usize) -> usize {
        match self {
            Mode::Cbc => (plaintext_bytes / BLOCK_BYTES + 1) * BLOCK_BYTES,
            Mode::Gcm => plaintext_bytes + TAG_BYTES,
        }
    }
}

/// Bytes of an AES block.
pub(crate) const BLOCK_BYTES: usize = 16;
/// Bytes of a GCM tag.
pub(crate) const TAG_BYTES: usize = 16;

impl FromStr for Mode {
    type Err = Error;

    /// Reads `"cbc"` or `"gcm"`; anything else is [`Error::ModeInvalid`].
    fn from_str(name: &str) -> Result<Mode> {
        Mode::ALL.into_iter().find(|mode| mode.name() == name).ok_or(Error::ModeInvalid)
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
