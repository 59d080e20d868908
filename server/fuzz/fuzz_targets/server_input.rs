//! What strangers and providers send, and what an operator writes. The first byte chooses the parser.
#![no_main]

use jsonwebtoken::Algorithm;
use libfuzzer_sys::fuzz_target;
use token04_server::api::{TokenRequest, parse, payload};
use token04_server::config::Config;
use token04_server::keys::KeySet;
use token04_server::pattern::{Claims, Pattern};
use token04_server::rehearsal::Login;

/// `{sub}` and `{rooms}` are the caller's.
const RULES: &str = "[[allow]]\nrooms = ['user-{sub}', '{rooms}']\nstreams = ['*_{sub}_main']\n";

fuzz_target!(|data: &[u8]| {
    let Some((choice, data)) = data.split_first() else { return };
    match choice % 5 {
        0 => {
            let Ok(wanted) = parse::<TokenRequest>(data) else { return };
            let value: serde_json::Value = serde_json::from_slice(data).expect("it was JSON");
            assert!(
                value.is_object()
                    && !value.as_object().is_some_and(|o| o.values().any(|v| v.is_null()))
            );
            let config = Config::parse(RULES).expect("the rules");
            let claims = Claims::from_iter([
                ("sub".to_owned(), "u".into()),
                ("rooms".to_owned(), vec!["r1"].into()),
            ]);
            if payload(&config, &claims, &wanted).is_ok() {
                assert!(
                    matches!(wanted.room_id.as_deref(), Some("user-u" | "r1")),
                    "no rule allows this room"
                );
                let streams = wanted.stream_ids.unwrap_or_default();
                let mine = streams.iter().all(|id| id.ends_with("_u_main") && id.len() > 7);
                assert!(mine || wanted.publish == Some(false), "no rule allows these streams");
            }
        }
        1 => {
            let pinned = [Algorithm::RS256, Algorithm::EdDSA];
            if let Ok(keys) = KeySet::read(data, &pinned) {
                assert!(
                    keys.find(Some("k"), Algorithm::ES256).is_none(),
                    "an algorithm that is not pinned"
                );
                assert!(keys.find(Some("k"), Algorithm::HS256).is_none(), "a shared secret");
            }
        }
        2 => {
            let Ok(text) = str::from_utf8(data) else { return };
            let (pattern, rest) = text.split_once('\n').unwrap_or((text, ""));
            let (claims, wanted) = rest.split_once('\n').unwrap_or((rest, "x"));
            let claims: Claims = serde_json::from_str(claims).unwrap_or_default();
            let Ok(pattern) = Pattern::parse(pattern) else { return };
            pattern.matches(&claims, wanted);
            assert!(!pattern.matches(&claims, ""), "an empty id");
            if let Some(filled) = pattern.fill(&claims) {
                assert!(filled.is_empty() || pattern.matches(&claims, &filled));
            }
        }
        3 => {
            let _ = str::from_utf8(data).map(Config::parse);
        }
        _ => {
            let _ = parse::<Login>(data);
        }
    }
});
