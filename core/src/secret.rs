//! The server secret: 32 bytes that are wiped when dropped and never shown.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::error::{Error, Result};
use crate::inputs::SECRET_BYTES;

/// A ServerSecret: exactly 32 bytes, used as they are (never hex-decoded).
///
/// Its memory is overwritten on drop, and `Debug` shows no byte of it. Wherever this crate takes a
/// secret, it takes `impl AsRef<[u8]>`, so a `&str` from the environment works too.
///
/// ```
/// # fn main() -> Result<(), token04::Error> {
/// let secret = token04::ServerSecret::new("0123456789abcdef0123456789abcdef")?;
/// assert_eq!(format!("{secret:?}"), "ServerSecret([redacted])");
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct ServerSecret(Box<[u8; SECRET_BYTES]>);

impl ServerSecret {
    /// Takes a copy of the secret's bytes.
    ///
    /// # Errors
    /// [`Error::SecretInvalid`] unless there are exactly 32.
    pub fn new(secret: impl AsRef<[u8]>) -> Result<Self> {
        let bytes: &[u8; SECRET_BYTES] =
            secret.as_ref().try_into().map_err(|_| Error::SecretInvalid)?;
        // Copied straight into the heap: moving the value leaves no second copy behind.
        let mut owned = Box::new([0; SECRET_BYTES]);
        owned.copy_from_slice(bytes);
        Ok(Self(owned))
    }

    pub(crate) fn bytes(&self) -> &[u8; SECRET_BYTES] {
        &self.0
    }
}

impl AsRef<[u8]> for ServerSecret {
    fn as_ref(&self) -> &[u8] {
        self.0.as_slice()
    }
}

impl fmt::Debug for ServerSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServerSecret([redacted])")
    }
}

impl Drop for ServerSecret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl ZeroizeOnDrop for ServerSecret {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_32_bytes_are_a_secret() {
        for length in [0, 16, 31, 33, 64] {
            assert_eq!(ServerSecret::new(vec![b'a'; length]).err(), Some(Error::SecretInvalid));
        }
        assert!(ServerSecret::new([0u8; 32]).is_ok());
    }
}
