//! Any plaintext, encrypted with the right key in a valid envelope: what lies behind the cipher
//! must not panic either. The first byte chooses the mode.
#![no_main]

use aes::Aes256;
use aes_gcm::aead::Aead;
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};
use libfuzzer_sys::fuzz_target;
use token04::{ExplainInput, TokenVerifier};

const SECRET: &[u8; 32] = b"0123456789abcdef0123456789abcdef";

fuzz_target!(|data: &[u8]| {
    let Some((&mode, plaintext)) = data.split_first() else { return };
    if plaintext.len() > 65519 {
        return;
    }
    let gcm = mode & 1 == 1;
    let (iv, ciphertext): (&[u8], Vec<u8>) = if gcm {
        let nonce = Nonce::from([7; 12]);
        let cipher = Aes256Gcm::new(SECRET.into());
        (&[7; 12], cipher.encrypt(&nonce, plaintext).expect("short enough"))
    } else {
        let cipher = cbc::Encryptor::<Aes256>::new(SECRET.into(), (&[7; 16]).into());
        (&[7; 16], cipher.encrypt_padded_vec::<Pkcs7>(plaintext))
    };
    let mut envelope = 1_700_003_600_i64.to_be_bytes().to_vec();
    for part in [iv, &ciphertext] {
        let length = u16::try_from(part.len()).expect("checked above");
        envelope.extend(length.to_be_bytes());
        envelope.extend(part);
    }
    if gcm {
        envelope.push(1);
    }
    let token = format!("04{}", STANDARD.encode(envelope));
    let secret = std::str::from_utf8(SECRET).expect("ASCII");
    let _ = token04::explain(&ExplainInput::new(&token).secret(secret));
    if let Ok(decoded) = token04::decode(&token, secret) {
        let _ = decoded.to_json();
    }
    let verifier = TokenVerifier::new(1, secret).expect("a good secret");
    let _ = verifier.verify_publish(&token, "u", "r", "s");
});
