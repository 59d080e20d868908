//! Does the time that `verify` takes depend on the padding of a token that is not authentic?
//!
//! Compares two tokens of an attacker that differ in one thing: after decryption the padding of
//! one is valid and that of the other is not. Their order changes with each round. The bench
//! prints the difference of the medians beside the spread: for the function, and for a server on
//! the loopback interface that returns the same 401 for every refusal. `cargo xtask bench oracle`

#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing)]

use std::hint::black_box;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Instant;

use aes::Aes256;
use aes_gcm::KeyInit;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeEncrypt, InnerIvInit};
use token04::{Error, TokenVerifier};

const SECRET: &[u8; 32] = b"0123456789abcdef0123456789abcdef";
const ROUNDS: usize = 4000;

fn main() {
    println!(
        "{:<28} {:>12} {:>12} {:>12} {:>14}",
        "ns", "valid", "invalid", "difference", "spread of both"
    );
    for (name, plaintext) in
        [("200 B", "a".repeat(200)), ("60 kB of CJK", "\u{6587}".repeat(20_000))]
    {
        let valid = token(plaintext.as_bytes(), true);
        let invalid = token(plaintext.as_bytes(), false);
        let verifier = TokenVerifier::new(1, SECRET).unwrap();
        compare(&format!("{name}, function"), |invalid_padding| {
            let token = if invalid_padding { &invalid } else { &valid };
            assert_eq!(verifier.verify(black_box(token)), Err(Error::Unauthenticated));
        });
        let mut server = serve();
        compare(&format!("{name}, loopback HTTP"), |invalid_padding| {
            ask(&mut server, if invalid_padding { &invalid } else { &valid });
        });
    }
}

/// A CBC token of another generator, with valid or invalid padding; the lengths are the same.
fn token(plaintext: &[u8], valid: bool) -> String {
    let mut padded = plaintext.to_vec();
    let padding = 16 - padded.len() % 16;
    padded.extend(std::iter::repeat_n(
        if valid { u8::try_from(padding).unwrap() } else { 0 },
        padding,
    ));
    let aes = Aes256::new(SECRET.into());
    let length = padded.len();
    let chain = cbc::Encryptor::inner_iv_init(&aes, &[7; 16].into());
    let ciphertext = chain.encrypt_padded::<NoPadding>(&mut padded, length).unwrap();
    let mut envelope = 4_000_000_000_i64.to_be_bytes().to_vec();
    for part in [&[7; 16][..], ciphertext] {
        envelope.extend(u16::try_from(part.len()).unwrap().to_be_bytes());
        envelope.extend(part);
    }
    format!("04{}", STANDARD.encode(envelope))
}

fn compare(name: &str, mut verify: impl FnMut(bool)) {
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..ROUNDS {
        for turn in 0..2 {
            let invalid = (round + turn) % 2 == 1;
            let start = Instant::now();
            verify(invalid);
            times[usize::from(invalid)].push(start.elapsed().as_nanos() as f64);
        }
    }
    for list in &mut times {
        list.sort_by(f64::total_cmp);
    }
    let at = |list: &[f64], part: usize| list[list.len() * part / 4];
    let [valid, invalid] = [&times[0], &times[1]].map(|list| at(list, 2));
    let spread = at(&times[0], 3) - at(&times[0], 1) + at(&times[1], 3) - at(&times[1], 1);
    let difference = valid - invalid;
    println!("{name:<28} {valid:>12.0} {invalid:>12.0} {difference:>12.0} {:>14.0}", spread / 2.0);
}

/// Starts a server that verifies each request's body and returns 401; returns a connection to it.
fn serve() -> TcpStream {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let verifier = TokenVerifier::new(1, SECRET).unwrap();
        stream.set_nodelay(true).unwrap();
        let mut received = Vec::new();
        let mut part = [0; 1 << 16];
        while let Ok(bytes @ 1..) = stream.read(&mut part) {
            received.extend_from_slice(&part[..bytes]);
            let Some(head) = received.windows(4).position(|end| end == b"\r\n\r\n") else {
                continue;
            };
            let text = std::str::from_utf8(&received[..head]).unwrap();
            let length = text.rsplit("Content-Length: ").next().unwrap().parse::<usize>().unwrap();
            if received.len() < head + 4 + length {
                continue;
            }
            let refused = verifier.verify(&received[head + 4..]).is_err();
            assert!(refused);
            stream.write_all(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n").unwrap();
            received.clear();
        }
    });
    let client = TcpStream::connect(address).unwrap();
    client.set_nodelay(true).unwrap();
    client
}

fn ask(server: &mut TcpStream, token: &str) {
    let request = format!("POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n{token}", token.len());
    server.write_all(request.as_bytes()).unwrap();
    let mut response = Vec::new();
    let mut part = [0; 512];
    while !response.ends_with(b"\r\n\r\n") {
        let bytes = server.read(&mut part).unwrap();
        response.extend_from_slice(&part[..bytes]);
    }
}
