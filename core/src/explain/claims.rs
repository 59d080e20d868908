//! Reading claims leniently, one by one, so that the faulty one can be named.

use super::findings::{FindingId, Findings};
use super::peel::position;
use crate::claims::{Claims, Payload};
use crate::inputs::{self, USER_ID_MAX_BYTES};
use crate::json;
use crate::text::among;

/// The claims that could be read.
#[derive(Default)]
pub(super) struct ReadClaims {
    pub(super) app_id: Option<u32>,
    pub(super) user_id: Option<String>,
    pub(super) ctime: Option<i64>,
    pub(super) expire: Option<i64>,
    pub(super) payload: Option<Payload>,
}

pub(super) fn read(plaintext: &[u8], findings: &mut Findings) -> ReadClaims {
    let text = lenient_text(plaintext);
    let read = read_text(&text, findings)
        .or_else(|| read_text(&without_nan(&text, "\"app_id\":NaN")?, findings))
        .or_else(|| read_text(&without_nan(&text, "\"app_id\": NaN")?, findings));
    if let Some(read) = read {
        let refused = FindingId::AppIdIsString..=FindingId::ClaimsInvalid;
        if Claims::read(plaintext).is_some() || findings.any_in(refused) {
            return read;
        }
    }
    findings.add_about(FindingId::ClaimsInvalid, "the JSON object");
    ReadClaims::default()
}

/// The plaintext as a string; if it is not UTF-8, with a mark for every byte that is not ASCII.
fn lenient_text(plaintext: &[u8]) -> String {
    String::from_utf8(plaintext.to_vec()).unwrap_or_else(|_| {
        let mark = |byte: &u8| char::from(if byte.is_ascii() { *byte } else { b'?' });
        plaintext.iter().map(mark).collect()
    })
}

/// Python and others write a bare NaN, which strict JSON parsers refuse.
fn without_nan(text: &str, faulty: &str) -> Option<String> {
    let at = position(text.as_bytes(), faulty.as_bytes())?;
    let (before, rest) = text.split_at_checked(at)?;
    Some(String::from(before) + "\"app_id\":null" + rest.strip_prefix(faulty)?)
}

fn read_text(text: &str, findings: &mut Findings) -> Option<ReadClaims> {
    let [app_id, user_id, nonce, ctime, expire, payload] =
        json::read_object(text, ["app_id", "user_id", "nonce", "ctime", "expire", "payload"])?;
    let mut demand = |name, holds: bool| {
        if !holds {
            findings.add_about(FindingId::ClaimsInvalid, name);
        }
    };
    let integer = |value: Option<json::Value<'_>>| value.and_then(json::integer);
    let read = ReadClaims {
        app_id: None,
        user_id: user_id.and_then(json::string),
        ctime: integer(ctime),
        expire: integer(expire),
        payload: Payload::read(payload),
    };
    demand("app_id", app_id.or(user_id).or(expire).is_some());
    demand("user_id", read.user_id.is_some());
    demand("nonce", integer(nonce).is_some());
    demand("ctime", read.ctime.is_some());
    demand("expire", read.expire.is_some());
    demand("payload", read.payload.is_some());
    let app_id = read_app_id(app_id, findings);
    check_user_id(read.user_id.as_deref(), findings);
    Some(ReadClaims { app_id, ..read })
}

fn read_app_id(value: Option<json::Value<'_>>, findings: &mut Findings) -> Option<u32> {
    let text = value.map_or("", json::Value::get);
    if let Some(app_id) = value.and_then(json::integer) {
        let app_id = inputs::app_id(app_id).ok();
        findings.add_if(app_id.is_none(), FindingId::AppIdOutOfRange);
        return app_id;
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    findings.add(if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        FindingId::AppIdOutOfRange // beyond 64 bits
    } else if text.starts_with('"') && !["\"NaN\"", "\"undefined\"", "\"null\""].contains(&text) {
        FindingId::AppIdIsString
    } else {
        FindingId::AppIdIsNotANumber
    });
    None
}

fn check_user_id(user_id: Option<&str>, findings: &mut Findings) {
    let Some(user_id) = user_id else { return };
    findings.add_if(user_id.is_empty(), FindingId::UserIdEmpty);
    if user_id.len() > USER_ID_MAX_BYTES {
        let length = i64::try_from(user_id.len()).unwrap_or(i64::MAX);
        findings.add_number(FindingId::UserIdTooLong, length);
    }
    findings.add_if(among(user_id.as_bytes(), 0), FindingId::UserIdHasNul);
    findings.add_if(!documented_characters(user_id), FindingId::UserIdCharacters);
}

/// Whether a user or room id contains only documented characters. NUL has its own finding.
pub(super) fn documented_characters(id: &str) -> bool {
    id.bytes().all(|byte| {
        byte == 0 || byte.is_ascii_alphanumeric() || among(br"~!@#$%^&*()_+-=`;',.<>\", byte)
    })
}
