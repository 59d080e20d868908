//! A loopback HTTP server with the library's defaults, for the attack programs in this folder.
//!
//! ```text
//! token04-attack-server [--repeat-entropy]
//! POST /verify[?user=U[&room=R[&stream=S]]]   body: token     200 and the user, or one constant 401
//! POST /mint?user=U[&mode=gcm][&now=N]        body: payload   200 and a token of one hour
//! ```
//!
//! `/mint` returns what an attacker gets from an app by logging in as himself; `now` stands for
//! waiting. App id and secret come from the environment. With `--repeat-entropy` every token is
//! minted with the same random bytes, as after a snapshot or a fork that repeats a random state.

mod judge;

use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;

use judge::Requested;
use token04::host::Host;
use token04::{Mode, RawRequest, TokenGenerator, TokenVerifier};

const BODY_MAX_BYTES: usize = 1 << 18;
const LIFETIME_SECONDS: i64 = 3600;

struct App {
    cbc: TokenGenerator,
    gcm: TokenGenerator,
    verifier: TokenVerifier,
}

/// A random state that repeats.
struct Repeating;

impl Host for Repeating {
    fn entropy(&self, out: &mut [u8]) -> bool {
        out.fill(0x5a);
        true
    }
}

fn main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let _ = writeln!(io::stderr(), "token04-attack-server: {why}");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> Result<(), String> {
    let repeats = std::env::args().any(|argument| argument == "--repeat-entropy");
    let app = Arc::new(App {
        cbc: generator(Mode::Cbc, repeats)?,
        gcm: generator(Mode::Gcm, repeats)?,
        verifier: TokenVerifier::from_env().map_err(|error| error.to_string())?,
    });
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let port = listener.local_addr().map_err(|error| error.to_string())?.port();
    writeln!(io::stdout(), "listening on {port}").map_err(|error| error.to_string())?;
    for stream in listener.incoming().flatten() {
        let app = Arc::clone(&app);
        thread::spawn(move || connection(&app, &stream));
    }
    Ok(())
}

fn generator(mode: Mode, repeats: bool) -> Result<TokenGenerator, String> {
    let made = TokenGenerator::from_env().map_err(|error| error.to_string())?.with_mode(mode);
    Ok(if repeats { made.with_host(&Repeating) } else { made })
}

/// Serves one connection until the client closes it.
fn connection(app: &App, stream: &TcpStream) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut input = BufReader::with_capacity(BODY_MAX_BYTES, stream);
    let mut output = stream;
    loop {
        let (target, body) = request(&mut input)?;
        let answer = match respond(app, &target, &body) {
            Some(text) => {
                format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{text}", text.len())
            }
            None => "HTTP/1.1 401 Unauthorized\r\nContent-Length: 7\r\n\r\nrefused".to_owned(),
        };
        output.write_all(answer.as_bytes()).ok()?;
    }
}

/// The target and the body of the next request.
fn request(input: &mut impl BufRead) -> Option<(String, String)> {
    let mut line = String::new();
    input.read_line(&mut line).ok()?;
    let target = line.split(' ').nth(1)?.to_owned();
    let mut length = 0;
    loop {
        line.clear();
        input.read_line(&mut line).ok()?;
        let Some((name, value)) = line.split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok()?;
        }
    }
    if length > BODY_MAX_BYTES {
        return None;
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    Some((target, String::from_utf8(body).ok()?))
}

/// `None` is the same response for everything that is refused.
fn respond(app: &App, target: &str, body: &str) -> Option<String> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let named = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
    };
    match path {
        "/verify" => {
            let requested =
                Requested { user: named("user"), room: named("room"), stream: named("stream") };
            judge::accepted_user(&app.verifier, body, &requested)
        }
        "/mint" => {
            let generator = if named("mode")? == "gcm" { &app.gcm } else { &app.cbc };
            let now =
                named("now").map_or_else(|| Some(token04::system_now()), |n| n.parse().ok())?;
            let user = named("user")?;
            let request = RawRequest {
                user_id: user.as_bytes(),
                ttl: LIFETIME_SECONDS,
                payload: body.as_bytes(),
                now,
            };
            generator.draft(&request).ok()?.finish().ok()
        }
        _ => None,
    }
}
