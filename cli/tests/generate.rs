//! `generate`, and where the secret and the app id come from.
#![allow(clippy::unwrap_used)]

mod common;
use common::{OTHER, SECRET, fed, folder, run, with};

fn decoded(token: &str) -> String {
    run(&["decode", token]).line().to_owned()
}

#[test]
fn the_token_and_nothing_else() {
    let made = run(&["generate", "--user-id", "u1"]);
    assert!(made.line().starts_with("04") && made.err.is_empty());
    let claims = decoded(made.line());
    assert!(claims.starts_with(
        r#"{"ok":true,"mode":"cbc","authenticated":true,"claims":{"app_id":7,"user_id":"u1""#
    ));
    let gcm = run(&["generate", "--app-id", "8", "--user-id", "u1", "--mode", "gcm"]);
    assert!(
        decoded(gcm.line()).contains(r#""mode":"gcm","authenticated":true,"claims":{"app_id":8"#)
    );
    let free = run(&["generate", "--user-id", "u1", "--payload", "any é"]);
    assert!(decoded(free.line()).contains(r#""payload":"any é""#));
}

#[test]
fn lifetimes() {
    let field = |json: &str, name: &str| -> i64 {
        let rest = json.split(&format!("\"{name}\":")).nth(1).unwrap();
        rest.split([',', '}']).next().unwrap().parse().unwrap()
    };
    for (ttl, seconds) in [(None, 3600), (Some("7"), 7), (Some("90m"), 5400), (Some("3d"), 259_200)]
    {
        let mut args = vec!["generate", "--user-id", "u1", "--json"];
        args.extend(ttl.iter().flat_map(|ttl| ["--ttl", ttl]));
        let made = run(&args);
        let json = made.line();
        assert!(json.starts_with(r#"{"ok":true,"token":"04"#), "{json}");
        assert_eq!(field(json, "expires_at") - field(json, "issued_at"), seconds);
        assert!(field(json, "refresh_at") <= field(json, "expires_at"));
    }
    for bad in ["0", "-1", "1.5h", "x", "9223372036854775807", "9223372036854775807d"] {
        assert_eq!(run(&["generate", "--user-id", "u", "--ttl", bad]).code, 2, "{bad}");
    }
}

#[test]
fn privileges_of_a_room() {
    for (args, privileges) in [
        (&["--login"][..], r#""login":true,"publish":false,"stream_ids":null"#),
        (&["--publish", "--stream", "s1"], r#""login":false,"publish":true,"stream_ids":["s1"]"#),
        (
            &["--login", "--publish", "--any-stream"],
            r#""login":true,"publish":true,"stream_ids":null"#,
        ),
        (
            &["--login", "--publish", "--stream", "s1", "--stream", "s2"],
            r#""login":true,"publish":true,"stream_ids":["s1","s2"]"#,
        ),
    ] {
        let made = run(&[&["generate", "--user-id", "u", "--room", "r"], args].concat());
        assert!(decoded(made.line()).contains(privileges), "{args:?}");
    }
}

#[test]
fn what_does_not_go_together_is_a_usage_error() {
    for args in [
        &["--room", "r"][..],
        &["--login"],
        &["--room", "r", "--login", "--stream", "s"],
        &["--room", "r", "--login", "--payload", "p"],
        &["--room", "r", "--publish"],
        &["--room", "r", "--login", "--publish"],
        &["--room", "r", "--login", "--publish", "--stream", ""],
        &["--room", "r", "--publish", "--any-stream"],
        &["--room", "r", "--login", "--any-stream"],
        &["--room", "r", "--login", "--publish", "--any-stream", "--stream", "s"],
        &["--any-stream"],
        &["--room", "", "--login"],
        &["--kit", "--user-name", "n"],
        &["--room", "r", "--login", "--kit"],
        &["--room", "r", "--login", "--user-name", "n"],
        &["--mode", "ecb"],
        &["--app-id", "0"],
        &["--app-id", "-1"],
        &["--app-id", "4294967296"],
        &["--app-id", "x"],
        &["--user-id", "twice"],
        &["--no-such"],
    ] {
        let refused = run(&[&["generate", "--user-id", "u"], args].concat());
        assert_eq!(refused.code, 2, "{args:?}");
        assert!(refused.out.is_empty() && refused.err.starts_with("error: "), "{args:?}");
    }
    assert_eq!(run(&["generate"]).code, 2);
    assert_eq!(run(&[]).code, 2);
    assert_eq!(run(&["generate", "--user-id", ""]).code, 2);
    assert_eq!(run(&["generate", "--user-id", &"u".repeat(65)]).code, 2);
}

#[test]
fn a_kit_token_wraps_a_plain_one() {
    let args =
        ["generate", "--user-id", "u", "--room", "r", "--login", "--kit", "--user-name", "Zoë"];
    let kit = run(&args);
    let inspected = run(&["inspect", kit.line()]);
    let part = r#""kit":{"user_id":"u","room_id":"r","user_name":"Zoë","app_id":7}"#;
    assert!(inspected.line().contains(part), "{}", inspected.out);
    assert_eq!(run(&["verify", kit.line()]).code, 1);
    let explained = run(&["explain", "--plain", "--json", kit.line()]);
    assert_eq!(explained.code, 1, "{}", explained.out);
}

#[test]
fn a_secret_on_the_command_line_is_refused_and_not_repeated() {
    for args in [&[SECRET][..], &["--secret", SECRET], &["--secret-file", SECRET]] {
        let refused = run(&[&["generate", "--user-id", "u"], args].concat());
        assert_ne!(refused.code, 0);
    }
    let inline = format!("--secret={SECRET}");
    assert_eq!(run(&["generate", "--user-id", "u", &inline]).code, 2);
    assert_eq!(run(&["decode", "04A", SECRET]).code, 2);
    assert_eq!(run(&[SECRET]).code, 2);
    for option in ["--mode", "--ttl", "--app-id"] {
        assert_eq!(run(&["generate", "--user-id", "u", option, SECRET]).code, 2, "{option}");
    }
}

#[test]
fn sources_of_the_secret() {
    let folder = folder("secrets");
    let app = ("ZEGO_APP_ID", "7");
    let made = run(&["generate", "--user-id", "u"]);
    let token = made.line();
    for (content, code) in [
        (SECRET.to_owned(), 0),
        (format!("{SECRET}\n"), 0),
        (format!("{SECRET}\r\n"), 0),
        (format!("{SECRET}\n\n"), 2),
        (format!(" {SECRET}\n"), 2),
        (format!("{SECRET}\r"), 2),
        (format!("{OTHER}\n"), 1),
        (String::new(), 2),
    ] {
        let path = folder.join("secret");
        std::fs::write(&path, &content).unwrap();
        let path = path.to_str().unwrap();
        // The file takes precedence over the environment.
        let env = [app, ("ZEGO_SERVER_SECRET", if code == 1 { SECRET } else { OTHER })];
        let read = with(&["decode", "--secret-file", path, token], &env, b"");
        assert_eq!(read.code, code, "{:?} {}", content.len(), read.err);
        let read = with(&["decode", "--secret-file", "-", token], &env, content.as_bytes());
        assert_eq!(read.code, code, "stdin {:?}", content.len());
    }
    assert_eq!(with(&["decode", token], &[app], b"").code, 2);
    let missing = folder.join("missing");
    assert_eq!(run(&["decode", "--secret-file", missing.to_str().unwrap(), token]).code, 3);
    assert_eq!(fed(&["decode", "--secret-file", "-", "-"], SECRET.as_bytes()).code, 2);
    assert_eq!(fed(&["batch", "--secret-file", "-", "--users", "-"], b"").code, 2);
    assert_eq!(
        with(&["generate", "--user-id", "u"], &[("ZEGO_SERVER_SECRET", SECRET)], b"").code,
        2
    );
}
