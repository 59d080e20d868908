//! A token between its checked inputs and its text.

use crate::cipher::Cipher;
use crate::envelope;
use crate::error::{Error, Result};
use crate::inputs::PLAINTEXT_MAX_BYTES;
use crate::issued::{IssuedToken, Moments};
use crate::json::{self, ObjectWriter};
use crate::mode::Mode;
use crate::platform::Platform;
use crate::text;

/// Digits of the largest nonce, 2^31 - 1. The length check counts all ten, so that the same call
/// never succeeds by luck.
const NONCE_DIGITS: usize = 10;
/// Bytes of the nonce's entropy.
const NONCE_BYTES: usize = 4;
/// Room for the iv of either mode and the nonce: drawn together.
const ENTROPY_MAX_BYTES: usize = 16 + NONCE_BYTES;

/// A checked request with its claims written: all but the nonce, the iv and the cipher.
///
/// Made by [`TokenGenerator::draft`](crate::TokenGenerator::draft).
pub struct Draft<'g> {
    cipher: &'g Cipher,
    platform: Platform,
    moments: Moments,
    /// The head of the envelope and the claims; later the whole envelope.
    buffer: Vec<u8>,
    /// Where the claims keep room for the nonce's ten digits.
    nonce_at: usize,
}

/// What the claims carry: a text, or the JSON string of one.
pub(crate) enum Payload<'p> {
    Text(&'p str),
    Json(&'p str),
}

impl<'g> Draft<'g> {
    pub(crate) fn new(
        cipher: &'g Cipher,
        platform: Platform,
        app_id: u32,
        user_id: &str,
        moments: Moments,
        payload: Payload<'_>,
    ) -> Result<Self> {
        let mode = cipher.mode();
        // Keys, digits and padding take under 160 bytes; escapes are rare.
        let payload_bytes = match payload {
            Payload::Text(text) => text.len() * 9 / 8,
            Payload::Json(json) => json.len(),
        };
        let mut buffer = Vec::with_capacity(256 + user_id.len() + payload_bytes);
        envelope::write_head(&mut buffer, mode, moments.expires_at())?;
        // `app_id` first: whoever flips the iv of a CBC token changes the first block, and must
        // meet a number there, not the user id.
        let mut claims = ObjectWriter::begin(&mut buffer);
        let nonce_at = claims
            .integer("app_id", app_id.into())
            .string("user_id", user_id)
            .room("nonce", NONCE_DIGITS);
        claims.integer("ctime", moments.issued_at()).integer("expire", moments.expires_at());
        match payload {
            Payload::Text(text) => claims.string("payload", text),
            Payload::Json(json) => claims.raw("payload", json),
        }
        .end();
        let draft = Self { cipher, platform, moments, buffer, nonce_at };
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

    /// An upper bound of the token's length in bytes; the token is at most 24 shorter: a nonce
    /// of few digits can save a cipher block.
    pub fn token_bytes_bound(&self) -> usize {
        let ciphertext = self.mode().ciphertext_bytes(self.plaintext_bytes());
        text::token_bytes(envelope::envelope_bytes(self.mode(), ciphertext))
    }

    /// The moments the token will tell.
    pub fn moments(&self) -> Moments {
        self.moments
    }

    /// Makes the token as a text of its own.
    ///
    /// # Errors
    /// [`Error::RandomUnavailable`] when there is no entropy.
    pub fn finish(mut self) -> Result<String> {
        self.seal()?;
        let mut token = vec![0; text::token_bytes(self.buffer.len())];
        text::write(&self.buffer, &mut token)?;
        String::from_utf8(token).map_err(|_| Error::Internal)
    }

    /// Makes the token and tells its moments beside it.
    ///
    /// # Errors
    /// As [`finish`](Self::finish).
    pub fn issue(self) -> Result<IssuedToken> {
        let moments = self.moments;
        Ok(IssuedToken::new(self.finish()?, moments))
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

    /// Draws the entropy, encrypts in place, and completes the envelope.
    fn seal(&mut self) -> Result<()> {
        let mode = self.mode();
        let mut entropy = [0; ENTROPY_MAX_BYTES];
        let (entropy, _) =
            entropy.split_at_mut_checked(NONCE_BYTES + mode.iv_bytes()).ok_or(Error::Internal)?;
        self.platform.entropy(entropy)?;
        let (nonce, iv) = entropy.split_first_chunk().ok_or(Error::Internal)?;
        self.write_nonce(*nonce)?;

        let plaintext_bytes = self.plaintext_bytes();
        let ciphertext_bytes = mode.ciphertext_bytes(plaintext_bytes);
        let start = envelope::ciphertext_offset(mode);
        self.buffer.resize(start + ciphertext_bytes, 0);
        envelope::complete_head(&mut self.buffer, iv, ciphertext_bytes)?;
        let message = self.buffer.get_mut(start..).ok_or(Error::Internal)?;
        self.cipher.encrypt(iv, message, plaintext_bytes)?;
        self.buffer.extend_from_slice(envelope::trailer(mode));
        Ok(())
    }

    /// Puts the nonce, `0..=2147483647`, into its room and closes the gap behind it.
    fn write_nonce(&mut self, entropy: [u8; NONCE_BYTES]) -> Result<()> {
        let nonce = u32::from_be_bytes(entropy) >> 1;
        let room = self.nonce_at..self.nonce_at + NONCE_DIGITS;
        let mut digits = [0; json::MOST_DIGITS];
        let digits = json::digits(nonce.into(), &mut digits);
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
