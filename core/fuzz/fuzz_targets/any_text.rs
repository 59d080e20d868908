//! Any bytes: decoded, verified, inspected and explained without a panic; whatever is accepted, an
//! independent decoder finds authentic.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use token04::{ExplainInput, TokenVerifier};
use token04_fuzz::{Parts, SECRET, seal};

static VERIFIER: LazyLock<TokenVerifier> =
    LazyLock::new(|| TokenVerifier::new(1, SECRET).expect("a valid secret"));

static TOKEN: LazyLock<String> = LazyLock::new(|| {
    let claims = br#"{"app_id":1,"user_id":"u","nonce":1,"ctime":1700000000,"expire":1700003600}"#;
    seal(false, 1_700_003_600, claims, false).token()
});

fuzz_target!(|data: &[u8]| {
    if let Ok(decoded) = token04::decode(data, SECRET) {
        let text = std::str::from_utf8(data).expect("a token is ASCII");
        let parts = Parts::of(text).expect("it was decoded");
        assert_eq!(decoded.authenticated, parts.is_authentic());
        let _ = decoded.to_json();
    }
    if let Ok(inspected) = token04::inspect(data) {
        let _ = inspected.to_json();
    }
    if let Ok(text) = std::str::from_utf8(data) {
        let plain = ExplainInput::new(text).secret(SECRET);
        let _ = token04::explain(&plain.user_id("user1").room_id("room1").stream_id("s")).to_json();
        // The same string passed as the secret: tests what explain reports about secrets.
        let report = token04::explain(&ExplainInput::new(&*TOKEN).secret(text)).to_json();
        assert!(text.len() < 16 || !report.contains(text), "a report repeats the secret");
    }
    let _ = VERIFIER.verify_publish(data, "u", "r", "s");
});
