//! The payload: does it hold privileges, and do they grant what their author intended?

use super::claims::documented_characters;
use super::findings::{FindingId, Findings};
use super::peel::position;
use crate::claims::Payload;
use crate::inputs;
use crate::json;
use crate::privileges::{
    PRIVILEGE_DISABLE, PRIVILEGE_ENABLE, PRIVILEGE_KEY_LOGIN, PRIVILEGE_KEY_PUBLISH,
};
use crate::text::among;

/// Names that are used by mistake instead of the keys "1" and "2".
const NAMED_KEYS: [&str; 8] = [
    "login",
    "publish",
    "Login",
    "Publish",
    "loginRoom",
    "publishStream",
    "login_room",
    "publish_stream",
];

/// Checks a payload by itself, whatever the caller expects.
pub(super) fn check(payload: &Payload, findings: &mut Findings) {
    findings.add_if(!payload.is_text(), FindingId::PayloadIsNotText);
    let text = payload.as_str();
    let keys = ["room_id", "privilege", "stream_id_list"];
    let Some([room_id, privilege, streams]) = json::read_object(text, keys) else {
        // Malformed JSON or a duplicate key, if it was meant to be privileges; otherwise free text.
        if text.as_bytes().trim_ascii_start().starts_with(b"{")
            && position(text.as_bytes(), b"\"privilege\"").is_some()
        {
            findings.add(FindingId::PrivilegeChecksNeedEnabling);
            malformed("JSON", findings);
        }
        return;
    };
    if room_id.or(privilege).or(streams).is_none() {
        return; // an object of the caller's own
    }
    findings.add(FindingId::PrivilegeChecksNeedEnabling);
    check_room(room_id, findings);
    check_granted(privilege, findings);
    check_streams(streams, findings);
}

fn malformed(part: &str, findings: &mut Findings) {
    findings.add_about(FindingId::PrivilegesMalformed, part);
}

fn check_room(room_id: Option<json::Value<'_>>, findings: &mut Findings) {
    match room_id.and_then(json::string) {
        Some(room_id) if inputs::room_id(room_id.as_bytes()).is_ok() => {
            findings.add_if(!documented_characters(&room_id), FindingId::RoomIdCharacters);
        }
        _ => malformed("room_id", findings),
    }
}

fn check_granted(privilege: Option<json::Value<'_>>, findings: &mut Findings) {
    let text = privilege.map_or("", json::Value::get);
    let keys = [PRIVILEGE_KEY_LOGIN, PRIVILEGE_KEY_PUBLISH];
    let Some(granted) = json::read_object(text, keys) else {
        return malformed("privilege", findings);
    };
    let is_switch = |value: json::Value<'_>| {
        let on_off = [PRIVILEGE_DISABLE, PRIVILEGE_ENABLE].map(i64::from);
        json::integer(value).is_some_and(|value| on_off.contains(&value))
    };
    if !granted.into_iter().flatten().all(is_switch) {
        malformed("privilege", findings);
    }
    // A duplicate key makes the object unreadable, but is reported all the same.
    let named = json::read_object(text, NAMED_KEYS)
        .is_none_or(|named| named.into_iter().any(|value| value.is_some()));
    findings.add_if(named, FindingId::PrivilegeKeysNamed);
}

fn check_streams(streams: Option<json::Value<'_>>, findings: &mut Findings) {
    let Some(streams) = streams.filter(|value| !json::is_null(*value)) else { return };
    let Some(list) = json::strings(streams) else {
        return malformed("stream_id_list", findings);
    };
    findings.add_if(list.is_empty(), FindingId::StreamListEmpty);
    for id in &list {
        if inputs::stream_id(id.as_bytes()).is_err() {
            malformed("stream_id_list", findings);
        }
        let documented = |byte: u8| byte == 0 || byte.is_ascii_alphanumeric() || among(b"_-", byte);
        findings.add_if(!id.bytes().all(documented), FindingId::StreamIdCharacters);
    }
}
