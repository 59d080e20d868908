//! Random requests of the minting ops, with the expected claims of their tokens.

use serde_json::{Map, Value, json};

use super::Draw;
use super::inputs::{Inputs, integer};

const USER_BYTES: usize = 64;
const ROOM_BYTES: usize = 128;
const STREAM_BYTES: usize = 256;
/// The longest claims.
const CLAIMS_BYTES: usize = 65_519;
const DROP_IN: &str = "generate_token04";
const OPS: [&str; 7] = [
    "generate",
    "generate",
    "identity_token",
    "privilege_token",
    "issue",
    "generate_batch",
    DROP_IN,
];

/// A request of a minting op. One in ten has a single argument of a wrong type and is good
/// otherwise; some of the others have any number of bad arguments.
pub fn draw(mut inputs: Inputs) -> Draw {
    let op = inputs.rng.pick(&OPS);
    let bad = if inputs.rng.once_in(3) { 5 } else { u64::MAX };
    let mut request = Map::new();
    request.insert("op".into(), json!(op));
    let wrong = |inputs: &mut Inputs| inputs.rng.once_in(bad);
    let app_id = if wrong(&mut inputs) { inputs.bad_app_id() } else { inputs.good_app_id() };
    request.insert("app_id".into(), integer(app_id));
    let secret = if wrong(&mut inputs) { inputs.bad_secret() } else { inputs.good_secret() };
    request.insert("secret".into(), json!(secret));
    if op == DROP_IN {
        // It mints CBC tokens with the host's clock.
    } else if wrong(&mut inputs) {
        inputs.needs.insert("mode_text");
        request.insert("mode".into(), json!(inputs.rng.pick(&["", "CBC", "aes", "gcm "])));
    } else if !inputs.rng.once_in(4) {
        request.insert("mode".into(), json!(inputs.good_mode()));
    }
    let ttl = if wrong(&mut inputs) { inputs.bad_ttl() } else { inputs.good_ttl() };
    request.insert("ttl".into(), integer(ttl));
    if op != DROP_IN {
        let now = if wrong(&mut inputs) { inputs.bad_now() } else { inputs.good_now() };
        request.insert("now".into(), integer(now));
    }
    if op == "generate_batch" {
        let count = inputs.rng.index(5);
        let users: Vec<String> = (0..count).map(|_| user(&mut inputs, bad)).collect();
        request.insert("user_ids".into(), json!(users));
    } else {
        request.insert("user_id".into(), json!(user(&mut inputs, bad)));
    }
    let payload = match op {
        "identity_token" => String::new(),
        "privilege_token" => {
            let (fields, payload) = privileges(&mut inputs, bad);
            request.extend(fields);
            payload
        }
        _ if op != DROP_IN && inputs.rng.once_in(3) => {
            let (fields, payload) = privileges(&mut inputs, bad);
            request.insert("privileges".into(), Value::Object(fields));
            payload
        }
        _ => {
            let payload = payload(&mut inputs, &request);
            request.insert("payload".into(), json!(payload));
            payload
        }
    };
    if bad == u64::MAX && inputs.rng.once_in(7) {
        spoil(&mut inputs, &mut request);
    }
    if op == DROP_IN {
        inputs.needs = inputs.needs.into_iter().filter_map(own_need).collect();
    }
    let minted = expected(&request, op, &payload);
    Draw { request: Value::Object(request), needs: inputs.needs, minted, seal: None, text: None }
}

/// The need of the drop-in's own signature, which takes seconds as a number.
fn own_need(need: &'static str) -> Option<&'static str> {
    Some(match need {
        "wide_app_id" => "dropin_wide_app_id",
        "wide_ttl" => "dropin_wide_ttl",
        "big_integers" => "dropin_big_integers",
        "dynamic_types" | "fractional_duration" => "dropin_dynamic_types",
        "bytes" => "dropin_bytes",
        "utf16" => "dropin_utf16",
        "null_text" => "dropin_null_text",
        _ => return None,
    })
}

fn user(inputs: &mut Inputs, bad: u64) -> String {
    if inputs.rng.once_in(bad) { inputs.bad_id(USER_BYTES) } else { inputs.good_id(USER_BYTES) }
}

/// The fields of a `RoomPrivileges`, and its payload if all of them are good.
fn privileges(inputs: &mut Inputs, bad: u64) -> (Map<String, Value>, String) {
    const SHAPES: [(&str, bool, bool); 5] = [
        ("login_only", true, false),
        ("publish_only", false, true),
        ("login_and_publish", true, true),
        ("login_and_publish_any", true, true),
        ("flags", false, false),
    ];
    let (shape, mut login, mut publish) = inputs.rng.pick(&SHAPES);
    let mut fields = Map::new();
    if shape == "flags" {
        (login, publish) = inputs.rng.pick(&[(true, true), (true, false), (false, true)]);
        if inputs.rng.once_in(bad) {
            (login, publish) = (false, false);
        }
        fields.insert("login".into(), json!(login));
        fields.insert("publish".into(), json!(publish));
    }
    let wrong = inputs.rng.once_in(bad);
    let room = if wrong { inputs.bad_id(ROOM_BYTES) } else { inputs.good_id(ROOM_BYTES) };
    let listed = publish && shape != "login_and_publish_any";
    // With flags, streams are ignored without publishing, even bad ones.
    let streams = if listed || (shape == "flags" && inputs.rng.once_in(2)) {
        let streams = streams(inputs, bad);
        fields.insert("stream_ids".into(), json!(streams));
        streams
    } else {
        None
    };
    let quoted = |text: &str| json!(text).to_string();
    let list = match streams.filter(|_| listed) {
        None => "null".to_owned(),
        Some(ids) => format!("[{}]", ids.iter().map(|id| quoted(id)).collect::<Vec<_>>().join(",")),
    };
    let payload = format!(
        r#"{{"room_id":{},"privilege":{{"1":{},"2":{}}},"stream_id_list":{list}}}"#,
        quoted(&room),
        u8::from(login),
        u8::from(publish),
    );
    fields.insert("shape".into(), json!(shape));
    fields.insert("room_id".into(), json!(room));
    (fields, payload)
}

fn streams(inputs: &mut Inputs, bad: u64) -> Option<Vec<String>> {
    if inputs.rng.once_in(bad) {
        return inputs.rng.pick(&[None, Some(Vec::new())]);
    }
    let count = match inputs.rng.below(20) {
        0 => 100 + inputs.rng.index(200),
        _ => 1 + inputs.rng.index(4),
    };
    let id = |inputs: &mut Inputs| {
        let wrong = inputs.rng.once_in(bad);
        if wrong { inputs.bad_id(STREAM_BYTES) } else { inputs.good_id(STREAM_BYTES) }
    };
    Some((0..count).map(|_| id(inputs)).collect())
}

/// Short payloads of every length, JSON, and a few around the longest that fits.
fn payload(inputs: &mut Inputs, request: &Map<String, Value>) -> String {
    match inputs.rng.below(400) {
        0 => {
            let user = request.get("user_id").or_else(|| request.get("user_ids")?.get(0));
            let number = |key: &str| request.get(key).map(digits).unwrap_or_default();
            let expire = number("now").saturating_add(number("ttl"));
            let around = json!({"app_id": number("app_id"), "user_id": user.unwrap_or(&Value::Null),
                "nonce": 1_000_000_000, "ctime": number("now"), "expire": expire, "payload": ""});
            let room = CLAIMS_BYTES.saturating_sub(around.to_string().len());
            let length = (room + 2).saturating_sub(inputs.rng.index(5));
            let quotes = inputs.rng.index(3);
            "\"".repeat(quotes) + &"x".repeat(length.saturating_sub(2 * quotes))
        }
        1..=100 => String::new(),
        101..=140 => inputs.rng.pick(&["null", "{}", "[]", "{\"a\": [1, 2.50]}", "\0", " "]).into(),
        _ => {
            let length = inputs.rng.index(200);
            inputs.string_of(length)
        }
    }
}

fn digits(value: &Value) -> i64 {
    crate::matching::integer(value)
        .and_then(|number| i64::try_from(number).ok())
        .unwrap_or_default()
}

/// Replaces one good argument by one of a wrong type.
fn spoil(inputs: &mut Inputs, request: &mut Map<String, Value>) {
    const FIELDS: [&str; 8] =
        ["app_id", "secret", "ttl", "user_id", "user_ids", "payload", "shape", "privileges"];
    let mut present = FIELDS.to_vec();
    present.retain(|key| request.contains_key(*key));
    if request.get("op") == Some(&json!(DROP_IN)) {
        present.retain(|key| *key != "payload"); // null is no payload, an object becomes JSON
    }
    let field = inputs.rng.pick(&present);
    if field == "shape" {
        return spoil_privileges(inputs, request);
    }
    match request.get_mut(field) {
        Some(Value::Object(fields)) if field == "privileges" => spoil_privileges(inputs, fields),
        Some(Value::Array(items)) => spoil_item(inputs, items),
        Some(place) if field == "app_id" => *place = inputs.no_integer("dynamic_types"),
        Some(place) if field == "ttl" => *place = inputs.no_integer("fractional_duration"),
        Some(place) => *place = inputs.no_string(),
        None => {}
    }
}

/// The room, a flag, or a stream, unless streams are ignored.
fn spoil_privileges(inputs: &mut Inputs, fields: &mut Map<String, Value>) {
    let listed = fields.get("publish") != Some(&json!(false)) && fields.contains_key("stream_ids");
    let flags = fields.contains_key("login");
    match inputs.rng.below(4) {
        0 | 1 if flags => {
            let flag = inputs.rng.pick(&["login", "publish"]);
            fields.insert(flag.into(), inputs.no_boolean());
        }
        2 if listed => {
            if let Some(Value::Array(items)) = fields.get_mut("stream_ids") {
                spoil_item(inputs, items);
            }
        }
        3 if listed => {
            let list = inputs.no_list();
            fields.insert("stream_ids".into(), list);
        }
        _ => drop(fields.insert("room_id".into(), inputs.no_string())),
    }
}

fn spoil_item(inputs: &mut Inputs, items: &mut [Value]) {
    let index = inputs.rng.index(items.len());
    if let Some(item) = items.get_mut(index) {
        *item = inputs.no_string();
    }
}

/// The expected reply with tokens, if the request is accepted at all.
fn expected(request: &Map<String, Value>, op: &str, payload: &str) -> Option<Value> {
    let ttl = digits(request.get("ttl")?);
    let now = request.get("now").map(digits);
    let mode = request.get("mode").and_then(Value::as_str).unwrap_or("cbc");
    let app_id = request.get("app_id")?;
    let token = |user: &Value| {
        let mut claims = json!({"mode": mode, "app_id": app_id, "user_id": user,
            "ttl": integer(ttl), "payload": payload});
        if let (Some(fields), Some(now)) = (claims.as_object_mut(), now) {
            fields.insert("ctime".into(), integer(now));
        }
        json!({ "token": { "$minted": claims } })
    };
    Some(match op {
        "generate_batch" => {
            let users = request.get("user_ids")?.as_array()?;
            json!({ "results": users.iter().map(token).collect::<Vec<_>>() })
        }
        "issue" => {
            let (mut reply, now) = (token(request.get("user_id")?), now?);
            let expires_at = now.saturating_add(ttl);
            let refresh_at = now.max(expires_at.saturating_sub(30));
            for (key, time) in
                [("issued_at", now), ("expires_at", expires_at), ("refresh_at", refresh_at)]
            {
                reply.as_object_mut()?.insert(key.into(), integer(time));
            }
            reply
        }
        _ => token(request.get("user_id")?),
    })
}
