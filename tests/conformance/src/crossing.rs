//! Language B decodes and verifies what language A mints.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::matching::{EXTRA, integer};
use crate::session::{Mint, Session, in_window};

/// The columns of the matrix: tokens that this language decoded, and those that it verified.
const QUESTIONS: [Question; 2] = [
    Question { topic: "crossed", op: "decode", ask: decode_request },
    Question { topic: "verified", op: "verify", ask: verify_request },
];

/// Characters of a token that encode only the first 11 bytes of its IV and constant bytes: bytes 9
/// to 20 of the envelope.
const IV_TEXT: std::ops::Range<usize> = 14..30;

/// Two equal tokens in a run are possible by chance: the nonce has 31 bits, and some thousand
/// tokens have equal claims. More mean that a generator has no randomness.
const EQUAL_TOKENS: usize = 1;

struct Question {
    topic: &'static str,
    op: &'static str,
    ask: fn(&Mint) -> Value,
}

/// Lets every language read every token, in parallel.
pub fn run(sessions: &mut [Session]) {
    let mints: Vec<(String, Mint)> = sessions
        .iter()
        .flat_map(|s| s.mints.iter().map(|mint| (s.language.clone(), mint.clone())))
        .collect();
    if mints.is_empty() {
        return;
    }
    let mut first_reading = HashMap::new();
    for question in &QUESTIONS {
        ask_all(sessions, &mints, question, &mut first_reading);
    }
    for (maker, id, why) in repeated_ivs(&mints) {
        if let Some(session) = sessions.iter_mut().find(|session| session.language == maker) {
            session.fail("crossed", &id, &Value::Null, &Value::Null, Value::Null, why);
        }
    }
}

/// The first reader of a token's privileges, and what it read; by the token's index.
type FirstReading = HashMap<usize, (String, Value)>;

fn ask_all(
    sessions: &mut [Session],
    mints: &[(String, Mint)],
    question: &Question,
    first_reading: &mut FirstReading,
) {
    let requests: Vec<_> = mints.iter().map(|(_, mint)| (question.ask)(mint)).collect();
    let replies: Vec<Vec<Result<Value, String>>> = std::thread::scope(|scope| {
        let asking: Vec<_> = sessions
            .iter_mut()
            .map(|session| {
                let requests = &requests;
                scope.spawn(move || {
                    let asked = session.abilities.ops.contains(question.op);
                    if asked { session.ask(requests) } else { Vec::new() }
                })
            })
            .collect();
        asking.into_iter().map(|thread| thread.join().unwrap_or_default()).collect()
    });
    for (session, replies) in sessions.iter_mut().zip(replies) {
        let places = mints.iter().zip(&requests).enumerate();
        for ((index, ((maker, mint), request)), reply) in places.zip(replies) {
            let (got, result) = match reply {
                Err(why) => (Value::Null, Err(why)),
                Ok(got) => {
                    let result = check(mint, &got, question.op).and_then(|()| {
                        let reader = session.language.clone();
                        same_reading(first_reading.entry(index), reader, &got)
                    });
                    (got, result)
                }
            };
            match result {
                Ok(()) => session.pass(question.topic),
                Err(why) => {
                    let id = format!("{} minted by {maker}", mint.id);
                    session.fail(question.topic, &id, request, &mint.minted.claims, got, why);
                }
            }
        }
    }
}

pub(crate) fn decode_request(mint: &Mint) -> Value {
    json!({ "op": "decode", "token": mint.minted.token, "secret": mint.secret })
}

/// Verified at its own time of issue. If that came from the clock, it is only known to be within
/// the run.
pub(crate) fn verify_request(mint: &Mint) -> Value {
    const LONGEST_RUN_SECONDS: i64 = 3600;
    let clock = json!(mint.minted.clock.start());
    let fixed = mint.minted.claims.get("ctime");
    let leeway = if fixed.is_some() { 0 } else { LONGEST_RUN_SECONDS };
    json!({
        "op": "verify",
        "app_id": mint.app_id,
        "secret": mint.secret,
        "token": mint.minted.token,
        "now": fixed.unwrap_or(&clock),
        "leeway": leeway,
    })
}

/// Checks that the claims are the requested ones.
pub(crate) fn check(mint: &Mint, got: &Value, op: &str) -> Result<(), String> {
    let want = &mint.minted.claims;
    let claims = got.get("claims").ok_or("not accepted")?;
    let number = |value: &Value, key: &str| value.get(key).and_then(integer);
    for key in ["app_id", "user_id", "payload"] {
        let (want, got) = (want.get(key), claims.get(key));
        let same = match (want.and_then(integer), got.and_then(integer)) {
            (Some(want), Some(got)) => want == got,
            _ => want == got && want.is_some(),
        };
        if !same {
            return Err(format!("claims.{key} differs"));
        }
    }
    let ctime = number(claims, "ctime").ok_or("claims.ctime is not an integer")?;
    let on_time = match number(want, "ctime") {
        Some(fixed) => ctime == fixed,
        None => i64::try_from(ctime).is_ok_and(|ctime| in_window(&mint.minted.clock, ctime)),
    };
    if !on_time {
        return Err("claims.ctime is not the time of issue".to_owned());
    }
    let expire = number(want, "ttl").map(|ttl| ctime + ttl);
    if number(claims, "expire") != expire || number(got, "envelope_expire") != expire {
        return Err("the expiry is not ctime + ttl, in claims and envelope".to_owned());
    }
    if !number(claims, "nonce").is_some_and(|nonce| (0..1 << 31).contains(&nonce)) {
        return Err("claims.nonce is not in 0..2^31".to_owned());
    }
    if got.get("mode") != want.get("mode") {
        return Err("mode differs".to_owned());
    }
    if got.get("authenticated") != Some(&json!(true)) {
        return Err("not authenticated".to_owned());
    }
    if op == "verify" && got.get("secret_index").and_then(integer) != Some(0) {
        return Err("secret_index is not 0".to_owned());
    }
    if got.get("payload_is_text") != Some(&json!(true)) {
        return Err("payload_is_text is not true".to_owned());
    }
    if got.get(EXTRA) == Some(&json!(false)) {
        return Err("the plaintext does not begin with app_id".to_owned());
    }
    Ok(())
}

/// Checks that all readers report the same privileges.
fn same_reading(
    first: std::collections::hash_map::Entry<'_, usize, (String, Value)>,
    reader: String,
    got: &Value,
) -> Result<(), String> {
    let privileges = got.get("privileges").cloned().ok_or("privileges is missing")?;
    let (first_reader, reading) = first.or_insert_with(|| (reader, privileges.clone()));
    if *reading == privileges {
        return Ok(());
    }
    Err(format!("privileges differ from those that {first_reader} reads"))
}

/// Finds tokens with the same IV. The IV is a MAC of the claims: only equal tokens have equal IVs,
/// and those are rare.
fn repeated_ivs(mints: &[(String, Mint)]) -> Vec<(String, String, String)> {
    let mut seen: HashMap<&str, (&str, String)> = HashMap::new();
    let (mut repeated, mut equal) = (Vec::new(), Vec::new());
    for (maker, mint) in mints {
        let token = mint.minted.token.as_str();
        let Some(iv) = token.get(IV_TEXT) else { continue };
        let name = format!("{} minted by {maker}", mint.id);
        if let Some((other, first)) = seen.insert(iv, (token, name)) {
            let why = format!("{first} has the same iv");
            let list = if other == token { &mut equal } else { &mut repeated };
            list.push((maker.clone(), mint.id.clone(), why));
        }
    }
    if equal.len() > EQUAL_TOKENS {
        repeated.extend(equal);
    }
    repeated
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::Minted;

    fn mint(claims: Value) -> Mint {
        let minted = Minted { token: "04".into(), claims, clock: 100..=101 };
        Mint { id: "t/x".into(), secret: json!("s"), app_id: json!(1), minted }
    }

    fn reply() -> Value {
        json!({"mode": "gcm", "authenticated": true, "envelope_expire": 160, "privileges": null,
            "payload_is_text": true, "claims": {"app_id": 1, "user_id": "u", "payload": "",
            "ctime": 100, "expire": 160, "nonce": 2147483647}})
    }

    #[test]
    fn each_claim_is_looked_at() {
        let fixed = json!({"mode": "gcm", "app_id": 1, "user_id": "u", "ttl": 60, "payload": "",
            "ctime": 100});
        let mut clocked = fixed.clone();
        clocked.as_object_mut().unwrap().remove("ctime");
        assert_eq!(check(&mint(fixed.clone()), &reply(), "decode"), Ok(()));
        assert_eq!(check(&mint(clocked), &reply(), "decode"), Ok(()));
        for (path, value) in [
            ("/claims/app_id", json!(2)),
            ("/claims/user_id", json!("v")),
            ("/claims/payload", Value::Null),
            ("/claims/ctime", json!(101)),
            ("/claims/expire", json!(161)),
            ("/claims/nonce", json!(-1)),
            ("/claims/nonce", json!(2_147_483_648_i64)),
            ("/envelope_expire", json!(161)),
            ("/mode", json!("cbc")),
            ("/authenticated", json!(false)),
            ("/payload_is_text", json!(false)),
        ] {
            let mut other = reply();
            *other.pointer_mut(path).unwrap() = value;
            assert!(check(&mint(fixed.clone()), &other, "decode").is_err(), "{path}");
        }
        let mut java_order = reply();
        java_order.as_object_mut().unwrap().insert(EXTRA.into(), json!(false));
        assert!(check(&mint(fixed.clone()), &java_order, "decode").is_err());
        assert!(check(&mint(fixed.clone()), &reply(), "verify").is_err());
        let mut verified = reply();
        verified.as_object_mut().unwrap().insert("secret_index".into(), json!(0));
        assert_eq!(check(&mint(fixed), &verified, "verify"), Ok(()));
    }

    #[test]
    fn a_token_is_verified_when_it_was_issued() {
        let fixed = verify_request(&mint(json!({"ctime": 7})));
        assert_eq!((&fixed["now"], &fixed["app_id"]), (&json!(7), &json!(1)));
        assert_eq!(verify_request(&mint(json!({})))["now"], json!(100));
    }

    #[test]
    fn a_repeated_iv_is_seen() {
        let token = |iv: &str, rest: &str| {
            let mut mint = mint(Value::Null);
            mint.minted.token = format!("04AAAAAAAAAAAA{iv}{rest}");
            ("rust".to_owned(), mint)
        };
        let one = token("0123456789abcdef", "ZZZZ");
        let (two, other) = (token("0123456789abcdeF", "ZZZZ"), token("0123456789abcdef", "YYYY"));
        assert!(repeated_ivs(&[one.clone(), two.clone()]).is_empty());
        assert_eq!(repeated_ivs(&[one.clone(), two, other]).len(), 1);
        // Equal tokens come from equal nonces: one pair may be chance.
        assert!(repeated_ivs(&[one.clone(), one.clone()]).is_empty());
        assert_eq!(repeated_ivs(&[one.clone(), one.clone(), one]).len(), 2);
    }
}
