//! `POST /token`, and the pages beside it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use token04::{Error, ROOM_ID_MAX_BYTES, RawRequest, RoomPrivileges, kit_token};
use utoipa::ToSchema;

use crate::app::{App, State};
use crate::caller::{Caller, Proof, sha256};
use crate::config::{Allow, Config};
use crate::log::Audit;
use crate::pattern::{Claims, Pattern};
use crate::problem::{Problem, Refusal};

/// What a caller asks for; everything is optional. A key that is not listed, or `null`, is refused.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenRequest {
    /// The room, 1 to 128 bytes. Without it the token names the user alone, which the service may
    /// not allow.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    pub room_id: Option<String>,
    /// The streams to publish, each 1 to 256 bytes; at least one.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    pub stream_ids: Option<Vec<String>>,
    /// Whether the token allows logging in to the room; true unless given.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    pub login: Option<bool>,
    /// Whether the token allows publishing; true if `stream_ids` is given. Without `stream_ids` any
    /// stream may be published, where the service allows that.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    pub publish: Option<bool>,
    /// The lifetime in seconds.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false, minimum = 1)]
    pub ttl: Option<i64>,
    /// Makes a token for the web UI kit; needs `room_id`.
    #[serde(default, deserialize_with = "kit")]
    #[schema(nullable = false)]
    pub kit: Option<Kit>,
    /// The user is the authenticated one, so leave this out: another one is refused with 31. Only in
    /// `--dev` it names the user.
    #[serde(default, deserialize_with = "present")]
    #[schema(nullable = false)]
    pub user_id: Option<String>,
}

/// What the web UI kit shows.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Kit {
    /// The user's name.
    pub user_name: String,
}

/// A minted token. Times are unix timestamps in seconds.
#[derive(Serialize, ToSchema)]
pub struct TokenResponse {
    /// The token, a credential.
    token: String,
    /// The app it is for.
    app_id: u32,
    /// The user it is for.
    user_id: String,
    /// When it was issued.
    issued_at: i64,
    /// When it expires.
    expires_at: i64,
    /// When to ask for a new one.
    refresh_at: i64,
}

/// A field that is there: `null` is refused, since it would ask for less checking than was meant.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// The same for an object: serde would also take a list of its values.
fn kit<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Kit>, D::Error> {
    let object = serde_json::Map::deserialize(from)?;
    Kit::deserialize(serde_json::Value::Object(object)).map(Some).map_err(serde::de::Error::custom)
}

/// Mints a token for the authenticated user.
#[utoipa::path(
    post, path = "/token", request_body = TokenRequest,
    responses(
        (status = 200, description = "a token; `Cache-Control: no-store`", body = TokenResponse),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "not ready", body = Problem, content_type = "application/problem+json"),
    ),
    security(("oidc" = []), ("proxy" = []), ()),
)]
pub async fn token(Shared(app): Shared<Arc<App>>, request: Request) -> Response {
    let start = Instant::now();
    let mut audit = Audit { request_id: app.request_id(), ..Audit::default() };
    let state = app.state();
    let outcome = decide(&app, &state, request, &mut audit).await;
    let mut response = match outcome {
        Ok(minted) => {
            audit.outcome = "issued";
            let no_store = [(header::CACHE_CONTROL, "no-store")];
            (no_store, Json(minted)).into_response()
        }
        Err(problem) => {
            audit.outcome = problem.name();
            audit.reason = problem.log_reason().map(Into::into);
            problem.into_response()
        }
    };
    audit.status = response.status().as_u16();
    let elapsed = start.elapsed();
    audit.milliseconds = (elapsed.as_secs_f64() * 1e6).round() / 1e3;
    metrics::counter!("token04_decisions_total", "outcome" => audit.outcome).increment(1);
    metrics::histogram!("token04_decision_seconds").record(elapsed);
    if let Ok(id) = HeaderValue::from_str(&audit.request_id) {
        response.headers_mut().insert("x-request-id", id);
    }
    audit.write();
    response
}

async fn decide(
    app: &App,
    state: &State,
    request: Request,
    audit: &mut Audit,
) -> Result<TokenResponse, Problem> {
    audit.app_id = Some(state.generator.app_id());
    let (parts, body) = request.into_parts();
    // The proof comes before the body, so that a stranger's body is not parsed.
    let mut caller = match prove(app, state, &parts.headers, audit).await {
        Ok(caller) => caller,
        Err(problem) => {
            discard(&state.config, &parts.headers, body).await;
            return Err(problem);
        }
    };
    let wanted: TokenRequest = read_json(&state.config, &parts.headers, body).await?;
    match &wanted.user_id {
        Some(named) if *named != caller.user_id => {
            if !matches!(app.proof, Proof::Dev(_)) {
                let detail = "the user is the authenticated one; leave user_id out";
                return Err(Problem::from(Error::UserIdMismatch).detail(detail));
            }
            caller = Caller::named(named)?;
            audit.caller = Some(shown(state, &caller.user_id));
        }
        _ => {}
    }
    // What is too long for a room could be a token in the wrong place, which no log may contain.
    audit.room_id = wanted.room_id.clone().filter(|id| id.len() <= ROOM_ID_MAX_BYTES);
    audit.ttl = Some(wanted.ttl.unwrap_or(state.config.default_ttl));
    let now = app.rehearsal.as_ref().map_or_else(token04::system_now, |rehearsal| rehearsal.now());
    mint(state, &caller, &wanted, now)
}

/// Who asks; counts the request.
async fn prove(
    app: &App,
    state: &State,
    headers: &HeaderMap,
    audit: &mut Audit,
) -> Result<Caller, Problem> {
    let caller = app.proof.identify(headers, state.secrets.proxy()).await?;
    audit.caller = Some(shown(state, &caller.user_id));
    app.limit(&caller.user_id)?;
    Ok(caller)
}

/// Reads a small body of a request that is refused: a connection with an unread body would be closed
/// under the client's next request.
async fn discard(config: &Config, headers: &HeaderMap, body: Body) {
    let limit = config.http.max_body_bytes;
    if announced(headers).is_none_or(|bytes| bytes <= limit as u64) {
        let _ = tokio::time::timeout(Duration::from_secs(1), to_bytes(body, limit)).await;
    }
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn shown(state: &State, user_id: &str) -> String {
    if state.config.log.hash_users { format!("sha256:{}", sha256(user_id)) } else { user_id.into() }
}

/// Mints what was asked for if the rules allow it.
///
/// # Errors
/// 400 for what can be no token, 403 for what the rules do not allow.
pub fn mint(
    state: &State,
    caller: &Caller,
    wanted: &TokenRequest,
    now: i64,
) -> Result<TokenResponse, Problem> {
    let config = &state.config;
    let ttl = wanted.ttl.unwrap_or(config.default_ttl);
    if ttl > config.max_ttl {
        let detail = format!("the greatest lifetime is {} seconds", config.max_ttl);
        let problem = Problem::from(Error::EffectiveTimeInvalid).status(StatusCode::FORBIDDEN);
        return Err(problem.detail(detail));
    }
    let payload = payload(config, &caller.claims, wanted)?;
    let payload = payload.as_ref().map_or("", RoomPrivileges::payload).as_bytes();
    let user_id = caller.user_id.as_bytes();
    let draft = state.generator.draft(&RawRequest { user_id, ttl, payload, now })?;
    let issued = draft.issue()?;
    let app_id = state.generator.app_id();
    let token = match (&wanted.kit, &wanted.room_id) {
        (Some(kit), room_id) => {
            let room_id = room_id.as_deref().unwrap_or_default();
            kit_token(&issued.token, room_id, &caller.user_id, &kit.user_name, app_id)?
        }
        (None, _) => issued.token,
    };
    Ok(TokenResponse {
        token,
        app_id,
        user_id: caller.user_id.clone(),
        issued_at: issued.issued_at,
        expires_at: issued.expires_at,
        refresh_at: issued.refresh_at,
    })
}

/// The privileges that were asked for, if one `[[allow]]` allows all of them.
pub fn payload(
    config: &Config,
    claims: &Claims,
    wanted: &TokenRequest,
) -> Result<Option<RoomPrivileges>, Problem> {
    let streams = wanted.stream_ids.as_deref();
    let Some(room_id) = &wanted.room_id else {
        let for_a_room = streams.is_some() || wanted.login.is_some() || wanted.publish.is_some();
        if for_a_room || wanted.kit.is_some() {
            return Err(Error::RoomIdInvalid.into());
        }
        return if config.identity_tokens { Ok(None) } else { Err(Refusal::RoomRequired.into()) };
    };
    let login = wanted.login.unwrap_or(true);
    let publish = wanted.publish.unwrap_or(streams.is_some());
    let privileges = match streams {
        None if publish && login => RoomPrivileges::login_and_publish_any(room_id)?,
        streams => RoomPrivileges::from_flags(room_id, login, publish, streams)?,
    };
    let fits = |patterns: &[Pattern], id: &str| patterns.iter().any(|p| p.matches(claims, id));
    let mut rooms = config.allow.iter().filter(|allow| fits(&allow.rooms, room_id)).peekable();
    if rooms.peek().is_none() {
        return Err(Problem::from(Error::RoomNotAllowed).detail("this room is not allowed"));
    }
    let allows = |allow: &Allow| match streams {
        _ if !publish => true,
        None => allow.any_stream,
        Some(ids) => allow.any_stream || ids.iter().all(|id| fits(&allow.streams, id)),
    };
    if rooms.any(allows) {
        return Ok(Some(privileges));
    }
    Err(Problem::from(Error::StreamNotAllowed).detail("publishing this is not allowed"))
}

/// A body as JSON, within its limits. An empty one is `{}`.
///
/// # Errors
/// What the body makes impossible.
pub async fn read_json<T: DeserializeOwned + Default>(
    config: &Config,
    headers: &HeaderMap,
    body: Body,
) -> Result<T, Problem> {
    let limit = config.http.max_body_bytes;
    if announced(headers).is_some_and(|bytes| bytes > limit as u64) {
        return Err(Refusal::BodyTooLarge.into());
    }
    let time = Duration::from_secs(config.http.request_seconds);
    let bytes = match tokio::time::timeout(time, to_bytes(body, limit)).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) if is_too_large(&error) => return Err(Refusal::BodyTooLarge.into()),
        Ok(Err(_)) => return Err(Refusal::RequestMalformed.into()),
        Err(_) => return Err(Refusal::RequestTimeout.into()),
    };
    if bytes.is_empty() {
        return Ok(T::default());
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
    // A web page can send any other type to a server that it may not ask.
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(Refusal::MediaTypeUnsupported.into());
    }
    parse(&bytes)
}

/// JSON of a body.
///
/// # Errors
/// [`Refusal::RequestMalformed`], with the place.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // serde would also take a list of an object's values.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(Problem::from(Refusal::RequestMalformed).detail("the body is no JSON object"));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        // Without the value: it could be a credential in the wrong place, and the log has this too.
        let text = error.to_string();
        let expected = text.rsplit_once(", expected ").map(|(_, rest)| format!("expected {rest}"));
        Problem::from(Refusal::RequestMalformed).detail(expected.unwrap_or(text))
    })
}

fn is_too_large(error: &axum::Error) -> bool {
    use std::error::Error as _;
    error.source().is_some_and(|source| source.to_string().contains("length limit"))
}

/// The process runs.
#[utoipa::path(get, path = "/healthz", responses((status = 200, description = "the process runs", body = String, content_type = "text/plain")))]
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// Tokens can be minted.
#[utoipa::path(get, path = "/readyz", responses(
    (status = 200, description = "tokens can be minted", body = String, content_type = "text/plain"),
    (status = 503, description = "not now", body = Problem, content_type = "application/problem+json"),
))]
pub async fn readyz(Shared(app): Shared<Arc<App>>) -> Result<&'static str, Problem> {
    if app.is_ready() { Ok("ready\n") } else { Err(Refusal::NotReady.into()) }
}

/// What every request passes through: `Host` where it matters, and headers of every response.
pub async fn around(Shared(app): Shared<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = if app.local_only && !is_local(request.headers()) {
        Problem::from(Refusal::HostNotAllowed).into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if app.is_stopping() {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Whether `Host` names this machine: a page of another site that rebinds its name does not.
fn is_local(headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    hosts.next().is_none() && ["localhost", "127.0.0.1", "[::1]"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(json: &str) -> Result<TokenRequest, Problem> {
        parse(json.as_bytes())
    }

    fn config(text: &str) -> Config {
        Config::parse(text).unwrap()
    }

    fn judged(config: &Config, json: &str) -> &'static str {
        let claims = serde_json::json!({"sub": "u", "rooms": ["r1"]});
        match payload(config, claims.as_object().unwrap(), &wanted(json).unwrap()) {
            Ok(Some(_)) => "privileges",
            Ok(None) => "identity",
            Err(problem) => problem.name(),
        }
    }

    #[test]
    fn only_the_documented_json() {
        for bad in [
            "",
            "[]",
            "null",
            r#"{"room":"r"}"#,
            r#"{"room_id":null}"#,
            r#"{"room_id":1}"#,
            r#"{"room_id":"r","room_id":"r"}"#,
            r#"{"stream_ids":null}"#,
            r#"{"stream_ids":"s"}"#,
            r#"{"stream_ids":[null]}"#,
            r#"{"publish":1}"#,
            r#"{"ttl":1.5}"#,
            r#"{"ttl":"1"}"#,
            r#"{"ttl":99999999999999999999}"#,
            r#"{"kit":true}"#,
            r#"{"kit":{}}"#,
            r#"{"kit":["n"]}"#,
            r#"["r"]"#,
            r#"{"room_id":"\ud800"}"#,
            "{\"room_id\":\"\u{1}\"}",
            r#"{} {}"#,
        ] {
            assert!(wanted(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_refusal_repeats_nothing_of_the_body() {
        let credential = "04credential, expected x";
        for bad in ["\"ttl\":", "\"stream_ids\":", "\"kit\":", "\"04credential\":"] {
            let body = format!("{{{bad}\"{credential}\"}}");
            let problem = wanted(&body).unwrap_err();
            assert!(!format!("{problem:?}").contains("04credential"), "{problem:?}");
            assert!(format!("{problem:?}").contains("expected"), "{problem:?}");
        }
    }

    #[test]
    fn what_no_rule_allows_is_refused() {
        let config = config(
            "[[allow]]\nrooms = ['lobby']\n\
             [[allow]]\nrooms = ['{rooms}', 'user-{sub}']\nstreams = ['*_{sub}_main']\n\
             [[allow]]\nrooms = ['stage']\nany_stream = true\n",
        );
        for (json, outcome) in [
            ("{}", "room_required"),
            (r#"{"publish":false}"#, "room_id_invalid"),
            (r#"{"kit":{"user_name":"n"}}"#, "room_id_invalid"),
            (r#"{"room_id":""}"#, "room_id_invalid"),
            (r#"{"room_id":"lobby"}"#, "privileges"),
            (r#"{"room_id":"lobby","publish":true}"#, "stream_not_allowed"),
            (r#"{"room_id":"lobby","stream_ids":["s"]}"#, "stream_not_allowed"),
            (r#"{"room_id":"lobby","stream_ids":[]}"#, "stream_id_invalid"),
            (r#"{"room_id":"lobby","login":false}"#, "privileges_empty"),
            (r#"{"room_id":"r1"}"#, "privileges"),
            (r#"{"room_id":"r2"}"#, "room_not_allowed"),
            (r#"{"room_id":"user-u","stream_ids":["a_u_main","b_u_main"]}"#, "privileges"),
            (r#"{"room_id":"user-u","stream_ids":["a_u_main","b_v_main"]}"#, "stream_not_allowed"),
            (r#"{"room_id":"user-u","publish":true}"#, "stream_not_allowed"),
            (r#"{"room_id":"user-v"}"#, "room_not_allowed"),
            (r#"{"room_id":"stage","publish":true}"#, "privileges"),
            (r#"{"room_id":"stage","publish":true,"login":false}"#, "stream_id_invalid"),
            (r#"{"room_id":"stage","stream_ids":["any"],"login":false}"#, "privileges"),
            (r#"{"room_id":"*"}"#, "room_not_allowed"),
        ] {
            assert_eq!(judged(&config, json), outcome, "{json}");
        }
        let nothing = self::config("");
        assert_eq!(judged(&nothing, r#"{"room_id":"lobby"}"#), "room_not_allowed");
        assert_eq!(judged(&self::config("identity_tokens = true"), "{}"), "identity");
    }

    #[test]
    fn only_names_of_this_machine() {
        let local = |host: &str| {
            is_local(&HeaderMap::from_iter([(header::HOST, HeaderValue::from_str(host).unwrap())]))
        };
        for good in ["localhost", "localhost:8080", "127.0.0.1:1", "[::1]", "[::1]:8080"] {
            assert!(local(good), "{good}");
        }
        for bad in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.nip.io:80",
            "localhost:80@x",
            "::1",
        ] {
            assert!(!local(bad), "{bad}");
        }
        assert!(!is_local(&HeaderMap::new()));
    }
}
