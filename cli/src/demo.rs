//! `token04 demo`: the main job from beginning to end, with nothing to configure.

use clap::{ArgMatches, Command};
use rand::TryRng;
use rand::rngs::SysRng;
use std::fmt::Write as _;
use token04::{
    Error, ExplainInput, Mode, RawRequest, RoomPrivileges, TokenGenerator, TokenVerifier,
    system_now,
};
use zeroize::Zeroizing;

use crate::explain::{Style, render};
use crate::failure::{Failure, Outcome};
use crate::output;
use crate::secret::Secret;

const APP_ID: u32 = 1_234_567_890;
const USER: &str = "user1";
const ROOM: &str = "room1";
const TTL_SECONDS: i64 = 3600;

/// Its command line.
pub fn command() -> Command {
    Command::new("demo").about("Show the main job with a throwaway secret: start here")
}

/// Mints, decodes, verifies, tampers, explains.
pub fn run(_: &ArgMatches) -> Result<Outcome, Failure> {
    let secret = throwaway_secret()?;
    let other_secret = throwaway_secret()?;
    let now = system_now();
    output::print(&format!(
        "A Token04 lets one user of your app into the vendor's voice and video rooms, until it\n\
         expires. Your server mints it with the app's ServerSecret, 32 characters that never leave\n\
         the server; the client logs in with the token. This demo has made a throwaway secret.\n\
         The app is {APP_ID}, the user {USER}, the lifetime one hour.\n"
    ))?;

    let verifier = TokenVerifier::new(APP_ID, &secret)?;
    let mut last_token = String::new();
    for mode in Mode::ALL {
        let generator = TokenGenerator::from_raw(APP_ID.into(), &secret, mode.number())?;
        let tokens = Tokens::mint(&generator, now)?;
        output::print(&chapter(mode, &tokens, &verifier, &secret, now)?)?;
        last_token = tokens.privilege;
    }
    output::print(&ending(&last_token, &verifier, &other_secret, now))?;
    Ok(Outcome::Clean)
}

/// 32 characters, as the vendor's console shows them.
fn throwaway_secret() -> Result<Secret, Failure> {
    let mut entropy = Zeroizing::new([0; 16]);
    SysRng.try_fill_bytes(entropy.as_mut_slice()).map_err(|_| Error::RandomUnavailable)?;
    let digit = |value: u8| if value < 10 { b'0' + value } else { b'a' + (value - 10) };
    let mut secret = Zeroizing::new(Vec::with_capacity(32));
    for byte in entropy.iter() {
        secret.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
    }
    Ok(secret)
}

struct Tokens {
    identity: String,
    privilege: String,
}

impl Tokens {
    fn mint(generator: &TokenGenerator, now: i64) -> Result<Self, Error> {
        let mint = |payload: &[u8]| {
            let request = RawRequest { user_id: USER.as_bytes(), ttl: TTL_SECONDS, payload, now };
            generator.draft(&request)?.finish()
        };
        let privileges = RoomPrivileges::login_only(ROOM)?;
        Ok(Self { identity: mint(b"")?, privilege: mint(privileges.payload().as_bytes())? })
    }
}

fn chapter(
    mode: Mode,
    tokens: &Tokens,
    verifier: &TokenVerifier,
    secret: &Secret,
    now: i64,
) -> Result<String, Error> {
    let about = match mode {
        Mode::Cbc => "the default: every server and SDK reads it",
        Mode::Gcm => "newer",
    };
    let (identity, privilege) = (&tokens.identity, &tokens.privilege);
    let user = |token: &str, user| verdict(verifier.verify_user_at(token, user, now));
    let mut text = format!("\n== {} ({about}) ==\n", mode.name().to_uppercase());
    // Writing to a `String` cannot fail.
    let _ = write!(
        text,
        "\nAn identity token says who the user is:\n  {}\nDecoded with the secret:\n  {}\n\
         Verified for {USER}: {}\n\
         Verified for another user: {}\n\
         \nA privilege token also says what the user may do, here log in to {ROOM}, not publish:\n  \
         {}\nDecoded with the secret:\n  {}\n\
         Verified for {ROOM}: {}\n\
         Verified for publishing a stream: {}\n",
        tokens.identity,
        token04::decode(&tokens.identity, secret)?.to_json(),
        user(identity, USER),
        user(identity, "user2"),
        tokens.privilege,
        token04::decode(&tokens.privilege, secret)?.to_json(),
        verdict(verifier.verify_login_at(privilege, USER, ROOM, now)),
        verdict(verifier.verify_publish_at(privilege, USER, ROOM, "stream1", now)),
    );
    Ok(text)
}

fn verdict<T>(result: Result<T, Error>) -> String {
    match result {
        Ok(_) => "accepted".to_owned(),
        Err(error) => format!("refused, {} {}: {error}", error.code(), error.name()),
    }
}

fn ending(token: &str, verifier: &TokenVerifier, other_secret: &Secret, now: i64) -> String {
    let tampered = tamper(token);
    let input = ExplainInput::new_at(token, now).secret(other_secret.as_slice()).app_id(APP_ID);
    format!(
        "\n== What goes wrong ==\n\
         \nThe GCM token with one character changed: {}\n\
         The same token two hours later: {}\n\
         \nAnd with the secret of another app, `token04 explain` says:\n\n{}\
         Next: set ZEGO_APP_ID and ZEGO_SERVER_SECRET (both from the vendor's console), then\n  \
         token04 generate --user {USER}\n",
        verdict(verifier.verify_at(&tampered, now)),
        verdict(verifier.verify_at(token, now.saturating_add(2 * TTL_SECONDS))),
        render(&token04::explain(&input), Style::of_stdout()),
    )
}

/// Another character in the middle of the ciphertext.
fn tamper(token: &str) -> String {
    let middle = token.len() / 2;
    let change = |(at, c)| match (at == middle, c) {
        (false, c) => c,
        (true, 'A') => 'B',
        (true, _) => 'A',
    };
    token.chars().enumerate().map(change).collect()
}
