//! An encoder and a decoder of tokens that share only the ciphers with the core: written from
//! docs/FORMAT.md and docs/AUTHENTICATION.md.

use aes::Aes256;
use aes_gcm::aead::Aead;
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cbc::cipher::block_padding::{NoPadding, Pkcs7};
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The secret of every target: the same as in the vectors, so that their tokens can be seeds.
pub const SECRET: &[u8; 32] = b"fa94dd0f974cf2e293728a526b028271";
/// The longest claims that fit a token.
pub const PLAINTEXT_MAX: usize = 65519;

/// The parts of a token's envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    pub expire: i64,
    pub iv: Vec<u8>,
    pub ciphertext: Vec<u8>,
    pub trailer: Vec<u8>,
}

impl Parts {
    /// The token as a string; a part that is too long for its length field is cut.
    pub fn token(&self) -> String {
        let mut envelope = self.expire.to_be_bytes().to_vec();
        for part in [&self.iv, &self.ciphertext] {
            let part = &part[..part.len().min(0xffff)];
            envelope.extend((part.len() as u16).to_be_bytes());
            envelope.extend(part);
        }
        envelope.extend(&self.trailer);
        format!("04{}", STANDARD.encode(envelope))
    }

    /// Parses a token; `None` if its lengths do not match its end.
    pub fn of(token: &str) -> Option<Self> {
        let bytes = STANDARD.decode(token.strip_prefix("04")?).ok()?;
        let (expire, rest) = bytes.split_first_chunk::<8>()?;
        let (iv, rest) = part(rest)?;
        let (ciphertext, trailer) = part(rest)?;
        Some(Self {
            expire: i64::from_be_bytes(*expire),
            iv: iv.to_vec(),
            ciphertext: ciphertext.to_vec(),
            trailer: trailer.to_vec(),
        })
    }

    /// Whether the IV is the one derived from its claims under [`SECRET`].
    pub fn is_authentic(&self) -> bool {
        let (gcm, claims) = match (&self.trailer[..], self.iv.len()) {
            ([], 16) => {
                let iv: [u8; 16] = self.iv[..].try_into().expect("16 bytes");
                let cipher = cbc::Decryptor::<Aes256>::new(SECRET.into(), &iv.into());
                let Ok(claims) = cipher.decrypt_padded_vec::<NoPadding>(&self.ciphertext) else {
                    return false;
                };
                (false, claims)
            }
            ([1], 12) => {
                let nonce: [u8; 12] = self.iv[..].try_into().expect("12 bytes");
                let cipher = Aes256Gcm::new(SECRET.into());
                let Ok(claims) = cipher.decrypt(&nonce.into(), &self.ciphertext[..]) else {
                    return false;
                };
                (true, claims)
            }
            _ => return false,
        };
        synthetic_iv(gcm, self.expire, &claims) == self.iv
    }
}

fn part(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))
}

/// Encrypts any claims; `authentic` chooses between the right IV and a constant one.
pub fn seal(gcm: bool, expire: i64, claims: &[u8], authentic: bool) -> Parts {
    let claims = &claims[..claims.len().min(PLAINTEXT_MAX)];
    if gcm {
        let iv = if authentic { synthetic_iv(true, expire, claims) } else { vec![7; 12] };
        let nonce: [u8; 12] = iv[..].try_into().expect("12 bytes");
        let nonce = Nonce::from(nonce);
        let ciphertext = Aes256Gcm::new(SECRET.into()).encrypt(&nonce, claims).expect("is short");
        return Parts { expire, iv, ciphertext, trailer: vec![1] };
    }
    let missing = 16 - claims.len() % 16;
    let padded = [claims, &vec![missing as u8; missing]].concat();
    let iv = if authentic { synthetic_iv(false, expire, &padded) } else { vec![7; 16] };
    let start: [u8; 16] = iv[..].try_into().expect("16 bytes");
    let cipher = cbc::Encryptor::<Aes256>::new(SECRET.into(), &start.into());
    let ciphertext = cipher.encrypt_padded_vec::<Pkcs7>(claims);
    Parts { expire, iv, ciphertext, trailer: Vec::new() }
}

fn synthetic_iv(gcm: bool, expire: i64, claims: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET).expect("any length");
    mac.update(b"token04 siv v1");
    mac.update(&[u8::from(gcm)]);
    mac.update(&expire.to_be_bytes());
    mac.update(claims);
    let mac = mac.finalize().into_bytes();
    mac[..if gcm { 12 } else { 16 }].to_vec()
}
