//! The command line over any files: the secret file, the list of users of a batch, and the reader
//! of lines. The modules are the program's own.
//!
//! The first byte chooses the test, the second is the secret file's length, the rest is the list.
#![no_main]
#![allow(
    dead_code,
    missing_docs,
    unused_imports,
    reason = "not every module of the program is used here"
)]

/// The modules of the program: `crate::NAME` in them is found by the import below.
#[path = "../../../cli/src"]
mod program {
    pub mod app;
    pub mod args;
    pub mod batch;
    pub mod completions;
    pub mod decode;
    pub mod demo;
    pub mod doctor;
    pub mod explain;
    pub mod failure;
    pub mod generate;
    pub mod inspect;
    pub mod lines;
    pub mod man;
    pub mod output;
    pub mod scan;
    pub mod seconds;
    pub mod secret;
    pub mod tokens;
    pub mod verify;
}
use program::*;

use std::ffi::OsString;
use std::fs;
use std::io::BufReader;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let place = if memory.is_dir() { memory } else { std::env::temp_dir() };
    let folder = place.join(format!("token04-fuzz-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder for files");
    folder
});

fuzz_target!(|data: &[u8]| {
    let Some(([choice, length], rest)) = data.split_first_chunk::<2>() else { return };
    let (secret, list) = rest.split_at(usize::from(*length).min(rest.len()));
    read_lines(list, usize::from(*choice));
    let (secret_file, users) = (FOLDER.join("secret"), FOLDER.join("users"));
    let good = b"0123456789abcdef0123456789abcdef\n";
    fs::write(&secret_file, if choice & 1 == 0 { good } else { secret }).expect("room");
    fs::write(&users, list).expect("room");
    let token = list.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let token: Vec<u8> = token.iter().copied().filter(|byte| *byte != 0).collect();
    let mut words: Vec<OsString> = vec!["token04".into()];
    let batch = choice & 14 == 0;
    let verb = match choice >> 1 & 7 {
        0 => "batch",
        1 | 2 => "verify",
        3 | 4 => "decode",
        5 => "inspect",
        6 => "generate",
        _ => "explain",
    };
    words.push(verb.into());
    if verb != "inspect" {
        words.extend(["--secret-file".into(), secret_file.into()]);
    }
    match verb {
        "batch" => {
            words.extend(["--app-id".into(), "7".into(), "--users".into(), users.clone().into()]);
        }
        "generate" => words.extend([
            "--app-id".into(),
            "7".into(),
            "--user".into(),
            OsString::from_vec(token),
        ]),
        _ => {
            if verb == "verify" {
                words.extend(["--app-id", "7", "--user", "u"].map(OsString::from));
            }
            words.extend(["--".into(), OsString::from_vec(token)]);
        }
    }
    match app::command().try_get_matches_from(words) {
        Ok(matches) => match app::run(&matches) {
            Ok(_) => {}
            Err(failure) => {
                assert!(!batch || choice & 1 == 1, "a batch with a valid secret ends: {failure:?}");
                let _ = failure.exit_code();
            }
        },
        Err(error) => drop(app::refuse_usage(error)),
    }
});

/// The lines, with a small buffer, so that they end in its middle, are those that `split` finds.
fn read_lines(list: &[u8], choice: usize) {
    let (buffer, kept) = (1 + choice % 9, 1 + choice % 40);
    let mut input = BufReader::with_capacity(buffer, list);
    let mut expected = list.split(|byte| *byte == b'\n');
    let mut left = if list.is_empty() || list.ends_with(b"\n") { 0 } else { 1 };
    left += list.iter().filter(|byte| **byte == b'\n').count();
    let mut line = Vec::new();
    while lines::read(&mut input, &mut line, kept).expect("memory does not fail") {
        let whole = expected.next().expect("no more lines than there are");
        assert!(whole.starts_with(&line) && line.len() <= kept);
        assert!(whole.len() - line.len() <= whole.len().saturating_sub(kept) + 1);
        line.clear();
        left -= 1;
    }
    assert_eq!(left, 0);
}
