//! What requests share: rules and secrets, which are replaced as a whole, and the limits.

use std::hash::BuildHasher;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use serde_json::json;
use token04::TokenGenerator;

use crate::caller::Proof;
use crate::config::{Allow, Config};
use crate::log;
use crate::pattern::Pattern;
use crate::problem::{Problem, Refusal};
use crate::rehearsal::Rehearsal;
use crate::secrets::Secrets;

/// Rules and secrets of one moment. A request keeps those that it began with.
pub struct State {
    /// The file.
    pub config: Config,
    /// The secrets.
    pub secrets: Secrets,
    /// Mints with the current secret.
    pub generator: TokenGenerator,
}

impl State {
    /// Reads the file, where there is one, and the secrets.
    ///
    /// # Errors
    /// A sentence about what is wrong, without any value.
    pub fn read(file: Option<&PathBuf>, dev: bool) -> Result<Self, String> {
        let mut config = match file {
            Some(path) => Config::read(path)?,
            None => Config { identity_tokens: true, allow: everything()?, ..Config::default() },
        };
        if dev {
            // Neither is asked, so their secrets are not needed.
            (config.jwt, config.header) = (None, None);
        }
        let secrets = Secrets::read(&config)?;
        let generator = secrets.generator(&config)?;
        Ok(Self { config, secrets, generator })
    }
}

/// Without a file, which only `--dev` accepts, everything is allowed.
fn everything() -> Result<Vec<Allow>, String> {
    let any = Pattern::parse("*")?;
    Ok(vec![Allow { rooms: vec![any.clone()], streams: vec![any], any_stream: true }])
}

/// What all requests share.
pub struct App {
    file: Option<PathBuf>,
    state: RwLock<Arc<State>>,
    /// How callers prove who they are.
    pub proof: Proof,
    /// Names in `Host` are checked: it is meant for this machine alone.
    pub local_only: bool,
    /// The rehearsal, where there is one.
    pub rehearsal: Option<Arc<Rehearsal>>,
    /// The console page, where it is served.
    pub console: Option<String>,
    stopping: AtomicBool,
    limiter: DefaultKeyedRateLimiter<u64>,
    hasher: std::hash::RandomState,
    requests: AtomicU64,
    instance: u64,
}

impl App {
    /// Puts everything together.
    pub fn new(
        file: Option<PathBuf>,
        state: State,
        proof: Proof,
        local_only: bool,
        rehearsal: Option<Arc<Rehearsal>>,
        console: Option<String>,
    ) -> Arc<Self> {
        let rate = state.config.rate;
        let number = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(number(rate.per_minute)).allow_burst(number(rate.burst));
        let hasher = std::hash::RandomState::new();
        let app = Arc::new(Self {
            file,
            state: RwLock::new(Arc::new(state)),
            proof,
            local_only,
            rehearsal,
            console,
            stopping: AtomicBool::new(false),
            limiter: RateLimiter::keyed(quota),
            instance: hasher.hash_one(std::process::id()),
            hasher,
            requests: AtomicU64::new(0),
        });
        tokio::spawn(Arc::clone(&app).forget_callers());
        app
    }

    /// The rules and secrets of now.
    pub fn state(&self) -> Arc<State> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether it can mint.
    pub fn is_ready(&self) -> bool {
        self.proof.is_ready() && !self.is_stopping()
    }

    /// Whether it was told to stop.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// Says so on `/readyz`, and asks clients to close their connections.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// A new id for a request, different in every process.
    pub fn request_id(&self) -> String {
        let count = self.requests.fetch_add(1, Ordering::Relaxed);
        format!("{:016x}-{count:x}", self.instance)
    }

    /// Counts a request of this caller.
    ///
    /// # Errors
    /// [`Refusal::RateLimited`], with the seconds to wait.
    pub fn limit(&self, user_id: &str) -> Result<(), Problem> {
        self.limiter.check_key(&self.hasher.hash_one(user_id)).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            Problem::from(Refusal::RateLimited).retry_after(wait.as_secs().saturating_add(1))
        })
    }

    async fn forget_callers(self: Arc<Self>) {
        loop {
            tokio::time::sleep(Duration::from_secs(30)).await;
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
    }

    /// Reads file and secrets again. When something is wrong, the former ones stay.
    pub fn reload(&self) {
        match State::read(self.file.as_ref(), matches!(self.proof, Proof::Dev(_))) {
            Ok(state) => {
                let what = json!({ "app_id": state.generator.app_id(), "mode": state.generator.mode().name() });
                self.replace(state);
                log::info("reloaded", what);
            }
            Err(error) => refused(error),
        }
    }

    /// Replaces the secrets when their files have changed.
    pub async fn watch_secrets(self: Arc<Self>, every: Duration) {
        let mut reported = String::new();
        loop {
            tokio::time::sleep(every).await;
            let current = self.state();
            match Secrets::read(&current.config) {
                Ok(secrets) if secrets == current.secrets => {}
                Ok(secrets) => match secrets.generator(&current.config) {
                    Ok(generator) => {
                        let config = current.config.clone();
                        self.replace(State { config, secrets, generator });
                        log::info("secrets_changed", json!({}));
                        reported.clear();
                    }
                    Err(error) => refused(error),
                },
                Err(error) if error != reported => {
                    refused(&error);
                    reported = error;
                }
                Err(_) => {}
            }
        }
    }

    fn replace(&self, state: State) {
        metrics::counter!("token04_reloads_total", "result" => "ok").increment(1);
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(state);
    }
}

fn refused(error: impl std::fmt::Display) {
    metrics::counter!("token04_reloads_total", "result" => "error").increment(1);
    log::error("reload_refused", error);
}
