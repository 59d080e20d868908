//! `token04 doctor`: the environment and one token, everything checked, in the form of `explain`.

mod packages;

use std::env;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::process::{Command as Process, Stdio};

use clap::{ArgMatches, Command};
use serde_json::{Value, json};
use token04::{
    Error, ExplainInput, Finding, RawRequest, ServerSecret, Severity, TokenGenerator,
    TokenVerifier, explain, system_now,
};

use crate::explain::{Style, render_parts};
use crate::failure::{Failure, Outcome};
use crate::{args, output, secret, tokens};

const AFTER_HELP: &str = "\
It reads the variables ZEGO_APP_ID, ZEGO_SERVER_SECRET and ZEGO_PREVIOUS_SERVER_SECRET, and looks for packages of
token04 in the current folder. With a token, all of explain's checks are made as well. The exit code is 1 when an
error was found. The report is for developers: never send it to a remote client.

Example: token04 doctor TOKEN";

/// A clock before this time, the start of 2026, is wrong: this program is younger.
const YOUNGEST: i64 = 1_767_225_600;

/// Its command line.
pub fn command() -> Command {
    Command::new("doctor")
        .about("Check the environment, and a token: clock, secrets, app id, versions, processor")
        .after_help(AFTER_HELP)
        .arg(args::app_id_arg())
        .arg(args::now_arg())
        .arg(args::switch("json", "Print one JSON object"))
        .arg(secret::arg())
        .arg(tokens::arg())
}

struct Line {
    id: &'static str,
    severity: Severity,
    message: String,
    advice: String,
    sdk_codes: Vec<i32>,
}

impl Line {
    fn of(finding: &Finding) -> Self {
        Self {
            id: finding.id.name(),
            severity: finding.severity,
            message: finding.message.to_string(),
            advice: finding.advice.to_owned(),
            sdk_codes: finding.sdk_codes.to_vec(),
        }
    }
}

#[derive(Default)]
struct Findings(Vec<Line>);

impl Findings {
    fn add(
        &mut self,
        id: &'static str,
        severity: Severity,
        message: impl Into<String>,
        advice: &str,
    ) {
        let (message, advice) = (message.into(), advice.to_owned());
        self.0.push(Line { id, severity, message, advice, sdk_codes: Vec::new() });
    }
}

/// Checks, prints.
pub fn run(matches: &ArgMatches) -> Result<Outcome, Failure> {
    let mut findings = Findings::default();
    let now = args::now(matches);
    clock(&mut findings);
    let app_id = app_id(matches, &mut findings);
    let secret = secret::optional(matches)?;
    let usable = secrets(secret.as_deref().map(Vec::as_slice), &mut findings);
    if let (Some(app_id), Some(secret), true) = (app_id, &secret, usable) {
        round_trip(app_id, secret, now, &mut findings);
    }
    if let Some(token) = token(matches)? {
        token_findings(&token, secret.as_deref().map(Vec::as_slice), app_id, now, &mut findings);
    }
    versions(&mut findings);
    processor(&mut findings);
    libc(&mut findings);
    let mut lines = findings.0;
    lines.sort_by_key(|line| std::cmp::Reverse(line.severity));
    let worst = lines.iter().map(|line| line.severity).max();
    output::print(&if matches.get_flag("json") {
        as_json(&lines)
    } else {
        as_text(&lines, worst)
    })?;
    Ok(Outcome::refused_if(worst >= Some(Severity::Error)))
}

fn as_json(lines: &[Line]) -> String {
    let findings: Vec<Value> = lines
        .iter()
        .map(|line| {
            json!({
                "id": line.id,
                "severity": line.severity.name(),
                "message": line.message,
                "advice": line.advice,
                "sdk_codes": line.sdk_codes,
            })
        })
        .collect();
    output::escaped_json(&json!({ "ok": true, "findings": findings }).to_string()).into_owned()
        + "\n"
}

fn as_text(lines: &[Line], worst: Option<Severity>) -> String {
    let style = Style::of_stdout();
    let mut text = match worst {
        None | Some(Severity::Note) => {
            "Nothing wrong was found in what could be checked.\n".to_owned()
        }
        Some(_) => "Most likely cause first:\n".to_owned(),
    };
    for line in lines {
        render_parts(
            &mut text,
            (line.severity, line.id),
            (&line.message, &line.advice),
            &line.sdk_codes,
            style,
        );
    }
    text.push('\n');
    text
}

/// The token that is given, or the first line of stdin for `-`.
fn token(matches: &ArgMatches) -> Result<Option<Vec<u8>>, Failure> {
    let Some(given) = matches.get_one::<OsString>("token") else { return Ok(None) };
    if given != "-" {
        return Ok(Some(given.as_encoded_bytes().to_vec()));
    }
    tokens::check(matches)?;
    let mut line = Vec::new();
    let mut input = std::io::stdin().lock();
    let read = crate::lines::read(&mut input, &mut line, crate::lines::LINE_MAX_BYTES)
        .map_err(|error| Failure::Io("stdin could not be read", error))?;
    if read { Ok(Some(line)) } else { Err(Failure::usage("no token: stdin was empty")) }
}

fn clock(findings: &mut Findings) {
    let now = system_now();
    if now < YOUNGEST {
        findings.add(
            "clock_behind",
            Severity::Error,
            "The clock of this machine is before 2026.",
            "Set it, by NTP: tokens minted here have expired everywhere else.",
        );
    } else {
        findings.add(
            "clock",
            Severity::Note,
            format!("The clock of this machine says {now} (unix seconds)."),
            "Compare it with another machine: servers accept a difference of some seconds only.",
        );
    }
}

fn app_id(matches: &ArgMatches, findings: &mut Findings) -> Option<u32> {
    match args::optional_app_id(matches) {
        Ok(Some(app_id)) => Some(app_id),
        Ok(None) => {
            findings.add(
                "app_id_not_given",
                Severity::Warning,
                "ZEGO_APP_ID is not set.",
                "Set it to the number in the console.",
            );
            None
        }
        Err(_) => {
            findings.add(
                "app_id_invalid",
                Severity::Error,
                format!("The app id is invalid: {}.", Error::AppIdInvalid),
                "Copy the number from the console, without quotes or spaces.",
            );
            None
        }
    }
}

/// Whether the current secret can be used.
fn secrets(current: Option<&[u8]>, findings: &mut Findings) -> bool {
    let usable = match current {
        None => {
            findings.add(
                "secret_not_given",
                Severity::Warning,
                "ZEGO_SERVER_SECRET is not set.",
                "Set it to the ServerSecret of the console: 32 characters.",
            );
            false
        }
        Some(secret) => shape(secret, false, findings),
    };
    if let Some(previous) = secret::previous()
        && shape(&previous, true, findings)
        && current == Some(previous.as_slice())
    {
        findings.add(
            "previous_secret_same",
            Severity::Warning,
            "The previous ServerSecret is the current one.",
            "After a rotation, ZEGO_SERVER_SECRET is the new one; unset the previous one when its tokens have expired.",
        );
    }
    usable
}

/// The core's findings about a secret alone; whether it can be used.
fn shape(secret: &[u8], previous: bool, findings: &mut Findings) -> bool {
    let report = explain(&ExplainInput::new_at("", 0).secret(secret));
    for finding in report.findings.iter().filter(|finding| finding.id.name().starts_with("secret_"))
    {
        let message = if previous {
            format!("ZEGO_PREVIOUS_SERVER_SECRET: {}", finding.message)
        } else {
            finding.message.to_string()
        };
        let mut line = Line::of(finding);
        line.message = message;
        findings.0.push(line);
    }
    ServerSecret::new(secret).is_ok()
}

/// Mints and verifies, as a server would.
fn round_trip(app_id: u32, secret: &[u8], now: i64, findings: &mut Findings) {
    let tried = || -> token04::Result<()> {
        let generator = TokenGenerator::new(app_id, secret)?;
        let request = RawRequest { user_id: b"doctor", now, ttl: 60, payload: b"" };
        let token = generator.draft(&request)?.finish()?;
        TokenVerifier::new(app_id, secret)?.verify_user_at(&token, "doctor", now).map(drop)
    };
    match tried() {
        Ok(()) => findings.add(
            "round_trip",
            Severity::Note,
            "A token was minted and verified with this app id and secret.",
            "Whether the two belong to one project, only the vendor or a token of that project can show.",
        ),
        Err(error) => findings.add(
            "round_trip_failed",
            Severity::Error,
            format!("Minting and verifying failed: {error} [{} {}].", error.code(), error.name()),
            "Correct what is reported beside this; if there is nothing, report it to the project.",
        ),
    }
}

fn token_findings(
    token: &[u8],
    secret: Option<&[u8]>,
    app_id: Option<u32>,
    now: i64,
    findings: &mut Findings,
) {
    let mut input = ExplainInput::new_at(token, now);
    if let Some(secret) = secret {
        input = input.secret(secret);
    }
    if let Some(app_id) = app_id {
        input = input.app_id(app_id);
    }
    let previous = secret::previous();
    let mut report = explain(&input);
    if let Some(previous) = &previous {
        let with_previous = explain(&input.secret(previous.as_slice()));
        if with_previous.severity() < report.severity() {
            findings.add(
                "previous_secret_opens",
                Severity::Warning,
                "The token was made under the previous ServerSecret; what follows is about it.",
                "Mint with the current secret, and keep the previous one for verifying until its tokens have expired.",
            );
            report = with_previous;
        }
    }
    // What is wrong with the secret alone is reported already.
    let known: Vec<&str> = findings.0.iter().map(|line| line.id).collect();
    let lines: Vec<Line> = report
        .findings
        .iter()
        .filter(|finding| !known.contains(&finding.id.name()))
        .map(Line::of)
        .collect();
    findings.0.extend(lines);
}

fn versions(findings: &mut Findings) {
    let engine = env!("CARGO_PKG_VERSION");
    let packages = packages::of(&env::current_dir().unwrap_or_default());
    let mut list = format!("This program and its engine have version {engine}.");
    for (name, version) in &packages {
        let _ = write!(list, " {name}: {version}.");
    }
    findings.add("versions", Severity::Note, list, "Name them in a bug report.");
    for (name, version) in packages.iter().filter(|(_, version)| version != engine) {
        findings.add(
            "package_differs",
            Severity::Warning,
            format!("{name} has version {version}, this program {engine}."),
            "Use one version everywhere: what mints and what verifies are upgraded together.",
        );
    }
}

#[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
fn features() -> Vec<(&'static str, bool)> {
    use std::arch::is_x86_feature_detected as has;
    vec![
        ("aes", has!("aes")),
        ("pclmulqdq", has!("pclmulqdq")),
        ("avx2", has!("avx2")),
        ("vaes", has!("vaes")),
        ("sha", has!("sha")),
    ]
}

#[cfg(target_arch = "aarch64")]
fn features() -> Vec<(&'static str, bool)> {
    use std::arch::is_aarch64_feature_detected as has;
    vec![("aes", has!("aes")), ("pmull", has!("pmull")), ("sha2", has!("sha2"))]
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "x86", target_arch = "aarch64")))]
fn features() -> Vec<(&'static str, bool)> {
    Vec::new()
}

fn processor(findings: &mut Findings) {
    let features = features();
    let names = |present: bool| {
        let names: Vec<&str> =
            features.iter().filter(|(_, has)| *has == present).map(|(name, _)| *name).collect();
        if names.is_empty() { "none".to_owned() } else { names.join(", ") }
    };
    findings.add(
        "processor",
        Severity::Note,
        format!("{}: it has {}; it lacks {}.", env::consts::ARCH, names(true), names(false)),
        "Every processor is served; without aes, minting takes several times as long.",
    );
}

fn libc(findings: &mut Findings) {
    let output = Process::new("getconf").arg("GNU_LIBC_VERSION").stdin(Stdio::null()).output();
    let text = output.ok().filter(|output| output.status.success()).map(|output| output.stdout);
    let text = text.map(|text| String::from_utf8_lossy(&text).trim().to_owned());
    let Some(version) = text.as_deref().and_then(|text| text.strip_prefix("glibc ")) else {
        return findings.add(
            "libc_unknown",
            Severity::Note,
            format!("{}: there is no glibc, or its version is unknown.", env::consts::OS),
            "The native packages need glibc 2.17; elsewhere use the WebAssembly engine.",
        );
    };
    let mut numbers = version.split('.').map(|number| number.parse::<u32>().unwrap_or_default());
    let pair = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
    if pair < (2, 17) {
        findings.add(
            "libc_too_old",
            Severity::Error,
            format!("glibc {version} is older than 2.17."),
            "The native packages do not load here: use a newer system, or the WebAssembly engine.",
        );
    } else {
        findings.add(
            "libc",
            Severity::Note,
            format!("glibc {version}."),
            "The native packages need 2.17.",
        );
    }
}
