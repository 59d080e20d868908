//! The seam for hosts without an operating system, such as WebAssembly; and for tests.
//!
//! With the feature `host`, entropy and the encryption and decryption of whole messages can be
//! handed in. Every rule stays in this crate: a host only fills buffers and runs a cipher.
//! No artefact with the operating system's own randomness (feature `os`) is built with it.

use std::sync::OnceLock;

use crate::error::{Error, Result};
use crate::inputs::SECRET_BYTES;

/// What a host cipher is asked to do with a message, in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum CipherOperation {
    /// AES-256-CBC encryption of whole 16-byte blocks; the padding is already there.
    CbcEncrypt = 0,
    /// AES-256-CBC decryption of whole 16-byte blocks; the padding is left there.
    CbcDecrypt = 1,
    /// AES-256-GCM encryption without associated data; the last 16 bytes take the tag.
    GcmSeal = 2,
    /// AES-256-GCM decryption without associated data; the last 16 bytes hold the tag.
    GcmOpen = 3,
}

/// How a host answered a cipher operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CipherAnswer {
    /// The message was transformed in place.
    Done,
    /// The tag does not match (only [`CipherOperation::GcmOpen`]).
    Refused,
    /// This host has no cipher: the built-in one serves.
    Unsupported,
}

/// Entropy and, optionally, a cipher from outside.
pub trait Host: Send + Sync {
    /// Fills `out` with cryptographically secure random bytes; `false` when there are none.
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
}

static INSTALLED: OnceLock<&'static dyn Host> = OnceLock::new();

/// Installs the host that everything uses which was not given one of its own.
///
/// # Errors
/// [`Error::Internal`] when one is installed already: keys in use would change their cipher.
pub fn install(host: &'static dyn Host) -> Result<()> {
    INSTALLED.set(host).map_err(|_| Error::Internal)
}

/// The name or the message of a status that is an error, as C has texts: with a NUL behind it.
/// `None` for a number not in the table.
#[cfg(target_family = "wasm")]
pub fn status_text(code: i32, message: bool) -> Option<&'static str> {
    crate::packed::of_error(code, message)
}

pub(crate) fn installed() -> Option<&'static dyn Host> {
    INSTALLED.get().copied()
}
