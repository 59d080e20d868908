//! The configuration: one TOML file. Unknown keys are errors, so a misspelt rule is noticed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jsonwebtoken::{Algorithm, AlgorithmFamily};
use serde::Deserialize;
use token04::Mode;

use crate::pattern::Pattern;

/// What the file says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The app; `ZEGO_APP_ID` unless given.
    pub app_id: Option<u32>,
    /// `cbc` or `gcm`.
    #[serde(deserialize_with = "mode")]
    pub mode: Mode,
    /// The lifetime of a token when the request names none, in seconds.
    pub default_ttl: i64,
    /// The greatest lifetime, in seconds.
    pub max_ttl: i64,
    /// Whether tokens without a room are minted; they let the user into any room.
    pub identity_tokens: bool,
    /// Rooms and streams. What no entry allows is refused.
    pub allow: Vec<Allow>,
    /// A JSON Web Token of an OIDC provider proves who asks.
    pub jwt: Option<Jwt>,
    /// A reverse proxy names the user.
    pub header: Option<Header>,
    /// Requests of each caller.
    pub rate: Rate,
    /// The log.
    pub log: LogSettings,
    /// The HTTP server.
    pub http: Http,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            app_id: None,
            mode: Mode::Cbc,
            default_ttl: 3600,
            max_ttl: 3600,
            identity_tokens: false,
            allow: Vec::new(),
            jwt: None,
            header: None,
            rate: Rate::default(),
            log: LogSettings::default(),
            http: Http::default(),
        }
    }
}

fn mode<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Mode, D::Error> {
    String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
}

/// Rooms, and what may be published in them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allow {
    /// The rooms: patterns over claims.
    #[serde(deserialize_with = "patterns")]
    pub rooms: Vec<Pattern>,
    /// The streams that may be published in them: patterns over claims. None unless given.
    #[serde(default, deserialize_with = "patterns")]
    pub streams: Vec<Pattern>,
    /// Whether a token may allow publishing any stream.
    #[serde(default)]
    pub any_stream: bool,
}

fn patterns<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Pattern>, D::Error> {
    let list = Vec::<String>::deserialize(from)?;
    list.iter().map(|text| Pattern::parse(text).map_err(serde::de::Error::custom)).collect()
}

/// How tokens of the OIDC provider are checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Jwt {
    /// The issuer, exactly as in the tokens' `iss`.
    pub issuer: String,
    /// The accepted audiences; the token must name one of them.
    #[serde(deserialize_with = "one_or_more")]
    pub audience: Vec<String>,
    /// The claim that holds the audience. Amazon Cognito's access tokens have `client_id`.
    pub audience_claim: String,
    /// Claims that must have exactly these values, such as `token_use = "access"`.
    pub require: BTreeMap<String, String>,
    /// The user id: a pattern without a wildcard, `{sub}` by default. With `sha256:` in front, the
    /// SHA-256 of the rest in 64 hex digits.
    pub user_id: String,
    /// The accepted signature algorithms: asymmetric ones alone.
    pub algorithms: Vec<Algorithm>,
    /// The key set's URL; found by discovery unless given.
    pub jwks_url: Option<String>,
    /// The key set as a file instead; reread when it changes.
    pub jwks_file: Option<PathBuf>,
    /// How often the key set is fetched, in seconds. A revoked key is accepted this long.
    pub refresh_seconds: u64,
    /// How long a key set is used while the provider cannot be reached, in seconds.
    pub keep_seconds: u64,
    /// The tolerance for clocks that differ, in seconds, at most 300.
    pub leeway_seconds: u64,
    /// Certificates (PEM) to trust instead of the public ones, for a provider with its own.
    pub ca_file: Option<PathBuf>,
    /// Accepts `http://` for other machines than this one. Anyone on the way can then mint.
    pub insecure_http: bool,
}

impl Default for Jwt {
    fn default() -> Self {
        Self {
            issuer: String::new(),
            audience: Vec::new(),
            audience_claim: "aud".into(),
            require: BTreeMap::new(),
            user_id: "{sub}".into(),
            algorithms: vec![Algorithm::RS256],
            jwks_url: None,
            jwks_file: None,
            refresh_seconds: 300,
            keep_seconds: 24 * 3600,
            leeway_seconds: 30,
            ca_file: None,
            insecure_http: false,
        }
    }
}

fn one_or_more<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMore {
        One(String),
        More(Vec<String>),
    }
    Ok(match OneOrMore::deserialize(from)? {
        OneOrMore::One(one) => vec![one],
        OneOrMore::More(more) => more,
    })
}

/// How a reverse proxy names the user. Its proof is the secret in `TOKEN04_PROXY_SECRET`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The header with the user's id. The proxy must remove it from its clients' requests.
    pub user_header: String,
    /// The header with the shared secret.
    pub secret_header: String,
}

/// Requests of each caller.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rate {
    /// Requests a minute.
    pub per_minute: u32,
    /// Requests at once.
    pub burst: u32,
}

impl Default for Rate {
    fn default() -> Self {
        Self { per_minute: 60, burst: 20 }
    }
}

/// The log.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogSettings {
    /// Writes the SHA-256 of user ids instead of them.
    pub hash_users: bool,
}

/// The HTTP server.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Http {
    /// Where it listens.
    pub listen: String,
    /// Where `/metrics` is; `none` for nowhere.
    pub metrics_listen: String,
    /// Web origins that may ask; none unless given.
    pub cors_origins: Vec<String>,
    /// The largest body, in bytes.
    pub max_body_bytes: usize,
    /// The largest head of a request, in bytes.
    pub max_head_bytes: usize,
    /// How long a request's head may take, and its body again, in seconds.
    pub request_seconds: u64,
    /// Connections at one time; more wait.
    pub max_connections: usize,
    /// How long after SIGTERM it still accepts connections, so that balancers notice.
    pub drain_seconds: u64,
    /// How long it then waits for open requests.
    pub shutdown_seconds: u64,
}

impl Default for Http {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".into(),
            metrics_listen: "127.0.0.1:9090".into(),
            cors_origins: Vec::new(),
            max_body_bytes: 16 * 1024,
            max_head_bytes: 32 * 1024,
            request_seconds: 10,
            max_connections: 20_000,
            drain_seconds: 2,
            shutdown_seconds: 10,
        }
    }
}

impl Config {
    /// Reads and checks a file.
    ///
    /// # Errors
    /// A sentence that names the file and what is wrong.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        Self::parse(&text).map_err(|e| format!("{}: {e}", path.display()))
    }

    /// Reads and checks the text of a file.
    ///
    /// # Errors
    /// A sentence about what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let config: Self = toml::from_str(text).map_err(|e| e.to_string())?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), String> {
        let Self { jwt, header, rate, http, .. } = self;
        if self.default_ttl < 1 || self.default_ttl > self.max_ttl {
            return Err("default_ttl must be at least 1 and at most max_ttl".into());
        }
        if self.allow.iter().any(|allow| allow.rooms.is_empty()) {
            return Err("an [[allow]] has no rooms".into());
        }
        if jwt.is_some() && header.is_some() {
            return Err("[jwt] and [header] exclude each other".into());
        }
        if let Some(jwt) = jwt {
            jwt.check()?;
        }
        if let Some(header) = header {
            header.check()?;
        }
        if rate.per_minute == 0 || rate.burst == 0 {
            return Err("rate.per_minute and rate.burst must be at least 1".into());
        }
        if http.cors_origins.iter().any(|origin| !is_origin(origin)) {
            return Err("http.cors_origins must be like https://app.example.com".into());
        }
        if http.max_head_bytes < 8192 || http.request_seconds == 0 || http.max_connections == 0 {
            return Err(
                "http.max_head_bytes must be at least 8192, request_seconds and max_connections \
                 at least 1"
                    .into(),
            );
        }
        Ok(())
    }
}

fn is_origin(text: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        text.strip_prefix(scheme).is_some_and(|host| !host.is_empty() && !host.contains(['/', '*']))
    })
}

impl Jwt {
    fn check(&self) -> Result<(), String> {
        if self.audience.is_empty() || self.audience.iter().any(String::is_empty) {
            return Err("jwt.audience must not be empty".into());
        }
        let shared = |algorithm: &Algorithm| algorithm.family() == AlgorithmFamily::Hmac;
        if self.algorithms.is_empty() || self.algorithms.iter().any(shared) {
            return Err("jwt.algorithms must name asymmetric algorithms, such as RS256".into());
        }
        if self.jwks_url.is_some() && self.jwks_file.is_some() {
            return Err("jwt.jwks_url and jwt.jwks_file exclude each other".into());
        }
        if self.leeway_seconds > 300 || self.refresh_seconds == 0 || self.keep_seconds == 0 {
            return Err(
                "jwt.leeway_seconds must be at most 300, refresh_seconds and keep_seconds \
                        at least 1"
                    .into(),
            );
        }
        self.url_is_safe(&self.issuer, "jwt.issuer")?;
        if let Some(url) = &self.jwks_url {
            self.url_is_safe(url, "jwt.jwks_url")?;
        }
        let template = self.user_id.strip_prefix("sha256:").unwrap_or(&self.user_id);
        if Pattern::parse(template)?.has_wildcard() || !template.contains('{') {
            return Err("jwt.user_id must name a claim and have no wildcard".into());
        }
        Ok(())
    }

    /// `https`, or `http` on this machine.
    ///
    /// # Errors
    /// A sentence that names `what`.
    pub fn url_is_safe(&self, url: &str, what: &str) -> Result<(), String> {
        let local = |rest: &str| {
            let authority = rest.split('/').next().unwrap_or_default();
            ["localhost", "127.0.0.1", "[::1]"].iter().any(|host| {
                authority.strip_prefix(host).is_some_and(|port| {
                    port.is_empty() || (port.starts_with(':') && !port.contains('@'))
                })
            })
        };
        let safe = url.starts_with("https://")
            || url.strip_prefix("http://").is_some_and(|rest| self.insecure_http || local(rest));
        if safe { Ok(()) } else { Err(format!("{what} must be an https URL, not {url:?}")) }
    }
}

impl Header {
    fn check(&self) -> Result<(), String> {
        let name = |text: &str| axum::http::HeaderName::from_bytes(text.as_bytes());
        match (name(&self.user_header), name(&self.secret_header)) {
            (Ok(user), Ok(secret)) if user != secret => Ok(()),
            _ => Err("header.user_header and header.secret_header must be two header names".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JWT: &str = "[jwt]\nissuer = 'https://a.example'\naudience = 'b'\n";

    #[test]
    fn the_examples_are_valid() {
        for entry in std::fs::read_dir("examples").unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "toml") {
                Config::read(&path).unwrap();
            }
        }
    }

    #[test]
    fn what_is_misspelt_or_unsafe_is_refused() {
        assert!(Config::parse(JWT).is_ok());
        for bad in [
            "max_tll = 5",
            "[[allow]]\nrooms = []",
            "[[allow]]\nroom = ['a']",
            "[[allow]]\nrooms = ['{']",
            "max_ttl = 10",
            "default_ttl = 0",
            "[header]\nuser_header = 'a'\nsecret_header = 'A'",
            "[rate]\nper_minute = 0",
            "[http]\ncors_origins = ['*']",
            "[jwt]\nissuer = 'http://a.example'\naudience = 'b'",
            "[jwt]\nissuer = 'http://localhost:1@evil.example'\naudience = 'b'",
            "[jwt]\nissuer = 'http://localhost.evil.example'\naudience = 'b'",
            "[jwt]\nissuer = 'https://a.example'",
            "[jwt]\nissuer = 'https://a.example'\naudience = []",
            "[jwt]\nissuer = 'https://a.example'\naudience = ''",
        ] {
            assert!(Config::parse(bad).is_err(), "{bad}");
        }
        for more in [
            "algorithms = ['HS256']",
            "algorithms = ['none']",
            "algorithms = []",
            "user_id = 'fixed'",
            "user_id = '{sub}*'",
            "jwks_url = 'http://a.example/keys'",
            "leeway_seconds = 1000",
        ] {
            assert!(Config::parse(&format!("{JWT}{more}")).is_err(), "{more}");
        }
    }
}
