//! `batch --out` in a folder that others may write to, and what is left when it does not finish.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;
use common::{SECRET, command, folder};
use std::fs::{self, OpenOptions, Permissions};
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, lchown, symlink};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Two users without an account, for runs as root.
const VICTIM: u32 = 54_321;
const ATTACKER: u32 = 12_345;

/// A folder like `/tmp`, and the program where every user may run it.
struct Shared {
    place: PathBuf,
    program: PathBuf,
    is_root: bool,
}

impl Shared {
    fn new(name: &str) -> Self {
        let id = std::process::id();
        let place = std::env::temp_dir().join(format!("token04-batch-{name}-{id}"));
        fs::create_dir_all(place.join("sticky")).unwrap();
        let program = place.join("token04");
        // Not by fs::copy: a child of another test could hold the file open for writing, and such
        // a program does not start.
        let copy = Command::new("cp").args([env!("CARGO_BIN_EXE_token04")]).arg(&program).status();
        assert!(copy.unwrap().success());
        let is_root = fs::metadata(&program).unwrap().uid() == 0;
        fs::set_permissions(&place, Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(place.join("sticky"), Permissions::from_mode(0o1777)).unwrap();
        Self { place, program, is_root }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.join("sticky").join(name)
    }

    /// As root, what was made here becomes the attacker's.
    fn plant(&self, path: &Path) {
        if self.is_root {
            lchown(path, Some(ATTACKER), Some(ATTACKER)).unwrap();
        }
    }

    /// The batch of the victim; as root that is another user than the attacker.
    fn batch(&self, out: &Path) -> Output {
        let mut run = Command::new(&self.program);
        run.args(["batch", "--users", "-", "--out"]).arg(out);
        run.env_clear().env("ZEGO_APP_ID", "7").env("ZEGO_SERVER_SECRET", SECRET);
        if self.is_root {
            run.uid(VICTIM).gid(VICTIM);
        }
        let run = run.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = run.spawn().unwrap();
        // A program that refuses at once reads nothing.
        let _ = child.stdin.take().unwrap().write_all(b"user1\nuser2\n");
        child.wait_with_output().unwrap()
    }

    fn names(&self) -> Vec<String> {
        let names = fs::read_dir(self.place.join("sticky")).unwrap();
        names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.place);
    }
}

fn assert_refused(output: &Output) {
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{message}");
    assert!(
        message.contains("its name is taken by a link, a folder, a pipe or a device"),
        "{message}"
    );
}

#[test]
fn a_pipe_of_another_user_gets_no_tokens() {
    let shared = Shared::new("pipe");
    let pipe = shared.path("tokens.jsonl");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    fs::set_permissions(&pipe, Permissions::from_mode(0o666)).unwrap();
    shared.plant(&pipe);
    // Opened for both, so that opening does not wait for a reader.
    let mut reader = OpenOptions::new().read(true).write(true).open(&pipe).unwrap();
    let output = shared.batch(&pipe);
    reader.write_all(b"\n").unwrap();
    let mut first = [0];
    reader.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"\n", "tokens were written into the pipe");
    assert_refused(&output);
    assert_eq!(shared.names(), ["tokens.jsonl"]);
}

#[test]
fn a_link_of_another_user_is_not_followed() {
    let shared = Shared::new("link");
    let precious = shared.place.join("precious");
    fs::create_dir(&precious).unwrap();
    let kept = precious.join("kept");
    fs::write(&kept, "kept").unwrap();
    if shared.is_root {
        chown(&precious, Some(VICTIM), Some(VICTIM)).unwrap();
        chown(&kept, Some(VICTIM), Some(VICTIM)).unwrap();
    }
    let link = shared.path("tokens.jsonl");
    for target in [&kept, &precious, &precious.join("new"), Path::new("/dev/null")] {
        symlink(target, &link).unwrap();
        shared.plant(&link);
        let output = shared.batch(&link);
        assert_eq!(fs::read_to_string(&kept).unwrap(), "kept", "the file behind the link changed");
        assert_refused(&output);
        assert_eq!(fs::read_link(&link).unwrap(), target);
        assert_eq!(fs::read_dir(&precious).unwrap().count(), 1);
        assert_eq!(shared.names(), ["tokens.jsonl"]);
        fs::remove_file(&link).unwrap();
    }
}

#[test]
fn devices_and_folders_are_refused() {
    let shared = Shared::new("device");
    for taken in [Path::new("/dev/null"), Path::new("/dev/stdout"), &shared.place.join("sticky")] {
        assert_refused(&shared.batch(taken));
    }
}

#[test]
fn a_file_of_another_user_is_kept() {
    let shared = Shared::new("file");
    let file = shared.path("tokens.jsonl");
    fs::write(&file, "theirs").unwrap();
    fs::set_permissions(&file, Permissions::from_mode(0o666)).unwrap();
    shared.plant(&file);
    let output = shared.batch(&file);
    let about = fs::metadata(&file).unwrap();
    if shared.is_root {
        // In a sticky folder no user can replace the file of another.
        assert_eq!(output.status.code(), Some(3));
        assert_eq!(
            (about.uid(), fs::read_to_string(&file).unwrap().as_str()),
            (ATTACKER, "theirs")
        );
    } else {
        assert!(output.status.success());
        assert_eq!(about.mode() & 0o777, 0o600);
    }
    assert_eq!(shared.names(), ["tokens.jsonl"]);
    let mine = shared.path("mine.jsonl");
    assert!(shared.batch(&mine).status.success());
    assert_eq!(fs::metadata(&mine).unwrap().mode() & 0o777, 0o600);
    assert_eq!(fs::read_to_string(&mine).unwrap().lines().count(), 2);
}

fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A batch that waits for more users, once its temporary file is there.
fn waiting(folder: &Path, out: &Path) -> Child {
    let mut child = command(&["batch", "--users", "-", "--out", out.to_str().unwrap()])
        .env("ZEGO_APP_ID", "7")
        .env("ZEGO_SERVER_SECRET", SECRET)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.as_mut().unwrap().write_all(b"user1\n").unwrap();
    let begun = Instant::now();
    while !names(folder).iter().any(|name| name.ends_with(".part")) {
        assert!(begun.elapsed() < Duration::from_secs(20), "no temporary file");
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

#[test]
fn a_signal_leaves_nothing_behind() {
    for (name, number) in [("INT", 2), ("TERM", 15), ("HUP", 1)] {
        let folder = folder(&format!("signal-{name}"));
        let out = folder.join("out.jsonl");
        fs::write(&out, "old").unwrap();
        let mut child = waiting(&folder, &out);
        let id = child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
        let status = child.wait().unwrap();
        assert_eq!(names(&folder), ["out.jsonl"], "{name}");
        assert_eq!(fs::read_to_string(&out).unwrap(), "old");
        assert_eq!(status.signal(), Some(number), "{name}");
    }
}

#[test]
fn a_failed_write_leaves_nothing_behind() {
    let folder = folder("full");
    let users: String = (0..20_000).map(|n| format!("user{n}\n")).collect();
    fs::write(folder.join("users"), users).unwrap();
    fs::create_dir(folder.join("out")).unwrap();
    // At most 64 KiB or so a file.
    let mut run = Command::new("sh");
    run.args(["-c", "ulimit -f 64; exec \"$0\" batch --users users --out out/tokens"]);
    run.arg(env!("CARGO_BIN_EXE_token04")).current_dir(&folder).stderr(Stdio::piped());
    run.env("ZEGO_APP_ID", "7").env("ZEGO_SERVER_SECRET", SECRET);
    let output = run.output().unwrap();
    assert_eq!(names(&folder.join("out")), Vec::<String>::new());
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{message}");
    assert!(message.starts_with("error: the output could not be written"), "{message}");
}

#[test]
fn a_name_that_is_taken_meanwhile_is_refused_too() {
    let folder = folder("meanwhile");
    let (out, kept) = (folder.join("out"), folder.join("kept"));
    fs::write(&kept, "kept").unwrap();
    let mut child = waiting(&folder, &out);
    symlink(&kept, &out).unwrap();
    drop(child.stdin.take());
    assert_eq!(child.wait().unwrap().code(), Some(3));
    assert_eq!(names(&folder), ["kept", "out"]);
    assert_eq!(fs::read_to_string(&kept).unwrap(), "kept");
}
