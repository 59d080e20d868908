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

/// Drivers of the independent decoders have versions of their own.
pub const INDEPENDENT: &str = "independent-";
/// The version every other driver has to say: a stale package is no package.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A case that failed, or something else that went wrong.
#[derive(Debug)]
pub struct Failure {
    /// The column of the matrix.
    pub topic: String,
    /// The case, or what else is meant.
    pub id: String,
    /// The request as it was sent.
    pub request: Value,
    /// What had to come.
    pub wanted: Value,
    /// What came.
    pub got: Value,
    /// What differs.
    pub why: String,
}

/// Passed and failed cases of one cell of the matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// As wanted.
    pub passed: usize,
    /// Not as wanted, or not answered.
    pub failed: usize,
}

/// A token with what it takes to decode and verify it.
#[derive(Clone, Debug)]
pub struct Mint {
    /// The case that asked for it.
    pub id: String,
    /// The secret, as the case gives it.
    pub secret: Value,
    /// The app, as the case gives it.
    pub app_id: Value,
    /// The token and the claims it has to hold.
    pub minted: Minted,
}

/// How a language fared; its driver waits for the tokens of the others.
pub struct Session {
    /// As registered.
    pub language: String,
    /// What it said it can.
    pub abilities: Abilities,
    /// By topic.
    pub tallies: BTreeMap<String, Tally>,
    /// In the order they happened.
    pub failures: Vec<Failure>,
    /// Left-out cases by need.
    pub left_out: Counts,
    /// What it minted.
    pub mints: Vec<Mint>,
    driver: Option<Driver>,
}

impl Session {
    /// Starts the driver and asks for its version; a failure of either is in the session.
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
        let answer = Driver::start(root, argv, timeout).and_then(|mut driver| {
            let answer = driver.ask(std::slice::from_ref(&request)).pop();
            session.driver = Some(driver);
            answer.unwrap_or_else(|| Err("no answer".to_owned()))
        });
        let wanted = json!({ "language": language, "version": VERSION });
        match answer.and_then(|answer| session.introduce(&answer).map(|()| answer)) {
            Ok(_) => session.pass("version"),
            Err(why) => session.fail("version", "version", &request, &wanted, Value::Null, why),
        }
        session
    }

    fn introduce(&mut self, answer: &Value) -> Result<(), String> {
        let text = |key: &str| answer.get(key).and_then(Value::as_str).unwrap_or_default();
        let texts = |key: &str| {
            let list = answer.get(key).and_then(Value::as_array).into_iter().flatten();
            list.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        self.abilities = Abilities { ops: texts("ops"), can: texts("can") };
        if text("language") != self.language {
            return Err(format!("the driver calls itself {:?}", text("language")));
        }
        if !self.language.starts_with(INDEPENDENT) && text("version") != VERSION {
            return Err(format!("the driver is of version {:?}, not {VERSION}", text("version")));
        }
        if self.abilities.ops.is_empty() {
            return Err("the driver names no ops".to_owned());
        }
        Ok(())
    }

    /// Asks all cases that the driver can be asked.
    pub fn run(&mut self, cases: &[Case], errors: &ErrorTable) {
        if self.abilities.ops.is_empty() {
            return; // it never came up; that is a failure already
        }
        let mut asked = Vec::with_capacity(cases.len());
        for case in cases {
            match self.abilities.lacks(case) {
                None => asked.push(case),
                Some(need) => *self.left_out.entry(need).or_default() += 1,
            }
        }
        let requests: Vec<_> = asked.iter().map(|case| case.request.clone()).collect();
        let start = unix_now();
        let answers = self.ask(&requests);
        let context = Context { errors, clock: start..=unix_now() };
        for (case, answer) in asked.into_iter().zip(answers) {
            self.judge(case, answer, &context);
        }
    }

    fn judge(&mut self, case: &Case, answer: Result<Value, String>, context: &Context<'_>) {
        let want = case.want_for(&self.language).clone();
        let (got, result) = match answer {
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

    /// Asks the driver; without one nothing is answered.
    pub fn ask(&mut self, requests: &[Value]) -> Vec<Result<Value, String>> {
        match &mut self.driver {
            Some(driver) => driver.ask(requests),
            None => requests.iter().map(|_| Err("no driver".to_owned())).collect(),
        }
    }

    /// Lets the driver end, and notes how.
    pub fn finish(&mut self) {
        let Some(driver) = self.driver.take() else { return };
        if let Err(why) = driver.finish() {
            self.fail("version", "end", &Value::Null, &Value::Null, Value::Null, why);
        }
    }

    /// Counts a case that passed.
    pub fn pass(&mut self, topic: &str) {
        self.tallies.entry(topic.to_owned()).or_default().passed += 1;
    }

    /// Counts and keeps a case that failed.
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

/// Whether a timestamp is in the window of the runner's clock, give or take two seconds.
pub fn in_window(clock: &RangeInclusive<i64>, timestamp: i64) -> bool {
    const SLACK_SECONDS: i64 = 2;
    (clock.start() - SLACK_SECONDS..=clock.end() + SLACK_SECONDS).contains(&timestamp)
}

/// The runner's clock, in unix seconds.
pub fn unix_now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
