//! `token04 explain`: why a token was refused, as a report to read.

use std::env;
use std::fmt::Write as _;
use std::io::{self, IsTerminal};

use clap::{ArgMatches, Command};
use token04::env::EnvVariable;
use token04::{Error, ExplainInput, Finding, Report, Severity};

use crate::failure::{Failure, Outcome};
use crate::secret::{self, Secret};
use crate::tokens::{self, Answer};
use crate::{args, output};

const AFTER_HELP: &str = "\
It works without a secret and says more with one, of any length. Say what you expected of the
token and that is compared as well. The exit code is 1 when an error was found. The report is for
developers: never send it to a remote client.

Example: token04 explain --app-id 1234567890 --user user1 --room room1 TOKEN";

/// Its command line.
pub fn command() -> Command {
    Command::new("explain")
        .about("Login refused? Report why, most likely cause first")
        .after_help(AFTER_HELP)
        .arg(args::app_id_arg())
        .arg(args::user_arg("The user the token is meant for"))
        .arg(args::text("room", "R", "The room the user is to log in to"))
        .arg(args::text("stream", "S", "The stream the user is to publish"))
        .arg(args::switch("kit", "A token of the web UI kit is due").conflicts_with("plain"))
        .arg(args::switch("plain", "A plain token is due, none of the web UI kit"))
        .arg(args::now_arg())
        .arg(args::switch("json", "Print one JSON object for each token"))
        .arg(secret::arg())
        .arg(tokens::arg())
}

/// Explains, prints.
pub fn run(matches: &ArgMatches) -> Result<Outcome, Failure> {
    tokens::check(matches)?;
    let app_id = app_id(matches)?;
    let secret = secret::optional(matches)?;
    let style = Style::of_stdout();
    tokens::answer_each(matches, |token| {
        let report = token04::explain(&input(matches, token, app_id, secret.as_ref()));
        let refused = report.severity() >= Some(Severity::Error);
        let text = if matches.get_flag("json") {
            Answer::json(Ok(report.to_json())).text
        } else {
            render(&report, style)
        };
        Answer { text, refused }
    })
}

/// Any 64-bit number; the report judges it.
fn app_id(matches: &ArgMatches) -> Result<Option<i64>, Failure> {
    let given = args::bytes(matches, "app-id").map(<[u8]>::to_vec);
    let variable =
        || env::var_os(EnvVariable::AppId.name()).map(std::ffi::OsString::into_encoded_bytes);
    let Some(text) = given.or_else(variable) else { return Ok(None) };
    let number = std::str::from_utf8(&text).ok().and_then(|text| text.parse().ok());
    Ok(Some(number.ok_or(Error::AppIdInvalid)?))
}

fn input<'a>(
    matches: &'a ArgMatches,
    token: &'a [u8],
    app_id: Option<i64>,
    secret: Option<&'a Secret>,
) -> ExplainInput<'a> {
    let mut input = ExplainInput::new_at(token, args::now(matches));
    if let Some(secret) = secret {
        input = input.secret(secret.as_slice());
    }
    if let Some(app_id) = app_id {
        input = input.app_id(app_id);
    }
    if let Some(user_id) = args::bytes(matches, "user") {
        input = input.user_id(user_id);
    }
    if let Some(room_id) = args::bytes(matches, "room") {
        input = input.room_id(room_id);
    }
    if let Some(stream_id) = args::bytes(matches, "stream") {
        input = input.stream_id(stream_id);
    }
    match (matches.get_flag("kit"), matches.get_flag("plain")) {
        (true, _) => input.kit(true),
        (_, true) => input.kit(false),
        _ => input,
    }
}

/// Whether the report is coloured.
#[derive(Clone, Copy)]
pub struct Style {
    coloured: bool,
}

impl Style {
    /// Coloured on a terminal, unless `NO_COLOR` is set to something.
    pub fn of_stdout() -> Self {
        let unwanted = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { coloured: io::stdout().is_terminal() && !unwanted }
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.coloured { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// The report as a person reads it.
pub fn render(report: &Report, style: Style) -> String {
    let verdict = match report.severity() {
        None | Some(Severity::Note) => "Nothing wrong was found in what could be checked.",
        Some(_) if report.findings.len() == 1 => "One finding.",
        Some(_) => "Most likely cause first:",
    };
    let mut text = style.paint("1", verdict) + "\n";
    for finding in &report.findings {
        render_finding(&mut text, finding, style);
    }
    text.push('\n');
    text
}

fn render_finding(text: &mut String, finding: &Finding, style: Style) {
    let head = (finding.severity, finding.id.name());
    render_parts(text, head, (&finding.message, finding.advice), finding.sdk_codes, style);
}

/// One finding: severity and id, message and advice, codes.
pub fn render_parts(
    text: &mut String,
    (severity, id): (Severity, &str),
    (message, advice): (&str, &str),
    sdk_codes: &[i32],
    style: Style,
) {
    let colour = match severity {
        Severity::Critical => "1;35",
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        Severity::Note => "36",
    };
    // Writing to a `String` cannot fail.
    let _ = writeln!(
        text,
        "\n{} [{id}]\n  {}\n  -> {}",
        style.paint(colour, severity.name()),
        output::escaped(message),
        output::escaped(advice)
    );
    if !sdk_codes.is_empty() {
        let codes: Vec<String> = sdk_codes.iter().map(i32::to_string).collect();
        let _ = writeln!(text, "  SDK codes: {}", codes.join(", "));
    }
}
