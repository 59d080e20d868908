//! Runs the program with a clean environment and asserts that no output holds a secret.
#![allow(dead_code, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

pub const SECRET: &str = "fa94dd0f974cf2e293728a526b028271";
pub const OTHER: &str = "0123456789abcdef0123456789abcdef";

/// What a run gave.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// The one line of output.
    pub fn line(&self) -> &str {
        assert_eq!(self.code, 0, "{}", self.err);
        let line = self.out.strip_suffix('\n').unwrap();
        assert!(!line.contains('\n'), "{line}");
        line
    }

    pub fn lines(&self) -> Vec<&str> {
        self.out.lines().collect()
    }
}

/// A run with app id and secret in the environment.
pub fn run(args: &[&str]) -> Run {
    with(args, &[("ZEGO_APP_ID", "7"), ("ZEGO_SERVER_SECRET", SECRET)], b"")
}

/// The same with something on stdin.
pub fn fed(args: &[&str], stdin: &[u8]) -> Run {
    with(args, &[("ZEGO_APP_ID", "7"), ("ZEGO_SERVER_SECRET", SECRET)], stdin)
}

/// A run with just this environment.
pub fn with(args: &[&str], env: &[(&str, &str)], stdin: &[u8]) -> Run {
    let mut child = command(args)
        .envs(env.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let stdin = stdin.to_vec();
    let feeder = std::thread::spawn(move || drop(input.write_all(&stdin)));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    let run = Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    for secret in [SECRET, OTHER] {
        assert!(!run.out.contains(secret) && !run.err.contains(secret), "a secret got out");
    }
    assert!(!run.out.contains('\x1b'), "colours where there is no terminal");
    run
}

pub fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_token04"));
    command.args(args);
    for name in ["ZEGO_APP_ID", "ZEGO_SERVER_SECRET", "ZEGO_PREVIOUS_SERVER_SECRET"] {
        command.env_remove(name);
    }
    command
}

/// An empty folder of this test's own.
pub fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
