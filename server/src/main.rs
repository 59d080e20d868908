//! `token04-server`: a token service for ZEGOCLOUD Token04 that checks who asks. Unofficial.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Parser, Subcommand};
use serde_json::json;

use token04_server::app::{App, State};
use token04_server::caller::Proof;
use token04_server::config::Config;
use token04_server::rehearsal::{self, Rehearsal};
use token04_server::{log, openapi, serve};

/// Mints ZEGOCLOUD Token04 tokens for authenticated users. Unofficial.
#[derive(Parser)]
#[command(name = "token04-server", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves POST /token. Secrets come from ZEGO_SERVER_SECRET or ZEGO_SERVER_SECRET_FILE.
    Serve(Box<Serve>),
    /// Checks the configuration and the secrets, and serves nothing.
    CheckConfig {
        /// The configuration.
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
    },
    /// Asks a running service whether it is ready; for health checks in images without curl.
    Health {
        /// Which page to ask, http only.
        #[arg(long, default_value = "http://127.0.0.1:8080/readyz")]
        url: String,
    },
    /// Writes the OpenAPI document.
    Openapi,
}

#[derive(Args)]
struct Serve {
    /// The configuration.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Mints for anybody on this machine. Never where others can log in.
    #[arg(long)]
    dev: bool,
    /// The user that --dev mints for when the request names none.
    #[arg(long, value_name = "USER", default_value = "dev-user", requires = "dev")]
    dev_user: String,
    /// Where to listen, instead of the configuration's.
    #[arg(long, value_name = "HOST:PORT")]
    listen: Option<String>,
    /// Where /metrics listens, instead of the configuration's; `none` for nowhere.
    #[arg(long, value_name = "HOST:PORT")]
    metrics_listen: Option<String>,
    /// Rehearses login, publishing and renewal under /rehearsal, on this machine alone.
    #[arg(long)]
    rehearsal: bool,
    /// How many times as fast the rehearsal's clock runs, 1 to 3600.
    #[arg(long, value_name = "TIMES", default_value_t = 1, requires = "rehearsal",
          value_parser = clap::value_parser!(u16).range(1..=3600))]
    rehearsal_speed: u16,
    /// Serves the console page, dist/token04-console.html, at /console, on this machine alone.
    #[arg(long, value_name = "FILE")]
    console: Option<PathBuf>,
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Serve(options) => start(&options),
        Command::CheckConfig { config } => check_config(&config),
        Command::Health { url } => health(&url),
        Command::Openapi => openapi::document().map_err(|e| e.to_string()).and_then(|d| say(&d)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            let _ = writeln!(std::io::stderr(), "token04-server: {message}");
            ExitCode::FAILURE
        }
    }
}

fn say(text: &str) -> Result<(), String> {
    std::io::stdout().write_all(text.as_bytes()).map_err(|e| e.to_string())
}

fn health(url: &str) -> Result<(), String> {
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(std::time::Duration::from_secs(3)))
        .max_redirects(0)
        .proxy(None);
    let response = ureq::Agent::from(config.build()).get(url).call().map_err(|e| e.to_string())?;
    if response.status() == 200 { Ok(()) } else { Err(format!("{url}: {}", response.status())) }
}

fn check_config(file: &PathBuf) -> Result<(), String> {
    let state = State::read(Some(file), false)?;
    let who = match (&state.config.jwt, &state.config.header) {
        (Some(jwt), _) => format!("tokens of {}", jwt.issuer),
        (_, Some(header)) => format!("a reverse proxy, by {}", header.user_header),
        _ => return Err(NO_PROOF.into()),
    };
    let Config { allow, max_ttl, .. } = &state.config;
    let (app_id, entries) = (state.generator.app_id(), allow.len());
    say(&format!(
        "The configuration is valid: app {app_id}, callers by {who}, {entries} entries of \
         [[allow]], at most {max_ttl} seconds.\n"
    ))
}

const NO_PROOF: &str = "the configuration has neither [jwt] nor [header], so nobody could prove \
    who they are; use --dev to try the service on this machine";

fn start(options: &Serve) -> Result<(), String> {
    if options.config.is_none() && !options.dev {
        return Err("serve needs --config FILE, or --dev on this machine".into());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = runtime.map_err(|e| e.to_string())?.block_on(run(options));
    log::flush();
    outcome
}

async fn run(options: &Serve) -> Result<(), String> {
    let metrics = serve::install_metrics()?;
    let state = State::read(options.config.as_ref(), options.dev)?;
    let local_only = options.dev || options.rehearsal || options.console.is_some();
    let console = match &options.console {
        Some(file) => {
            Some(std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?)
        }
        None => None,
    };
    let proof = match (&state.config.jwt, &state.config.header) {
        _ if options.dev => Proof::Dev(options.dev_user.clone()),
        (Some(jwt), _) => Proof::jwt(jwt)?,
        (_, Some(header)) => Proof::header(header)?,
        _ => return Err(NO_PROOF.into()),
    };
    let http = state.config.http.clone();
    let listener =
        serve::listen(options.listen.as_ref().unwrap_or(&http.listen), local_only).await?;
    let metrics_listen = match &options.metrics_listen {
        Some(address) => address.as_str(),
        None if options.dev => "none",
        None => &http.metrics_listen,
    };
    let metrics_listener = match metrics_listen {
        "none" => None,
        address => Some(serve::listen(address, local_only).await?),
    };
    let address = listener.local_addr().map_err(|e| e.to_string())?.to_string();
    if options.dev {
        warn_of_dev(&address);
    }
    log::start();
    if options.rehearsal {
        log::warn("rehearsal", json!({ "message": rehearsal::NOTE }));
    }
    let about = json!({
        "address": address, "app_id": state.generator.app_id(), "dev": options.dev,
        "metrics": metrics_listener.as_ref().and_then(|l| l.local_addr().ok()).map(|a| a.to_string()),
        "rehearsal": options.rehearsal, "version": env!("CARGO_PKG_VERSION"),
    });
    let rehearsal =
        options.rehearsal.then(|| Arc::new(Rehearsal::new(options.rehearsal_speed.into())));
    let app = App::new(options.config.clone(), state, proof, local_only, rehearsal, console);
    log::info("listening", about);
    // Many systems allow a process 1,024 open files, and more when it asks.
    let files = rlimit::increase_nofile_limit(u64::MAX).unwrap_or(0);
    if files < http.max_connections as u64 {
        log::warn(
            "few_files",
            json!({ "open_files": files, "max_connections": http.max_connections }),
        );
    }
    serve::run(app, listener, metrics_listener, metrics).await
}

fn warn_of_dev(address: &str) {
    let _ = writeln!(
        std::io::stderr(),
        "\n  *** --dev: http://{address} mints a token for ANYBODY on this machine who asks. ***\n  \
         *** For others, configure [jwt] or [header]: see server/README.md.            ***\n"
    );
}
