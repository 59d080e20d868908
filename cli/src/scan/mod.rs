//! `token04 scan`: leaked secrets, and whether they are live. A token opens only with its secret, so
//! that a value that opens a token is proven, offline.

mod baseline;
mod content;
mod detect;
mod finding;
mod git;
mod prove;
mod report;
mod rules;
mod source;
mod table;

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};

use self::detect::Detector;
use self::finding::Gathered;
use self::report::Summary;
use self::table::Confidence;
use crate::args;
use crate::failure::{Failure, Outcome};
use crate::output;

const AFTER_HELP: &str = "\
No output holds a value: only its first four characters. Files that .gitignore names are left out, unless
--no-ignore is given. A line with the comment token04:allow, or below a line that is only such a comment,
is not reported. The exit code is 1 when something was found, and 3 when a path could not be read. Archives are
opened: zip and its kin, tar, gzip.

Examples:
  token04 scan
  token04 scan --no-ignore dist/ app-release.apk
  token04 scan --git . --format sarif > findings.sarif";

/// Its command line.
pub fn command() -> Command {
    let file = |name, help| args::text(name, "FILE", help).value_hint(ValueHint::FilePath);
    Command::new("scan")
        .about("Find leaked ServerSecrets, AppSigns and old generators, and prove which secrets are live")
        .after_help(AFTER_HELP)
        .arg(
            Arg::new("path")
                .value_name("PATH|-")
                .value_parser(value_parser!(OsString))
                .value_hint(ValueHint::AnyPath)
                .action(ArgAction::Append)
                .help("Files and folders; - for stdin [default: .]"),
        )
        .arg(args::switch("git", "Search the history of the repositories at PATH instead"))
        .arg(file("tokens", "Tokens to prove secrets with, one a line").action(ArgAction::Append))
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(["text", "json", "sarif"])
                .default_value("text")
                .help("text for people, json, or sarif for code scanning"),
        )
        .arg(
            Arg::new("min")
                .long("min")
                .value_name("LEVEL")
                .value_parser(["possible", "likely", "proven"])
                .default_value("possible")
                .help("Report from this confidence on"),
        )
        .arg(file("baseline", "Known findings, which are not reported"))
        .arg(file("write-baseline", "Write all findings as known ones, and succeed"))
        .arg(args::switch("no-ignore", "Search what ignore rules leave out, too"))
        .arg(
            Arg::new("rules")
                .long("rules")
                .value_name("SCANNER")
                .value_parser(["gitleaks", "trufflehog"])
                .exclusive(true)
                .help("Print the rules for another scanner"),
        )
}

/// Searches, proves, prints.
pub fn run(matches: &ArgMatches) -> Result<Outcome, Failure> {
    match matches.get_one::<String>("rules").map(String::as_str) {
        Some("gitleaks") => return output::print(&rules::gitleaks()).map(|()| Outcome::Clean),
        Some(_) => return output::print(&rules::trufflehog()).map(|()| Outcome::Clean),
        None => {}
    }
    let file = |name: &str| matches.get_one::<OsString>(name);
    let known = file("baseline").map(|path| baseline::read(path)).transpose()?;
    let mut gathered = Gathered::default();
    for path in matches.get_many::<OsString>("tokens").into_iter().flatten() {
        prove::read_tokens(path, &mut gathered)?;
    }
    gather(matches, &mut gathered)?;
    prove::prove(&mut gathered);
    let Gathered { mut findings, tokens, files, bytes, skipped } = gathered;
    let least = match matches.get_one::<String>("min").map(String::as_str) {
        Some("proven") => Confidence::Proven,
        Some("likely") => Confidence::Likely,
        _ => Confidence::Possible,
    };
    findings.retain(|finding| finding.confidence >= least);
    // In a history the oldest commit comes first; a value stays one finding in each file.
    let mut seen = HashSet::new();
    findings.retain(|finding| finding.place.commit.is_none() || seen.insert(finding.fingerprint()));
    if let Some(path) = file("write-baseline") {
        baseline::write(path, &findings)?;
        return Ok(Outcome::Clean);
    }
    let before = findings.len();
    if let Some(known) = &known {
        findings.retain(|finding| !finding.is_known(known));
    }
    findings.sort_by(|a, b| {
        b.confidence.cmp(&a.confidence).then_with(|| a.place.cmp(&b.place)).then(a.rule.cmp(b.rule))
    });
    let tokens: HashSet<&str> = tokens.iter().map(|token| token.token.as_str()).collect();
    let summary = Summary {
        files,
        bytes,
        tokens: tokens.len(),
        known: before - findings.len(),
        skipped: &skipped,
    };
    let text = match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => report::json(&findings, &summary),
        Some("sarif") => report::sarif(&findings, &summary),
        _ => report::text(&findings, &summary),
    };
    output::print(&text)?;
    Ok(Outcome::refused_if(!findings.is_empty()))
}

fn gather(matches: &ArgMatches, into: &mut Gathered) -> Result<(), Failure> {
    let detector = Detector::new()?;
    let mut paths: Vec<PathBuf> =
        matches.get_many::<OsString>("path").into_iter().flatten().map(PathBuf::from).collect();
    if paths.is_empty() {
        paths.push(PathBuf::from("."));
    }
    if matches.get_flag("git") {
        return paths.iter().try_for_each(|path| git::history(&detector, path, into));
    }
    if paths.iter().any(|path| path == Path::new("-")) {
        paths.retain(|path| path != Path::new("-"));
        source::stdin(&detector, into);
    }
    source::walk(&detector, &paths, matches.get_flag("no-ignore"), into)
}
