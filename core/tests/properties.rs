//! What must be true for any input.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a failing test may panic

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use token04::{
    Error, Mode, RawRequest, RoomPrivileges, TokenGenerator, TokenVerifier, decode, inspect,
};

const SECRET: &[u8; 32] = b"0123456789abcdef0123456789abcdef";
const NOW: i64 = 1_700_000_000;

fn generator(app_id: i64, mode: Mode) -> TokenGenerator {
    TokenGenerator::from_raw(app_id, SECRET, mode.number()).unwrap()
}

fn mint(app_id: i64, mode: Mode, user_id: &str, ttl: i64, payload: &str) -> String {
    generator(app_id, mode).draft(&request(user_id, ttl, payload)).unwrap().finish().unwrap()
}

fn request<'a>(user_id: &'a str, ttl: i64, payload: &'a str) -> RawRequest<'a> {
    RawRequest { user_id: user_id.as_bytes(), ttl, payload: payload.as_bytes(), now: NOW }
}

static VERIFIER: LazyLock<TokenVerifier> =
    LazyLock::new(|| TokenVerifier::new(1_234_567_890, SECRET).unwrap());

fn any_mode() -> impl Strategy<Value = Mode> {
    prop_oneof![Just(Mode::Cbc), Just(Mode::Gcm)]
}

fn any_user_id() -> impl Strategy<Value = String> {
    "[^\\x00]{1,64}".prop_filter("at most 64 bytes", |id| id.len() <= 64)
}

/// An envelope around any plaintext, encrypted with the right key, using only the cipher crates.
fn envelope_around(plaintext: &[u8], mode: Mode) -> String {
    use aes_gcm::KeyInit;
    use aes_gcm::aead::Aead;
    use cbc::cipher::{BlockModeEncrypt, InnerIvInit, block_padding::Pkcs7};
    let iv = vec![9; mode.iv_bytes()];
    let ciphertext = match mode {
        Mode::Cbc => {
            let aes = aes::Aes256::new(SECRET.into());
            let iv = iv.as_slice().try_into().unwrap();
            let mut room = plaintext.to_vec();
            room.resize(plaintext.len() + 16, 0);
            let chain = cbc::Encryptor::inner_iv_init(&aes, iv);
            chain.encrypt_padded::<Pkcs7>(&mut room, plaintext.len()).unwrap().to_vec()
        }
        Mode::Gcm => {
            let iv = iv.as_slice().try_into().unwrap();
            aes_gcm::Aes256Gcm::new(SECRET.into()).encrypt(iv, plaintext).unwrap()
        }
    };
    let mut envelope = (NOW + 3600).to_be_bytes().to_vec();
    envelope.extend(u16::try_from(iv.len()).unwrap().to_be_bytes());
    envelope.extend(&iv);
    envelope.extend(u16::try_from(ciphertext.len()).unwrap().to_be_bytes());
    envelope.extend(ciphertext);
    if mode == Mode::Gcm {
        envelope.push(1);
    }
    format!("04{}", STANDARD.encode(envelope))
}

proptest! {
    #[test]
    fn tokens_round_trip(
        app_id in 1i64..=4_294_967_295,
        user_id in any_user_id(),
        ttl in 1i64..=10_000_000_000,
        payload in any::<String>(),
        mode in any_mode(),
    ) {
        let token = mint(app_id, mode, &user_id, ttl, &payload);
        let read = decode(&token, SECRET).unwrap();
        prop_assert_eq!(i64::from(read.claims.app_id), app_id);
        prop_assert_eq!(&read.claims.user_id, &user_id);
        prop_assert_eq!((read.claims.ctime, read.claims.expire), (NOW, NOW + ttl));
        prop_assert_eq!(read.envelope_expire, NOW + ttl);
        prop_assert_eq!(read.claims.payload.as_str(), &payload);
        prop_assert!((0..=i64::from(i32::MAX)).contains(&read.claims.nonce));
        prop_assert_eq!((read.mode, read.authenticated), (mode, true));
        let verifier = TokenVerifier::from_raw(app_id, SECRET, [[0; 32]], 0).unwrap();
        prop_assert_eq!(&verifier.verify_user_at(&token, &user_id, NOW).unwrap().decoded, &read);
        let late = verifier.verify_user_at(&token, &user_id, NOW + ttl);
        prop_assert_eq!(late, Err(Error::Expired));
        let rotated = TokenVerifier::from_raw(app_id, &[0; 32], [SECRET], 0).unwrap();
        prop_assert_eq!(rotated.verify_at(&token, NOW).unwrap().secret_index, 1);
        let other = TokenVerifier::from_raw(app_id, &[0; 32], [[1; 32]], 0).unwrap();
        prop_assert_eq!(other.verify_at(&token, NOW), Err(Error::Unauthenticated));
        serde_json::from_str::<serde_json::Value>(&read.to_json()).unwrap();
        prop_assert_eq!(inspect(&token).unwrap().expire, NOW + ttl);
    }

    #[test]
    fn the_bound_is_an_upper_bound_and_close(
        user_id in any_user_id(), payload in any::<String>(), mode in any_mode(),
    ) {
        let generator = generator(7, mode);
        let request = request(&user_id, 60, &payload);
        let bound = generator.draft(&request).unwrap().token_bytes_bound();
        let mut out = vec![0; bound];
        let length = generator.draft(&request).unwrap().write(&mut out).unwrap();
        prop_assert!(length <= bound && bound - length <= 24, "{length} of {bound}");
        prop_assert!(decode(&out[..length], SECRET).is_ok());
        let small = &mut out[..bound - 1];
        prop_assert_eq!(
            generator.draft(&request).unwrap().write(small), Err(Error::BufferTooSmall)
        );
    }

    #[test]
    fn privileges_are_read_as_written(
        room in "[a-z\"\\\\é]{1,40}",
        streams in proptest::option::of(proptest::collection::vec("[ -~]{1,20}", 1..5)),
        login in any::<bool>(),
        publish in any::<bool>(),
    ) {
        let written = RoomPrivileges::from_flags(&room, login, publish, streams.as_ref());
        let refusal = match (login, publish, &streams) {
            (false, false, _) => Some(Error::PrivilegesEmpty),
            (_, true, None) => Some(Error::StreamIdInvalid),
            _ => None,
        };
        prop_assert_eq!(written.as_ref().err().copied(), refusal);
        let any = RoomPrivileges::login_and_publish_any(&room);
        let Ok(written) = (if login && publish && streams.is_none() { any } else { written }) else {
            return Ok(());
        };
        let token = mint(1_234_567_890, Mode::Gcm, "u", 60, written.payload());
        let read = decode(&token, SECRET).unwrap().privileges.unwrap();
        prop_assert_eq!(read.allows_room(&room), login);
        prop_assert!(!read.allows_room("elsewhere!"));
        let stream = streams.as_ref().map_or("any", |list| &list[0]);
        prop_assert_eq!(read.allows_stream(stream), publish);
        let loggable = VERIFIER.verify_login_at(&token, "u", &room, NOW).map(drop);
        prop_assert_eq!(loggable, if login { Ok(()) } else { Err(Error::RoomNotAllowed) });
        let publishable = VERIFIER.verify_publish_at(&token, "u", &room, stream, NOW).map(drop);
        prop_assert_eq!(publishable, if publish { Ok(()) } else { Err(Error::StreamNotAllowed) });
        let elsewhere = VERIFIER.verify_publish_at(&token, "u", "elsewhere!", stream, NOW);
        prop_assert_eq!(elsewhere, Err(Error::RoomNotAllowed));
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut with_version = b"04".to_vec();
        with_version.extend(STANDARD.encode(&bytes).bytes());
        for token in [&bytes, &with_version] {
            let _ = decode(token, SECRET);
            let _ = inspect(token);
            let code = VERIFIER.verify_login_at(token, "u", "r", NOW).unwrap_err();
            prop_assert!([Error::TokenFormat, Error::Unauthenticated].contains(&code));
        }
    }

    #[test]
    fn no_plaintext_under_the_right_key_makes_reading_panic(
        plaintext in proptest::collection::vec(any::<u8>(), 0..300), mode in any_mode(),
    ) {
        let expected = if mode == Mode::Cbc { Error::DecryptFailed } else { Error::ClaimsInvalid };
        let token = envelope_around(&plaintext, mode);
        prop_assert_eq!(decode(&token, SECRET).err(), Some(expected));
        prop_assert_eq!(VERIFIER.verify_at(&token, NOW), Err(Error::Unauthenticated));
    }

    #[test]
    fn no_json_under_the_right_key_makes_reading_panic(
        app_id in "[0-9e.\"-]{1,12}", key in "[a-z_\\\\ud8]{0,9}", payload in "\\PC{0,60}",
        mode in any_mode(),
    ) {
        let plaintext = format!(
            "{{\"app_id\":{app_id},\"user_id\":\"u\",\"{key}\":1,\"nonce\":1,\"ctime\":{NOW},\
             \"expire\":1700003600,\"payload\":{payload}}}"
        );
        let token = envelope_around(plaintext.as_bytes(), mode);
        if let Ok(read) = decode(&token, SECRET) {
            serde_json::from_str::<serde_json::Value>(&read.to_json()).unwrap();
        }
        let verified = VERIFIER.verify_publish_at(&token, "u", "r", "s", NOW);
        prop_assert_eq!(verified, Err(Error::Unauthenticated));
    }
}

#[test]
fn a_changed_bit_is_never_accepted() {
    for mode in Mode::ALL {
        let token = mint(1_234_567_890, mode, "user1", 3600, "{}");
        assert!(VERIFIER.verify_at(&token, NOW).is_ok());
        let refused = |text: &[u8], what: &str| {
            let code = VERIFIER.verify_at(text, NOW).unwrap_err();
            let expected = [Error::TokenFormat, Error::Unauthenticated];
            assert!(expected.contains(&code), "{what} of a {mode} token: {code:?}");
        };
        for bit in 0..token.len() * 8 {
            let mut text = token.clone().into_bytes();
            text[bit / 8] ^= 1 << (bit % 8);
            refused(&text, &format!("bit {bit} of the string"));
        }
        let envelope = STANDARD.decode(&token[2..]).unwrap();
        for bit in 0..envelope.len() * 8 {
            let mut bytes = envelope.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let text = format!("04{}", STANDARD.encode(bytes));
            refused(text.as_bytes(), &format!("bit {bit} of the envelope"));
        }
    }
}

#[test]
fn the_largest_payload_fits_and_one_byte_more_does_not() {
    for mode in Mode::ALL {
        let fits = |bytes: usize| {
            let payload = "p".repeat(bytes);
            generator(7, mode).draft(&request("u", 60, &payload))?.finish()
        };
        let empty = mint(7, mode, "u", 60, "");
        let claims = decode(&empty, SECRET).unwrap().claims;
        let overhead = r#"{"app_id":7,"user_id":"u","nonce":,"ctime":1700000000,"#.len()
            + r#""expire":1700000060,"payload":""}"#.len()
            + 10;
        assert!(claims.nonce >= 0);
        let largest = token04::PLAINTEXT_MAX_BYTES - overhead;
        let token = fits(largest).unwrap();
        assert!(token.len() <= token04::TOKEN_MAX_BYTES);
        assert_eq!(decode(&token, SECRET).unwrap().claims.payload.as_str().len(), largest);
        for _ in 0..50 {
            assert_eq!(fits(largest + 1), Err(Error::PayloadInvalid));
        }
    }
}
