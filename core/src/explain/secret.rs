//! Decrypting a token with a secret that may have been altered in configuration.

use aes::Aes128;
use aes::cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use zeroize::Zeroizing;

use super::findings::{FindingId, Findings};
use super::peel::{is_hex, peel};
use super::text::hex_decoded;
use crate::cipher::{Cipher, without_padding};
use crate::envelope::Envelope;
use crate::inputs::SECRET_BYTES;
use crate::json;
use crate::mode::{BLOCK_BYTES, Mode, TAG_BYTES};
use crate::platform::Platform;
use crate::secret::ServerSecret;

/// An AppSign is this many hex digits.
const APP_SIGN_BYTES: usize = 64;

/// The plaintext of a token that some form of the secret decrypted.
pub(super) struct Plaintext {
    pub(super) bytes: Vec<u8>,
    pub(super) authenticated: bool,
}

/// Finds what is wrong with the secret, and the plaintext if some form of it decrypts the token.
pub(super) fn open(
    envelope: Option<&Envelope<'_>>,
    secret: &[u8],
    findings: &mut Findings,
) -> Option<Plaintext> {
    let as_given = envelope.and_then(|envelope| with_server_secret(envelope, secret));
    if as_given.is_some() {
        return as_given;
    }
    let peeled = peel(secret);
    let bare = peeled.bare;
    findings.add_if(peeled.had_white_space, FindingId::SecretHasWhiteSpace);
    findings.add_if(peeled.had_quotes, FindingId::SecretQuoted);
    let is_app_sign = bare.len() == APP_SIGN_BYTES && is_hex(bare);
    findings.add_if(is_app_sign, FindingId::SecretIsAppSign);
    if let Some(envelope) = envelope {
        let bare_opens = with_server_secret(envelope, bare);
        if bare_opens.is_some() {
            return bare_opens;
        }
        let decoded_opens = with_hex(envelope, bare);
        if decoded_opens.is_some() {
            findings.add(FindingId::SecretWasHexDecoded);
            return decoded_opens;
        }
    }
    if bare.len() != SECRET_BYTES && !is_app_sign {
        let length = i64::try_from(bare.len()).unwrap_or(i64::MAX);
        findings.add_number(FindingId::SecretLengthWrong, length);
    } else if envelope.is_some() && !is_app_sign {
        findings.add(FindingId::DecryptFailed);
    }
    None
}

/// Tries the secret in its correct form.
fn with_server_secret(envelope: &Envelope<'_>, secret: &[u8]) -> Option<Plaintext> {
    let secret = ServerSecret::new(secret).ok()?;
    let mut opened =
        Cipher::new(&secret, envelope.mode, Platform::current()).open(envelope).ok()?;
    let authenticated = opened.authenticated;
    let vouched = authenticated || opened.has_matching_tag();
    let bytes = opened.plaintext()?;
    // Padding may be right by chance: without a MAC or a tag only UTF-8 counts as decrypted.
    let credible = vouched || std::str::from_utf8(bytes).is_ok();
    credible.then(|| Plaintext { bytes: bytes.to_vec(), authenticated })
}

/// Tries a hex string as the bytes it encodes, and the reverse: 16 bytes unchanged, and as the hex
/// digits that encode them.
fn with_hex(envelope: &Envelope<'_>, secret: &[u8]) -> Option<Plaintext> {
    if let Ok(key) = secret.try_into() {
        return with_aes_128(envelope, key).or_else(|| {
            let digits = Zeroizing::new(hex_digits(key));
            with_server_secret(envelope, &digits[..])
        });
    }
    let key = Zeroizing::new(hex_decoded(secret)?);
    match key.as_slice().try_into() {
        Ok(key) => with_aes_128(envelope, key),
        Err(_) => with_server_secret(envelope, &key),
    }
}

/// Tries a key of 16 bytes: AES-128, block by block. No correct token uses it.
fn with_aes_128(envelope: &Envelope<'_>, key: &[u8; 16]) -> Option<Plaintext> {
    let aes = Aes128::new(key.into());
    let mut message = envelope.ciphertext.to_vec();
    if envelope.mode == Mode::Gcm {
        // No tag is computed: with a wrong key the result does not look like an object.
        message.truncate(message.len().saturating_sub(TAG_BYTES));
    }
    // What the next block is combined with: for CBC the block before; for GCM the counter, which
    // starts at 2 since the tag uses 1.
    let mut chain = Array([0; BLOCK_BYTES]);
    combine(&mut chain, envelope.iv);
    for (number, block) in (2_u32..).zip(message.chunks_mut(BLOCK_BYTES)) {
        let mut with = chain;
        match (envelope.mode, Array::slice_as_mut_array(block)) {
            (Mode::Cbc, Some(block)) => {
                chain = *block;
                aes.decrypt_block(block);
            }
            _ => {
                *with.last_chunk_mut()? = number.to_be_bytes();
                aes.encrypt_block(&mut with);
            }
        }
        combine(block, &with);
    }
    let bytes = match envelope.mode {
        Mode::Cbc => without_padding(&mut message)?.to_vec(),
        Mode::Gcm if message.starts_with(b"{") => message,
        Mode::Gcm => return None,
    };
    let credible = std::str::from_utf8(&bytes).is_ok();
    credible.then_some(Plaintext { bytes, authenticated: false })
}

fn combine(block: &mut [u8], with: &[u8]) {
    block.iter_mut().zip(with).for_each(|(byte, with)| *byte ^= with);
}

fn hex_digits(key: &[u8; 16]) -> [u8; SECRET_BYTES] {
    let mut digits = [0; SECRET_BYTES];
    for (pair, byte) in digits.chunks_exact_mut(2).zip(key) {
        pair.copy_from_slice(&json::hex_digits(*byte, b'a'));
    }
    digits
}
