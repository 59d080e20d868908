//! `batch`: order, refusals at their own line, files that appear whole, a closed pipe.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;
use common::{SECRET, command, fed, folder, run};
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

#[test]
fn in_the_order_of_the_users() {
    let users: String = (0..20_000).map(|n| format!("user{n}\n")).collect();
    let made = fed(&["batch", "--users", "-"], users.as_bytes());
    assert_eq!(made.code, 0, "{}", made.err);
    let lines = made.lines();
    assert_eq!(lines.len(), 20_000);
    for (n, line) in lines.iter().enumerate() {
        assert!(line.starts_with(&format!(r#"{{"user_id":"user{n}","token":"04"#)), "{line}");
    }
    let first = lines[0].split('"').nth(7).unwrap();
    assert_eq!(run(&["verify", "--user-id", "user0", first]).code, 0);
}

#[test]
fn a_bad_user_costs_the_others_nothing() {
    let made = fed(&["batch", "--users", "-"], b"a\n\n\xff\nq\"\\\r\nb");
    assert_eq!(made.code, 1);
    let lines = made.lines();
    assert_eq!(lines.len(), 5);
    assert!(lines[0].starts_with(r#"{"user_id":"a","token":"04"#));
    assert!(lines[1].starts_with(r#"{"user_id":"","error":{"code":3,"name":"user_id_invalid","#));
    assert!(lines[2].starts_with("{\"user_id\":\"\u{fffd}\",\"error\":{\"code\":3,"));
    assert!(lines[3].starts_with(r#"{"user_id":"q\"\\","token":"04"#));
    assert!(lines[4].starts_with(r#"{"user_id":"b","token":"04"#));
    assert_eq!(fed(&["batch", "--users", "-"], b"").code, 0);
}

#[test]
fn what_is_wrong_for_all_is_refused_before_anything_is_written() {
    let folder = folder("refused");
    let out = folder.join("out");
    let out = out.to_str().unwrap();
    for args in [&["--ttl", "0"][..], &["--room", "", "--login"], &["--room", "r", "--publish"]] {
        let refused = fed(&[&["batch", "--users", "-", "--out", out], args].concat(), b"a\n");
        assert_eq!(refused.code, 2, "{args:?}");
    }
    assert_eq!(run(&["batch", "--users", "/no/such/file", "--out", out]).code, 3);
    assert_eq!(fed(&["batch", "--users", "-", "--out", "/no/such/folder/out"], b"a\n").code, 3);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
}

#[test]
fn a_file_appears_only_when_it_is_whole() {
    let folder = folder("whole");
    let out = folder.join("out.jsonl");
    std::fs::write(&out, "old").unwrap();
    let mut child = command(&["batch", "--users", "-", "--out", out.to_str().unwrap()])
        .env("ZEGO_APP_ID", "7")
        .env("ZEGO_SERVER_SECRET", SECRET)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"a\nb\n").unwrap();
    while std::fs::read_dir(&folder).unwrap().count() < 2 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "old");
    drop(input);
    assert!(child.wait().unwrap().success());
    assert_eq!(std::fs::read_to_string(&out).unwrap().lines().count(), 2);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_exit_3_and_quiet() {
    let mut child = command(&["batch", "--users", "-"])
        .env("ZEGO_APP_ID", "7")
        .env("ZEGO_SERVER_SECRET", SECRET)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let feeder = std::thread::spawn(move || while input.write_all(b"someone\n").is_ok() {});
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.ends_with("}\n"));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(output.stderr.is_empty());
}
