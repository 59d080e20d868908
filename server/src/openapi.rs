//! The API as OpenAPI 3.1, generated from the types. `server/openapi.json` is its copy.

use axum::http::header;
use axum::response::IntoResponse;
use utoipa::openapi::Required;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use crate::{api, rehearsal};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "token04-server",
        description = "Mints ZEGOCLOUD Token04 tokens for authenticated users. Unofficial. \
            The paths under /rehearsal exist only with --rehearsal: they rehearse the documentation, \
            not the vendor's protocol.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    paths(
        api::token, api::healthz, api::readyz, page,
        rehearsal::login, rehearsal::publish, rehearsal::renew, rehearsal::events,
    ),
    modifiers(&Schemes),
)]
struct Api;

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        // An empty body is an empty object.
        let token = api.paths.paths.get_mut("/token").and_then(|path| path.post.as_mut());
        if let Some(body) = token.and_then(|post| post.request_body.as_mut()) {
            body.required = Some(Required::False);
        }
        let components = api.components.get_or_insert_default();
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT");
        components.add_security_scheme("oidc", SecurityScheme::Http(bearer.build()));
        let proxy = ApiKey::Header(ApiKeyValue::with_description(
            "x-proxy-secret",
            "added by a reverse proxy; the name is configured",
        ));
        components.add_security_scheme("proxy", SecurityScheme::ApiKey(proxy));
    }
}

/// The document.
///
/// # Errors
/// None in practice: the types are known.
pub fn document() -> Result<String, serde_json::Error> {
    Api::openapi().to_pretty_json().map(|json| json + "\n")
}

/// This document.
#[utoipa::path(get, path = "/openapi.json", responses((status = 200, description = "this document", content_type = "application/json")))]
pub async fn page() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], document().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    /// `cargo run -- openapi > openapi.json` updates the copy.
    #[test]
    fn the_copy_is_fresh() {
        assert_eq!(super::document().unwrap(), include_str!("../openapi.json"));
    }
}
