//! The conformance driver for Rust: one JSON request per line, one JSON response per line.
//!
//! It uses the raw entry points, which every other language calls, so that bad input reaches the
//! core; it checks nothing itself.

mod request;

use std::io::{BufRead, Write};

use serde_json::{Value, json};
use token04::{
    DEFAULT_LEEWAY_SECONDS, Error, ExplainInput, Mode, RawRequest, Result, RoomPrivileges,
    TokenGenerator, TokenVerifier, decode, explain, generate_token04_raw, inspect, kit_token_raw,
};

use crate::request::Request;

const OPS: [&str; 15] = [
    "version",
    "generate",
    "identity_token",
    "privilege_token",
    "issue",
    "generate_batch",
    "generate_token04",
    "kit_token",
    "decode",
    "verify",
    "verify_user",
    "verify_login",
    "verify_publish",
    "inspect",
    "explain",
];
const CAN: [&str; 10] = [
    "bytes",
    "wide_app_id",
    "wide_ttl",
    "huge_duration",
    "wide_now",
    "negative_leeway",
    "mode_text",
    "dropin_bytes",
    "dropin_wide_app_id",
    "dropin_wide_ttl",
];

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let request = Request::parse(&line?)?;
        let response =
            respond(&request).unwrap_or_else(|error| json!(error_json(error)).to_string());
        out.write_all((response + "\n").as_bytes())?;
        out.flush()?;
    }
    Ok(())
}

fn respond(request: &Request) -> Result<String> {
    match request.op() {
        "version" => Ok(version()),
        "generate" | "identity_token" | "privilege_token" => generate(request),
        "issue" => issue(request),
        "generate_batch" => batch(request),
        "generate_token04" => drop_in(request),
        "kit_token" => kit(request),
        "decode" => Ok(decode(request.text("token"), request.text("secret"))?.to_json()),
        "verify" | "verify_user" | "verify_login" | "verify_publish" => verify(request),
        "inspect" => Ok(inspect(request.text("token"))?.to_json()),
        "explain" => Ok(explained(request)),
        _ => Err(Error::Internal),
    }
}

fn version() -> String {
    let can: Vec<_> = CAN.into_iter().chain(["frozen_clock"]).collect();
    let version = env!("CARGO_PKG_VERSION");
    json!({ "language": "rust", "version": version, "ops": OPS, "can": can }).to_string()
}

fn error_json(error: Error) -> Value {
    let (code, name, message) = (error.code(), error.name(), error.message());
    json!({ "error": { "code": code, "name": name, "message": message } })
}

fn token_json(token: &str) -> Value {
    json!({ "token": token })
}

fn generator(request: &Request) -> Result<TokenGenerator> {
    const NO_MODE: i32 = -1;
    let mode = request.named("mode").map_or(Mode::default().number(), |name| {
        let name = String::from_utf8_lossy(&name);
        name.parse::<Mode>().map_or(NO_MODE, Mode::number)
    });
    TokenGenerator::from_raw(request.integer("app_id"), &request.text("secret"), mode)
}

/// The payload: a string or privileges. The generator already exists, so its errors come first.
fn payload(request: &Request) -> Result<Vec<u8>> {
    let privileges = match request.object("privileges") {
        Some(of) => room_privileges(&of)?,
        None if request.op() == "privilege_token" => room_privileges(request)?,
        None => return Ok(request.text("payload")),
    };
    Ok(privileges.payload().into())
}

fn room_privileges(of: &Request) -> Result<RoomPrivileges> {
    let (room_id, streams) = (of.text("room_id"), of.texts("stream_ids"));
    let listed = || streams.clone().unwrap_or_default();
    let flag = |name| of.switch(name).unwrap_or(false);
    match of.text("shape").as_slice() {
        b"login_only" => RoomPrivileges::login_only(room_id),
        b"publish_only" => RoomPrivileges::publish_only(room_id, listed()),
        b"login_and_publish" => RoomPrivileges::login_and_publish(room_id, listed()),
        b"login_and_publish_any" => RoomPrivileges::login_and_publish_any(room_id),
        b"flags" => RoomPrivileges::from_flags(room_id, flag("login"), flag("publish"), streams),
        _ => Err(Error::Internal),
    }
}

fn generate(request: &Request) -> Result<String> {
    let (generator, payload) = (generator(request)?, payload(request)?);
    let user_id = request.text("user_id");
    let raw = raw(request, &user_id, &payload);
    Ok(token_json(&generator.draft(&raw)?.finish()?).to_string())
}

fn raw<'a>(request: &Request, user_id: &'a [u8], payload: &'a [u8]) -> RawRequest<'a> {
    RawRequest { user_id, ttl: request.integer("ttl"), payload, now: request.now() }
}

fn issue(request: &Request) -> Result<String> {
    let (generator, payload) = (generator(request)?, payload(request)?);
    let user_id = request.text("user_id");
    Ok(generator.draft(&raw(request, &user_id, &payload))?.issue()?.to_json())
}

fn batch(request: &Request) -> Result<String> {
    let (generator, payload) = (generator(request)?, payload(request)?);
    let user_ids = request.texts("user_ids").unwrap_or_default();
    let tokens = generator.batch_raw(user_ids, request.integer("ttl"), &payload, request.now())?;
    let results: Vec<_> = tokens
        .into_iter()
        .map(|token| token.map_or_else(error_json, |token| token_json(&token)))
        .collect();
    Ok(json!({ "results": results }).to_string())
}

fn drop_in(request: &Request) -> Result<String> {
    let (user_id, payload) = (request.text("user_id"), request.text("payload"));
    let raw = raw(request, &user_id, &payload);
    let token = generate_token04_raw(request.integer("app_id"), &request.text("secret"), &raw)?;
    Ok(token_json(&token).to_string())
}

fn kit(request: &Request) -> Result<String> {
    let text = |field| request.text(field);
    let token = kit_token_raw(
        &text("token"),
        &text("room_id"),
        &text("user_id"),
        &text("user_name"),
        request.integer("app_id"),
    )?;
    Ok(token_json(&token).to_string())
}

fn verify(request: &Request) -> Result<String> {
    let verifier = TokenVerifier::from_raw(
        request.integer("app_id"),
        &request.text("secret"),
        request.texts("previous_secrets").unwrap_or_default(),
        request.named_integer("leeway").unwrap_or(DEFAULT_LEEWAY_SECONDS),
    )?;
    let (token, now) = (request.text("token"), request.now());
    let [user, room, stream] = ["user_id", "room_id", "stream_id"].map(|field| request.text(field));
    let verified = match request.op() {
        "verify" => verifier.verify_at(token, now),
        "verify_user" => verifier.verify_user_at(token, user, now),
        "verify_login" => verifier.verify_login_at(token, user, room, now),
        _ => verifier.verify_publish_at(token, user, room, stream, now),
    };
    Ok(verified?.to_json())
}

fn explained(request: &Request) -> String {
    let token = request.text("token");
    let secret = request.named("secret");
    let fields = ["expect_user_id", "expect_room_id", "expect_stream_id"];
    let [user_id, room_id, stream_id] = fields.map(|field| request.named(field));
    let mut input = ExplainInput::new_at(&token, request.now());
    if let Some(secret) = &secret {
        input = input.secret(secret);
    }
    if let Some(app_id) = request.named_integer("expect_app_id") {
        input = input.app_id(app_id);
    }
    if let Some(user_id) = &user_id {
        input = input.user_id(user_id);
    }
    if let Some(room_id) = &room_id {
        input = input.room_id(room_id);
    }
    if let Some(stream_id) = &stream_id {
        input = input.stream_id(stream_id);
    }
    if let Some(kit) = request.switch("expect_kit") {
        input = input.kit(kit);
    }
    if let Some(leeway) = request.named_integer("leeway") {
        input = input.leeway(leeway);
    }
    explain(&input).to_json()
}
