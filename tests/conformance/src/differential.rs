//! `--random N`: random cases, for which all languages must give the same reply.
//!
//! The replies are compared with that of an independent reader if it supports the case, otherwise
//! with that of the first language. The claims of a minted token follow from the request. Both
//! independent readers read each minted token, and one other language verifies it.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::case::Case;
use crate::crossing;
use crate::driver::Driver;
use crate::errors::ErrorTable;
use crate::matching::{Context, EXTRA, compare, integer};
use crate::random::{Draw, draw};
use crate::redact::Redactor;
use crate::report::{Report, report};
use crate::session::{INDEPENDENT, Mint, Session, unix_now};
use crate::suite::Registry;

/// The number of cases in memory at once.
const CHUNK: u64 = 1000;
/// A run ends after this many failed cases.
const ENOUGH_FAILURES: usize = 200;

/// The inputs of a run.
pub struct Plan<'a> {
    /// The repository's root.
    pub root: &'a Path,
    /// The languages.
    pub drivers: &'a Registry,
    /// The command that makes tokens.
    pub sealer: Vec<String>,
    /// How long a reply may take.
    pub timeout: Duration,
}

/// Runs the cases `from..from + count` of a seed.
///
/// # Errors
/// One line when there are fewer than two languages to compare, or no tokens can be made.
pub fn run(
    plan: &Plan<'_>,
    count: u64,
    seed: Option<u64>,
    from: u64,
    errors: &ErrorTable,
) -> Result<Report, String> {
    let seed = seed.unwrap_or_else(|| unix_now().unsigned_abs());
    let mut sessions = std::thread::scope(|scope| {
        let start = |(language, argv): (&String, &Vec<String>)| {
            let (language, argv) = (language.clone(), argv.clone());
            scope.spawn(move || Session::start(&language, plan.root, &argv, plan.timeout))
        };
        let starting: Vec<_> = plan.drivers.iter().map(start).collect();
        starting.into_iter().filter_map(|thread| thread.join().ok()).collect::<Vec<_>>()
    });
    if sessions.len() < 2 {
        return Err("--random compares languages: name at least two".to_owned());
    }
    // The independent readers come first: the others are compared with them.
    sessions.sort_by_key(|session| !session.language.starts_with(INDEPENDENT));
    let mut sealer = Driver::start(plan.root, &plan.sealer, plan.timeout)?;
    let mut run = Run { sessions, errors, seed, failed: Vec::new(), outcomes: BTreeMap::new() };
    let mut index = from;
    let end = from.saturating_add(count);
    while index < end && run.failed.len() < ENOUGH_FAILURES {
        let chunk = index..end.min(index + CHUNK);
        index = chunk.end;
        run.chunk(chunk, &mut sealer)?;
    }
    let languages: Vec<_> = run.sessions.iter().map(|s| s.language.clone()).collect();
    std::thread::scope(|scope| {
        for session in &mut run.sessions {
            scope.spawn(|| session.finish());
        }
    });
    sealer.finish()?;
    let mut report = report(&run.sessions, &[], &Redactor::new(&run.failed));
    let done = index - from;
    let names = languages.join(" ");
    for (op, codes) in &run.outcomes {
        let counts: Vec<_> = codes.iter().map(|(code, count)| format!("{code}: {count}")).collect();
        report.text += &format!("{op} by error code: {}\n", counts.join(", "));
    }
    report.text += &format!("random: seed {seed}, {done} cases from {from}, {names}\n");
    Ok(report)
}

struct Run<'a> {
    sessions: Vec<Session>,
    errors: &'a ErrorTable,
    seed: u64,
    /// Cases on which languages differed.
    failed: Vec<Case>,
    /// The number of cases by op and error code; code 0 means no error.
    outcomes: BTreeMap<String, BTreeMap<i128, u64>>,
}

type Reply = Option<Result<Value, String>>;

impl Run<'_> {
    fn chunk(&mut self, chunk: std::ops::Range<u64>, sealer: &mut Driver) -> Result<(), String> {
        let mut draws: Vec<Draw> = chunk.clone().map(|index| draw(self.seed, index)).collect();
        seal(&mut draws, sealer)?;
        let cases: Vec<(Case, Option<Value>)> =
            chunk.zip(draws).map(|(index, draw)| case(self.seed, index, draw)).collect();
        let start = unix_now();
        let replies = self.ask(|session, _| {
            let can = |case: &Case| session.abilities.lacks(case).is_none();
            cases.iter().map(|(case, _)| can(case).then(|| case.request.clone())).collect()
        });
        let clock = start..=unix_now();
        let mut mints = Vec::new();
        for (at, (case, minted)) in cases.into_iter().enumerate() {
            let replies: Vec<Reply> =
                replies.iter().map(|list| list.get(at).cloned().flatten()).collect();
            mints.extend(self.compare(&case, minted.as_ref(), replies, &clock));
        }
        self.cross(&mints);
        Ok(())
    }

    /// Sends every session its requests, in parallel; `None` is not sent.
    fn ask(
        &mut self,
        requests: impl Fn(&Session, usize) -> Vec<Option<Value>> + Sync,
    ) -> Vec<Vec<Reply>> {
        std::thread::scope(|scope| {
            let requests = &requests;
            let asking: Vec<_> = self
                .sessions
                .iter_mut()
                .enumerate()
                .map(|(place, session)| {
                    scope.spawn(move || {
                        let requests = requests(session, place);
                        let asked: Vec<Value> = requests.iter().flatten().cloned().collect();
                        let mut replies = session.ask(&asked).into_iter();
                        let reply =
                            |request: &Option<Value>| request.as_ref().and_then(|_| replies.next());
                        requests.iter().map(reply).collect::<Vec<_>>()
                    })
                })
                .collect();
            asking.into_iter().map(|thread| thread.join().unwrap_or_default()).collect()
        })
    }

    /// Compares all replies with the first one, and collects the tokens with their makers.
    fn compare(
        &mut self,
        case: &Case,
        minted: Option<&Value>,
        replies: Vec<Reply>,
        clock: &RangeInclusive<i64>,
    ) -> Vec<(usize, Mint)> {
        let first = replies.iter().flatten().find_map(|reply| reply.as_ref().ok());
        let want = first.map(|reply| wanted(reply, minted)).unwrap_or(Value::Null);
        let code = want.get("error").and_then(|error| integer(error.get("code")?)).unwrap_or(0);
        *self.outcomes.entry(case.topic.clone()).or_default().entry(code).or_default() += 1;
        let context = Context { errors: self.errors, clock: clock.clone() };
        let mut mints = Vec::new();
        let mut differs = false;
        for (place, (session, reply)) in self.sessions.iter_mut().zip(replies).enumerate() {
            let Some(reply) = reply else { continue };
            let (got, result) = match reply {
                Err(why) => (Value::Null, Err(why)),
                Ok(got) => {
                    let result = match own_code(&session.language, case.op(), code) {
                        Some(own) => compare(&own, &got, &context),
                        None => compare(&want, &got, &context),
                    };
                    (got, result)
                }
            };
            match result {
                Ok(tokens) => {
                    session.pass(&case.topic);
                    let field = |key| case.request.get(key).cloned().unwrap_or(Value::Null);
                    mints.extend(tokens.into_iter().map(|minted| {
                        let (secret, app_id) = (field("secret"), field("app_id"));
                        (place, Mint { id: case.id.clone(), secret, app_id, minted })
                    }));
                }
                Err(why) => {
                    differs = true;
                    session.fail(&case.topic, &case.id, &case.request, &want, got, why);
                }
            }
        }
        if differs {
            self.failed.push(case.clone());
        }
        mints
    }

    /// The independent readers decode every token; all other languages take turns verifying them.
    fn cross(&mut self, mints: &[(usize, Mint)]) {
        let independent = |s: &Session| s.language.starts_with(INDEPENDENT);
        let others: Vec<usize> = (0..self.sessions.len())
            .filter(|place| self.sessions.get(*place).is_some_and(|s| !independent(s)))
            .collect();
        let replies = self.ask(|session, place| {
            let asked = |(turn, (maker, mint)): (usize, &(usize, Mint))| {
                if independent(session) {
                    return Some(crossing::decode_request(mint));
                }
                // Each maker's tokens go to every other language in turn.
                let reader = others.get((turn + maker) % others.len().max(1))?;
                (*reader == place).then(|| crossing::verify_request(mint))
            };
            mints.iter().enumerate().map(asked).collect()
        });
        let mut failed = Vec::new();
        for (session, replies) in self.sessions.iter_mut().zip(replies) {
            let op = if independent(session) { "decode" } else { "verify" };
            for ((_, mint), reply) in mints.iter().zip(replies) {
                let Some(reply) = reply else { continue };
                let result = reply.and_then(|got| {
                    crossing::check(mint, &got, op).map_err(|why| format!("{why}: {got}"))
                });
                let Err(why) = result else {
                    session.pass("crossed");
                    continue;
                };
                let id = format!("{} crossed", mint.id);
                let request = crossing::decode_request(mint);
                session.fail("crossed", &id, &request, &mint.minted.claims, Value::Null, why);
                failed.push(request);
            }
        }
        self.failed.extend(failed.into_iter().map(|request| Case {
            id: String::new(),
            topic: "crossed".into(),
            needs: Vec::new(),
            request,
            want: Value::Null,
            instead: Default::default(),
        }));
    }
}

/// Java's drop-in has no error code for cases that upstream did not foresee.
fn own_code(language: &str, op: &str, code: i128) -> Option<Value> {
    let java = language == "java" || language.starts_with("java-");
    let own = java && op == "generate_token04" && !matches!(code, 0 | 1 | 3 | 5 | 6);
    own.then(|| json!({ "error": { "code": -1 } }))
}

/// The first reply, with its tokens replaced by what is known about them.
fn wanted(reply: &Value, minted: Option<&Value>) -> Value {
    let Some(minted) = minted else {
        let mut reply = reply.clone();
        if let Some(fields) = reply.as_object_mut() {
            fields.remove(EXTRA);
        }
        return reply;
    };
    if reply.get("error").is_some() {
        return reply.clone();
    }
    let both = |key| Some((reply.get(key)?.as_array()?, minted.get(key)?.as_array()?));
    let Some((replies, minted)) = both("results") else { return minted.clone() };
    let results = replies.iter().zip(minted);
    let results: Vec<Value> = results.map(|(reply, minted)| wanted(reply, Some(minted))).collect();
    json!({ "results": results })
}

fn case(seed: u64, index: u64, draw: Draw) -> (Case, Option<Value>) {
    let op = draw.request.get("op").and_then(Value::as_str).unwrap_or_default();
    let case = Case {
        id: format!("random/{seed}/{index}"),
        topic: op.to_owned(),
        needs: draw.needs.iter().map(|need| (*need).to_owned()).collect(),
        want: Value::Null,
        instead: Default::default(),
        request: draw.request,
    };
    (case, draw.minted)
}

/// Lets the sealer make the tokens, and changes their strings.
fn seal(draws: &mut [Draw], sealer: &mut Driver) -> Result<(), String> {
    let requests: Vec<Value> = draws.iter().filter_map(|draw| draw.seal.clone()).collect();
    let mut tokens = sealer.ask(&requests).into_iter();
    for draw in draws.iter_mut().filter(|draw| draw.seal.is_some()) {
        let reply = tokens.next().unwrap_or_else(|| Err("no token".into()))?;
        let token = reply.get("token").and_then(Value::as_str).ok_or("no token was made")?;
        let token = draw.text.map_or_else(|| token.to_owned(), |change| change.apply(token));
        if let Some(fields) = draw.request.as_object_mut() {
            fields.insert("token".into(), json!(token));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_with_tokens_is_held_to_the_request() {
        let minted = json!({"results": [{"token": {"$minted": 1}}, {"token": {"$minted": 2}}]});
        let error = json!({"error": {"code": 3}});
        let reply = json!({"results": [{"token": "04"}, error]});
        let want = wanted(&reply, Some(&minted));
        assert_eq!(want, json!({"results": [{"token": {"$minted": 1}}, error]}));
        assert_eq!(wanted(&error, Some(&minted)), error);
        let one = json!({"token": {"$minted": 1}});
        assert_eq!(wanted(&json!({"token": "04"}), Some(&one)), one);
        assert_eq!(wanted(&json!({"token": "04"}), None), json!({"token": "04"}));
    }
}
