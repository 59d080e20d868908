//! Runs steps in several lanes at once, continues after a failure, and prints a table at the end.

use std::io::{BufRead, BufReader};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use xtask_lib::shell::Shell;
use xtask_lib::step::Step;
use xtask_lib::{Result, paths};

/// Lines of a failed step's log that are shown, and characters of each.
const TAIL: usize = 60;
const WIDTH: usize = 400;
/// How often a step that still runs is mentioned.
const HEARTBEAT: Duration = Duration::from_secs(60);

enum State {
    Waiting(Step),
    Running,
    Done(Outcome),
}

#[derive(Clone)]
struct Outcome {
    error: Option<String>,
    took: Duration,
}

struct Entry {
    id: String,
    lane: String,
    needs: Vec<String>,
    last: bool,
    state: State,
}

struct Board {
    entries: Mutex<Vec<Entry>>,
    changed: Condvar,
    total: usize,
}

/// Runs all steps, at most `jobs` at once, and prints how it went. Fails when one failed.
pub fn run(steps: Vec<Step>, jobs: usize) -> Result {
    if steps.is_empty() {
        return Err("no such step: `cargo xtask test --list` shows them".into());
    }
    let start = Instant::now();
    let total = steps.len();
    let entries = steps
        .into_iter()
        .map(|step| Entry {
            id: step.id.clone(),
            lane: step.lane.clone(),
            needs: step.needs.clone(),
            last: step.last,
            state: State::Waiting(step),
        })
        .collect();
    let board = Board { entries: Mutex::new(entries), changed: Condvar::new(), total };
    std::thread::scope(|scope| {
        for _ in 0..jobs.max(1) {
            scope.spawn(|| while board.work_once() {});
        }
    });
    board.summary(start.elapsed())
}

impl Board {
    fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a step that may run, and runs it; false when none is left.
    fn work_once(&self) -> bool {
        let mut entries = self.lock();
        loop {
            fail_blocked(&mut entries);
            if let Some(step) = take_ready(&mut entries) {
                drop(entries);
                let id = step.id.clone();
                let outcome = self.execute(step);
                let mut entries = self.lock();
                if let Some(entry) = entries.iter_mut().find(|entry| entry.id == id) {
                    entry.state = State::Done(outcome);
                }
                self.changed.notify_all();
                return true;
            }
            if !entries.iter().any(|entry| matches!(entry.state, State::Waiting(_))) {
                self.changed.notify_all();
                return false;
            }
            if !entries.iter().any(|entry| matches!(entry.state, State::Running)) {
                // Nothing runs and nothing can start: the steps wait for each other.
                for entry in entries.iter_mut() {
                    if matches!(entry.state, State::Waiting(_)) {
                        entry.state = failed("waits for a step that waits for it");
                    }
                }
                continue;
            }
            entries = self.changed.wait(entries).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn execute(&self, step: Step) -> Outcome {
        let Step { id, about, shown, work, .. } = step;
        println!("  ...   {id}: {about}");
        let log = paths::logs().join(format!("{}.log", id.replace('/', "-")));
        let start = Instant::now();
        let result = std::thread::scope(|scope| {
            let (done, finished) = std::sync::mpsc::channel::<()>();
            let beat = &id;
            scope.spawn(move || {
                while finished.recv_timeout(HEARTBEAT)
                    == Err(std::sync::mpsc::RecvTimeoutError::Timeout)
                {
                    println!("  ...   {beat}: still running, {} s", start.elapsed().as_secs());
                }
            });
            let result = Shell::new(log.clone()).and_then(|shell| work(&shell));
            drop(done);
            result
        });
        let took = start.elapsed();
        let done = 1 + self.count(|state| matches!(state, State::Done(_)));
        let place = format!("{:.1} s [{done}/{}]", took.as_secs_f64(), self.total);
        match &result {
            Ok(()) => println!("  ok    {id}  {place}"),
            Err(error) => {
                println!("  FAIL  {id}  {place}\n        {error}\n        log: {}", log.display());
            }
        }
        if result.is_err() || shown {
            for line in tail(&log, if shown { usize::MAX } else { TAIL }) {
                println!("        | {line}");
            }
        }
        Outcome { error: result.err(), took }
    }

    fn count(&self, wanted: impl Fn(&State) -> bool) -> usize {
        self.lock().iter().filter(|entry| wanted(&entry.state)).count()
    }

    fn summary(&self, took: Duration) -> Result {
        let entries = self.lock();
        let width = entries.iter().map(|entry| entry.id.len()).max().unwrap_or(0);
        println!("\n  step{}  result  seconds", " ".repeat(width.saturating_sub(4)));
        let mut failures = 0_usize;
        for entry in entries.iter() {
            let State::Done(outcome) = &entry.state else { continue };
            let seconds = outcome.took.as_secs_f64();
            match &outcome.error {
                None => println!("  {:width$}  ok      {seconds:7.1}", entry.id),
                Some(error) => {
                    failures += 1;
                    let first = error.lines().next().unwrap_or_default();
                    println!("  {:width$}  FAIL    {seconds:7.1}  {first}", entry.id);
                }
            }
        }
        println!("\n  {:.0} s in all, logs in {}", took.as_secs_f64(), paths::logs().display());
        println!("{} passed, {failures} failed", entries.len() - failures);
        if failures == 0 { Ok(()) } else { Err(format!("{failures} of the steps failed")) }
    }
}

fn failed(error: &str) -> State {
    State::Done(Outcome { error: Some(error.to_owned()), took: Duration::ZERO })
}

/// The first step, in order, whose needs have passed and whose lane is free.
fn take_ready(entries: &mut [Entry]) -> Option<Step> {
    let passed = |id: &String| {
        let entry = entries.iter().find(|entry| entry.id == *id);
        entry.is_none_or(|entry| matches!(&entry.state, State::Done(o) if o.error.is_none()))
    };
    let others_ended = |own: &str| {
        entries.iter().all(|e| e.id == own || e.last || matches!(e.state, State::Done(_)))
    };
    let lane_free =
        |lane: &str| !entries.iter().any(|e| e.lane == lane && matches!(e.state, State::Running));
    let index = entries.iter().position(|entry| {
        matches!(entry.state, State::Waiting(_))
            && entry.needs.iter().all(passed)
            && lane_free(&entry.lane)
            && (!entry.last || others_ended(&entry.id))
    })?;
    let entry = entries.get_mut(index)?;
    match std::mem::replace(&mut entry.state, State::Running) {
        State::Waiting(step) => Some(step),
        other => {
            entry.state = other;
            None
        }
    }
}

/// A step that needs a failed one counts as failed too: it was not tested.
fn fail_blocked(entries: &mut [Entry]) {
    loop {
        let broken = |id: &&String| {
            entries
                .iter()
                .any(|e| e.id == **id && matches!(&e.state, State::Done(o) if o.error.is_some()))
        };
        let blocked = entries.iter().enumerate().find_map(|(index, entry)| {
            let waiting = matches!(entry.state, State::Waiting(_));
            let need = entry.needs.iter().find(broken).filter(|_| waiting)?;
            Some((index, need.clone()))
        });
        let Some((index, need)) = blocked else { return };
        if let Some(entry) = entries.get_mut(index) {
            println!("  FAIL  {}  not run: {need} failed", entry.id);
            entry.state = failed(&format!("not run: {need} failed"));
        }
    }
}

fn tail(log: &std::path::Path, lines: usize) -> Vec<String> {
    let Ok(file) = std::fs::File::open(log) else { return Vec::new() };
    let all: Vec<String> = BufReader::new(file)
        .split(b'\n')
        .map_while(std::result::Result::ok)
        .map(|line| String::from_utf8_lossy(&line).chars().take(WIDTH).collect())
        .collect();
    let skip = all.len().saturating_sub(lines);
    all.into_iter().skip(skip).collect()
}
