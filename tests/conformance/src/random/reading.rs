//! Random requests of the ops that read tokens.

use serde_json::{Map, Value, json};

use super::Draw;
use super::inputs::{Inputs, integer};
use super::tokens::{self, Token};

const OPS: [&str; 12] = [
    "decode",
    "decode",
    "decode",
    "verify",
    "verify_user",
    "verify_user",
    "verify_login",
    "verify_login",
    "verify_publish",
    "verify_publish",
    "inspect",
    "explain",
];

/// A request about a token, or about a kit token made from one.
pub fn draw(mut inputs: Inputs) -> Draw {
    if inputs.rng.once_in(30) {
        return kit(inputs);
    }
    let op = inputs.rng.pick(&OPS);
    let verifies = op.starts_with("verify");
    // A single argument of a wrong type; the others are good.
    let spoilt = op != "inspect" && op != "explain" && inputs.rng.once_in(10);
    let healthy = spoilt || inputs.rng.once_in(3);
    let mut token = tokens::draw(&mut inputs, healthy);
    let mut request = Map::new();
    request.insert("op".into(), json!(op));
    if verifies {
        verifier(&mut inputs, &token, healthy, &mut request);
        ids(&mut inputs, &token, op, healthy, &mut request);
    } else if op == "explain" {
        explain(&mut inputs, &token, &mut request);
    } else if op == "decode" {
        let secret = match inputs.rng.below(if healthy { 1 } else { 8 }) {
            1 => inputs.bad_secret(),
            2 => inputs.good_secret(),
            _ => token.secret.clone(),
        };
        request.insert("secret".into(), json!(secret));
    }
    if matches!(op, "inspect" | "explain") && inputs.rng.once_in(4) {
        let kit = kit_part(&mut inputs);
        if let Some(seal) = token.seal.as_object_mut() {
            seal.insert("kit".into(), json!(kit));
        }
    }
    let mut draw = Draw {
        request: Value::Null,
        needs: Default::default(),
        minted: None,
        seal: Some(token.seal),
        text: token.text,
    };
    if spoilt {
        spoil(&mut inputs, &mut request, &mut draw);
    }
    draw.request = Value::Object(request);
    draw.needs = inputs.needs;
    draw
}

/// The arguments of a verifier. It accepts a `healthy` token.
fn verifier(inputs: &mut Inputs, token: &Token, healthy: bool, request: &mut Map<String, Value>) {
    let odd = if healthy { u64::MAX } else { 12 };
    let mut secrets = vec![token.secret.clone()];
    for _ in 0..inputs.rng.index(3) {
        let at = inputs.rng.index(secrets.len() + 1);
        secrets.insert(at, inputs.good_secret());
    }
    if inputs.rng.once_in(odd) {
        let at = inputs.rng.index(secrets.len());
        let other = if inputs.rng.once_in(3) { inputs.bad_secret() } else { inputs.good_secret() };
        if let Some(secret) = secrets.get_mut(at) {
            *secret = other;
        }
    }
    let previous = secrets.split_off(1);
    request.insert("secret".into(), json!(secrets.first()));
    if !previous.is_empty() || inputs.rng.once_in(2) {
        request.insert("previous_secrets".into(), json!(previous));
    }
    let app_id = match tokens::claim(&token.claims, "app_id") {
        Some(app_id) if !inputs.rng.once_in(odd) => app_id,
        _ if inputs.rng.once_in(2) => inputs.good_app_id(),
        _ => inputs.bad_app_id(),
    };
    request.insert("app_id".into(), integer(app_id));
    let mut leeway = 30;
    if inputs.rng.once_in(2) {
        leeway = if inputs.rng.once_in(odd) { inputs.bad_leeway() } else { inputs.good_leeway() };
        request.insert("leeway".into(), integer(leeway));
    }
    let time = |key| tokens::claim(&token.claims, key).unwrap_or(1_700_000_000);
    let (ctime, expire) = (time("ctime"), time("expire"));
    let edges = [
        ctime.saturating_sub(leeway),
        ctime.saturating_sub(leeway).saturating_sub(1),
        expire.saturating_add(leeway).saturating_sub(1),
        expire.saturating_add(leeway),
        expire,
        ctime,
    ];
    let now = match inputs.rng.below(if healthy { 1 } else { 6 }) {
        1 | 2 => inputs.rng.pick(&edges),
        3 => inputs.good_now(),
        4 if inputs.rng.once_in(3) => inputs.bad_now(),
        _ => ctime,
    };
    if !(0..=super::inputs::LAST_NOW).contains(&now) {
        inputs.needs.insert("wide_now");
    }
    request.insert("now".into(), integer(now));
}

/// The ids that an op takes: most often those of the token.
fn ids(
    inputs: &mut Inputs,
    token: &Token,
    op: &str,
    healthy: bool,
    request: &mut Map<String, Value>,
) {
    let other = if healthy { u64::MAX } else { 10 };
    let id = |inputs: &mut Inputs, own: &str| match inputs.rng.once_in(other) {
        true if inputs.rng.once_in(3) => String::new(),
        true if inputs.rng.once_in(2) => inputs.good_id(64),
        true => own.to_uppercase() + inputs.rng.pick(&["", " ", "\0", "x"]),
        false => own.to_owned(),
    };
    let user = token.claims.get("user_id").and_then(Value::as_str).unwrap_or("user1");
    let (room, streams) = token.room.clone().unwrap_or_default();
    if op != "verify" {
        request.insert("user_id".into(), json!(id(inputs, user)));
    }
    if matches!(op, "verify_login" | "verify_publish") {
        request.insert("room_id".into(), json!(id(inputs, &room)));
    }
    if op == "verify_publish" {
        let stream = inputs.rng.pick(&streams);
        request.insert("stream_id".into(), json!(id(inputs, &stream)));
    }
}

fn explain(inputs: &mut Inputs, token: &Token, request: &mut Map<String, Value>) {
    match inputs.rng.below(6) {
        0 => {}
        1 => drop(request.insert("secret".into(), json!(inputs.bad_secret()))),
        2 => drop(request.insert("secret".into(), json!(inputs.good_secret()))),
        3 => {
            let odd = inputs.rng.pick(&["\n", " ", "\"", "'"]);
            request.insert("secret".into(), json!(format!("{odd}{}{odd}", token.secret)));
        }
        _ => drop(request.insert("secret".into(), json!(token.secret))),
    }
    let ctime = tokens::claim(&token.claims, "ctime").unwrap_or_default();
    let now = match inputs.rng.below(5) {
        0 => inputs.good_now(),
        1 if inputs.rng.once_in(3) => inputs.bad_now(),
        _ => ctime.saturating_add(10),
    };
    if !(0..=super::inputs::LAST_NOW).contains(&now) {
        inputs.needs.insert("wide_now");
    }
    request.insert("now".into(), integer(now));
    if inputs.rng.once_in(4) {
        let app_id = tokens::in_request(&token.claims, "app_id");
        let known = (1..=0xffff_ffff).contains(&app_id.as_i64().unwrap_or_default());
        if known {
            request.insert("expect_app_id".into(), app_id);
        }
    }
    let (room, streams) = token.room.clone().unwrap_or_default();
    let user = token.claims.get("user_id").and_then(Value::as_str).unwrap_or("user1");
    let stream = inputs.rng.pick(&streams);
    for (key, own) in
        [("expect_user_id", user), ("expect_room_id", &room), ("expect_stream_id", &stream)]
    {
        if inputs.rng.once_in(3) {
            let id = if inputs.rng.once_in(3) { inputs.good_id(64) } else { own.to_owned() };
            request.insert(key.into(), json!(id));
        }
    }
    if inputs.rng.once_in(3) {
        request.insert("expect_kit".into(), json!(inputs.rng.once_in(2)));
    }
}

/// A kit token of a healthy token.
fn kit(mut inputs: Inputs) -> Draw {
    let token = tokens::draw(&mut inputs, true);
    let bad = if inputs.rng.once_in(3) { 4 } else { u64::MAX };
    let id = |inputs: &mut Inputs, limit: usize| {
        if inputs.rng.once_in(bad) { inputs.bad_id(limit) } else { inputs.good_id(limit) }
    };
    let name = inputs.rng.index(100);
    let request = json!({
        "op": "kit_token",
        "room_id": id(&mut inputs, 128),
        "user_id": id(&mut inputs, 64),
        "user_name": inputs.string_of(name),
        "app_id": inputs.good_app_id(),
    });
    let seal = Some(token.seal);
    Draw { request, needs: inputs.needs, minted: None, seal, text: None }
}

fn kit_part(inputs: &mut Inputs) -> String {
    let good = json!({"userID": inputs.good_id(64), "roomID": inputs.good_id(128), "userName": "Ada",
        "appID": inputs.good_app_id()});
    match inputs.rng.below(6) {
        0 => inputs.rng.pick(&["", "hello", "[]", "{}", "null"]).into(),
        1 => good.to_string() + "x",
        _ => good.to_string(),
    }
}

/// Replaces one good argument by one of a wrong type.
fn spoil(inputs: &mut Inputs, request: &mut Map<String, Value>, draw: &mut Draw) {
    let mut fields: Vec<&str> = request.keys().map(String::as_str).collect();
    fields.retain(|field| {
        ["app_id", "secret", "leeway", "user_id", "room_id", "stream_id"].contains(field)
    });
    fields.push("token");
    match inputs.rng.pick(&fields) {
        "token" => {
            draw.seal = None;
            request.insert("token".into(), inputs.no_string());
        }
        "app_id" => drop(request.insert("app_id".into(), inputs.no_integer("dynamic_types"))),
        "leeway" => {
            let leeway = inputs.no_integer("fractional_duration");
            if leeway.is_null() {
                request.remove("leeway"); // a null leeway means the default
            } else {
                request.insert("leeway".into(), leeway);
            }
        }
        field => {
            let field = field.to_owned();
            request.insert(field, inputs.no_string());
        }
    }
}
