//! Random tokens: of this project, of other generators, changed, and with plaintexts that are not
//! claims.

use serde_json::{Map, Value, json};

use super::inputs::{Inputs, hex, integer};

/// The claims of a token, and how it was made.
pub struct Token {
    /// The secret that it was made with.
    pub secret: String,
    /// The six claims.
    pub claims: Map<String, Value>,
    /// The room and streams of its payload, if it has any.
    pub room: Option<(String, Vec<String>)>,
    /// The request to the sealer.
    pub seal: Value,
    /// A change of the string.
    pub text: Option<TextChange>,
}

/// A change of a token's string.
#[derive(Clone, Copy, Debug)]
pub struct TextChange {
    kind: u64,
    at: u64,
}

impl TextChange {
    /// The string, changed in one place.
    pub fn apply(self, token: &str) -> String {
        const INSERTED: [char; 12] =
            [' ', '\n', '=', '-', '_', '#', '*', 'A', '/', '\0', 'é', '🎉'];
        let place = |end: usize| usize::try_from(self.at % (end as u64).max(1)).unwrap_or(0);
        let other = INSERTED.get(place(INSERTED.len())).copied().unwrap_or(' ');
        let mut letters: Vec<char> = token.chars().collect();
        let at = place(letters.len() + 1);
        match self.kind {
            0 => letters.insert(at, other),
            1 if at < letters.len() => drop(letters.remove(at)),
            2 => letters.truncate(at),
            3 => letters = token.replace('+', "-").replace('/', "_").chars().collect(),
            4 => letters.extend(token.chars()),
            5 => letters = token.trim_end_matches('=').chars().collect(),
            _ => {
                if let Some(letter) = letters.get_mut(at) {
                    *letter = other;
                }
            }
        }
        letters.into_iter().collect()
    }
}

/// A token. A `healthy` one is of this project, has this mode, app and time, and allows its room
/// and streams.
pub fn draw(inputs: &mut Inputs, healthy: bool) -> Token {
    let odd = if healthy { u64::MAX } else { 4 };
    let mode = inputs.good_mode();
    let secret = inputs.good_secret();
    let (payload, room) = payload(inputs, healthy);
    let now = inputs.good_now();
    let ttl = inputs.rng.between(1, 100_000);
    let mut claims = Map::new();
    claims.insert("app_id".into(), json!(inputs.good_app_id()));
    claims.insert("user_id".into(), json!(inputs.good_id(64)));
    claims.insert("nonce".into(), json!(inputs.rng.between(0, 0x7fff_ffff)));
    claims.insert("ctime".into(), json!(now));
    claims.insert("expire".into(), json!(now + ttl));
    claims.insert("payload".into(), payload);
    if inputs.rng.once_in(odd) {
        odd_claim(inputs, &mut claims);
    }
    let mut plaintext = write(inputs, &claims, odd).into_bytes();
    if inputs.rng.once_in(odd.saturating_mul(4)) {
        damage(inputs, &mut plaintext);
    }
    let expire = claims.get("expire").and_then(Value::as_i64).unwrap_or(now);
    let seal = sealing(inputs, mode, &secret, &plaintext, expire, odd);
    let text = inputs
        .rng
        .once_in(odd.saturating_mul(4))
        .then(|| TextChange { kind: inputs.rng.below(7), at: inputs.rng.bits() });
    Token { secret, claims, room, seal, text }
}

/// The request to the sealer.
fn sealing(
    inputs: &mut Inputs,
    mode: &str,
    secret: &str,
    plaintext: &[u8],
    expire: i64,
    odd: u64,
) -> Value {
    let mut seal = json!({ "secret": secret, "mode": mode, "expire": expire });
    let Some(fields) = seal.as_object_mut() else { return seal };
    let mut plaintext = plaintext.to_vec();
    if mode == "cbc" && inputs.rng.once_in(odd.saturating_mul(5)) {
        // Whole blocks, most often with an invalid padding.
        plaintext.resize(plaintext.len().next_multiple_of(16).max(16), b' ');
        let end = plaintext.len() - 1;
        let pad = inputs.rng.pick(&[0, 1, 2, 15, 16, 17, 32, 255]);
        if let Some(last) = plaintext.get_mut(end) {
            *last = pad;
        }
        fields.insert("padded".into(), json!(true));
    }
    fields.insert("plaintext".into(), json!(hex(&plaintext)));
    if inputs.rng.once_in(odd) {
        let length = if mode == "cbc" { 16 } else { 12 };
        fields.insert("iv".into(), json!(hex(&inputs.rng.bytes(length))));
    }
    if inputs.rng.once_in(odd.saturating_mul(2)) {
        let other = match inputs.rng.below(4) {
            0 => inputs.rng.pick(&[0, -1, i64::MIN, i64::MAX]),
            _ => expire.wrapping_add(inputs.rng.pick(&[1, -1, 3600, i64::MIN])),
        };
        fields.insert("expire".into(), json!(other));
    }
    if inputs.rng.once_in(odd.saturating_mul(2)) {
        let at = match inputs.rng.below(3) {
            0 => inputs.rng.below(30),
            _ => inputs.rng.below(1 << 20),
        };
        let mask = 1_u64 << inputs.rng.below(8);
        fields.insert("flips".into(), json!([[at, mask]]));
    }
    if inputs.rng.once_in(odd.saturating_mul(8)) {
        fields.insert("cut".into(), json!(inputs.rng.pick(&[1, 2, 3, 15, 16, 17, 32, 100, 1000])));
    }
    if inputs.rng.once_in(odd.saturating_mul(8)) {
        fields.insert("tail".into(), json!(inputs.rng.pick(&["00", "01", "02", "0101", "ffff"])));
    }
    seal
}

/// A payload, and the privileges that it grants if that is clear.
fn payload(inputs: &mut Inputs, healthy: bool) -> (Value, Option<(String, Vec<String>)>) {
    if !healthy && inputs.rng.once_in(4) {
        let plain = [
            Value::Null,
            json!(""),
            json!("text"),
            json!({"a": [1, "x", null, 1.5]}),
            json!([1, true]),
            json!(7),
            json!(-2.5),
            json!(false),
            json!("[]"),
            json!("{}"),
        ];
        return (inputs.rng.pick(&plain), None);
    }
    // Tokens may name ids that are too long; nothing matches them.
    let id = |inputs: &mut Inputs, limit: usize| {
        let length = limit - 1 + inputs.rng.index(3);
        let at_limit = !healthy && inputs.rng.once_in(8);
        if at_limit { inputs.string_of(length) } else { inputs.good_id(40) }
    };
    let room = id(inputs, 128);
    let count = inputs.rng.index(4);
    let streams: Vec<String> = (0..count).map(|_| id(inputs, 256)).collect();
    let any = [json!(1), json!(0), json!(2), json!(true), json!("1"), json!(1.0), Value::Null];
    let right = |inputs: &mut Inputs| {
        if healthy || !inputs.rng.once_in(3) { json!(1) } else { inputs.rng.pick(&any) }
    };
    let mut fields = vec![
        format!("\"room_id\":{}", json!(room)),
        format!("\"privilege\":{{\"1\":{},\"2\":{}}}", right(inputs), right(inputs)),
    ];
    match inputs.rng.below(if healthy { 2 } else { 6 }) {
        0 => fields.push("\"stream_id_list\":null".into()),
        1 | 2 => fields.push(format!("\"stream_id_list\":{}", json!(streams))),
        3 => {
            let odd = ["\"s1\"", "{}", "[1]", "[null]", "0", "false", "[[\"s\"]]", "[\"\"]"];
            fields.push(format!("\"stream_id_list\":{}", inputs.rng.pick(&odd)));
        }
        _ => {}
    }
    if !healthy && inputs.rng.once_in(6) {
        let odd = [
            "\"room_id\":1",
            "\"room_id\":\"other\"",
            "\"privilege\":[]",
            "\"x\":{\"y\":1e400}",
            "\"privilege\":{\"1\":1,\"1\":1}",
            "\"stream_id_list\":[]",
        ];
        fields.push(inputs.rng.pick(&odd).into());
    }
    if !healthy && inputs.rng.once_in(6) {
        fields.remove(inputs.rng.index(fields.len()));
    }
    let space = inputs.rng.pick(&["", "", " ", "\n\t"]);
    let text = format!("{{{space}{}{space}}}", fields.join(&format!(",{space}")));
    let text = if !healthy && inputs.rng.once_in(20) { text + "x" } else { text };
    (json!(text), Some((room, streams)))
}

/// A value that only other generators write, or an invalid one.
fn odd_claim(inputs: &mut Inputs, claims: &mut Map<String, Value>) {
    let integers = [
        json!(0),
        json!(-1),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1u64 << 53),
        json!(4_294_967_296_i64),
        json!(1.5),
        json!("1"),
        Value::Null,
        json!(true),
        json!([]),
    ];
    let strings = [
        json!(""),
        json!("u".repeat(65)),
        json!("a\0b"),
        json!(1),
        Value::Null,
        json!(false),
        json!(["u"]),
    ];
    match inputs.rng.below(3) {
        0 => {
            let value = inputs.rng.pick(&strings);
            claims.insert("user_id".into(), value);
        }
        _ => {
            let key = inputs.rng.pick(&["app_id", "nonce", "ctime", "expire"]);
            let value = inputs.rng.pick(&integers);
            claims.insert(key.into(), value);
        }
    }
}

/// The claims as JSON, in any order and spacing, with and without escapes.
fn write(inputs: &mut Inputs, claims: &Map<String, Value>, odd: u64) -> String {
    let mut members: Vec<String> = ["app_id", "user_id", "nonce", "ctime", "expire", "payload"]
        .iter()
        .filter_map(|key| Some(format!("\"{key}\":{}", claims.get(*key)?)))
        .collect();
    if inputs.rng.once_in(odd) {
        for at in (1..members.len()).rev() {
            members.swap(at, inputs.rng.index(at + 1));
        }
    }
    if inputs.rng.once_in(odd) {
        let more = [
            "\"x\":1",
            "\"\":[]",
            "\"App_ID\":2",
            "\"y\":{\"app_id\":3}",
            "\"z\":1e400",
            "\"n\":-0",
            "\"w\":\"\\ud83c\\udf89\"",
            "\"v\":\"\\ud800\"",
            "\"t\":[true,false,null]",
        ];
        members.push(inputs.rng.pick(&more).into());
    }
    if inputs.rng.once_in(odd.saturating_mul(4)) {
        let at = inputs.rng.index(members.len());
        match inputs.rng.below(3) {
            0 => drop(members.remove(at)),
            1 => members.push(inputs.rng.pick(&members)),
            _ => {
                let bad = [
                    "\"user_id\":\"\\ud800\"",
                    "\"payload\":\"\\udc00x\"",
                    "\"nonce\":01",
                    "\"nonce\":1.0",
                    "\"ctime\":1e3",
                    "\"expire\":+1",
                    "\"x\":NaN",
                    "\"x\":\"\n\"",
                    "\"x\":tru",
                    "\"app_id\" 1",
                    "\"x\":\"\\q\"",
                    "'x':1",
                    "\"x\":[1,]",
                ];
                members.push(inputs.rng.pick(&bad).into());
            }
        }
    }
    let space = if inputs.rng.once_in(odd) { inputs.rng.pick(&[" ", "\n", "\r\n\t"]) } else { "" };
    let text = format!("{{{space}{}{space}}}", members.join(&format!(",{space}")));
    if inputs.rng.once_in(odd) { escape(&text) } else { text }
}

/// All non-ASCII characters as `\u` escapes, and `/` as `\/`, as some generators write them.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter == '/' {
            escaped.push_str("\\/");
        } else if letter.is_ascii() {
            escaped.push(letter);
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04X}"));
            }
        }
    }
    escaped
}

/// Changes, adds or removes one byte, or cuts off the end.
fn damage(inputs: &mut Inputs, plaintext: &mut Vec<u8>) {
    let at = inputs.rng.index(plaintext.len());
    let byte = inputs.rng.pick(&[0, b' ', b'"', b'}', b',', b'\\', 0x80, 0xc3, 0xff, b'1', b'e']);
    match inputs.rng.below(5) {
        0 => plaintext.truncate(at),
        1 => drop(plaintext.remove(at)),
        2 => plaintext.insert(at, byte),
        3 => plaintext.push(byte),
        _ => {
            if let Some(place) = plaintext.get_mut(at) {
                *place = byte;
            }
        }
    }
}

/// A claim, if it is an integer.
pub fn claim(claims: &Map<String, Value>, key: &str) -> Option<i64> {
    claims.get(key).and_then(Value::as_i64)
}

/// A claim as requests write it.
pub fn in_request(claims: &Map<String, Value>, key: &str) -> Value {
    claim(claims, key).map_or(Value::Null, integer)
}
