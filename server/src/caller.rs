//! Who asks? A token of an OIDC provider, a reverse proxy, or nobody in `--dev`.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, header};
use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use ring::digest::{SHA256, digest};
use serde_json::Value;
use token04::{Error, USER_ID_MAX_BYTES};

use crate::config;
use crate::keys::{KeySet, Keys};
use crate::pattern::{self, Claims, Pattern};
use crate::problem::{Problem, Refusal};

/// A caller who proved who it is.
pub struct Caller {
    /// The user to mint for.
    pub user_id: String,
    /// What patterns refer to.
    pub claims: Claims,
}

/// How callers prove who they are.
pub enum Proof {
    /// By a token of an OIDC provider.
    Jwt(Box<JwtProof>),
    /// By a reverse proxy.
    Header(HeaderProof),
    /// Not at all: `--dev` with this user.
    Dev(String),
}

/// The checks of a provider's tokens.
pub struct JwtProof {
    keys: Arc<Keys>,
    validation: Validation,
    config: config::Jwt,
    user_id: Pattern,
    hashed: bool,
}

/// The headers of a reverse proxy.
pub struct HeaderProof {
    user: HeaderName,
    secret: HeaderName,
}

impl Proof {
    /// By a token of an OIDC provider.
    ///
    /// # Errors
    /// A sentence about the configuration.
    pub fn jwt(config: &config::Jwt) -> Result<Self, String> {
        crate::ring_verifier::install();
        let mut validation = Validation::new(Algorithm::RS256);
        validation.algorithms = config.algorithms.clone();
        validation.leeway = config.leeway_seconds;
        validation.validate_nbf = true;
        validation.validate_aud = false; // `audience_matches`, which any claim can be
        validation.set_issuer(&[&config.issuer]);
        validation.set_required_spec_claims(&["exp", "iss"]);
        let (hashed, template) = match config.user_id.strip_prefix("sha256:") {
            Some(template) => (true, template),
            None => (false, config.user_id.as_str()),
        };
        Ok(Proof::Jwt(Box::new(JwtProof {
            keys: Keys::start(config.clone())?,
            validation,
            config: config.clone(),
            user_id: Pattern::parse(template)?,
            hashed,
        })))
    }

    /// By a reverse proxy.
    ///
    /// # Errors
    /// A sentence about the configuration.
    pub fn header(config: &config::Header) -> Result<Self, String> {
        let name = |text: &str| {
            HeaderName::from_bytes(text.as_bytes()).map_err(|_| format!("{text:?} is no header"))
        };
        let (user, secret) = (name(&config.user_header)?, name(&config.secret_header)?);
        Ok(Proof::Header(HeaderProof { user, secret }))
    }

    /// Whether callers can be identified now.
    pub fn is_ready(&self) -> bool {
        match self {
            Proof::Jwt(jwt) => jwt.keys.current().is_some(),
            Proof::Header(_) | Proof::Dev(_) => true,
        }
    }

    /// The one who sent a request with these headers.
    ///
    /// # Errors
    /// 401 without a proof, 403 with a user id that no token can have, 503 without a key set.
    pub async fn identify(
        &self,
        headers: &HeaderMap,
        proxy_secret: Option<&[u8]>,
    ) -> Result<Caller, Problem> {
        match self {
            Proof::Jwt(jwt) => jwt.identify(headers).await,
            Proof::Header(proxy) => proxy.identify(headers, proxy_secret),
            Proof::Dev(user_id) => Caller::named(user_id),
        }
    }
}

impl Caller {
    /// A user id that a token can have, never cut.
    fn new(user_id: String, claims: Claims) -> Result<Self, Problem> {
        if user_id.is_empty() || user_id.len() > USER_ID_MAX_BYTES || user_id.contains('\0') {
            return Err(Error::UserIdInvalid.into());
        }
        Ok(Self { user_id, claims })
    }

    /// A caller of whom nothing but the user id is known: `{sub}` in patterns.
    ///
    /// # Errors
    /// 403 with a user id that no token can have.
    pub fn named(user_id: &str) -> Result<Self, Problem> {
        let claims = Claims::from_iter([("sub".to_owned(), Value::from(user_id))]);
        Self::new(user_id.to_owned(), claims)
    }
}

fn unauthenticated(reason: impl ToString) -> Problem {
    Problem::from(Refusal::CallerUnauthenticated).reason(reason)
}

/// The value of a header that is there exactly once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h [u8]> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    values.next().is_none().then(|| value.as_bytes())
}

impl HeaderProof {
    fn identify(&self, headers: &HeaderMap, secret: Option<&[u8]>) -> Result<Caller, Problem> {
        let given = only(headers, &self.secret).unwrap_or_default();
        // Digests are compared, so that the time tells nothing about the secret.
        let proven = secret.is_some_and(|secret| {
            digest(&SHA256, secret).as_ref() == digest(&SHA256, given).as_ref()
        });
        if !proven {
            return Err(unauthenticated("the proxy's secret is missing or wrong"));
        }
        let user = only(headers, &self.user).and_then(|bytes| str::from_utf8(bytes).ok());
        let user = user.filter(|user| !user.is_empty());
        Caller::named(user.ok_or_else(|| unauthenticated("the proxy names no user, or several"))?)
    }
}

impl JwtProof {
    async fn identify(&self, headers: &HeaderMap) -> Result<Caller, Problem> {
        let token = only(headers, &header::AUTHORIZATION)
            .and_then(|value| str::from_utf8(value).ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim())
            .ok_or_else(|| unauthenticated("no Authorization: Bearer"))?;
        let claims = self.verified(token).await?;
        let user_id = self.user_id.fill(&claims).ok_or(Error::UserIdInvalid)?;
        Caller::new(if self.hashed { sha256(&user_id) } else { user_id }, claims)
    }

    /// The claims of a token that passes every check.
    async fn verified(&self, token: &str) -> Result<Claims, Problem> {
        let head = decode_header(token).map_err(unauthenticated)?;
        if !self.config.algorithms.contains(&head.alg) {
            return Err(unauthenticated("the algorithm is not accepted"));
        }
        if head.crit.is_some() {
            return Err(unauthenticated("the token has critical headers"));
        }
        let not_ready = || Problem::from(Refusal::NotReady).retry_after(5);
        let keys = self.keys.current().ok_or_else(not_ready)?;
        let find = |keys: &KeySet| keys.find(head.kid.as_deref(), head.alg);
        let key = match find(&keys) {
            Some(key) => key,
            None => {
                let fresher = self.keys.fresher().await.ok_or_else(not_ready)?;
                find(&fresher).ok_or_else(|| unauthenticated("the key is not in the key set"))?
            }
        };
        let decoded = decode::<Claims>(token, &key, &self.validation);
        let claims = decoded.map_err(unauthenticated)?.claims;
        self.check_claims(&claims)?;
        Ok(claims)
    }

    fn check_claims(&self, claims: &Claims) -> Result<(), Problem> {
        // jsonwebtoken also accepts a list of issuers.
        if claims.get("iss").and_then(Value::as_str) != Some(&self.config.issuer) {
            return Err(unauthenticated("the issuer is another"));
        }
        let accepted = |value: &Value| {
            value
                .as_str()
                .is_some_and(|audience| self.config.audience.iter().any(|a| a == audience))
        };
        let audience_matches = match pattern::find(claims, &self.config.audience_claim) {
            Some(Value::Array(list)) => list.iter().any(accepted),
            Some(value) => accepted(value),
            None => false,
        };
        if !audience_matches {
            return Err(unauthenticated("the audience is another"));
        }
        for (name, wanted) in &self.config.require {
            if pattern::find(claims, name).and_then(Value::as_str) != Some(wanted) {
                return Err(unauthenticated(format!("claim {name:?} is not as required")));
            }
        }
        Ok(())
    }
}

/// SHA-256 in 64 hex digits, which is exactly as long as a user id may be.
pub fn sha256(text: &str) -> String {
    let hash = digest(&SHA256, text.as_bytes());
    hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
