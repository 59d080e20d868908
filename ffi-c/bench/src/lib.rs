//! Calls the core like a Rust program, many times in a loop that C can time.

#![allow(unsafe_code, reason = "a language boundary; each use has a SAFETY line")]

use std::hint::black_box;
use std::time::Duration;

use token04::{
    Mode, RawRequest, Result, RoomPrivileges, TokenGenerator, TokenVerifier, generate_token04,
    system_now,
};

const APP_ID: u32 = 1_234_567_890;
const SECRET: &str = "fa94dd0f974cf2e293728a526b028271";
const HOUR: Duration = Duration::from_secs(3600);
const USERS: usize = 1000;

/// What is called; `bench.c` uses the same numbers.
fn run(kind: u32, calls: u32) -> Result<usize> {
    let cbc = TokenGenerator::new(APP_ID, SECRET)?;
    let gcm = TokenGenerator::new(APP_ID, SECRET)?.with_mode(Mode::Gcm);
    let verifier = TokenVerifier::new(APP_ID, SECRET)?;
    let privileges = RoomPrivileges::login_and_publish_any("room1")?;
    let token = cbc.identity_token("user1", HOUR)?;
    let users = ["user1"; USERS];
    let mut room = [0; 1024];
    let mut bytes = 0;
    for _ in 0..calls {
        bytes += match kind {
            0 => cbc.identity_token(black_box("user1"), HOUR)?.len(),
            1 => cbc.privilege_token(black_box("user1"), HOUR, &privileges)?.len(),
            2 => gcm.identity_token(black_box("user1"), HOUR)?.len(),
            3 => generate_token04(APP_ID, black_box("user1"), SECRET, 3600, "")?.len(),
            // The raw entry point that the ABI uses.
            6 => {
                let (user_id, payload) = (black_box(&b"user1"[..]), &b""[..]);
                let request = RawRequest { user_id, ttl: 3600, payload, now: system_now() };
                cbc.draft(&request)?.write(&mut room)?
            }
            7 => {
                let anew = RoomPrivileges::login_and_publish_any(black_box("room1"))?;
                cbc.privilege_token(black_box("user1"), HOUR, &anew)?.len()
            }
            4 => cbc.generate_batch(black_box(users), HOUR, "")?.len(),
            _ => verifier.verify_user(black_box(&token), "user1")?.claims.user_id.len(),
        };
    }
    Ok(bytes)
}

/// Calls the core this many times; 0 when it failed.
#[unsafe(no_mangle)]
pub extern "C" fn core_calls(kind: u32, calls: u32) -> usize {
    run(kind, calls).unwrap_or(0)
}
