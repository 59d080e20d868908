//! Tries every value on every token: a token opens only with the secret it was made under.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;
use token04::{DecodedToken, Payload, SECRET_BYTES, ServerSecret, decode, inspect};

use super::finding::{Finding, FoundToken, Gathered, Place};
use super::table::{Confidence, TOKEN_BROWSER};
use crate::failure::Failure;
use crate::lines;

/// More trials than this are not made; the summary says so. A trial takes about a microsecond.
const TRIALS_MAX: usize = 200_000_000;

/// Marks what is proven, and drops values without a name that are not.
pub fn prove(gathered: &mut Gathered) {
    let mut places: HashMap<&str, Vec<&FoundToken>> = HashMap::new();
    for token in &gathered.tokens {
        places.entry(token.token.as_str()).or_default().push(token);
    }
    // Values that a rule named come first, so that a limit costs the least.
    let mut sorted: Vec<&Finding> = gathered.findings.iter().collect();
    sorted.sort_by_key(|finding| finding.silent);
    let mut known = HashSet::new();
    let mut values: Vec<_> = sorted
        .iter()
        .filter_map(|finding| finding.value.clone())
        .filter(|value| value.len() == SECRET_BYTES && known.insert(value.to_vec()))
        .collect();
    for value in known {
        drop(zeroize::Zeroizing::new(value));
    }
    let affordable = TRIALS_MAX / places.len().max(1);
    if values.len() > affordable {
        let left = values.len() - affordable;
        gathered.skipped.push(format!("{left} values were not tried on the tokens: too many"));
        values.truncate(affordable);
    }
    let secrets: Vec<_> = values
        .iter()
        .filter_map(|value| ServerSecret::new(value.as_slice()).ok())
        .zip(&values)
        .collect();
    let tokens: Vec<&str> = places.keys().copied().collect();
    let opened: Vec<(&str, usize, DecodedToken)> = tokens
        .par_iter()
        .flat_map_iter(|&token| {
            let tried = secrets.iter().enumerate();
            tried.filter_map(move |(index, (secret, _))| {
                decode(token, secret).ok().map(|decoded| (token, index, decoded))
            })
        })
        .collect();
    let mut browser: HashSet<Place> = HashSet::new();
    let mut proofs: HashMap<usize, (u32, Vec<Place>)> = HashMap::new();
    for (token, index, decoded) in opened {
        let found = places.get(token).map(Vec::as_slice).unwrap_or_default();
        let proof = proofs.entry(index).or_insert((decoded.claims.app_id, Vec::new()));
        proof.1.extend(found.iter().map(|token| token.place.clone()));
        if decoded.claims.payload == Payload::Nothing {
            browser.extend(found.iter().filter(|token| token.kit).map(|token| token.place.clone()));
        }
    }
    for (index, (app_id, mut opens)) in proofs {
        opens.sort();
        let Some((_, value)) = secrets.get(index) else { continue };
        for finding in &mut gathered.findings {
            if finding.value.as_ref().is_some_and(|own| own.as_slice() == value.as_slice()) {
                finding.confidence = Confidence::Proven;
                finding.app_id = Some(app_id);
                finding.opens.clone_from(&opens);
            }
        }
    }
    for finding in &mut gathered.findings {
        if finding.rule == super::table::TOKEN_KIT.0 && browser.contains(&finding.place) {
            let (rule, title, advice) = TOKEN_BROWSER;
            finding.rule = rule;
            finding.title = title.into();
            finding.advice = advice.into();
            finding.confidence = Confidence::Proven;
        }
    }
    gathered.findings.retain(|finding| !finding.silent || finding.confidence == Confidence::Proven);
}

/// Reads tokens to prove with, one a line, plain or of the kit.
pub fn read_tokens(path: &std::ffi::OsStr, into: &mut Gathered) -> Result<(), Failure> {
    let failed = |error| Failure::Io("the file of tokens could not be read", error);
    let mut input = std::io::BufReader::new(std::fs::File::open(path).map_err(failed)?);
    let mut line = Vec::new();
    let mut number = 0;
    let mut none = true;
    while lines::read(&mut input, &mut line, lines::LINE_MAX_BYTES).map_err(failed)? {
        number += 1;
        let text = String::from_utf8_lossy(&line).trim().to_owned();
        let (token, kit) = match text.split_once('#') {
            Some((token, _)) => (token.to_owned(), true),
            None => (text, false),
        };
        if inspect(&token).is_ok() {
            none = false;
            let path = path.to_string_lossy().into_owned();
            let place = Place { path, line: number, column: 1, commit: None };
            into.tokens.push(FoundToken { place, token, kit });
        }
        line.clear();
    }
    // A file of the wrong kind must not look like "nothing is proven".
    if none {
        return Err(Failure::usage("the file given by --tokens holds no token"));
    }
    Ok(())
}
