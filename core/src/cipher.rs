//! The third station: a prepared key that encrypts and decrypts a message in place.

use aes::Aes256;
use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};
use cbc::cipher::block_padding::{Padding, Pkcs7};
use cbc::cipher::{Array, Block, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit};

use crate::error::{Error, Result};
#[cfg(feature = "host")]
use crate::mode::BLOCK_BYTES;
use crate::mode::{Mode, TAG_BYTES};
use crate::platform::Platform;
use crate::secret::ServerSecret;

#[cfg(feature = "host")]
use crate::host::{CipherAnswer, CipherOperation};

/// A secret with its key schedule, for one mode.
pub(crate) struct Cipher {
    mode: Mode,
    #[cfg(not(feature = "host"))]
    schedule: Schedule,
    /// A host with a cipher hardly ever needs it: made at its first use.
    #[cfg(feature = "host")]
    schedule: std::sync::OnceLock<Schedule>,
    #[cfg(feature = "host")]
    secret: ServerSecret,
    #[cfg(feature = "host")]
    platform: Platform,
}

/// Boxed, so that moving a generator leaves no copy of the schedule behind. Wiped on drop.
enum Schedule {
    Cbc(Box<Aes256>),
    Gcm(Box<Aes256Gcm>),
}

impl Schedule {
    fn new(secret: &ServerSecret, mode: Mode) -> Self {
        let key: &aes_gcm::Key<Aes256> = secret.bytes().into();
        match mode {
            Mode::Cbc => Self::Cbc(Box::new(Aes256::new(key))),
            Mode::Gcm => Self::Gcm(Box::new(Aes256Gcm::new(key))),
        }
    }
}

impl Cipher {
    pub(crate) fn new(secret: &ServerSecret, mode: Mode, platform: Platform) -> Self {
        #[cfg(not(feature = "host"))]
        let Platform {} = platform;
        Self {
            mode,
            #[cfg(not(feature = "host"))]
            schedule: Schedule::new(secret, mode),
            #[cfg(feature = "host")]
            schedule: std::sync::OnceLock::new(),
            #[cfg(feature = "host")]
            secret: secret.clone(),
            #[cfg(feature = "host")]
            platform,
        }
    }

    pub(crate) fn mode(&self) -> Mode {
        self.mode
    }

    fn schedule(&self) -> &Schedule {
        #[cfg(not(feature = "host"))]
        return &self.schedule;
        #[cfg(feature = "host")]
        self.schedule.get_or_init(|| Schedule::new(&self.secret, self.mode))
    }

    /// Encrypts in place. `message` holds `plaintext_bytes` of plaintext, and behind it exactly
    /// the room that the padding or the tag takes.
    pub(crate) fn encrypt(
        &self,
        iv: &[u8],
        message: &mut [u8],
        plaintext_bytes: usize,
    ) -> Result<()> {
        if message.len() != self.mode().ciphertext_bytes(plaintext_bytes) {
            return Err(Error::Internal);
        }
        #[cfg(feature = "host")]
        let operation = match self.mode {
            Mode::Cbc => CipherOperation::CbcEncrypt,
            Mode::Gcm => CipherOperation::GcmSeal,
        };
        if self.mode == Mode::Cbc {
            pad(message, plaintext_bytes)?;
        }
        #[cfg(feature = "host")]
        if self.encrypted_by_host(operation, iv, message)? {
            return Ok(());
        }
        match self.schedule() {
            Schedule::Cbc(aes) => {
                let iv = Array::try_from(iv).map_err(|_| Error::Internal)?;
                cbc::Encryptor::inner_iv_init(&**aes, &iv).encrypt_blocks(blocks(message)?);
            }
            Schedule::Gcm(gcm) => {
                let iv = Array::try_from(iv).map_err(|_| Error::Internal)?;
                let (plaintext, tag_room) =
                    message.split_at_mut_checked(plaintext_bytes).ok_or(Error::Internal)?;
                let tag = gcm
                    .encrypt_inout_detached(&iv, &[], plaintext.into())
                    .map_err(|_| Error::Internal)?;
                tag_room.copy_from_slice(&tag);
            }
        }
        Ok(())
    }

    /// Decrypts in place and returns the plaintext.
    ///
    /// # Errors
    /// [`Error::DecryptFailed`] and nothing else, whatever it was that failed.
    pub(crate) fn decrypt<'m>(&self, iv: &[u8], message: &'m mut [u8]) -> Result<&'m [u8]> {
        let opened = match self.mode {
            Mode::Cbc => self.decrypt_cbc(iv, message),
            Mode::Gcm => self.decrypt_gcm(iv, message),
        };
        opened.map_err(|_| Error::DecryptFailed)
    }

    fn decrypt_cbc<'m>(&self, iv: &[u8], message: &'m mut [u8]) -> Result<&'m [u8]> {
        let by_host = {
            #[cfg(feature = "host")]
            {
                self.by_host(CipherOperation::CbcDecrypt, iv, message)?
            }
            #[cfg(not(feature = "host"))]
            false
        };
        if !by_host {
            let Schedule::Cbc(aes) = self.schedule() else { return Err(Error::Internal) };
            let iv = Array::try_from(iv).map_err(|_| Error::DecryptFailed)?;
            cbc::Decryptor::inner_iv_init(&**aes, &iv).decrypt_blocks(blocks(message)?);
        }
        without_padding(message)
    }

    fn decrypt_gcm<'m>(&self, iv: &[u8], message: &'m mut [u8]) -> Result<&'m [u8]> {
        let plaintext_bytes = message.len().checked_sub(TAG_BYTES).ok_or(Error::DecryptFailed)?;
        #[cfg(feature = "host")]
        if self.by_host(CipherOperation::GcmOpen, iv, message)? {
            return message.get(..plaintext_bytes).ok_or(Error::DecryptFailed);
        }
        let Schedule::Gcm(gcm) = self.schedule() else { return Err(Error::Internal) };
        let iv = Array::try_from(iv).map_err(|_| Error::DecryptFailed)?;
        let (text, tag) =
            message.split_at_mut_checked(plaintext_bytes).ok_or(Error::DecryptFailed)?;
        let tag = Array::try_from(&*tag).map_err(|_| Error::DecryptFailed)?;
        gcm.decrypt_inout_detached(&iv, &[], text.into(), &tag)
            .map_err(|_| Error::DecryptFailed)?;
        Ok(text)
    }

    /// [`by_host`](Self::by_host), which must have changed the last block or filled in the tag: a
    /// host that does nothing and says that it is done would give the claims away.
    #[cfg(feature = "host")]
    fn encrypted_by_host(
        &self,
        operation: CipherOperation,
        iv: &[u8],
        message: &mut [u8],
    ) -> Result<bool> {
        let before = message.last_chunk::<BLOCK_BYTES>().copied();
        let done = self.by_host(operation, iv, message).map_err(|_| Error::Internal)?;
        if done && message.last_chunk().copied() == before {
            return Err(Error::Internal);
        }
        Ok(done)
    }

    /// Lets the host transform the message; `false` when it has no cipher.
    #[cfg(feature = "host")]
    fn by_host(&self, operation: CipherOperation, iv: &[u8], message: &mut [u8]) -> Result<bool> {
        let Some(host) = self.platform.host else { return Ok(false) };
        match host.cipher(operation, self.secret.bytes(), iv, message) {
            CipherAnswer::Done => Ok(true),
            CipherAnswer::Unsupported => Ok(false),
            CipherAnswer::Refused => Err(Error::DecryptFailed),
        }
    }
}

/// PKCS#7: as many bytes as are missing to a whole block (1 to 16), each of that value.
fn pad(message: &mut [u8], plaintext_bytes: usize) -> Result<()> {
    let padding = message.get_mut(plaintext_bytes..).ok_or(Error::Internal)?;
    let value = u8::try_from(padding.len()).map_err(|_| Error::Internal)?;
    padding.fill(value);
    Ok(())
}

/// A decrypted CBC message without its padding.
pub(crate) fn without_padding(message: &mut [u8]) -> Result<&[u8]> {
    Pkcs7::unpad_blocks(blocks(message)?).map_err(|_| Error::DecryptFailed)
}

/// The message as AES blocks; it is a whole number of them.
fn blocks(message: &mut [u8]) -> Result<&mut [Block<Aes256>]> {
    match Array::slice_as_chunks_mut(message) {
        (blocks, []) => Ok(blocks),
        _ => Err(Error::DecryptFailed),
    }
}
