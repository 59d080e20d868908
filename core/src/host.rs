//! The interface for hosts without an operating system, such as WebAssembly; and for tests.
//!
//! With the feature `host`, a host can provide entropy, the encryption and decryption of whole
//! messages, and HMAC; with `host-text` it must provide base64 and JSON strings as well. Every rule stays in this crate: a host only fills buffers.
//! No artefact with the operating system's own randomness (feature `os`) is built with it.

use std::sync::OnceLock;

use crate::error::{Error, Result};
use crate::inputs::SECRET_BYTES;

/// What a host cipher does with a message, in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum CipherOperation {
    /// AES-256-CBC encryption of whole 16-byte blocks; the padding is already in place.
    CbcEncrypt = 0,
    /// AES-256-CBC decryption of whole 16-byte blocks; the padding stays in place.
    CbcDecrypt = 1,
    /// AES-256-GCM encryption without associated data; the last 16 bytes receive the tag.
    GcmSeal = 2,
    /// AES-256-GCM decryption without associated data; the last 16 bytes hold the tag.
    GcmOpen = 3,
}

/// The result of a cipher operation of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CipherAnswer {
    /// The message was transformed in place.
    Done,
    /// The tag does not match (only [`CipherOperation::GcmOpen`]).
    Refused,
    /// This host has no cipher, and the built-in one is used.
    Unsupported,
}

/// Entropy and, optionally, a cipher and a MAC from outside.
pub trait Host: Send + Sync {
    /// Fills `out` with cryptographically secure random bytes; `false` when none are available.
    fn entropy(&self, out: &mut [u8]) -> bool;

    /// Transforms a message in place with a 32-byte key; the IV is 16 (CBC) or 12 (GCM) bytes.
    fn cipher(
        &self,
        operation: CipherOperation,
        key: &[u8; SECRET_BYTES],
        iv: &[u8],
        message: &mut [u8],
    ) -> CipherAnswer {
        let _ = (operation, key, iv, message);
        CipherAnswer::Unsupported
    }

    /// Writes HMAC-SHA-256 of `message` under a 32-byte key into `out`; `false` when this host
    /// has none, and the built-in one is used.
    fn hmac_sha256(&self, key: &[u8; SECRET_BYTES], message: &[u8], out: &mut [u8; 32]) -> bool {
        let _ = (key, message, out);
        false
    }

    /// Writes the base64 of `bytes`, in the standard alphabet with padding, into `out`, which has
    /// exactly that length; `false` when it cannot.
    #[cfg(feature = "host-text")]
    fn base64_encode(&self, bytes: &[u8], out: &mut [u8]) -> bool {
        let _ = (bytes, out);
        false
    }

    /// Reads base64 in its canonical form only: with its padding, no bits after the last byte and
    /// nothing between the characters. Writes to the start of `out`, which has 3 bytes for each 4
    /// characters, and returns how many it wrote; `None` for any other form.
    #[cfg(feature = "host-text")]
    fn base64_decode(&self, text: &[u8], out: &mut [u8]) -> Option<usize> {
        let _ = (text, out);
        None
    }

    /// Writes `text` as a JSON string with its quotes, and the escapes that JSON requires and no
    /// others, to the start of `out` if it fits. Returns its length either way.
    #[cfg(feature = "host-text")]
    fn json_string(&self, text: &str, out: &mut [u8]) -> usize {
        let _ = (text, out);
        0
    }
}

static INSTALLED: OnceLock<&'static dyn Host> = OnceLock::new();

/// Installs the host for every key that is prepared from now on without a host of its own.
///
/// # Errors
/// [`Error::Internal`] when one is already installed.
pub fn install(host: &'static dyn Host) -> Result<()> {
    INSTALLED.set(host).map_err(|_| Error::Internal)
}

pub(crate) fn installed() -> Option<&'static dyn Host> {
    INSTALLED.get().copied()
}
