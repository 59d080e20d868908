//! The claims' JSON: any plaintext, encrypted with the right key in a valid envelope, with the
//! right IV or a wrong one. The first byte chooses the mode, the IV and whether the expiries agree.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use token04::{Error, ExplainInput, TokenVerifier};
use token04_fuzz::{SECRET, seal};

static VERIFIER: LazyLock<TokenVerifier> =
    LazyLock::new(|| TokenVerifier::new(1_234_567_890, SECRET).expect("a valid secret"));
const EXPIRE: i64 = 1_700_003_600;

fuzz_target!(|data: &[u8]| {
    let Some((&choice, plaintext)) = data.split_first() else { return };
    let (gcm, authentic) = (choice & 1 == 1, choice & 2 == 0);
    let expire = if choice & 4 == 0 { EXPIRE } else { i64::from(choice) << 55 };
    let token = seal(gcm, expire, plaintext, authentic).token();
    let secret = std::str::from_utf8(SECRET).expect("ASCII");
    let _ = token04::explain(&ExplainInput::new(&token).secret(secret)).to_json();
    let decoded = token04::decode(&token, secret);
    if let Ok(decoded) = &decoded {
        assert_eq!(decoded.authenticated, authentic);
        serde_json::from_str::<&serde_json::value::RawValue>(&decoded.to_json()).expect("JSON");
    }
    let verified = VERIFIER.verify_at(&token, EXPIRE - 1);
    match &verified {
        Err(Error::Unauthenticated) => assert!(!authentic),
        Err(_) => assert!(authentic),
        Ok(verified) => {
            assert!(authentic);
            assert_eq!(Ok(&verified.decoded), decoded.as_ref());
            assert_eq!((verified.claims.expire, verified.claims.app_id), (expire, 1_234_567_890));
        }
    }
    let user_id = verified.as_ref().map_or("", |verified| &verified.claims.user_id);
    let published = VERIFIER.verify_publish_at(&token, user_id, "room1", "s1", EXPIRE - 1);
    if let Ok(published) = published {
        let privileges = published.privileges.as_ref().expect("publishing is a privilege");
        assert!(privileges.publish && privileges.room_id == "room1");
        let listed = |list: &Vec<String>| list.iter().any(|id| id == "s1");
        assert!(privileges.stream_ids.as_ref().is_none_or(listed));
    }
});
