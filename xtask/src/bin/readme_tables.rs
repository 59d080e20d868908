//! Prints the core's tables as JSON, for `cargo xtask readme`: errors, limits and defaults, modes,
//! variables of the environment, findings. `xtask_lib::tables` reads it.
#![allow(clippy::print_stdout, reason = "a program that prints")]

use serde_json::{Value, json};
use token04::env::{EnvFault, EnvVariable};
use token04::{Error, FindingId, Mode};

fn main() {
    let errors = Error::ALL.iter().map(
        |error| json!({"code": error.code(), "name": error.name(), "message": error.message()}),
    );
    let findings = FindingId::ALL.iter().map(|id| {
        json!({
            "id": id.name(),
            "severity": id.severity().name(),
            "message": id.message(),
            "advice": id.advice(),
            "sdk_codes": id.sdk_codes(),
        })
    });
    let tables = json!({
        "errors": errors.collect::<Vec<Value>>(),
        "limits": limits(),
        "modes": modes(),
        "env_variables": env_variables(),
        "env_faults": env_faults(),
        "findings": findings.collect::<Vec<Value>>(),
    });
    println!("{tables:#}");
}

fn number(name: &str, value: impl Into<Value>, doc: &str) -> Value {
    json!({"name": name, "value": value.into(), "doc": doc})
}

fn limits() -> Vec<Value> {
    vec![
        number("app_id_max", u32::MAX, "The largest app id."),
        number("secret_bytes", token04::SECRET_BYTES, "Length of a server secret in bytes."),
        number(
            "user_id_max_bytes",
            token04::USER_ID_MAX_BYTES,
            "Maximum length of a user id in bytes.",
        ),
        number(
            "room_id_max_bytes",
            token04::ROOM_ID_MAX_BYTES,
            "Maximum length of a room id in bytes.",
        ),
        number(
            "stream_id_max_bytes",
            token04::STREAM_ID_MAX_BYTES,
            "Maximum length of a stream id in bytes.",
        ),
        number(
            "plaintext_max_bytes",
            token04::PLAINTEXT_MAX_BYTES,
            "Maximum length of a token's claims as JSON, in bytes; a payload is shorter.",
        ),
        number("token_max_bytes", token04::TOKEN_MAX_BYTES, "Maximum length of a token in bytes."),
        number(
            "text_max_bytes",
            token04::TEXT_MAX_BYTES,
            "Maximum number of bytes read of a string without a shorter limit: a token to inspect, the \
             user name of a kit token, and the strings of explain, whose rest is ignored.",
        ),
        number(
            "now_max",
            token04::NOW_MAX,
            "The latest time of issue or verification, a unix timestamp in seconds: the end of the year \
             9999.",
        ),
        number(
            "default_leeway_seconds",
            token04::DEFAULT_LEEWAY_SECONDS,
            "A verifier's default tolerance for clocks that differ, in seconds: a \
             token is accepted until its expiry plus this, and from its time of issue minus this.",
        ),
        number(
            "refresh_before_expiry_seconds",
            token04::REFRESH_BEFORE_EXPIRY_SECONDS,
            "A token should be renewed this many seconds before it expires.",
        ),
    ]
}

fn modes() -> Vec<Value> {
    let row = |mode: Mode| {
        let doc = match mode {
            Mode::Cbc => {
                "AES-256-CBC, which every server and SDK of the vendor accepts. The default."
            }
            Mode::Gcm => "AES-256-GCM: newer; the vendor recommends it.",
        };
        number(mode.name(), mode.number(), doc)
    };
    Mode::ALL.map(row).into()
}

fn env_variables() -> Vec<Value> {
    let row = |variable: EnvVariable| {
        let doc = format!("The variable {}.", variable.name());
        let name = variable.name().trim_start_matches("ZEGO_").to_lowercase();
        number(&name, variable as i32, &doc)
    };
    EnvVariable::ALL.map(row).into()
}

fn env_faults() -> Vec<Value> {
    let row = |fault: EnvFault| {
        let (name, doc) = match fault {
            EnvFault::Missing => ("missing", "A variable that is not set."),
            EnvFault::Empty => ("empty", "A variable that is set to an empty value."),
            EnvFault::Invalid => ("invalid", "A variable with an invalid value."),
        };
        number(name, fault as i32, doc)
    };
    EnvFault::ALL.map(row).into()
}
