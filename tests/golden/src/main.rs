//! `cargo run -p token04-golden -- --write | --check`
//!
//! Reads `tests/golden/inputs.json` (hand-written) and makes `tests/vectors/golden.json`: the exact
//! tokens that the core mints with a fixed clock and nonce.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};
use token04::host::Host;
use token04::{Mode, RawRequest, TokenGenerator};

const ABOUT: &str = "Fixed clock and nonce to the exact token. Made by `cargo run -p \
                     token04-golden -- --write` from tests/golden/inputs.json.";

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = folder.join("../vectors/golden.json");
    let done = match std::env::args().nth(1).as_deref() {
        Some("--write") => golden(&folder.join("inputs.json")).and_then(|text| {
            std::fs::write(&target, text).map_err(|error| format!("{}: {error}", target.display()))
        }),
        Some("--check") => golden(&folder.join("inputs.json")).and_then(|text| {
            let same = read(&target)? == text;
            if same { Ok(()) } else { Err("tests/vectors/golden.json differs: --write".into()) }
        }),
        _ => Err("usage: token04-golden --write | --check".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let _ = writeln!(std::io::stderr(), "token04-golden: {why}");
            ExitCode::FAILURE
        }
    }
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// The content of the golden file.
fn golden(inputs: &Path) -> Result<String, String> {
    let inputs: Value = serde_json::from_str(&read(inputs)?).map_err(|error| error.to_string())?;
    let inputs = inputs.as_array().ok_or("inputs.json is not a list")?;
    let mut lines = Vec::new();
    for input in inputs {
        for mode in Mode::ALL {
            let case = golden_case(input, mode).ok_or(format!("malformed input: {input}"))?;
            lines.push(case.to_string());
        }
    }
    let about = json!(ABOUT);
    let cases = lines.join(",\n");
    Ok(format!("{{\"about\":{about},\"topic\":\"golden\",\"cases\":[\n{cases}\n]}}\n"))
}

/// One case of `decode`, with the inputs of the token.
fn golden_case(input: &Value, mode: Mode) -> Option<Value> {
    let text = |key: &str| input.get(key).and_then(Value::as_str);
    let number = |key: &str| input.get(key).and_then(Value::as_i64);
    let (name, user_id, secret) = (text("name")?, text("user_id")?, text("secret")?);
    let (app_id, ttl, now) = (number("app_id")?, number("ttl")?, number("now")?);
    let (nonce, payload) = (number("nonce")?, text("payload")?);
    let nonce_word = u32::try_from(nonce).ok()?;
    let made = fixed(app_id, secret, mode, nonce_word)?;
    let request = RawRequest { user_id: user_id.as_bytes(), ttl, payload: payload.as_bytes(), now };
    let token = made.draft(&request).ok()?.finish().ok()?;
    Some(json!({
        "id": format!("golden/{}-{name}", mode.name()),
        "made_from": {"op": "generate", "app_id": app_id, "user_id": user_id, "secret": secret,
            "mode": mode.name(), "ttl": ttl, "payload": payload, "now": now, "nonce": nonce},
        "request": {"op": "decode", "token": token, "secret": secret},
        "want": {
            "mode": mode.name(),
            "authenticated": true,
            "claims": {"app_id": app_id, "user_id": user_id, "nonce": nonce, "ctime": now,
                "expire": now + ttl, "payload": payload},
            "envelope_expire": now + ttl,
            "privileges": input.get("privileges").cloned().unwrap_or(Value::Null),
            "payload_is_text": true,
        },
    }))
}

/// A generator with fixed entropy.
fn fixed(app_id: i64, secret: &str, mode: Mode, nonce: u32) -> Option<TokenGenerator> {
    // The core takes the upper 31 bits of four bytes as the nonce.
    let bytes = nonce.checked_mul(2)?.to_be_bytes();
    let host: &'static Fixed = Box::leak(Box::new(Fixed { bytes }));
    let made = TokenGenerator::from_raw(app_id, secret.as_bytes(), mode.number()).ok()?;
    Some(made.with_host(host))
}

struct Fixed {
    bytes: [u8; 4],
}

impl Host for Fixed {
    fn entropy(&self, out: &mut [u8]) -> bool {
        let fits = out.len() == self.bytes.len();
        if fits {
            out.copy_from_slice(&self.bytes);
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    fn mint(host_mode: Mode) -> String {
        let made = fixed(7, SECRET, host_mode, 5).unwrap();
        let request = RawRequest { user_id: b"u", ttl: 60, payload: b"", now: 100 };
        made.draft(&request).unwrap().finish().unwrap()
    }

    #[test]
    fn the_same_in_gives_the_same_out() {
        for mode in Mode::ALL {
            assert_eq!(mint(mode), mint(mode));
            let claims = token04::decode(mint(mode), SECRET).unwrap().claims;
            assert_eq!((claims.nonce, claims.ctime, claims.expire), (5, 100, 160));
        }
    }

    #[test]
    fn a_batch_equals_single_calls() {
        for mode in Mode::ALL {
            let made = fixed(7, SECRET, mode, 5).unwrap();
            let batch = made.batch_raw(["u", "u"], 60, b"", 100).unwrap();
            assert_eq!(batch, [Ok(mint(mode)), Ok(mint(mode))]);
        }
    }
}
