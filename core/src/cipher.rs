//! The third step: a prepared key that encrypts claims and decrypts them again, in place.
//!
//! A *buffer* here holds the prefix of the MAC's input ([`siv::PREFIX_BYTES`] bytes) followed by
//! the message, so that the MAC reads both in one pass.

use aes::Aes256;
use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};
use cbc::cipher::block_padding::{Padding, Pkcs7};
use cbc::cipher::{
    Array, Block, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit, StreamCipher,
    StreamCipherCoreWrapper,
};
use ctr::CtrCore;
use ctr::flavors::Ctr32BE;
use ctutils::Choice;

use crate::envelope::Envelope;
use crate::error::{Error, Result};
use crate::mode::{BLOCK_BYTES, Mode, TAG_BYTES};
use crate::platform::Platform;
use crate::secret::ServerSecret;
use crate::siv::{self, MAC_BYTES, MacKey, PREFIX_BYTES};

#[cfg(feature = "host")]
use crate::host::{CipherAnswer, CipherOperation};

/// A secret, prepared for one mode.
pub(crate) struct Cipher {
    mode: Mode,
    #[cfg(not(feature = "host"))]
    keys: Keys,
    /// Prepared on first use: a host with its own functions rarely needs them.
    #[cfg(feature = "host")]
    keys: std::sync::OnceLock<Keys>,
    #[cfg(feature = "host")]
    secret: ServerSecret,
    #[cfg(feature = "host")]
    platform: Platform,
}

struct Keys {
    schedule: Schedule,
    mac: MacKey,
}

/// Boxed, so that moving a generator leaves no copy of the schedule behind. Wiped on drop.
enum Schedule {
    Cbc(Box<Aes256>),
    Gcm(Box<GcmKeys>),
}

struct GcmKeys {
    gcm: Aes256Gcm,
    /// For the keystream alone, when the tag does not match.
    aes: Aes256,
}

impl Keys {
    fn new(secret: &ServerSecret, mode: Mode) -> Self {
        let key: &aes_gcm::Key<Aes256> = secret.bytes().into();
        let schedule = match mode {
            Mode::Cbc => Schedule::Cbc(Box::new(Aes256::new(key))),
            Mode::Gcm => {
                let keys = GcmKeys { gcm: Aes256Gcm::new(key), aes: Aes256::new(key) };
                Schedule::Gcm(Box::new(keys))
            }
        };
        Self { schedule, mac: MacKey::new(secret) }
    }
}

/// A decrypted token whose content has not been checked yet.
pub(crate) struct Opened {
    buffer: Vec<u8>,
    mode: Mode,
    /// Whether the IV is the one that this library derives under this secret (and for GCM the tag
    /// matches). Nothing else about the token can be trusted unless this is true.
    pub(crate) authenticated: bool,
    tag_matches: bool,
}

impl Opened {
    /// The claims without padding or tag; `None` if the padding or tag is wrong.
    pub(crate) fn plaintext(&mut self) -> Option<&[u8]> {
        let message = self.buffer.get_mut(PREFIX_BYTES..)?;
        match self.mode {
            Mode::Cbc => without_padding(message),
            Mode::Gcm if self.tag_matches => message.get(..message.len().checked_sub(TAG_BYTES)?),
            Mode::Gcm => None,
        }
    }

    /// Whether a GCM tag proves that the content is unchanged, whichever generator made the token.
    pub(crate) fn has_matching_tag(&self) -> bool {
        self.mode == Mode::Gcm && self.tag_matches
    }
}

impl Cipher {
    pub(crate) fn new(secret: &ServerSecret, mode: Mode, platform: Platform) -> Self {
        #[cfg(not(feature = "host"))]
        let Platform {} = platform;
        Self {
            mode,
            #[cfg(not(feature = "host"))]
            keys: Keys::new(secret, mode),
            #[cfg(feature = "host")]
            keys: std::sync::OnceLock::new(),
            #[cfg(feature = "host")]
            secret: secret.clone(),
            #[cfg(feature = "host")]
            platform,
        }
    }

    pub(crate) fn mode(&self) -> Mode {
        self.mode
    }

    fn keys(&self) -> &Keys {
        #[cfg(not(feature = "host"))]
        return &self.keys;
        #[cfg(feature = "host")]
        self.keys.get_or_init(|| Keys::new(&self.secret, self.mode))
    }

    /// Encrypts in place and returns the MAC that begins with the IV.
    ///
    /// `buffer` consists of space for the prefix, `plaintext_bytes` of claims, and exactly the
    /// space that the padding or the tag takes. `expiry` is the envelope's.
    pub(crate) fn seal(
        &self,
        expiry: i64,
        buffer: &mut [u8],
        plaintext_bytes: usize,
    ) -> Result<[u8; MAC_BYTES]> {
        if buffer.len() != PREFIX_BYTES + self.mode.ciphertext_bytes(plaintext_bytes) {
            return Err(Error::Internal);
        }
        let mac = self.mac(expiry, buffer, plaintext_bytes)?;
        let iv = mac.get(..self.mode.iv_bytes()).ok_or(Error::Internal)?;
        let message = buffer.get_mut(PREFIX_BYTES..).ok_or(Error::Internal)?;
        #[cfg(feature = "host")]
        if self.sealed_by_host(iv, message)? {
            return Ok(mac);
        }
        match &self.keys().schedule {
            Schedule::Cbc(aes) => {
                let iv = Array::try_from(iv).map_err(|_| Error::Internal)?;
                let blocks = blocks(message).ok_or(Error::Internal)?;
                cbc::Encryptor::inner_iv_init(&**aes, &iv).encrypt_blocks(blocks);
            }
            Schedule::Gcm(keys) => {
                let iv = Array::try_from(iv).map_err(|_| Error::Internal)?;
                let (plaintext, tag_space) =
                    message.split_at_mut_checked(plaintext_bytes).ok_or(Error::Internal)?;
                let tag = keys
                    .gcm
                    .encrypt_inout_detached(&iv, &[], plaintext.into())
                    .map_err(|_| Error::Internal)?;
                tag_space.copy_from_slice(&tag);
            }
        }
        Ok(mac)
    }

    /// Writes the prefix, pads the claims for CBC, and returns the MAC over the bytes to encrypt.
    fn mac(
        &self,
        expiry: i64,
        buffer: &mut [u8],
        plaintext_bytes: usize,
    ) -> Result<[u8; MAC_BYTES]> {
        let (prefix, message) = buffer.split_at_mut_checked(PREFIX_BYTES).ok_or(Error::Internal)?;
        siv::write_prefix(prefix, self.mode, expiry)?;
        let encrypted_bytes = match self.mode {
            Mode::Cbc => {
                pad(message, plaintext_bytes)?;
                message.len()
            }
            Mode::Gcm => plaintext_bytes,
        };
        self.mac_of(buffer.get(..PREFIX_BYTES + encrypted_bytes).ok_or(Error::Internal)?)
    }

    fn mac_of(&self, input: &[u8]) -> Result<[u8; MAC_BYTES]> {
        #[cfg(feature = "host")]
        if let Some(host) = self.platform.host {
            let mut mac = [0; MAC_BYTES];
            if host.hmac_sha256(self.secret.bytes(), input, &mut mac) {
                return Ok(mac);
            }
        }
        Ok(self.own_mac(input))
    }

    // Where a host has HMAC, it never runs: kept out of the code that does.
    #[cfg_attr(feature = "host", cold, inline(never))]
    fn own_mac(&self, input: &[u8]) -> [u8; MAC_BYTES] {
        self.keys().mac.mac(input)
    }

    /// Decrypts an envelope and recomputes its IV. The work is the same whatever is wrong with
    /// the token, so that the time taken reveals nothing: no step depends on the padding, the tag
    /// or a claim.
    ///
    /// # Errors
    /// [`Error::Internal`] when the host fails; never because of the token.
    pub(crate) fn open(&self, envelope: &Envelope<'_>) -> Result<Opened> {
        let mut buffer = Vec::with_capacity(PREFIX_BYTES + envelope.ciphertext.len());
        buffer.resize(PREFIX_BYTES, 0);
        siv::write_prefix(&mut buffer, self.mode, envelope.expire)?;
        buffer.extend_from_slice(envelope.ciphertext);
        let message = buffer.get_mut(PREFIX_BYTES..).ok_or(Error::Internal)?;
        let (tag_matches, tag_bytes) = match self.mode {
            Mode::Cbc => {
                self.decrypt_cbc(envelope.iv, message)?;
                (Choice::TRUE, 0)
            }
            Mode::Gcm => (self.decrypt_gcm(envelope.iv, message)?, TAG_BYTES),
        };
        let claims_end = buffer.len().checked_sub(tag_bytes).ok_or(Error::Internal)?;
        let mac = self.mac_of(buffer.get(..claims_end).ok_or(Error::Internal)?)?;
        let authenticated = siv::matches(envelope.iv, &mac) & tag_matches;
        Ok(Opened {
            buffer,
            mode: self.mode,
            authenticated: authenticated.to_bool(),
            tag_matches: tag_matches.to_bool(),
        })
    }

    fn decrypt_cbc(&self, iv: &[u8], message: &mut [u8]) -> Result<()> {
        #[cfg(feature = "host")]
        if self.by_host(CipherOperation::CbcDecrypt, iv, message) == CipherAnswer::Done {
            return Ok(());
        }
        let Schedule::Cbc(aes) = &self.keys().schedule else { return Err(Error::Internal) };
        let iv = Array::try_from(iv).map_err(|_| Error::Internal)?;
        let blocks = blocks(message).ok_or(Error::Internal)?;
        cbc::Decryptor::inner_iv_init(&**aes, &iv).decrypt_blocks(blocks);
        Ok(())
    }

    /// Decrypts whether or not the tag matches, and returns whether it does.
    fn decrypt_gcm(&self, iv: &[u8], message: &mut [u8]) -> Result<Choice> {
        #[cfg(feature = "host")]
        match self.by_host(CipherOperation::GcmOpen, iv, message) {
            CipherAnswer::Done => return Ok(Choice::TRUE),
            CipherAnswer::Refused => {
                // Sealing applies the same keystream.
                self.by_host(CipherOperation::GcmSeal, iv, message);
                return Ok(Choice::FALSE);
            }
            CipherAnswer::Unsupported => {}
        }
        let Schedule::Gcm(keys) = &self.keys().schedule else { return Err(Error::Internal) };
        let text_bytes = message.len().checked_sub(TAG_BYTES).ok_or(Error::Internal)?;
        let (text, tag) = message.split_at_mut_checked(text_bytes).ok_or(Error::Internal)?;
        let tag = Array::try_from(&*tag).map_err(|_| Error::Internal)?;
        let nonce = Array::try_from(iv).map_err(|_| Error::Internal)?;
        if keys.gcm.decrypt_inout_detached(&nonce, &[], text.into(), &tag).is_ok() {
            return Ok(Choice::TRUE);
        }
        // `aes-gcm` left the message unchanged: apply the keystream, which begins at counter 2.
        let mut counter = [0; BLOCK_BYTES];
        let (nonce, number) = counter.split_at_mut(Mode::Gcm.iv_bytes());
        nonce.copy_from_slice(iv);
        number.copy_from_slice(&2_u32.to_be_bytes());
        let keystream = CtrCore::<_, Ctr32BE>::inner_iv_init(&keys.aes, &counter.into());
        StreamCipherCoreWrapper::from_core(keystream).apply_keystream(text);
        Ok(Choice::FALSE)
    }

    /// Lets the host encrypt. The last block or the tag must have changed: a host that did nothing
    /// and reported success would expose the claims.
    #[cfg(feature = "host")]
    fn sealed_by_host(&self, iv: &[u8], message: &mut [u8]) -> Result<bool> {
        let operation = match self.mode {
            Mode::Cbc => CipherOperation::CbcEncrypt,
            Mode::Gcm => CipherOperation::GcmSeal,
        };
        let before = message.last_chunk::<BLOCK_BYTES>().copied();
        match self.by_host(operation, iv, message) {
            CipherAnswer::Unsupported => Ok(false),
            CipherAnswer::Done if message.last_chunk().copied() != before => Ok(true),
            CipherAnswer::Done | CipherAnswer::Refused => Err(Error::Internal),
        }
    }

    #[cfg(feature = "host")]
    fn by_host(&self, operation: CipherOperation, iv: &[u8], message: &mut [u8]) -> CipherAnswer {
        match self.platform.host {
            Some(host) => host.cipher(operation, self.secret.bytes(), iv, message),
            None => CipherAnswer::Unsupported,
        }
    }
}

/// PKCS#7: fills up the last block with 1 to 16 bytes, each holding their number.
fn pad(message: &mut [u8], plaintext_bytes: usize) -> Result<()> {
    let padding = message.get_mut(plaintext_bytes..).ok_or(Error::Internal)?;
    let value = u8::try_from(padding.len()).map_err(|_| Error::Internal)?;
    padding.fill(value);
    Ok(())
}

/// A decrypted CBC message without its padding; `None` if the padding is wrong.
pub(crate) fn without_padding(message: &mut [u8]) -> Option<&[u8]> {
    Pkcs7::unpad_blocks(blocks(message)?).ok()
}

/// The message as AES blocks; `None` unless its length is a multiple of the block size.
fn blocks(message: &mut [u8]) -> Option<&mut [Block<Aes256>]> {
    match Array::slice_as_chunks_mut(message) {
        (blocks, []) => Some(blocks),
        _ => None,
    }
}
