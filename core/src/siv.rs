//! The synthetic IV: a MAC over everything that a token encrypts, under the server secret.
//!
//! ```text
//! IV = the first 16 (CBC) or 12 (GCM) bytes of
//!      HMAC-SHA-256(secret, "token04 siv v1" | mode | expiry | claims)
//! ```
//!
//! `mode` is one byte, 0 for CBC and 1 for GCM; `expiry` is the envelope's, 8 bytes, big-endian;
//! `claims` are the bytes that are encrypted, for CBC with their padding. A verifier accepts a
//! token only if it can recompute its IV. See docs/AUTHENTICATION.md.

use ctutils::{Choice, CtEq};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::inputs::SECRET_BYTES;
use crate::mode::Mode;
use crate::secret::ServerSecret;

const CONTEXT: &[u8; 14] = b"token04 siv v1";
const EXPIRY_BYTES: usize = 8;
/// Bytes of the MAC's input before the claims.
pub(crate) const PREFIX_BYTES: usize = CONTEXT.len() + 1 + EXPIRY_BYTES;
/// Bytes of the whole MAC.
pub(crate) const MAC_BYTES: usize = 32;

/// The inner and outer hash states for one secret. Boxed, so that moving the owner leaves no copy
/// behind; wiped on drop.
pub(crate) struct MacKey(Box<Hmac<Sha256>>);

impl MacKey {
    pub(crate) fn new(secret: &ServerSecret) -> Self {
        // HMAC's key fills a hash block: a shorter one is padded with zeros.
        let mut block = Zeroizing::new([0; 64]);
        let (key, _) = block.split_at_mut(SECRET_BYTES);
        key.copy_from_slice(secret.bytes());
        Self(Box::new(Hmac::new((&*block).into())))
    }

    /// The MAC of `input`: the prefix and the claims.
    pub(crate) fn mac(&self, input: &[u8]) -> [u8; MAC_BYTES] {
        let mut mac = (*self.0).clone();
        mac.update(input);
        mac.finalize().into_bytes().into()
    }
}

/// Writes what the MAC covers before the claims; `out` is [`PREFIX_BYTES`] long.
pub(crate) fn write_prefix(out: &mut [u8], mode: Mode, expiry: i64) -> Result<()> {
    let (context, rest) = out.split_first_chunk_mut().ok_or(Error::Internal)?;
    let (mode_byte, rest) = rest.split_first_mut().ok_or(Error::Internal)?;
    *context = *CONTEXT;
    *mode_byte = match mode {
        Mode::Cbc => 0,
        Mode::Gcm => 1,
    };
    *<&mut [u8; EXPIRY_BYTES]>::try_from(rest).map_err(|_| Error::Internal)? = expiry.to_be_bytes();
    Ok(())
}

/// Compares all bytes of a received IV with the start of the MAC, in constant time.
pub(crate) fn matches(iv: &[u8], mac: &[u8; MAC_BYTES]) -> Choice {
    mac.get(..iv.len()).map_or(Choice::FALSE, |expected| expected.ct_eq(iv))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The expected values come from an independent program.
    #[test]
    fn the_mac_is_as_documented() {
        let secret = ServerSecret::new("fa94dd0f974cf2e293728a526b028271").unwrap();
        let key = MacKey::new(&secret);
        let claims = r#"{"app_id":1,"user_id":"u","nonce":0,"ctime":0,"expire":1,"payload":""}"#;
        let padding = [10; 10];
        for (mode, padding, iv) in [
            (Mode::Cbc, &padding[..], "79a2d98fd74df1f7dd0bcaf8e1aac2e6"),
            (Mode::Gcm, &[], "50ec733f7115f89cdd9151b3"),
        ] {
            let mut input = vec![0; PREFIX_BYTES];
            write_prefix(&mut input, mode, 1).unwrap();
            input.extend_from_slice(claims.as_bytes());
            input.extend_from_slice(padding);
            let mac = key.mac(&input);
            assert_eq!(hex(&mac[..mode.iv_bytes()]), iv);
            assert!(matches(&mac[..mode.iv_bytes()], &mac).to_bool());
            for byte in 0..mode.iv_bytes() {
                let mut changed = mac[..mode.iv_bytes()].to_vec();
                changed[byte] ^= 1;
                assert!(!matches(&changed, &mac).to_bool());
            }
            // An IV longer than the MAC, which no envelope has.
            assert!(!matches(&[&mac[..], &[0]].concat(), &mac).to_bool());
        }
    }

    #[test]
    fn mode_and_expiry_are_in_the_prefix() {
        let mut prefix = [0; PREFIX_BYTES];
        write_prefix(&mut prefix, Mode::Gcm, 0x0102_0304_0506_0708).unwrap();
        assert_eq!(&prefix, b"token04 siv v1\x01\x01\x02\x03\x04\x05\x06\x07\x08");
        assert_eq!(write_prefix(&mut prefix[..22], Mode::Cbc, 0), Err(Error::Internal));
    }
}
