//! A rehearsal of login, publishing and renewal, for demos and for tests of apps.
//!
//! It rehearses the vendor's documentation, not its protocol. Its answers say why a token is
//! refused, which would help an attacker: it is for this machine alone.

use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::{Query, Request, State as Shared};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use serde::{Deserialize, Serialize};
use serde_json::json;
use token04::{
    DEFAULT_LEEWAY_SECONDS, DecodedToken, Error, ExplainInput, Privileges,
    REFRESH_BEFORE_EXPIRY_SECONDS, Severity, decode, explain,
};
use tokio::sync::{mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;
use utoipa::{IntoParams, ToSchema};

use crate::api::read_json;
use crate::app::{App, State};
use crate::problem::{Advice, Problem, Refusal};

/// In every response.
pub const NOTE: &str = "This rehearses the documentation, not the vendor's protocol. The vendor's \
    pages disagree on what happens to a logged-in user at the expiry; here the session only expires.";
const SESSIONS_MAX: usize = 10_000;
const FORGET_SECONDS: i64 = 3600;

/// The sessions, and a clock that can be sped up.
pub struct Rehearsal {
    start: Instant,
    start_unix: i64,
    speed: f64,
    sessions: Mutex<HashMap<String, Session>>,
}

struct Session {
    user_id: String,
    room_id: String,
    privileges: Option<Privileges>,
    publishing: BTreeSet<String>,
    expires_at: watch::Sender<i64>,
}

/// A login with a token, as an SDK does it.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Login {
    token: String,
    user_id: String,
    room_id: String,
}

/// Publishing a stream in a session.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Publish {
    session_id: String,
    stream_id: String,
}

/// Passing a new token to a session.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Renew {
    session_id: String,
    token: String,
}

/// Which session's events.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Events {
    session_id: String,
}

/// A session of the rehearsal.
#[derive(Serialize, ToSchema)]
pub struct SessionView {
    session_id: String,
    user_id: String,
    room_id: String,
    /// When the token expires, in seconds of the rehearsal's clock.
    expires_at: i64,
    /// The rehearsal's clock.
    now: i64,
    /// What this is.
    note: &'static str,
}

impl Rehearsal {
    /// A rehearsal whose clock runs `speed` times as fast.
    pub fn new(speed: f64) -> Self {
        let sessions = Mutex::new(HashMap::new());
        Self { start: Instant::now(), start_unix: token04::system_now(), speed, sessions }
    }

    /// The rehearsal's clock, a unix timestamp in seconds.
    #[expect(clippy::cast_possible_truncation, reason = "centuries fit")]
    pub fn now(&self) -> i64 {
        self.start_unix.saturating_add((self.start.elapsed().as_secs_f64() * self.speed) as i64)
    }

    /// How long until a time of the clock.
    fn until(&self, time: i64) -> Duration {
        let at = u32::try_from(time.saturating_sub(self.start_unix)).unwrap_or(0);
        let at = Duration::from_secs_f64(f64::from(at) / self.speed);
        // A moment more, so that the clock has reached the time for certain.
        at.saturating_sub(self.start.elapsed()) + Duration::from_millis(1)
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<String, Session>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn view(&self, session_id: &str, session: &Session) -> Json<SessionView> {
        Json(SessionView {
            session_id: session_id.to_owned(),
            user_id: session.user_id.clone(),
            room_id: session.room_id.clone(),
            expires_at: *session.expires_at.borrow(),
            now: self.now(),
            note: NOTE,
        })
    }
}

/// Judges a token by the documented rules, whichever generator made it.
fn judge(
    state: &State,
    token: &str,
    user_id: &str,
    room_id: &str,
    publishing: &BTreeSet<String>,
    now: i64,
) -> Result<DecodedToken, Problem> {
    let judged = open(state, token).and_then(|decoded| {
        let claims = &decoded.claims;
        let rules = [
            (claims.expire == decoded.envelope_expire, Error::ExpireMismatch),
            (claims.app_id == state.generator.app_id(), Error::AppIdMismatch),
            (now < claims.expire, Error::Expired),
            (claims.ctime <= now.saturating_add(DEFAULT_LEEWAY_SECONDS), Error::NotYetValid),
            (!user_id.is_empty() && claims.user_id == user_id, Error::UserIdMismatch),
            (!room_id.is_empty(), Error::RoomIdInvalid),
            // The vendor checks privileges only of tokens that carry them.
            (
                decoded.privileges.as_ref().is_none_or(|p| p.allows_room(room_id)),
                Error::RoomNotAllowed,
            ),
            (
                publishing.iter().all(|id| may_publish(decoded.privileges.as_ref(), room_id, id)),
                Error::StreamNotAllowed,
            ),
        ];
        match rules.into_iter().find(|(kept, _)| !kept) {
            Some((_, error)) => Err(error),
            None => Ok(decoded),
        }
    });
    judged.map_err(|error| {
        let advice = advice(state, token, user_id, room_id, publishing, now);
        refused(error).findings(advice)
    })
}

fn open(state: &State, token: &str) -> Result<DecodedToken, Error> {
    let mut outcome = Err(Error::DecryptFailed);
    for secret in state.secrets.server_secrets() {
        outcome = decode(token, secret);
        if outcome != Err(Error::DecryptFailed) {
            break;
        }
    }
    outcome
}

fn may_publish(privileges: Option<&Privileges>, room_id: &str, stream_id: &str) -> bool {
    privileges.is_none_or(|p| p.room_id == room_id && p.allows_stream(stream_id))
}

fn refused(error: Error) -> Problem {
    Problem::from(error).status(StatusCode::FORBIDDEN).detail(NOTE)
}

fn advice(
    state: &State,
    token: &str,
    user_id: &str,
    room_id: &str,
    publishing: &BTreeSet<String>,
    now: i64,
) -> Vec<Advice> {
    let mut input = ExplainInput::new_at(token, now).app_id(state.generator.app_id());
    input = input.user_id(user_id).leeway(0);
    if let Some(secret) = state.secrets.server_secrets().next() {
        input = input.secret(secret);
    }
    if open(state, token).is_ok_and(|decoded| decoded.privileges.is_some()) {
        input = input.room_id(room_id);
        if let Some(stream_id) = publishing.iter().next() {
            input = input.stream_id(stream_id);
        }
    }
    let findings = explain(&input).findings.into_iter();
    let findings = findings.filter(|finding| finding.severity > Severity::Note);
    findings
        .map(|finding| Advice {
            id: finding.id.name(),
            severity: finding.severity.name(),
            message: finding.message.into_owned(),
            advice: finding.advice,
            sdk_codes: finding.sdk_codes.to_vec(),
        })
        .collect()
}

async fn read<T: serde::de::DeserializeOwned + Default>(
    app: &App,
    request: Request,
) -> Result<(Arc<State>, Arc<Rehearsal>, T), Problem> {
    let rehearsal = app.rehearsal.clone().ok_or(Refusal::NotFound)?;
    let state = app.state();
    let (parts, body) = request.into_parts();
    // Tokens of other generators can be longer than what /token reads.
    let mut config = state.config.clone();
    config.http.max_body_bytes = config.http.max_body_bytes.max(128 * 1024);
    let wanted = read_json(&config, &parts.headers, body).await?;
    Ok((state, rehearsal, wanted))
}

/// Logs a user in to a room, as the vendor's documentation describes.
#[utoipa::path(post, path = "/rehearsal/login", request_body = Login, responses(
    (status = 200, description = "logged in", body = SessionView),
    (status = "4XX", description = "refused, with what `explain` finds", body = Problem, content_type = "application/problem+json"),
    (status = "5XX", description = "too many sessions", body = Problem, content_type = "application/problem+json"),
))]
pub async fn login(
    Shared(app): Shared<Arc<App>>,
    request: Request,
) -> Result<Json<SessionView>, Problem> {
    let (state, rehearsal, wanted) = read::<Login>(&app, request).await?;
    let Login { token, user_id, room_id } = wanted;
    let now = rehearsal.now();
    let decoded = judge(&state, &token, &user_id, &room_id, &BTreeSet::new(), now)?;
    let session = Session {
        user_id,
        room_id,
        privileges: decoded.privileges,
        publishing: BTreeSet::new(),
        expires_at: watch::Sender::new(decoded.claims.expire),
    };
    let session_id = app.request_id();
    let mut sessions = rehearsal.sessions();
    sessions.retain(|_, old| old.expires_at.borrow().saturating_add(FORGET_SECONDS) > now);
    if sessions.len() >= SESSIONS_MAX {
        return Err(Refusal::SessionsExhausted.into());
    }
    let view = rehearsal.view(&session_id, &session);
    sessions.insert(session_id, session);
    Ok(view)
}

/// Publishes a stream in a session.
#[utoipa::path(post, path = "/rehearsal/publish", request_body = Publish, responses(
    (status = 200, description = "publishing", body = SessionView),
    (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json"),
))]
pub async fn publish(
    Shared(app): Shared<Arc<App>>,
    request: Request,
) -> Result<Json<SessionView>, Problem> {
    let (_, rehearsal, wanted) = read::<Publish>(&app, request).await?;
    let now = rehearsal.now();
    let mut sessions = rehearsal.sessions();
    let session = sessions.get_mut(&wanted.session_id).ok_or(Refusal::SessionUnknown)?;
    if now >= *session.expires_at.borrow() {
        return Err(refused(Error::Expired));
    }
    if wanted.stream_id.is_empty() {
        return Err(Error::StreamIdInvalid.into());
    }
    if !may_publish(session.privileges.as_ref(), &session.room_id, &wanted.stream_id) {
        return Err(refused(Error::StreamNotAllowed));
    }
    session.publishing.insert(wanted.stream_id);
    Ok(rehearsal.view(&wanted.session_id, session))
}

/// Passes a new token to a session, as `renewToken` does.
#[utoipa::path(post, path = "/rehearsal/renew", request_body = Renew, responses(
    (status = 200, description = "renewed", body = SessionView),
    (status = "4XX", description = "refused, with what `explain` finds", body = Problem, content_type = "application/problem+json"),
))]
pub async fn renew(
    Shared(app): Shared<Arc<App>>,
    request: Request,
) -> Result<Json<SessionView>, Problem> {
    let (state, rehearsal, wanted) = read::<Renew>(&app, request).await?;
    let now = rehearsal.now();
    let mut sessions = rehearsal.sessions();
    let session = sessions.get_mut(&wanted.session_id).ok_or(Refusal::SessionUnknown)?;
    let (user_id, room_id) = (&session.user_id, &session.room_id);
    let decoded = judge(&state, &wanted.token, user_id, room_id, &session.publishing, now)?;
    session.privileges = decoded.privileges;
    session.expires_at.send_replace(decoded.claims.expire);
    Ok(rehearsal.view(&wanted.session_id, session))
}

/// The events of a session: `token_will_expire` 30 seconds before the expiry, then `expired`; after
/// a renewal both again.
#[utoipa::path(get, path = "/rehearsal/events", params(Events), responses(
    (status = 200, description = "server-sent events", body = String, content_type = "text/event-stream"),
    (status = "4XX", description = "no such session", body = Problem, content_type = "application/problem+json"),
))]
pub async fn events(
    Shared(app): Shared<Arc<App>>,
    query: Result<Query<Events>, axum::extract::rejection::QueryRejection>,
) -> Result<impl IntoResponse, Problem> {
    let rehearsal = app.rehearsal.clone().ok_or(Refusal::NotFound)?;
    let Query(Events { session_id }) =
        query.map_err(|e| Problem::from(Refusal::RequestMalformed).detail(e.body_text()))?;
    let expiry = {
        let sessions = rehearsal.sessions();
        let session = sessions.get(&session_id).ok_or(Refusal::SessionUnknown)?;
        session.expires_at.subscribe()
    };
    let (sender, receiver) = mpsc::channel(4);
    tokio::spawn(send_events(app, rehearsal, expiry, sender));
    let stream: ReceiverStream<Result<Event, Infallible>> = ReceiverStream::new(receiver);
    Ok(Sse::new(stream).keep_alive(KeepAlive::default()))
}

async fn send_events(
    app: Arc<App>,
    rehearsal: Arc<Rehearsal>,
    mut expiry: watch::Receiver<i64>,
    sender: mpsc::Sender<Result<Event, Infallible>>,
) {
    while !app.is_stopping() {
        let expires_at = *expiry.borrow_and_update();
        let steps = [
            ("token_will_expire", expires_at.saturating_sub(REFRESH_BEFORE_EXPIRY_SECONDS)),
            ("expired", expires_at),
        ];
        let mut renewed = false;
        for (name, time) in steps {
            let data = json!({ "expires_at": expires_at, "note": NOTE });
            tokio::select! {
                () = tokio::time::sleep(rehearsal.until(time)) => {
                    let event = Event::default().event(name).data(data.to_string());
                    if sender.send(Ok(event)).await.is_err() {
                        return;
                    }
                }
                changed = expiry.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    renewed = true;
                    break;
                }
                () = sender.closed() => return,
            }
        }
        if !renewed {
            tokio::select! {
                changed = expiry.changed() => if changed.is_err() { return },
                () = sender.closed() => return,
            }
        }
    }
}
