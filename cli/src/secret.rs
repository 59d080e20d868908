//! Where the ServerSecret comes from: the environment or a file, never the command line.

use std::fs::File;
use std::io::{self, Read};

use clap::{Arg, ArgMatches, ValueHint, value_parser};
use std::ffi::OsString;
use token04::env::EnvVariable;
use zeroize::Zeroizing;

use crate::failure::Failure;

/// Bytes of a secret, wiped when dropped; of any length, for the core to check.
pub type Secret = Zeroizing<Vec<u8>>;

/// At most this much of a secret file is read; anything longer is no secret.
const FILE_MAX_BYTES: usize = 4096;

/// `--secret-file`.
pub fn arg() -> Arg {
    Arg::new("secret-file")
        .long("secret-file")
        .value_name("PATH|-")
        .value_hint(ValueHint::FilePath)
        .value_parser(value_parser!(OsString))
        .help("File with the ServerSecret, - for stdin [default: the variable ZEGO_SERVER_SECRET]")
        .long_help(
            "File with the ServerSecret, - for stdin. It takes precedence over the environment \
             variable ZEGO_SERVER_SECRET. One newline at its end is removed, \
             nothing else.",
        )
}

/// Whether the secret is to come from stdin.
pub fn from_stdin(matches: &ArgMatches) -> bool {
    matches.get_one::<OsString>("secret-file").is_some_and(|path| path == "-")
}

/// The current secret, where one is given.
pub fn optional(matches: &ArgMatches) -> Result<Option<Secret>, Failure> {
    match matches.get_one::<OsString>("secret-file") {
        None => Ok(variable(EnvVariable::ServerSecret)),
        Some(path) if path == "-" => read(stdin()).map(Some),
        // The path is not repeated in the message: it may be the secret itself, given by mistake.
        Some(path) => read(File::open(path)).map(Some),
    }
}

/// The current secret.
pub fn required(matches: &ArgMatches) -> Result<Secret, Failure> {
    optional(matches)?.ok_or_else(|| {
        Failure::usage(
            "no ServerSecret: set the environment variable ZEGO_SERVER_SECRET, or give \
             --secret-file PATH (- for stdin)",
        )
    })
}

/// The secret before the last rotation, where one is given: an empty variable counts as not set.
pub fn previous() -> Option<Secret> {
    variable(EnvVariable::PreviousServerSecret).filter(|secret| !secret.is_empty())
}

fn variable(variable: EnvVariable) -> Option<Secret> {
    std::env::var_os(variable.name()).map(|value| Zeroizing::new(value.into_encoded_bytes()))
}

/// stdin without a buffer in between, which would keep the secret.
#[cfg(unix)]
fn stdin() -> io::Result<File> {
    use std::os::fd::AsFd;
    io::stdin().as_fd().try_clone_to_owned().map(File::from)
}

#[cfg(windows)]
fn stdin() -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    io::stdin().as_handle().try_clone_to_owned().map(File::from)
}

fn read(file: io::Result<File>) -> Result<Secret, Failure> {
    let failed = |error| Failure::Io("the secret file could not be read", error);
    let mut file = file.map_err(failed)?;
    // One buffer of fixed size: growing would leave copies behind.
    let mut buffer = Zeroizing::new(vec![0; FILE_MAX_BYTES]);
    let mut length = 0;
    while let Some(rest) = buffer.get_mut(length..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(bytes) => length += bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failed(error)),
        }
    }
    buffer.truncate(length);
    let kept = without_newline(&buffer).len();
    buffer.truncate(kept);
    Ok(buffer)
}

/// Without the one newline at the end, `\n` or `\r\n`.
fn without_newline(bytes: &[u8]) -> &[u8] {
    let Some(bytes) = bytes.strip_suffix(b"\n") else { return bytes };
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::without_newline;

    #[test]
    fn exactly_one_newline_is_removed() {
        for (given, kept) in [
            (&b"s"[..], &b"s"[..]),
            (b"s\n", b"s"),
            (b"s\r\n", b"s"),
            (b"s\n\n", b"s\n"),
            (b"s\r", b"s\r"),
            (b" s \n", b" s "),
            (b"", b""),
            (b"\n", b""),
        ] {
            assert_eq!(without_newline(given), kept);
        }
    }
}
