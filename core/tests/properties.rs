//! What must hold for any input.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a failing test may panic

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use token04::{
    Error, Expectations, Mode, PrivilegeShape, RawPayload, RawRequest, RoomPrivileges,
    TokenGenerator, TokenVerifier, decode, inspect,
};

const SECRET: &[u8; 32] = b"0123456789abcdef0123456789abcdef";
const NOW: i64 = 1_700_000_000;

fn generator(app_id: i64, mode: Mode) -> TokenGenerator {
    TokenGenerator::from_raw(app_id, SECRET, mode.number()).unwrap()
}

fn mint(app_id: i64, mode: Mode, user_id: &str, ttl: i64, payload: &str) -> String {
    let payload = RawPayload::Text(payload.as_bytes());
    let request = RawRequest { user_id: user_id.as_bytes(), ttl, payload, now: NOW };
    generator(app_id, mode).draft(&request).unwrap().finish().unwrap()
}

static VERIFIER: LazyLock<TokenVerifier> =
    LazyLock::new(|| TokenVerifier::new(1_234_567_890, SECRET).unwrap());

fn any_mode() -> impl Strategy<Value = Mode> {
    prop_oneof![Just(Mode::Cbc), Just(Mode::Gcm)]
}

fn any_user_id() -> impl Strategy<Value = String> {
    "[^\\x00]{1,64}".prop_filter("at most 64 bytes", |id| id.len() <= 64)
}

/// An envelope around any plaintext, encrypted with the right key, by the ciphers alone.
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
    fn what_goes_in_comes_out(
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
        prop_assert_eq!((read.mode, read.authenticated), (mode, mode == Mode::Gcm));
        let verifier = TokenVerifier::from_raw(app_id, SECRET, [[0; 32]], 0, false).unwrap();
        let expected = Expectations::new().user_id(&user_id);
        prop_assert!(verifier.verify_at(&token, &expected, NOW).is_ok());
        prop_assert_eq!(verifier.verify_at(&token, &expected, NOW + ttl), Err(Error::Expired));
        serde_json::from_str::<serde_json::Value>(&read.to_json()).unwrap();
        prop_assert_eq!(inspect(&token).unwrap().expire, NOW + ttl);
    }

    #[test]
    fn the_bound_is_an_upper_bound_and_close(
        user_id in any_user_id(), payload in any::<String>(), mode in any_mode(),
    ) {
        let generator = generator(7, mode);
        let payload = RawPayload::Text(payload.as_bytes());
        let request = RawRequest { user_id: user_id.as_bytes(), ttl: 60, payload, now: NOW };
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
        shape in 0..3,
    ) {
        let shape = PrivilegeShape::from_number(shape).unwrap();
        let written = RoomPrivileges::from_raw(shape, room.as_bytes(), streams.as_ref());
        if shape == PrivilegeShape::PublishOnly && streams.is_none() {
            prop_assert_eq!(written.payload(), Err(Error::StreamIdInvalid));
            return Ok(());
        }
        let token = mint(1_234_567_890, Mode::Gcm, "u", 60, &written.payload().unwrap());
        let read = decode(&token, SECRET).unwrap().privileges.unwrap();
        prop_assert_eq!(read.allows_room(&room), shape != PrivilegeShape::PublishOnly);
        prop_assert!(!read.allows_room("elsewhere!"));
        let stream = streams.as_ref().map_or("any", |list| &list[0]);
        prop_assert_eq!(read.allows_stream(stream), shape != PrivilegeShape::LoginOnly);
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut with_version = b"04".to_vec();
        with_version.extend(STANDARD.encode(&bytes).bytes());
        for token in [&bytes, &with_version] {
            let _ = decode(token, SECRET);
            let _ = inspect(token);
            let _ = VERIFIER.verify_at(token, &Expectations::new().room_id("r"), NOW);
        }
    }

    #[test]
    fn no_plaintext_under_the_right_key_makes_reading_panic(
        plaintext in proptest::collection::vec(any::<u8>(), 0..300), mode in any_mode(),
    ) {
        let expected = if mode == Mode::Cbc { Error::DecryptFailed } else { Error::ClaimsInvalid };
        let token = envelope_around(&plaintext, mode);
        prop_assert_eq!(decode(&token, SECRET).err(), Some(expected));
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
        let named = Expectations::new().user_id("u").room_id("r").stream_id("s");
        let _ = VERIFIER.verify_at(&token, &named, NOW);
    }
}

#[test]
fn a_changed_bit_of_a_gcm_token_is_refused() {
    let token = mint(1_234_567_890, Mode::Gcm, "user1", 3600, "{}");
    let none = Expectations::new();
    assert!(VERIFIER.verify_at(&token, &none, NOW).is_ok());
    for bit in 0..token.len() * 8 {
        let mut text = token.clone().into_bytes();
        text[bit / 8] ^= 1 << (bit % 8);
        assert!(VERIFIER.verify_at(&text, &none, NOW).is_err(), "bit {bit} of the text");
    }
    let envelope = STANDARD.decode(&token[2..]).unwrap();
    for bit in 0..envelope.len() * 8 {
        let mut bytes = envelope.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let text = format!("04{}", STANDARD.encode(bytes));
        assert!(VERIFIER.verify_at(&text, &none, NOW).is_err(), "bit {bit} of the envelope");
    }
}

#[test]
fn a_changed_bit_of_a_cbc_token_never_changes_app_or_expiry() {
    let token = mint(1_234_567_890, Mode::Cbc, "user1", 3600, "{}");
    let none = Expectations::new();
    let original = VERIFIER.verify_at(&token, &none, NOW).unwrap();
    let unchanged = |text: &[u8]| match VERIFIER.verify_at(text, &none, NOW) {
        Err(_) => true,
        Ok(read) => {
            read.claims.app_id == original.claims.app_id
                && read.claims.expire == original.claims.expire
                && read.envelope_expire == original.envelope_expire
        }
    };
    for bit in 0..token.len() * 8 {
        let mut text = token.clone().into_bytes();
        text[bit / 8] ^= 1 << (bit % 8);
        assert!(unchanged(&text), "bit {bit} of the text");
    }
    let envelope = STANDARD.decode(&token[2..]).unwrap();
    for bit in 0..envelope.len() * 8 {
        let mut bytes = envelope.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let text = format!("04{}", STANDARD.encode(bytes));
        assert!(unchanged(text.as_bytes()), "bit {bit} of the envelope");
    }
}

#[test]
fn the_largest_payload_fits_and_one_byte_more_does_not() {
    for mode in Mode::ALL {
        let fits = |bytes: usize| {
            let payload = "p".repeat(bytes);
            let payload = RawPayload::Text(payload.as_bytes());
            let request = RawRequest { user_id: b"u", ttl: 60, payload, now: NOW };
            generator(7, mode).draft(&request)?.finish()
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
