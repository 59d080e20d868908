//! The whole run: which cases, which drivers, and what counts as a failure.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;

use crate::args::Args;
use crate::case::{self, Case, read_json};
use crate::differential::{self, Plan};
use crate::errors::ErrorTable;
use crate::left_out::{self, List};
use crate::redact::Redactor;
use crate::report::{Report, report};
use crate::session::Session;
use crate::{crossing, upstream};

/// How long a driver may take for one reply.
pub const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

const VECTORS: &str = "tests/vectors";
const ERRORS: &str = "tests/vectors/errors.json";
const REGISTRY: &str = "tests/drivers.json";
const PYTHON: &str = "independent-python";
const SEALER: &str = "tests/independent/seal.py";
const LEFT_OUT: &str = "tests/conformance/left_out.json";

/// Runs what the arguments say. `root` is the repository's root: paths in the registry are relative
/// to it, paths in the arguments to the working folder.
///
/// # Errors
/// One line when a file is missing or malformed, or a language is not registered.
pub fn run(root: &Path, args: &Args, timeout: Duration) -> Result<Report, String> {
    if let Some(count) = args.random {
        let registry = registry(root, args)?;
        let sealer = registry.get(PYTHON).and_then(|argv| argv.first()).cloned();
        let sealer = sealer.ok_or(format!("{REGISTRY} does not register {PYTHON}"))?;
        let drivers = choose(registry, &args.languages)?;
        let errors = ErrorTable::load(&root.join(ERRORS))?;
        let plan = Plan { root, drivers: &drivers, sealer: vec![sealer, SEALER.into()], timeout };
        return differential::run(&plan, count, args.seed, args.from, &errors);
    }
    let cases = load_cases(root, args)?;
    let errors = ErrorTable::load(&root.join(ERRORS))?;
    let drivers = choose(registry(root, args)?, &args.languages)?;
    let mut sessions = start_and_ask(root, &drivers, &cases, &errors, timeout);
    crossing::run(&mut sessions);
    std::thread::scope(|scope| {
        for session in &mut sessions {
            scope.spawn(|| session.finish());
        }
    });
    let others =
        if args.has_foreign_files() { Vec::new() } else { left_out(root, args, &sessions)? };
    Ok(report(&sessions, &others, &Redactor::new(&cases)))
}

/// The command of each language.
pub type Registry = BTreeMap<String, Vec<String>>;

fn registry(root: &Path, args: &Args) -> Result<Registry, String> {
    let file = args.drivers.clone().unwrap_or_else(|| root.join(REGISTRY));
    serde_json::from_value(read_json(&file)?)
        .map_err(|error| format!("{}: {error}", file.display()))
}

fn choose(registry: Registry, languages: &[String]) -> Result<Registry, String> {
    if let Some(unknown) = languages.iter().find(|language| !registry.contains_key(*language)) {
        return Err(format!("no driver is registered for {unknown}; see {REGISTRY}"));
    }
    let wanted = |language: &String| languages.is_empty() || languages.contains(language);
    let chosen: Registry = registry.into_iter().filter(|(name, _)| wanted(name)).collect();
    if chosen.is_empty() { Err(format!("{REGISTRY} is empty")) } else { Ok(chosen) }
}

fn load_cases(root: &Path, args: &Args) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    if args.has_foreign_files() {
        for path in &args.cases {
            cases.extend(case::load(path)?);
        }
        for path in &args.upstream {
            cases.extend(upstream::load(path)?);
        }
    } else {
        for path in vector_files(&root.join(VECTORS))? {
            let file = read_json(&path)?;
            if file.get("vectors").is_some_and(Value::is_array) {
                cases.extend(upstream::load(&path)?);
            } else if file.get("errors").is_none() {
                cases.extend(case::load(&path)?);
            }
        }
    }
    let mut ids = BTreeSet::new();
    if let Some(twice) = cases.iter().find(|case| !ids.insert(&case.id)) {
        return Err(format!("the id {} occurs twice", twice.id));
    }
    if cases.is_empty() { Err("there are no cases".to_owned()) } else { Ok(cases) }
}

fn vector_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let unreadable = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn start_and_ask(
    root: &Path,
    drivers: &Registry,
    cases: &[Case],
    errors: &ErrorTable,
    timeout: Duration,
) -> Vec<Session> {
    std::thread::scope(|scope| {
        let running: Vec<_> = drivers
            .iter()
            .map(|(language, argv)| {
                scope.spawn(move || {
                    let mut session = Session::start(language, root, argv, timeout);
                    session.run(cases, errors);
                    session
                })
            })
            .collect();
        running.into_iter().filter_map(|thread| thread.join().ok()).collect()
    })
}

/// Compares the left-out cases with the checked-in list, or writes it.
fn left_out(root: &Path, args: &Args, sessions: &[Session]) -> Result<Vec<String>, String> {
    let path = root.join(LEFT_OUT);
    // A driver that did not start has no counts.
    let ran = || sessions.iter().filter(|session| !session.abilities.ops.is_empty());
    let listed =
        if args.update_left_out && !path.exists() { List::new() } else { left_out::load(&path)? };
    if args.update_left_out {
        let counted = ran().map(|s| (s.language.clone(), s.left_out.clone())).collect();
        left_out::write(&path, listed, counted)?;
        return Ok(Vec::new());
    }
    let differences = ran()
        .flat_map(|s| left_out::differences(&s.language, listed.get(&s.language), &s.left_out));
    Ok(differences.collect())
}
