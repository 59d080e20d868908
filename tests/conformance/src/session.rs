//! One language through all cases.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::case::Case;
use crate::driver::Driver;
use crate::errors::ErrorTable;
use crate::left_out::{Abilities, Counts};
use crate::matching::{Context, Minted, compare};

/// The drivers of the independent decoders have their own versions.
pub const INDEPENDENT: &str = "independent-";
/// The version that every other driver must report: this detects a stale package.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A failed case, or another error.
#[derive(Debug)]
pub struct Failure {
    /// The column of the matrix.
    pub topic: String,
    /// The case, or what else failed.
    pub id: String,
    /// The request that was sent.
    pub request: Value,
    /// The expected reply.
    pub wanted: Value,
    /// The actual reply.
    pub got: Value,
    /// What differs.
    pub why: String,
}

/// Passed and failed cases of one cell of the matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Passed.
    pub passed: usize,
    /// Failed, or without a reply.
    pub failed: usize,
}

/// A token with the inputs to decode and verify it.
#[derive(Clone, Debug)]
pub struct Mint {
    /// The case that minted it.
    pub id: String,
    /// The secret, as in the case.
    pub secret: Value,
    /// The app, as in the case.
    pub app_id: Value,
    /// The token and its expected claims.
    pub minted: Minted,
}

/// The results of a language; its driver waits for the tokens of the others.
pub struct Session {
    /// As registered.
    pub language: String,
    /// What it said that it supports.
    pub abilities: Abilities,
    /// By topic.
    pub tallies: BTreeMap<String, Tally>,
    /// The failures in order.
    pub failures: Vec<Failure>,
    /// Left-out cases by need.
    pub left_out: Counts,
    /// The tokens that it minted.
    pub mints: Vec<Mint>,
    driver: Option<Driver>,
}

impl Session {
    /// Starts the driver and requests its version; a failure of either is recorded in the session.
    pub fn start(language: &str, root: &Path, argv: &[String], timeout: Duration) -> Self {
        let mut session = Self {
            language: language.to_owned(),
            abilities: Abilities::default(),
            tallies: BTreeMap::new(),
            failures: Vec::new(),
            left_out: Counts::new(),
            mints: Vec::new(),
            driver: None,
        };
        let request = json!({ "op": "version" });
        let reply = Driver::start(root, argv, timeout).and_then(|mut driver| {
            let reply = driver.ask(std::slice::from_ref(&request)).pop();
            session.driver = Some(driver);
            reply.unwrap_or_else(|| Err("no reply".to_owned()))
        });
        let wanted = json!({ "language": language, "version": VERSION });
        match reply.and_then(|reply| session.introduce(&reply).map(|()| reply)) {
            Ok(_) => session.pass("version"),
            Err(why) => session.fail("version", "version", &request, &wanted, Value::Null, why),
        }
        session
    }

    fn introduce(&mut self, reply: &Value) -> Result<(), String> {
        let text = |key: &str| reply.get(key).and_then(Value::as_str).unwrap_or_default();
        let texts = |key: &str| {
            let list = reply.get(key).and_then(Value::as_array).into_iter().flatten();
            list.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        self.abilities = Abilities { ops: texts("ops"), can: texts("can") };
        if text("language") != self.language {
            return Err(format!("the driver calls itself {:?}", text("language")));
        }
        if !self.language.starts_with(INDEPENDENT) && text("version") != VERSION {
            return Err(format!("the driver has version {:?}, not {VERSION}", text("version")));
        }
        if self.abilities.ops.is_empty() {
            return Err("the driver reports no ops".to_owned());
        }
        Ok(())
    }

    /// Sends all cases that the driver supports.
    pub fn run(&mut self, cases: &[Case], errors: &ErrorTable) {
        if self.abilities.ops.is_empty() {
            return; // it did not start; that is already a failure
        }
        let mut sent = Vec::with_capacity(cases.len());
        for case in cases {
            match self.abilities.lacks(case) {
                None => sent.push(case),
                Some(need) => *self.left_out.entry(need).or_default() += 1,
            }
        }
        let requests: Vec<_> = sent.iter().map(|case| case.request.clone()).collect();
        let start = unix_now();
        let replies = self.ask(&requests);
        let context = Context { errors, clock: start..=unix_now() };
        for (case, reply) in sent.into_iter().zip(replies) {
            self.record(case, reply, &context);
        }
    }

    fn record(&mut self, case: &Case, reply: Result<Value, String>, context: &Context<'_>) {
        let want = case.want_for(&self.language).clone();
        let (got, result) = match reply {
            Err(why) => (Value::Null, Err(why)),
            Ok(got) => {
                let result = compare(&want, &got, context);
                (got, result)
            }
        };
        match result {
            Ok(minted) => {
                let field = |key| case.request.get(key).unwrap_or(&Value::Null);
                self.mints.extend(minted.into_iter().map(|minted| Mint {
                    id: case.id.clone(),
                    secret: field("secret").clone(),
                    app_id: field("app_id").clone(),
                    minted,
                }));
                self.pass(&case.topic);
            }
            Err(why) => self.fail(&case.topic, &case.id, &case.request, &want, got, why),
        }
    }

    /// Sends requests to the driver; without a driver each fails.
    pub fn ask(&mut self, requests: &[Value]) -> Vec<Result<Value, String>> {
        match &mut self.driver {
            Some(driver) => driver.ask(requests),
            None => requests.iter().map(|_| Err("no driver".to_owned())).collect(),
        }
    }

    /// Lets the driver exit, and records how.
    pub fn finish(&mut self) {
        let Some(driver) = self.driver.take() else { return };
        if let Err(why) = driver.finish() {
            self.fail("version", "end", &Value::Null, &Value::Null, Value::Null, why);
        }
    }

    /// Counts a passed case.
    pub fn pass(&mut self, topic: &str) {
        self.tallies.entry(topic.to_owned()).or_default().passed += 1;
    }

    /// Counts and records a failed case.
    pub fn fail(
        &mut self,
        topic: &str,
        id: &str,
        request: &Value,
        wanted: &Value,
        got: Value,
        why: String,
    ) {
        self.tallies.entry(topic.to_owned()).or_default().failed += 1;
        self.failures.push(Failure {
            topic: topic.to_owned(),
            id: id.to_owned(),
            request: request.clone(),
            wanted: wanted.clone(),
            got,
            why,
        });
    }
}

/// Whether a timestamp is in the window of the runner's clock, within two seconds.
pub fn in_window(clock: &RangeInclusive<i64>, timestamp: i64) -> bool {
    const SLACK_SECONDS: i64 = 2;
    (clock.start() - SLACK_SECONDS..=clock.end() + SLACK_SECONDS).contains(&timestamp)
}

/// The runner's clock, in unix seconds.
pub fn unix_now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
