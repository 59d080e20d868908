//! Tokens of this library with changed parts: a token is accepted only if an independent decoder
//! finds the IV right. The mutator changes the envelope, since base64 would hinder one that
//! changes bytes of the token.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use token04::{ExplainInput, TokenVerifier};
use token04_fuzz::{Parts, SECRET, seal};

static VERIFIER: LazyLock<TokenVerifier> = LazyLock::new(|| {
    let other = b"fedcba9876543210fedcba9876543210";
    TokenVerifier::new(1_234_567_890, other)
        .and_then(|verifier| verifier.with_previous_secrets([SECRET]))
        .expect("valid secrets")
});
const CLAIMS: &[u8] = br#"{"app_id":1234567890,"user_id":"user1","nonce":1,"ctime":1700000000,"expire":1700003600,"payload":""}"#;

fuzz_target!(|token: &str| {
    let authentic = Parts::of(token).is_some_and(|parts| parts.is_authentic());
    match VERIFIER.verify_user_at(token, "user1", 1_700_000_000) {
        Ok(verified) => {
            assert!(authentic, "accepted and not authentic");
            assert_eq!((verified.secret_index, &verified.claims.user_id[..]), (1, "user1"));
        }
        Err(token04::Error::Unauthenticated | token04::Error::TokenFormat) => {
            assert!(!authentic || token04::inspect(token).is_err());
        }
        Err(_) => assert!(authentic, "claims checked before the token was authenticated"),
    }
    let _ = token04::explain(&ExplainInput::new(token)).to_json();
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let token = data.get(..size).and_then(|data| std::str::from_utf8(data).ok());
    let mut parts = match token.and_then(Parts::of) {
        Some(parts) => parts,
        // Not a token: sometimes a new one, else bytes as bytes.
        None if seed % 4 == 0 => seal(seed & 16 != 0, 1_700_003_600, CLAIMS, seed & 32 != 0),
        None => return fuzzer_mutate(data, size, max_size),
    };
    match seed % 8 {
        0 => parts.expire ^= 1_i64.rotate_left(seed >> 3),
        1 => mutate(&mut parts.iv),
        2 | 3 => mutate(&mut parts.ciphertext),
        4 => mutate(&mut parts.trailer),
        // The other mode's shape around the same ciphertext.
        5 if parts.trailer.is_empty() => {
            parts.iv.truncate(12);
            parts.trailer = vec![1];
        }
        5 => {
            parts.iv.resize(16, 0);
            parts.trailer.clear();
        }
        // A block moved to another place.
        6 if parts.ciphertext.len() >= 32 => {
            let blocks = parts.ciphertext.len() / 16;
            let (from, to) = ((seed >> 3) as usize % blocks, (seed >> 13) as usize % blocks);
            let block = parts.ciphertext[from * 16..from * 16 + 16].to_vec();
            parts.ciphertext[to * 16..to * 16 + 16].copy_from_slice(&block);
        }
        // Its content changed under the right key, with the IV that belongs to it.
        _ => {
            let mut claims = CLAIMS.to_vec();
            mutate(&mut claims);
            parts = seal(seed & 8 != 0, parts.expire, &claims, true);
        }
    }
    let changed = parts.token();
    if changed.len() > max_size {
        return size;
    }
    data[..changed.len()].copy_from_slice(changed.as_bytes());
    changed.len()
});

fn mutate(part: &mut Vec<u8>) {
    let (size, room) = (part.len(), part.len() + 32);
    part.resize(room, 0);
    let size = fuzzer_mutate(part, size, room);
    part.truncate(size);
}
