//! Errors as RFC 9457 `application/problem+json`, with the project's code and name.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use token04::Error;
use utoipa::ToSchema;

/// Declares the service's own errors: variant, code, name, HTTP status, message.
macro_rules! refusals {
    ($($(#[$doc:meta])* $id:ident: $code:literal, $name:literal, $status:ident, $title:literal;)*) => {
        /// What the service itself refuses; the core's errors have codes below 100.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Refusal { $($(#[$doc])* $id,)* }

        impl Refusal {
            /// Every one, in the order of its code.
            #[cfg(test)]
            pub const ALL: &'static [Refusal] = &[$(Refusal::$id,)*];

            const fn row(self) -> (i32, &'static str, StatusCode, &'static str) {
                match self { $(Refusal::$id => ($code, $name, StatusCode::$status, $title),)* }
            }
        }
    };
}

refusals! {
    /// The caller did not prove who it is.
    CallerUnauthenticated: 100, "caller_unauthenticated", UNAUTHORIZED, "the caller did not prove who it is";
    /// Not the JSON that is documented.
    RequestMalformed: 101, "request_malformed", BAD_REQUEST, "the request is not the documented JSON";
    /// Too many requests of one caller.
    RateLimited: 102, "rate_limited", TOO_MANY_REQUESTS, "too many requests: wait for Retry-After seconds";
    /// The body is too large.
    BodyTooLarge: 103, "body_too_large", PAYLOAD_TOO_LARGE, "the body is too large";
    /// The body has another type than JSON.
    MediaTypeUnsupported: 104, "media_type_unsupported", UNSUPPORTED_MEDIA_TYPE, "the body must be application/json";
    /// The body did not arrive in time.
    RequestTimeout: 105, "request_timeout", REQUEST_TIMEOUT, "the request did not arrive in time";
    /// No such page.
    NotFound: 106, "not_found", NOT_FOUND, "there is nothing at this path";
    /// Another method is expected.
    MethodNotAllowed: 107, "method_not_allowed", METHOD_NOT_ALLOWED, "this path has another method";
    /// A `Host` that is not this machine's, in `--dev` and in a rehearsal.
    HostNotAllowed: 108, "host_not_allowed", MISDIRECTED_REQUEST, "the Host header must name this machine";
    /// The keys of the OIDC provider are not known yet.
    NotReady: 109, "not_ready", SERVICE_UNAVAILABLE, "the service is not ready: try again soon";
    /// No session of this id in the rehearsal.
    SessionUnknown: 110, "session_unknown", NOT_FOUND, "there is no rehearsal session of this id";
    /// A token for a room is required.
    RoomRequired: 111, "room_required", FORBIDDEN, "a room_id is required: this service mints no tokens without a room";
    /// More than the rehearsal keeps.
    SessionsExhausted: 112, "sessions_exhausted", SERVICE_UNAVAILABLE, "the rehearsal has too many sessions";
}

/// The HTTP status of an error of the core, as this service returns it.
pub fn status_of(error: Error) -> StatusCode {
    match error {
        Error::UserIdInvalid
        | Error::UserIdMismatch
        | Error::RoomNotAllowed
        | Error::StreamNotAllowed
        | Error::Expired
        | Error::NotYetValid
        | Error::AppIdMismatch
        | Error::ExpireMismatch
        | Error::PrivilegesAbsent
        | Error::Unauthenticated
        | Error::DecryptFailed
        | Error::ClaimsInvalid => StatusCode::FORBIDDEN,
        Error::EffectiveTimeInvalid
        | Error::PayloadInvalid
        | Error::RoomIdInvalid
        | Error::StreamIdInvalid
        | Error::PrivilegesEmpty
        | Error::TokenFormat => StatusCode::BAD_REQUEST,
        Error::RandomUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// An error, as `application/problem+json`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: code and name identify the error.
    #[serde(rename = "type")]
    kind: &'static str,
    /// One sentence, the same for each code.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// The project's code; from 100 on the service's own.
    code: i32,
    /// The project's name of the error.
    name: &'static str,
    /// What is wrong with this request, where more can be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// What `explain` finds, most likely cause first; only in a rehearsal.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    findings: Vec<Advice>,
    #[serde(skip)]
    retry_after: Option<u64>,
    /// For the log alone.
    #[serde(skip)]
    reason: Option<String>,
}

/// A finding of `explain`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Advice {
    /// Its stable id.
    pub id: &'static str,
    /// `critical`, `error`, `warning` or `note`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub advice: &'static str,
    /// The codes that the vendor's SDKs show for it, as documented.
    pub sdk_codes: Vec<i32>,
}

impl Problem {
    fn new(code: i32, name: &'static str, status: StatusCode, title: &'static str) -> Self {
        let (detail, retry_after, reason) = (None, None, None);
        let (kind, status) = ("about:blank", status.as_u16());
        Self { kind, title, status, code, name, detail, findings: Vec::new(), retry_after, reason }
    }

    /// The same with a sentence about this request.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The same with a reason for the operator's log.
    pub fn reason(mut self, reason: impl ToString) -> Self {
        self.reason = Some(reason.to_string());
        self
    }

    /// The same, to be tried again after some seconds.
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds.max(1));
        self
    }

    /// The same with another status.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status.as_u16();
        self
    }

    /// The same with findings.
    pub fn findings(mut self, findings: Vec<Advice>) -> Self {
        self.findings = findings;
        self
    }

    /// The name, for logs and metrics.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What goes into the operator's log.
    pub fn log_reason(&self) -> Option<&str> {
        self.reason.as_deref().or(self.detail.as_deref())
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let (code, name, status, title) = refusal.row();
        Self::new(code, name, status, title)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::new(error.code(), error.name(), status_of(error), error.message())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        let kind = HeaderValue::from_static("application/problem+json");
        headers.insert(header::CONTENT_TYPE, kind);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if matches!(status, StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT) {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The README's table is what the code does.
    #[test]
    fn the_readme_lists_every_error_and_its_status() {
        let readme = include_str!("../README.md");
        let core = [
            Error::UserIdInvalid,
            Error::EffectiveTimeInvalid,
            Error::PayloadInvalid,
            Error::RoomIdInvalid,
            Error::StreamIdInvalid,
            Error::PrivilegesEmpty,
            Error::UserIdMismatch,
            Error::RoomNotAllowed,
            Error::StreamNotAllowed,
            Error::Internal,
            Error::RandomUnavailable,
        ];
        let core = core.map(|e| (e.code(), e.name(), status_of(e)));
        let own = Refusal::ALL.iter().map(|r| (r.row().0, r.row().1, r.row().2));
        for (code, name, status) in core.into_iter().chain(own) {
            let row = format!("| {} | {code} | `{name}` |", status.as_u16());
            assert!(readme.contains(&row), "missing: {row}");
        }
    }
}
