//! The key set of an OIDC provider: found by discovery, cached, fetched again in time.

use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::{Notify, watch};

use crate::config::Jwt;
use crate::log;

/// A provider that takes longer counts as down.
const FETCH_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a request with an unknown key waits for a fresh key set.
const REQUEST_WAIT: Duration = Duration::from_secs(3);
/// Unknown keys cause no more fetches than one in this time.
const FETCH_PAUSE: Duration = Duration::from_secs(10);
/// Pauses after a failure: doubled from the first to the last.
const RETRY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));
/// How often a key file is looked at.
const FILE_PAUSE: Duration = Duration::from_secs(2);
const DOCUMENT_BYTES_MAX: u64 = 256 * 1024;
const KEYS_MAX: usize = 100;

/// One public key and the algorithms that it may be used with.
struct Key {
    id: Option<String>,
    key: Arc<DecodingKey>,
    algorithms: Vec<Algorithm>,
}

/// The usable keys of a key set.
pub struct KeySet(Vec<Key>);

impl KeySet {
    /// The key of this id for this algorithm. A token without an id gets the only key there is.
    pub fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Option<Arc<DecodingKey>> {
        let mut fitting = self.0.iter().filter(|key| key.algorithms.contains(&algorithm));
        let key = match id {
            Some(id) => fitting.find(|key| key.id.as_deref() == Some(id)),
            None => fitting.next().filter(|_| fitting.next().is_none()),
        };
        key.map(|key| Arc::clone(&key.key))
    }

    /// Reads a JWK set. Keys of other kinds are left out, as RFC 7517 asks.
    ///
    /// # Errors
    /// A sentence, when it is none or has no usable key.
    pub fn read(bytes: &[u8], pinned: &[Algorithm]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Keys {
            keys: Vec<Value>,
        }
        let set: Keys = serde_json::from_slice(bytes).map_err(|e| format!("no key set: {e}"))?;
        let read = |value| serde_json::from_value::<Jwk>(value).ok();
        let jwks = set.keys.into_iter().take(KEYS_MAX).filter_map(read);
        let keys: Vec<Key> = jwks.filter_map(|jwk| Key::new(&jwk, pinned)).collect();
        if keys.is_empty() {
            return Err("the key set has no key for the configured algorithms".into());
        }
        Ok(Self(keys))
    }
}

impl Key {
    fn new(jwk: &Jwk, pinned: &[Algorithm]) -> Option<Self> {
        if !matches!(jwk.common.public_key_use, None | Some(PublicKeyUse::Signature)) {
            return None;
        }
        let mut algorithms = pinned.to_vec();
        algorithms.retain(|algorithm| fits(*algorithm, jwk));
        let key = Arc::new(DecodingKey::from_jwk(jwk).ok()?);
        (!algorithms.is_empty()).then(|| Self { id: jwk.common.key_id.clone(), key, algorithms })
    }
}

/// Whether the key's type, and its `alg` where it has one, are those of the algorithm.
fn fits(algorithm: Algorithm, jwk: &Jwk) -> bool {
    use Algorithm::{ES256, ES384, EdDSA};
    let kind = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => algorithm.family() == AlgorithmFamily::Rsa,
        AlgorithmParameters::EllipticCurve(key) => match key.curve {
            EllipticCurve::P256 => algorithm == ES256,
            EllipticCurve::P384 => algorithm == ES384,
            _ => false,
        },
        AlgorithmParameters::OctetKeyPair(key) => {
            algorithm == EdDSA && key.curve == EllipticCurve::Ed25519
        }
        _ => false,
    };
    kind && jwk.common.key_algorithm.is_none_or(|named| named == algorithm.into())
}

/// The key set, kept fresh by a task of its own.
pub struct Keys {
    config: Jwt,
    current: RwLock<Option<(Arc<KeySet>, Instant)>>,
    /// When a fetch was last wanted, and how many had ended then.
    last_wanted: Mutex<Option<(Instant, u64)>>,
    wanted: Notify,
    fetched: watch::Sender<u64>,
}

impl Keys {
    /// Starts the task.
    ///
    /// # Errors
    /// A sentence, when the certificates cannot be read.
    pub fn start(config: Jwt) -> Result<Arc<Self>, String> {
        let agent = agent(&config)?;
        let (fetched, _) = watch::channel(0);
        let keys = Arc::new(Self {
            config,
            current: RwLock::new(None),
            last_wanted: Mutex::new(None),
            wanted: Notify::new(),
            fetched,
        });
        tokio::spawn(Arc::clone(&keys).keep_fresh(agent));
        Ok(keys)
    }

    /// The key set; `None` before the first fetch, and when the provider was down too long.
    pub fn current(&self) -> Option<Arc<KeySet>> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        let (keys, since) = current.as_ref()?;
        (since.elapsed().as_secs() < self.config.keep_seconds).then(|| Arc::clone(keys))
    }

    /// Waits for a key set fetched from now on, unless one was wanted a moment ago.
    pub async fn fresher(&self) -> Option<Arc<KeySet>> {
        let mut fetched = self.fetched.subscribe();
        {
            let mut last = self.last_wanted.lock().unwrap_or_else(PoisonError::into_inner);
            let ended = *fetched.borrow_and_update();
            match *last {
                Some((at, before)) if at.elapsed() < FETCH_PAUSE => {
                    if before != ended {
                        return self.current();
                    }
                    // That fetch has not ended: wait for it as well.
                }
                _ => {
                    *last = Some((Instant::now(), ended));
                    self.wanted.notify_one();
                }
            }
        }
        let _ = tokio::time::timeout(REQUEST_WAIT, fetched.changed()).await;
        self.current()
    }

    async fn keep_fresh(self: Arc<Self>, agent: ureq::Agent) {
        let mut retry = RETRY.0;
        loop {
            let pause = match self.fetch(&agent).await {
                Ok(keys) => {
                    metrics::counter!("token04_jwks_fetches_total", "result" => "ok").increment(1);
                    let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
                    if current.is_none() {
                        log::info("jwks_ready", json!({ "keys": keys.0.len() }));
                    }
                    *current = Some((Arc::new(keys), Instant::now()));
                    retry = RETRY.0;
                    match self.config.jwks_file {
                        Some(_) => FILE_PAUSE,
                        None => Duration::from_secs(self.config.refresh_seconds),
                    }
                }
                Err(error) => {
                    metrics::counter!("token04_jwks_fetches_total", "result" => "error")
                        .increment(1);
                    log::error("jwks_fetch_failed", error);
                    let pause = retry;
                    retry = (retry * 2).min(RETRY.1);
                    pause.min(Duration::from_secs(self.config.refresh_seconds.max(1)))
                }
            };
            self.fetched.send_modify(|count| *count += 1);
            let _ = tokio::time::timeout(pause, self.wanted.notified()).await;
        }
    }

    async fn fetch(&self, agent: &ureq::Agent) -> Result<KeySet, String> {
        let (config, agent) = (self.config.clone(), agent.clone());
        tokio::task::spawn_blocking(move || {
            let bytes = match (&config.jwks_file, &config.jwks_url) {
                (Some(file), _) => {
                    std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?
                }
                (None, Some(url)) => get(&agent, url)?,
                (None, None) => get(&agent, &discover(&agent, &config)?)?,
            };
            KeySet::read(&bytes, &config.algorithms)
        })
        .await
        .map_err(|e| e.to_string())?
    }
}

fn agent(config: &Jwt) -> Result<ureq::Agent, String> {
    use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
    let roots = match &config.ca_file {
        None => RootCerts::WebPki,
        Some(file) => {
            let pem = std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
            let certificates: Vec<Certificate<'static>> = parse_pem(&pem)
                .filter_map(|item| match item {
                    Ok(PemItem::Certificate(certificate)) => Some(certificate),
                    _ => None,
                })
                .collect();
            if certificates.is_empty() {
                return Err(format!("{} holds no certificate", file.display()));
            }
            RootCerts::new_with_certs(&certificates)
        }
    };
    let tls = TlsConfig::builder().root_certs(roots).build();
    Ok(ureq::Agent::config_builder()
        .timeout_global(Some(FETCH_TIMEOUT))
        .max_redirects(0)
        .tls_config(tls)
        .build()
        .into())
}

fn get(agent: &ureq::Agent, url: &str) -> Result<Vec<u8>, String> {
    let failed = |e: ureq::Error| format!("{url}: {e}");
    let mut response = agent.get(url).call().map_err(failed)?;
    if response.status() != 200 {
        return Err(format!("{url}: status {}", response.status()));
    }
    response.body_mut().with_config().limit(DOCUMENT_BYTES_MAX).read_to_vec().map_err(failed)
}

/// The key set's URL by OpenID Connect Discovery; the document must be this issuer's.
fn discover(agent: &ureq::Agent, config: &Jwt) -> Result<String, String> {
    #[derive(Deserialize)]
    struct Document {
        issuer: String,
        jwks_uri: String,
    }
    let issuer = config.issuer.trim_end_matches('/');
    let url = format!("{issuer}/.well-known/openid-configuration");
    let document: Document =
        serde_json::from_slice(&get(agent, &url)?).map_err(|e| format!("{url}: {e}"))?;
    if document.issuer != config.issuer {
        return Err(format!("{url} names the issuer {:?}", document.issuer));
    }
    config.url_is_safe(&document.jwks_uri, "jwks_uri")?;
    Ok(document.jwks_uri)
}
