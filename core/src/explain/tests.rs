//! Each mistake seen in public code, made on purpose; and correct tokens.

use super::{ExplainInput, FindingId, Report, Severity, explain};
use crate::cipher::Cipher;
use crate::mode::Mode;
use crate::platform::Platform;
use crate::secret::ServerSecret;
use crate::siv::PREFIX_BYTES;
use crate::{RoomPrivileges, envelope, kit_token, text};

const SECRET: &str = "fa94dd0f974cf2e293728a526b028271";
const APP_SIGN: &str = "fa94dd0f974cf2e293728a526b02827100112233445566778899aabbccddeeff";
const NOW: i64 = 1_700_000_000;
const CLAIMS: &str = r#"{"app_id":7,"user_id":"shy-user","nonce":1,"ctime":1700000000,"expire":1700003600,"payload":""}"#;

const AES_128_CBC: &str = "04AAAAAGVT/xAAEDk5OTk5OTk5OTk5OTk5OTkAYO6GpnBlV3EDT90uykUZzpyn3RgDqm5iW+tcDgWLXPjGpvpWNfKAcyHSTvZnGnmTjO/p0NiWJglnsneEW36AgYcbsrTYw7kfPDX+k3Eaepu7NfPYq/Q7CgyLo/vws6qGaw==";
const AES_128_GCM: &str = "04AAAAAGVT/xAADDk5OTk5OTk5OTk5OQBvlqJ0HLqq1g4W/QPJ+renrSLy+/nPGl/8lf3SVdHCD4FP2TqXlOze7lDbriAIaUbp7plm7ZPrqDdHzXHsT1qMVa09qKzQZvzguT4C8163LH4JC+q5aK0rgw7+ZqVUOznKNxewLCRts+BQi59bY/UVAQ==";

/// A token with any content, encrypted with any key of 32 bytes.
fn seal_with(key: &[u8], mode: Mode, plaintext: &str, expire: i64) -> String {
    let secret = ServerSecret::new(key).unwrap();
    let cipher = Cipher::new(&secret, mode, Platform::current());
    let mut buffer = vec![0; PREFIX_BYTES];
    buffer.extend_from_slice(plaintext.as_bytes());
    buffer.resize(PREFIX_BYTES + mode.ciphertext_bytes(plaintext.len()), 0);
    let mac = cipher.seal(expire, &mut buffer, plaintext.len()).unwrap();
    let message = &buffer[PREFIX_BYTES..];
    let mut bytes = vec![0; envelope::ciphertext_offset(mode)];
    envelope::write_head(&mut bytes, expire, &mac[..mode.iv_bytes()], message.len()).unwrap();
    bytes.extend_from_slice(message);
    bytes.extend_from_slice(envelope::trailer(mode));
    let mut token = vec![0; text::token_bytes(bytes.len())];
    text::write(&bytes, &mut token).unwrap();
    String::from_utf8(token).unwrap()
}

fn seal(mode: Mode, plaintext: &str) -> String {
    seal_with(SECRET.as_bytes(), mode, plaintext, NOW + 3600)
}

fn healthy() -> String {
    seal(Mode::Cbc, CLAIMS)
}

/// The findings above a note; checks that the report shows no secret and no claim.
fn found(input: ExplainInput<'_>) -> Vec<&'static str> {
    let report = explain(&input);
    let json = report.to_json();
    for hidden in [SECRET, APP_SIGN, "shy-user", "shy-room"] {
        assert!(!json.contains(hidden));
    }
    above_note(&report)
}

fn above_note(report: &Report) -> Vec<&'static str> {
    let grave = report.findings.iter().filter(|finding| finding.severity > Severity::Note);
    grave.map(|finding| finding.id.name()).collect()
}

fn found_in(token: &str) -> Vec<&'static str> {
    found(ExplainInput::new_at(token, NOW).secret(SECRET))
}

fn found_in_claims(from: &str, to: &str) -> Vec<&'static str> {
    assert!(CLAIMS.contains(from));
    let plaintext = CLAIMS.replace(from, to);
    let [cbc, gcm] = Mode::ALL.map(|mode| found_in(&seal(mode, &plaintext)));
    assert_eq!(cbc, gcm);
    cbc
}

fn with_payload(payload: &str) -> String {
    let text = serde_json::to_string(payload).unwrap();
    seal(Mode::Gcm, &CLAIMS.replace(r#""payload":"""#, &format!("\"payload\":{text}")))
}

#[test]
fn correct_tokens_have_notes_at_most() {
    for mode in Mode::ALL {
        let token = seal(mode, CLAIMS);
        let report = explain(
            &ExplainInput::new_at(&token, NOW).secret(SECRET).app_id(7).user_id("shy-user"),
        );
        assert_eq!(report.findings, []);
        assert!(found(ExplainInput::new_at(&token, NOW)).is_empty());
        let kit = kit_token(&token, "shy-room", "shy-user", "n", 7).unwrap();
        assert!(found_in(&kit).is_empty());
    }
    let privileges = RoomPrivileges::login_and_publish("shy-room", ["s1"]).unwrap();
    let token = with_payload(privileges.payload());
    let input =
        ExplainInput::new_at(&token, NOW).secret(SECRET).room_id("shy-room").stream_id("s1");
    let report = explain(&input);
    assert_eq!(report.findings.len(), 1);
    assert_eq!(report.findings[0].id, FindingId::PrivilegeChecksNeedEnabling);
    assert_eq!(report.severity(), Some(Severity::Note));
}

#[test]
fn other_strings_in_place_of_a_token() {
    let hex = |length: usize| "0a".repeat(length / 2);
    for (token, id) in [
        ("", "token_missing"),
        (" \n", "token_missing"),
        ("undefined", "token_missing"),
        ("[object Promise]", "token_missing"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJ1IjoxfQ.c2ln", "token_is_jwt"),
        (&hex(32), "token_is_hmac"),
        (&hex(40), "token_is_hmac"),
        (&hex(64), "token_is_hmac"),
        (&hex(128), "token_is_hmac"),
        ("n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=", "token_is_hmac"),
        ("n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg", "token_is_hmac"),
        ("03AAAA", "token_is_token03"),
        ("01AAAA", "token_version_unknown"),
        ("hello", "token_malformed"),
        ("{\"token\":\"04AA\"}", "token_malformed"),
        ("04", "token_truncated"),
        ("04**", "token_malformed"),
    ] {
        let found = found_in(token);
        assert_eq!(found.first(), Some(&id), "{token}");
    }
    assert_eq!(found_in(&"x".repeat(1_000_000)), ["token_malformed"]);
    assert_eq!(found_in(&format!("04{}", "A".repeat(90_000)))[0], "token_malformed");
    assert_eq!(found_in(&healthy()[2..]), ["token_version_unknown"]);
}

#[test]
fn an_exposed_secret_is_critical() {
    let part = "eyJ1c2VySUQiOiJ1In0=";
    for secret in [SECRET, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"] {
        let token = format!("{secret}#{part}");
        assert_eq!(found(ExplainInput::new_at(&token, NOW)), ["server_secret_exposed"]);
    }
    for token in [SECRET.to_owned(), format!("04{SECRET}"), format!(" \"{SECRET}\"")] {
        let report = explain(&ExplainInput::new_at(&token, NOW).secret(SECRET));
        assert_eq!(report.findings[0].id, FindingId::ServerSecretExposed);
        assert_eq!(report.severity(), Some(Severity::Critical));
    }
    assert_eq!(
        found(ExplainInput::new_at(SECRET, NOW).secret(&format!("{SECRET}\n")))[0],
        "server_secret_exposed"
    );
}

#[test]
fn anything_around_a_token_is_removed_and_reported() {
    let (plus, token) = (0..=99)
        .map(|nonce| seal(Mode::Cbc, &CLAIMS.replace("\"nonce\":1", &format!("\"nonce\":{nonce}"))))
        .find_map(|token| Some((token.find('+').filter(|_| token.contains('/'))?, token)))
        .unwrap();
    let mut broken = token.clone();
    broken.insert(70, '\n');
    let encoded = token.replace('+', "%2B").replace('/', "%2f").replace('=', "%3D");
    for (text, id) in [
        (format!(" {token}"), "token_has_white_space"),
        (format!("{token}\r\n"), "token_has_white_space"),
        (broken, "token_has_white_space"),
        (token.replace('+', " "), "token_has_white_space"),
        (format!("\"{token}\""), "token_quoted"),
        (format!("Bearer {token}"), "token_has_bearer_prefix"),
        (encoded, "token_url_encoded"),
        (token.replace('+', "-").replace('/', "_"), "token_url_safe_base64"),
    ] {
        assert_eq!(found_in(&text), [id]);
        // The faults hidden behind it are found as well.
        let input = ExplainInput::new_at(&text, NOW + 9000).secret(SECRET).user_id("other");
        assert_eq!(found(input), [id, "expired", "user_id_mismatch"]);
    }
    assert!(plus > 2);
}

#[test]
fn cut_and_damaged_tokens() {
    for mode in Mode::ALL {
        let token = seal(mode, CLAIMS);
        for length in 2..token.len() {
            assert_eq!(found_in(&token[..length]), ["token_truncated"], "{length}");
        }
        assert_eq!(found_in(&format!("{token}AAAA"))[0], "token_malformed");
        // No change of a single character panics, whatever is reported.
        for at in 0..token.len() {
            for byte in *b"A/-#% \"\0\xff" {
                let mut changed = token.clone().into_bytes();
                changed[at] = byte;
                let input = ExplainInput::new_at(&changed, NOW).secret(SECRET);
                explain(&input);
            }
        }
    }
}

#[test]
fn kit_and_plain_tokens_confused() {
    let token = healthy();
    let kit = kit_token(&token, "shy-room", "shy-user", "n", 7).unwrap();
    let input = |token| ExplainInput::new_at(token, NOW).secret(SECRET);
    assert_eq!(found(input(&kit).kit(false)), ["kit_token_where_plain_due"]);
    assert_eq!(found(input(&token).kit(true)), ["plain_token_where_kit_due"]);
    assert_eq!(found_in(&format!("{token}#e30=")), ["kit_part_malformed"]);
    let other = kit_token(&token, "shy-room", "shy", "n", 8).unwrap();
    assert_eq!(found_in(&other), ["app_id_mismatch", "user_id_mismatch"]);
    assert_eq!(found(ExplainInput::new_at(&other, NOW).app_id(7)), ["app_id_mismatch"]);
}

#[test]
fn mishandled_secrets() {
    for mode in Mode::ALL {
        let token = seal(mode, CLAIMS);
        let found = |secret: &str| found(ExplainInput::new_at(&token, NOW).secret(secret));
        assert_eq!(found(APP_SIGN), ["secret_is_app_sign"]);
        assert_eq!(found(&format!("{SECRET}\n")), ["secret_has_white_space"]);
        assert_eq!(found(&format!("'{SECRET}'")), ["secret_quoted"]);
        assert_eq!(found(&format!("\"{APP_SIGN}\"")), ["secret_is_app_sign", "secret_quoted"]);
        assert_eq!(found("abc"), ["secret_length_wrong"]);
        assert_eq!(found(""), ["secret_length_wrong"]);
        assert_eq!(found(&SECRET.replace('f', "e")), ["decrypt_failed"]);
        // The claims are checked if only quotes are wrong with the secret.
        let quoted = format!("\"{SECRET}\"");
        let input = ExplainInput::new_at(&token, NOW).secret(&quoted).app_id(8);
        assert_eq!(above_note(&explain(&input)), ["secret_quoted", "app_id_mismatch"]);
    }
}

#[test]
fn hex_decoded_secrets() {
    let key = super::text::hex_decoded(APP_SIGN.as_bytes()).unwrap();
    let token = seal_with(&key, Mode::Gcm, CLAIMS, NOW + 3600);
    let input = ExplainInput::new_at(&token, NOW).secret(APP_SIGN);
    assert_eq!(found(input), ["secret_is_app_sign", "secret_was_hex_decoded"]);
    let half = super::text::hex_decoded(SECRET.as_bytes()).unwrap();
    let token = healthy();
    let input = ExplainInput::new_at(&token, NOW).secret(&half);
    assert_eq!(found(input), ["secret_was_hex_decoded"]);
    // Made with 16 bytes, as AES-128, by an independent implementation.
    for token in [AES_128_CBC, AES_128_GCM] {
        assert_eq!(found_in(token), ["secret_was_hex_decoded"]);
        let input = ExplainInput::new_at(token, NOW).secret(&half).app_id(7);
        assert_eq!(found(input), ["secret_was_hex_decoded"]);
    }
}

#[test]
fn app_ids_of_every_wrong_kind() {
    for (value, id) in [
        ("\"7\"", "app_id_is_string"),
        ("\"\"", "app_id_is_string"),
        ("\"NaN\"", "app_id_is_not_a_number"),
        ("null", "app_id_is_not_a_number"),
        ("NaN", "app_id_is_not_a_number"),
        (" NaN", "app_id_is_not_a_number"),
        ("7.5", "app_id_is_not_a_number"),
        ("true", "app_id_is_not_a_number"),
        ("0", "app_id_out_of_range"),
        ("-7", "app_id_out_of_range"),
        ("4294967296", "app_id_out_of_range"),
        ("99999999999999999999", "app_id_out_of_range"),
    ] {
        assert_eq!(
            found_in_claims("\"app_id\":7", &format!("\"app_id\":{value}")),
            [id],
            "{value}"
        );
    }
    assert_eq!(found_in_claims("\"app_id\":7,", ""), ["app_id_is_not_a_number"]);
}

#[test]
fn content_that_is_not_claims() {
    for (from, to, field) in [
        ("\"user_id\":\"shy-user\",", "", "user_id"),
        ("\"nonce\":1", "\"nonce\":1.5", "nonce"),
        ("\"ctime\":1700000000", "\"ctime\":\"x\"", "ctime"),
        ("\"expire\":1700003600", "\"expire\":1e9", "expire"),
        ("\"payload\":\"\"", "\"payload\":\"\\ud800\"", "payload"),
        ("\"nonce\":1", "\"nonce\":1,\"nonce\":1", "the JSON object"),
        (CLAIMS, "{}", "app_id"),
        (CLAIMS, "[]", "the JSON object"),
        (CLAIMS, "", "the JSON object"),
    ] {
        let token = seal(Mode::Cbc, &CLAIMS.replace(from, to));
        let report = explain(&ExplainInput::new_at(&token, NOW).secret(SECRET));
        let finding = report.findings.iter().find(|f| f.id == FindingId::ClaimsInvalid).unwrap();
        assert!(finding.message.contains(&format!(": {field} is")), "{}", finding.message);
        assert_eq!(found_in_claims(from, to).last(), Some(&"claims_invalid"));
    }
}

#[test]
fn times() {
    let expire = "\"expire\":1700003600";
    let relative =
        seal_with(SECRET.as_bytes(), Mode::Gcm, &CLAIMS.replace("1700003600", "3600"), 3600);
    assert_eq!(found_in(&relative), ["expire_is_relative"]);
    assert_eq!(found(ExplainInput::new_at(&relative, NOW)), ["expire_is_relative"]);
    let found_ms = found_in_claims(expire, "\"expire\":1700003600000");
    assert_eq!(found_ms, ["expire_in_milliseconds", "expire_mismatch"]);
    assert_eq!(
        found_in_claims("\"ctime\":1700000000", "\"ctime\":1700003600"),
        ["lifetime_not_positive", "clock_ahead"]
    );
    let other = seal_with(SECRET.as_bytes(), Mode::Cbc, CLAIMS, NOW + 7200);
    assert_eq!(found_in(&other), ["expire_mismatch"]);

    let token = healthy();
    let at = |now| explain(&ExplainInput::new_at(&token, now).secret(SECRET));
    assert_eq!(above_note(&at(NOW + 3629)), Vec::<&str>::new());
    let expired = at(NOW + 3630);
    assert_eq!(above_note(&expired), ["expired"]);
    assert_eq!(expired.findings[0].message, "The token expired 30 seconds ago.");
    assert_eq!(above_note(&at(NOW - 30)), Vec::<&str>::new());
    assert_eq!(above_note(&at(NOW - 31)), ["clock_ahead"]);
    assert!(at(NOW + 3571).findings.iter().any(|f| f.id == FindingId::ExpiresSoon));
    assert!(!at(NOW + 3570).findings.iter().any(|f| f.id == FindingId::ExpiresSoon));
    for extreme in [i64::MIN, i64::MAX] {
        at(extreme);
        explain(&ExplainInput::new_at(&token, 0).at(extreme).leeway(extreme));
    }
    let strict = ExplainInput::new_at(&token, NOW + 3600).secret(SECRET).leeway(-5);
    assert_eq!(found(strict), ["expired"]);
}

#[test]
fn users() {
    let user = |id: &str| found_in_claims("shy-user", id);
    assert_eq!(user(""), ["user_id_empty"]);
    assert_eq!(user(&"u".repeat(65)), ["user_id_too_long"]);
    assert_eq!(user("a\\u0000b"), ["user_id_has_nul"]);
    assert_eq!(user("a b"), ["user_id_characters"]);
    assert_eq!(user("用户"), ["user_id_characters"]);
    assert!(user("~!@#$%^&*()_+-=`;',.<>\\\\").is_empty());
}

#[test]
fn payloads() {
    for payload in [
        r#"{"room_id":"shy-room","privilege":{"1":1,"2":0},"stream_id_list":null}"#,
        r#"{"room_id":"shy-room","privilege":{"1":1}}"#,
        r#"{"my":"own"}"#,
        "free text",
        "{braces}",
        " ",
    ] {
        assert!(found_in(&with_payload(payload)).is_empty(), "{payload}");
    }
    for (payload, id) in [
        (r#"{"room_id":"r","privilege":{"login":1,"publish":1}}"#, "privilege_keys_named"),
        (r#"{"room_id":"r","privilege":{"1":1},"stream_id_list":[]}"#, "stream_list_empty"),
        (r#"{"room_id":"r","privilege":{"1":true}}"#, "privileges_malformed"),
        (r#"{"room_id":"r","privilege":[1]}"#, "privileges_malformed"),
        (r#"{"room_id":"r"}"#, "privileges_malformed"),
        (r#"{"room_id":"","privilege":{"1":1}}"#, "privileges_malformed"),
        (r#"{"privilege":{"1":1}}"#, "privileges_malformed"),
        (r#"{"room_id":"r","privilege":{"1":1},"stream_id_list":"s"}"#, "privileges_malformed"),
        (r#"{"room_id":"r","privilege":{"1":1}"#, "privileges_malformed"),
        (r#"{"room_id":"r 1","privilege":{"1":1}}"#, "room_id_characters"),
        (r#"{"room_id":"r","privilege":{"2":1},"stream_id_list":["a b"]}"#, "stream_id_characters"),
    ] {
        assert_eq!(found_in(&with_payload(payload)), [id], "{payload}");
    }
    for json in [r#"{"room_id":"r","privilege":{"1":1}}"#, "[]", "1", "false"] {
        let found = found_in_claims("\"payload\":\"\"", &format!("\"payload\":{json}"));
        assert_eq!(found, ["payload_is_not_text"]);
    }
}

#[test]
fn expectations() {
    let token =
        with_payload(r#"{"room_id":"shy-room","privilege":{"1":1,"2":1},"stream_id_list":["s1"]}"#);
    let input = ExplainInput::new_at(&token, NOW).secret(SECRET);
    assert_eq!(found(input.app_id(8)), ["app_id_mismatch"]);
    assert_eq!(found(input.app_id(-1)), ["app_id_mismatch"]);
    assert_eq!(found(input.user_id("")), ["user_id_mismatch"]);
    assert_eq!(found(input.room_id("other")), ["room_not_allowed"]);
    assert_eq!(found(input.room_id("")), ["room_not_allowed"]);
    assert_eq!(found(input.stream_id("s2")), ["stream_not_allowed"]);
    assert!(found(input.room_id("shy-room").stream_id("s1")).is_empty());
    let identity = healthy();
    let input = ExplainInput::new_at(&identity, NOW).secret(SECRET);
    assert_eq!(found(input.room_id("r")), ["privileges_absent"]);
    let empty = with_payload(r#"{"room_id":"r","privilege":{"2":1},"stream_id_list":[]}"#);
    let input = ExplainInput::new_at(&empty, NOW).secret(SECRET).stream_id("s");
    assert_eq!(found(input), ["stream_list_empty", "stream_not_allowed"]);
}

#[test]
fn the_report_as_json() {
    let report = explain(&ExplainInput::new_at("", NOW));
    assert_eq!(
        report.to_json(),
        "{\"findings\":[{\"id\":\"token_missing\",\"severity\":\"error\",\"message\":\"There is no \
         token.\",\"advice\":\"Check that the app server returns a token and that the client \
         passes it on.\",\"sdk_codes\":[1002067,1102016,6000103]},{\"id\":\"secret_not_given\",\
         \"severity\":\"note\",\"message\":\"No secret was given, so the claims were not read.\",\
         \"advice\":\"Pass the ServerSecret to check the app, user, times and privileges as well.\",\
         \"sdk_codes\":[]}]}"
    );
    let input = ExplainInput::new_at("04token", NOW).secret(SECRET).user_id("shy-user");
    assert_eq!(format!("{input:?}"), "ExplainInput { now: 1700000000, leeway: 30, .. }");
}
