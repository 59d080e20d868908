//! What language A mints, language B decodes.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::matching::{EXTRA, integer};
use crate::session::{Mint, Session, in_window};

/// The column of the matrix: tokens this language decoded.
pub const TOPIC: &str = "crossed";

/// Characters of a token's text that hold the first 11 bytes of its iv and nothing that varies
/// otherwise: bytes 9 to 20 of the envelope.
const IV_TEXT: std::ops::Range<usize> = 14..30;

/// Has every language that can decode read every token, side by side.
pub fn run(sessions: &mut [Session]) {
    let mints: Vec<(String, Mint)> = sessions
        .iter()
        .flat_map(|s| s.mints.iter().map(|mint| (s.language.clone(), mint.clone())))
        .collect();
    if mints.is_empty() {
        return;
    }
    let requests: Vec<_> = mints.iter().map(|(_, mint)| decode_request(mint)).collect();
    let answers: Vec<Vec<Result<Value, String>>> = std::thread::scope(|scope| {
        let asking: Vec<_> = sessions
            .iter_mut()
            .map(|session| {
                let requests = &requests;
                scope.spawn(move || {
                    let decodes = session.abilities.ops.contains("decode");
                    if decodes { session.ask(requests) } else { Vec::new() }
                })
            })
            .collect();
        asking.into_iter().map(|thread| thread.join().unwrap_or_default()).collect()
    });
    let mut first_reading: HashMap<usize, (String, Value)> = HashMap::new();
    for (session, answers) in sessions.iter_mut().zip(answers) {
        for (index, ((maker, mint), answer)) in mints.iter().zip(answers).enumerate() {
            let (got, result) = match answer {
                Err(why) => (Value::Null, Err(why)),
                Ok(got) => {
                    let result = check(mint, &got).and_then(|()| {
                        let reader = session.language.clone();
                        same_reading(first_reading.entry(index), reader, &got)
                    });
                    (got, result)
                }
            };
            match result {
                Ok(()) => session.pass(TOPIC),
                Err(why) => {
                    let id = format!("{} minted by {maker}", mint.id);
                    let request = decode_request(mint);
                    session.fail(TOPIC, &id, &request, &mint.minted.claims, got, why);
                }
            }
        }
    }
    for (maker, id, other) in repeated_ivs(&mints) {
        if let Some(session) = sessions.iter_mut().find(|session| session.language == maker) {
            let why = format!("its iv is also that of {other}");
            session.fail(TOPIC, &id, &Value::Null, &Value::Null, Value::Null, why);
        }
    }
}

fn decode_request(mint: &Mint) -> Value {
    json!({ "op": "decode", "token": mint.minted.token, "secret": mint.secret })
}

/// The claims are those that were asked for.
fn check(mint: &Mint, got: &Value) -> Result<(), String> {
    let want = &mint.minted.claims;
    let claims = got.get("claims").ok_or("not decoded")?;
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
    let ctime = number(claims, "ctime").ok_or("claims.ctime is no integer")?;
    let on_time = match number(want, "ctime") {
        Some(fixed) => ctime == fixed,
        None => i64::try_from(ctime).is_ok_and(|ctime| in_window(&mint.minted.clock, ctime)),
    };
    if !on_time {
        return Err("claims.ctime is not the moment of issue".to_owned());
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
    let authenticated = want.get("mode").and_then(Value::as_str) == Some("gcm");
    if got.get("authenticated") != Some(&json!(authenticated)) {
        return Err("authenticated differs".to_owned());
    }
    if got.get("payload_is_text") != Some(&json!(true)) {
        return Err("payload_is_text is not true".to_owned());
    }
    if got.get(EXTRA) == Some(&json!(false)) {
        return Err("the plaintext does not begin with app_id".to_owned());
    }
    Ok(())
}

/// All readers tell the same privileges.
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
    Err(format!("privileges are not those that {first_reader} reads"))
}

/// Tokens whose iv another token has as well.
fn repeated_ivs(mints: &[(String, Mint)]) -> Vec<(String, String, String)> {
    let mut seen: HashMap<&str, String> = HashMap::new();
    let mut repeated = Vec::new();
    for (maker, mint) in mints {
        let Some(iv) = mint.minted.token.get(IV_TEXT) else { continue };
        if let Some(other) = seen.insert(iv, format!("{} minted by {maker}", mint.id)) {
            repeated.push((maker.clone(), mint.id.clone(), other));
        }
    }
    repeated
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::Minted;

    fn mint(claims: Value) -> Mint {
        let minted = Minted { token: "04".into(), claims, clock: 100..=101 };
        Mint { id: "t/x".into(), secret: json!("s"), minted }
    }

    fn answer() -> Value {
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
        assert_eq!(check(&mint(fixed.clone()), &answer()), Ok(()));
        assert_eq!(check(&mint(clocked), &answer()), Ok(()));
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
            let mut other = answer();
            *other.pointer_mut(path).unwrap() = value;
            assert!(check(&mint(fixed.clone()), &other).is_err(), "{path}");
        }
        let mut java_order = answer();
        java_order.as_object_mut().unwrap().insert(EXTRA.into(), json!(false));
        assert!(check(&mint(fixed), &java_order).is_err());
    }

    #[test]
    fn a_repeated_iv_is_seen() {
        let token = |iv: &str| {
            let mut mint = mint(Value::Null);
            mint.minted.token = format!("04AAAAAAAAAAAA{iv}ZZZZ");
            ("rust".to_owned(), mint)
        };
        let (one, two) = (token("0123456789abcdef"), token("0123456789abcdeF"));
        assert!(repeated_ivs(&[one.clone(), two.clone()]).is_empty());
        assert_eq!(repeated_ivs(&[one.clone(), two, one]).len(), 1);
    }
}
