//! What a token costs, compared with the bare cipher over the same bytes in the same run.
//!
//! Each figure is the median of many interleaved rounds, so that a noisy machine shifts all of
//! them alike; quote the ratios. `cargo bench -p token04 --bench token`

#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use aes::Aes256;
use aes_gcm::KeyInit;
use aes_gcm::aead::AeadInOut;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeEncrypt, InnerIvInit};
use token04::{Mode, RoomPrivileges, TokenGenerator, TokenVerifier, decode, generate_token04};

const SECRET: &[u8; 32] = b"0123456789abcdef0123456789abcdef";
const ROUNDS: usize = 200;
const CALLS: u32 = 500;
/// About the size of the plaintext of the privilege token below: 13 AES blocks.
const PLAINTEXT_BYTES: usize = 200;

struct Contestant<'a> {
    name: &'static str,
    call: Box<dyn FnMut() + 'a>,
    nanoseconds: Vec<f64>,
}

fn main() {
    let hour = Duration::from_secs(3600);
    let privileges = RoomPrivileges::login_and_publish_any("room1").unwrap();
    let secret = std::str::from_utf8(SECRET).unwrap();
    let cbc = TokenGenerator::new(1_234_567_890, SECRET).unwrap();
    let gcm = TokenGenerator::new(1_234_567_890, SECRET).unwrap().with_mode(Mode::Gcm);
    let verifier = TokenVerifier::new(1_234_567_890, SECRET).unwrap();
    let cbc_token = cbc.privilege_token("user1", hour, &privileges).unwrap();
    let gcm_token = gcm.privilege_token("user1", hour, &privileges).unwrap();
    let users: Vec<String> = (0..100).map(|n| format!("user{n}")).collect();

    let aes = Aes256::new(SECRET.into());
    let aes_gcm = aes_gcm::Aes256Gcm::new(SECRET.into());
    let mut cbc_buffer = vec![0u8; PLAINTEXT_BYTES + 16];
    let mut gcm_buffer = vec![0u8; PLAINTEXT_BYTES];
    let cbc_iv = [7; 16];
    let gcm_iv = [7; 12];

    let mut contestants = vec![
        contestant("bare AES-CBC chain", || {
            let chain = cbc::Encryptor::inner_iv_init(&aes, black_box(&cbc_iv).into());
            black_box(chain.encrypt_padded::<Pkcs7>(&mut cbc_buffer, PLAINTEXT_BYTES).unwrap());
        }),
        contestant("privilege token, CBC", || {
            black_box(cbc.privilege_token(black_box("user1"), hour, &privileges).unwrap());
        }),
        contestant("identity token, CBC", || {
            black_box(cbc.identity_token(black_box("user1"), hour).unwrap());
        }),
        contestant("decode, CBC", || {
            black_box(decode(black_box(&cbc_token), SECRET).unwrap());
        }),
        contestant("verify, CBC", || {
            black_box(verifier.verify_login(black_box(&cbc_token), "user1", "room1").unwrap());
        }),
        contestant("bare AES-GCM", || {
            let iv = black_box(&gcm_iv).into();
            let tag = aes_gcm.encrypt_inout_detached(iv, &[], gcm_buffer.as_mut_slice().into());
            black_box(tag.unwrap());
        }),
        contestant("privilege token, GCM", || {
            black_box(gcm.privilege_token(black_box("user1"), hour, &privileges).unwrap());
        }),
        contestant("decode, GCM", || {
            black_box(decode(black_box(&gcm_token), SECRET).unwrap());
        }),
        contestant("verify, GCM", || {
            black_box(verifier.verify_login(black_box(&gcm_token), "user1", "room1").unwrap());
        }),
        contestant("one call (key set up each time)", || {
            let token = generate_token04(1_234_567_890, black_box("user1"), secret, 3600, "");
            black_box(token.unwrap());
        }),
        contestant("batch of 100 identity tokens", || {
            black_box(cbc.generate_batch(black_box(&users), hour, "").unwrap());
        }),
    ];
    for _ in 0..ROUNDS {
        for contestant in &mut contestants {
            let calls = if contestant.name.starts_with("batch") { CALLS / 100 } else { CALLS };
            let start = Instant::now();
            for _ in 0..calls {
                (contestant.call)();
            }
            contestant.nanoseconds.push(start.elapsed().as_nanos() as f64 / f64::from(calls));
        }
    }
    let bare = median(&mut contestants[0].nanoseconds);
    println!("{:<34} {:>10} {:>16}", "", "ns a call", "x bare CBC chain");
    for contestant in &mut contestants {
        let median = median(&mut contestant.nanoseconds);
        println!("{:<34} {:>10.0} {:>16.2}", contestant.name, median, median / bare);
    }
}

fn contestant<'a>(name: &'static str, call: impl FnMut() + 'a) -> Contestant<'a> {
    Contestant { name, call: Box::new(call), nanoseconds: Vec::new() }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
