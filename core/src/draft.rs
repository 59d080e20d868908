//! A token whose inputs are checked and that is not yet encrypted.

use crate::cipher::Cipher;
use crate::envelope;
use crate::error::{Error, Result};
use crate::inputs::PLAINTEXT_MAX_BYTES;
use crate::issued::{IssuedToken, Timestamps};
use crate::json::ObjectWriter;
use crate::mode::Mode;
use crate::platform::Platform;
use crate::siv::PREFIX_BYTES;
use crate::text;

/// Digits of the largest nonce, 2^31 - 1. The length check counts all ten, so that whether a call
/// succeeds does not depend on the nonce.
const NONCE_DIGITS: usize = 10;
/// Bytes of the nonce's entropy.
const NONCE_BYTES: usize = 4;

/// A checked request with its claims written: the nonce, the IV and the encryption are missing.
///
/// Made by [`TokenGenerator::draft`](crate::TokenGenerator::draft).
pub struct Draft<'g> {
    cipher: &'g Cipher,
    platform: Platform,
    timestamps: Timestamps,
    /// Space for the envelope's head, then the claims; later the whole envelope.
    buffer: Vec<u8>,
    /// Where the claims reserve ten digits for the nonce.
    nonce_at: usize,
}

impl<'g> Draft<'g> {
    pub(crate) fn new(
        cipher: &'g Cipher,
        platform: Platform,
        app_id: u32,
        user_id: &str,
        timestamps: Timestamps,
        payload: &str,
    ) -> Result<Self> {
        let claims_at = envelope::ciphertext_offset(cipher.mode());
        // Head, keys, digits and padding take under 190 bytes; escapes are rare.
        let mut buffer = Vec::with_capacity(256 + user_id.len() + payload.len() * 9 / 8);
        buffer.resize(claims_at, 0);
        let mut claims = ObjectWriter::begin(&mut buffer);
        let nonce_at = claims
            .integer("app_id", app_id.into())
            .string("user_id", user_id)
            .room("nonce", NONCE_DIGITS);
        claims
            .integer("ctime", timestamps.issued_at())
            .integer("expire", timestamps.expires_at())
            .string("payload", payload)
            .end();
        let draft = Self { cipher, platform, timestamps, buffer, nonce_at };
        if draft.plaintext_bytes() > PLAINTEXT_MAX_BYTES {
            return Err(Error::PayloadInvalid);
        }
        Ok(draft)
    }

    fn mode(&self) -> Mode {
        self.cipher.mode()
    }

    fn plaintext_bytes(&self) -> usize {
        self.buffer.len() - envelope::ciphertext_offset(self.mode())
    }

    /// An upper bound of the token's length in bytes. The token is at most 24 bytes shorter: a
    /// nonce with few digits can save a cipher block.
    pub fn token_bytes_bound(&self) -> usize {
        let ciphertext = self.mode().ciphertext_bytes(self.plaintext_bytes());
        text::token_bytes(envelope::envelope_bytes(self.mode(), ciphertext))
    }

    /// The timestamps that the token will carry.
    pub fn timestamps(&self) -> Timestamps {
        self.timestamps
    }

    /// Makes the token as a new string.
    ///
    /// # Errors
    /// [`Error::RandomUnavailable`] when no entropy is available.
    pub fn finish(mut self) -> Result<String> {
        self.seal()?;
        let mut token = vec![0; text::token_bytes(self.buffer.len())];
        text::write(&self.buffer, &mut token)?;
        String::from_utf8(token).map_err(|_| Error::Internal)
    }

    /// Makes the token and returns it with its timestamps.
    ///
    /// # Errors
    /// As [`finish`](Self::finish).
    pub fn issue(self) -> Result<IssuedToken> {
        let timestamps = self.timestamps;
        Ok(IssuedToken::new(self.finish()?, timestamps))
    }

    /// Makes the token in the caller's buffer and returns its length in bytes.
    ///
    /// # Errors
    /// [`Error::BufferTooSmall`] when `out` is shorter than
    /// [`token_bytes_bound`](Self::token_bytes_bound), before any entropy is drawn;
    /// [`Error::RandomUnavailable`].
    pub fn write(mut self, out: &mut [u8]) -> Result<usize> {
        if out.len() < self.token_bytes_bound() {
            return Err(Error::BufferTooSmall);
        }
        self.seal()?;
        text::write(&self.buffer, out)
    }

    /// Draws the nonce, encrypts in place, and writes the envelope around it.
    fn seal(&mut self) -> Result<()> {
        let mode = self.mode();
        let mut entropy = [0; NONCE_BYTES];
        self.platform.entropy(&mut entropy)?;
        self.write_nonce(entropy)?;

        let plaintext_bytes = self.plaintext_bytes();
        let ciphertext_bytes = mode.ciphertext_bytes(plaintext_bytes);
        let start = envelope::ciphertext_offset(mode);
        self.buffer.resize(start + ciphertext_bytes, 0);
        // The MAC's prefix uses the space of the head, which is written later.
        let sealed = self.buffer.get_mut(start - PREFIX_BYTES..).ok_or(Error::Internal)?;
        let expiry = self.timestamps.expires_at();
        let mac = self.cipher.seal(expiry, sealed, plaintext_bytes)?;
        let iv = mac.get(..mode.iv_bytes()).ok_or(Error::Internal)?;
        let head = self.buffer.get_mut(..start).ok_or(Error::Internal)?;
        envelope::write_head(head, expiry, iv, ciphertext_bytes)?;
        self.buffer.extend_from_slice(envelope::trailer(mode));
        Ok(())
    }

    /// Writes the nonce, `0..=2147483647`, into its space and closes the gap behind it.
    fn write_nonce(&mut self, entropy: [u8; NONCE_BYTES]) -> Result<()> {
        let nonce = u32::from_be_bytes(entropy) >> 1;
        let room = self.nonce_at..self.nonce_at + NONCE_DIGITS;
        let mut digits = itoa::Buffer::new();
        let digits = digits.format(nonce).as_bytes();
        let end = room.start + digits.len();
        let into = self.buffer.get_mut(room.start..end).ok_or(Error::Internal)?;
        into.copy_from_slice(digits);
        let whole = self.buffer.len();
        if end < room.end && room.end <= whole {
            self.buffer.copy_within(room.end.., end);
            self.buffer.truncate(whole - (room.end - end));
        }
        Ok(())
    }
}

/// Checks at compile time that the MAC's prefix fits into the head of both modes.
const _: () = assert!(envelope::ciphertext_offset(Mode::Cbc) >= PREFIX_BYTES);
const _: () = assert!(envelope::ciphertext_offset(Mode::Gcm) >= PREFIX_BYTES);
