//! Prints a part or a file that is generated from the core: `readme-tables errors`, `limits` or
//! `errors.json`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints")]

use std::process::ExitCode;

use token04::Error;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("errors") => print!("{}", errors()),
        Some("limits") => print!("{}", limits()),
        Some("errors.json") => print!("{}", errors_json()),
        other => {
            eprintln!("no part {other:?}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn errors() -> String {
    let mut text = String::from("| code | name | message |\n|---:|---|---|\n");
    text.push_str("| 0 | `ok` | |\n");
    for error in Error::ALL {
        let (code, name, message) = (error.code(), error.name(), error.message());
        text.push_str(&format!("| {code} | `{name}` | {message} |\n"));
    }
    text
}

fn errors_json() -> String {
    let rows: Vec<String> = Error::ALL.iter().map(|error| error.to_json()).collect();
    let about =
        "The error table, written by `cargo xtask readme`. A message is a constant of its code.";
    format!("{{\"about\": \"{about}\", \"errors\": [\n{}\n]}}\n", rows.join(",\n"))
}

fn limits() -> String {
    let rows = [
        ("app id", format!("an integer from 1 to {}", u32::MAX)),
        ("server secret", format!("exactly {} bytes", token04::SECRET_BYTES)),
        ("user id", text_of(token04::USER_ID_MAX_BYTES)),
        ("room id", text_of(token04::ROOM_ID_MAX_BYTES)),
        ("stream id", text_of(token04::STREAM_ID_MAX_BYTES)),
        (
            "lifetime",
            "whole seconds, at least 1; the expiry fits a signed 64-bit number".to_owned(),
        ),
        (
            "payload",
            format!(
                "a UTF-8 string; the claims as JSON take at most {} bytes",
                token04::PLAINTEXT_MAX_BYTES
            ),
        ),
        (
            "leeway",
            format!("whole seconds, at least 0; {} if not given", token04::DEFAULT_LEEWAY_SECONDS),
        ),
        (
            "`refresh_at`",
            format!("{} seconds before the expiry", token04::REFRESH_BEFORE_EXPIRY_SECONDS),
        ),
    ];
    let mut text = String::from("| value | limit |\n|---|---|\n");
    for (value, limit) in rows {
        text.push_str(&format!("| {value} | {limit} |\n"));
    }
    text
}

fn text_of(max_bytes: usize) -> String {
    format!("a string of 1 to {max_bytes} bytes of UTF-8, without NUL")
}
