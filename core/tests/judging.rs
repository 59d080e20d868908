//! Every `verify` case of `tests/vectors`, run by the core itself.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a failing test may panic

use std::fs;
use std::path::Path;

use serde_json::Value;
use token04::{
    Error, Mode, NOW_MAX, RawRequest, ServerSecret, TokenGenerator, TokenVerifier, decode,
};

/// A plain string of a request; `None` if it is absent or written in another form.
fn string<'r>(request: &'r Value, key: &str) -> Option<&'r str> {
    request.get(key)?.as_str()
}

/// `None` for a request with values that only some languages can express.
fn verify(request: &Value) -> Option<Result<usize, Error>> {
    let secrets = match request.get("previous_secrets") {
        None => Vec::new(),
        Some(list) => {
            list.as_array()?.iter().map(|one| one.as_str()).collect::<Option<Vec<_>>>()?
        }
    };
    let number = |key: &str| request.get(key).map(|value| value.as_i64());
    let leeway = number("leeway").unwrap_or(Some(token04::DEFAULT_LEEWAY_SECONDS))?;
    let (app_id, now) = (number("app_id")??, number("now")??);
    let secret = string(request, "secret")?.as_bytes();
    let token = string(request, "token")?;
    let verifier = match TokenVerifier::from_raw(app_id, secret, secrets, leeway) {
        Ok(verifier) => verifier,
        Err(error) => return Some(Err(error)),
    };
    let field = |key| string(request, key);
    let verified = match string(request, "op")? {
        "verify" => verifier.verify_at(token, now),
        "verify_user" => verifier.verify_user_at(token, field("user_id")?, now),
        "verify_login" => {
            verifier.verify_login_at(token, field("user_id")?, field("room_id")?, now)
        }
        "verify_publish" => {
            let (user, room, stream) = (field("user_id")?, field("room_id")?, field("stream_id")?);
            verifier.verify_publish_at(token, user, room, stream, now)
        }
        _ => return None,
    };
    Some(verified.map(|verified| verified.secret_index))
}

#[test]
fn every_verification_of_the_table() {
    let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors");
    let (mut accepted, mut refused) = (0, 0);
    for file in fs::read_dir(vectors).unwrap() {
        let file: Value = serde_json::from_slice(&fs::read(file.unwrap().path()).unwrap()).unwrap();
        for case in file.get("cases").and_then(Value::as_array).into_iter().flatten() {
            let Some(result) = verify(&case["request"]) else { continue };
            let id = &case["id"];
            let code = case["want"]["error"]["code"].as_i64();
            if let Some(code) = code {
                assert_eq!(result.map_err(|error| i64::from(error.code())), Err(code), "{id}");
                refused += 1;
            } else {
                let index = result.ok().and_then(|index| i64::try_from(index).ok());
                assert_eq!(index, case["want"]["secret_index"].as_i64(), "{id}");
                accepted += 1;
            }
        }
    }
    assert!(accepted > 100 && refused > 300, "{accepted} {refused}");
}

#[test]
fn a_leeway_is_not_negative() {
    let verifier = || TokenVerifier::new(1, b"0123456789abcdef0123456789abcdef").unwrap();
    assert_eq!(verifier().with_leeway(-1).err(), Some(Error::LeewayInvalid));
    assert!(verifier().with_leeway(0).is_ok());
}

#[test]
fn stream_ids_have_1_to_256_bytes() {
    let secret = b"0123456789abcdef0123456789abcdef";
    let payload = r#"{"room_id":"r","privilege":{"1":1,"2":1},"stream_id_list":null}"#;
    let token = token04::generate_token04(1, "u", "0123456789abcdef0123456789abcdef", 60, payload);
    let privileges = decode(token.unwrap(), secret).unwrap().privileges.unwrap();
    for (length, allowed) in [(0, false), (1, true), (256, true), (257, false)] {
        assert_eq!(privileges.allows_stream("s".repeat(length)), allowed, "{length}");
    }
    assert_eq!(NOW_MAX, 253_402_300_799);
}

#[test]
fn a_verifier_shows_what_it_is_and_no_secret() {
    let (secret, previous) =
        ("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210");
    let verifier = TokenVerifier::from_raw(7, secret.as_bytes(), [previous.as_bytes()], 5).unwrap();
    let shown = format!("{verifier:?}");
    assert_eq!(shown, "TokenVerifier { app_id: 7, secrets: 2, leeway: 5, .. }");
}

/// `decode` reads tokens of other generators too, so the tag alone decides.
#[test]
fn a_gcm_token_with_a_wrong_tag_is_not_decoded() {
    let secret = ServerSecret::new("0123456789abcdef0123456789abcdef").unwrap();
    let generator = TokenGenerator::new(7, secret.clone()).unwrap().with_mode(Mode::Gcm);
    let request = RawRequest { user_id: b"u", ttl: 60, payload: b"", now: 1_700_000_000 };
    let token = generator.draft(&request).unwrap().finish().unwrap();
    assert!(decode(&token, &secret).is_ok());
    // The last byte before the mode is one of the tag: three characters of base64 hold it.
    let mut wrong = token.into_bytes();
    let at = wrong.len() - 5;
    wrong[at] = if wrong[at] == b'A' { b'B' } else { b'A' };
    let wrong = String::from_utf8(wrong).unwrap();
    assert_eq!(decode(&wrong, &secret).unwrap_err(), Error::DecryptFailed);
}
