//! `decode`, `verify`, `inspect`, `explain`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;
use common::{OTHER, SECRET, fed, run, with};

fn token(args: &[&str]) -> String {
    run(&[&["generate", "--user-id", "u1"], args].concat()).line().to_owned()
}

#[test]
fn a_bad_line_never_stops_the_rest() {
    let good = token(&[]);
    let input =
        [good.as_bytes(), b"\n\xff\xfe\n\n04AAAA\n ", good.as_bytes(), b"\r\n", good.as_bytes()]
            .concat();
    for args in
        [&["decode", "-"][..], &["decode"], &["verify", "-"], &["inspect"], &["explain", "--json"]]
    {
        let read = fed(args, &input);
        assert_eq!(read.code, 1, "{args:?}");
        let lines = read.lines();
        assert_eq!(lines.len(), 6, "{args:?}");
        if args[0] != "explain" {
            let ok: Vec<bool> = lines.iter().map(|l| l.starts_with(r#"{"ok":true,"#)).collect();
            assert_eq!(ok, [true, false, false, false, false, true]);
            assert!(lines[1].starts_with(
                r#"{"ok":false,"error":{"code":20,"name":"token_format","message":""#
            ));
        }
    }
    assert_eq!(fed(&["decode"], &vec![b'0'; 1 << 20]).lines().len(), 1);
}

#[test]
fn help_in_place_of_a_token_is_not_accepted() {
    for token in ["--help", "-h", "-hV"] {
        let refused = run(&["verify", "--user", "u1", token]);
        assert_eq!(refused.code, 2, "{token}");
        assert!(refused.err.contains("nothing was verified"), "{}", refused.err);
        // After -- it is a token, and malformed.
        assert_eq!(run(&["verify", "--user", "u1", "--", token]).code, 1);
    }
    assert_eq!(run(&["verify", "--help"]).code, 0);
    assert_eq!(run(&["verify", "--user", "u1", "--version"]).code, 2);
}

#[test]
fn verifying() {
    let plain = token(&[]);
    let publisher = token(&["--room", "r", "--publish", "--stream", "s"]);
    let room = token(&["--room", "r", "--login", "--publish", "--stream", "s", "--mode", "gcm"]);
    for (args, wanted) in [
        (vec![plain.as_str()], 0),
        (vec!["--user-id", "u1", &plain], 0),
        (vec!["--user", "u1", &plain], 0),
        (vec!["--user", "u2", &plain], 31),
        (vec!["--user", "", &plain], 31),
        (vec!["--user", "u1", "--room", "r", &plain], 37),
        (vec!["--user", "u1", "--room", "r", &room], 0),
        (vec!["--user", "u2", "--room", "q", &room], 31),
        (vec!["--user", "u1", "--room", "q", &room], 35),
        (vec!["--user", "u1", "--room", "", &room], 35),
        (vec!["--user", "u1", "--room", "r", "--stream", "s", &room], 0),
        (vec!["--user", "u1", "--room", "q", "--stream", "s", &room], 35),
        (vec!["--user", "u1", "--room", "r", "--stream", "q", &room], 36),
        (vec!["--user", "u1", "--room", "r", "--stream", "", &room], 36),
        // Publishing needs no right to log in.
        (vec!["--user", "u1", "--room", "r", "--stream", "s", &publisher], 0),
        (vec!["--user", "u1", "--room", "r", &publisher], 35),
        (vec!["--app-id", "8", &plain], 30),
        (vec!["--now", "99999999999", &plain], 32),
        (vec!["--now", "0", &plain], 33),
        (vec!["--now", "0", "--leeway", "9223372036854775807", &plain], 0),
        (vec!["04AA"], 20),
    ] {
        let judged = run(&[&["verify"], args.as_slice()].concat());
        assert_eq!(judged.code, i32::from(wanted != 0), "{args:?} {}", judged.err);
        let start = match wanted {
            0 => r#"{"ok":true,"mode":"#.to_owned(),
            code => format!(r#"{{"ok":false,"error":{{"code":{code},"name":"#),
        };
        assert!(judged.out.starts_with(&start), "{args:?}: {}", judged.out);
    }
    // What does not go together, and values that are refused for every token.
    for args in [
        &["--room", "r"][..],
        &["--stream", "s"],
        &["--room", "r", "--stream", "s"],
        &["--user", "u1", "--stream", "s"],
        &["--require-authenticated"],
        &["--leeway", "-1"],
        &["--now", "x"],
        &["--now", "-1"],
        &["--now", "253402300800"],
    ] {
        let refused = run(&[&["verify", &room], args].concat());
        assert_eq!(refused.code, 2, "{args:?} {}", refused.err);
        assert!(refused.out.is_empty(), "{args:?}");
    }
    assert!(run(&["verify", "--now", "1700000000000", &plain]).err.contains("[13 now_invalid]"));
}

#[test]
fn a_previous_secret_still_opens() {
    let plain = token(&[]);
    let env = |previous| {
        [
            ("ZEGO_APP_ID", "7"),
            ("ZEGO_SERVER_SECRET", OTHER),
            ("ZEGO_PREVIOUS_SERVER_SECRET", previous),
        ]
    };
    let verified = with(&["verify", &plain], &env(SECRET), b"");
    assert!(verified.line().ends_with(r#""secret_index":1}"#));
    assert_eq!(with(&["verify", &plain], &env("short"), b"").code, 2);
    let current_only = with(&["decode", &plain], &env(SECRET), b"");
    assert!(current_only.out.contains(r#""code":23"#));
    assert!(with(&["verify", &plain], &env(""), b"").out.contains(r#""code":38"#));
}

/// A token that the vendor's generator for Go minted with the secret of these tests.
fn foreign() -> String {
    let text = include_str!("../../tests/vectors/upstream.json");
    let table: serde_json::Value = serde_json::from_str(text).unwrap();
    let is_ours = |vector: &&serde_json::Value| {
        vector["wellformed"] == true && vector["inputs"]["secret"] == SECRET
    };
    let vector = table["vectors"].as_array().unwrap().iter().find(is_ours).unwrap();
    vector["token"].as_str().unwrap().to_owned()
}

#[test]
fn a_token_of_another_generator_decodes_and_does_not_verify() {
    let foreign = foreign();
    let decoded = run(&["decode", &foreign]);
    assert!(decoded.line().contains(r#""authenticated":false"#), "{}", decoded.out);
    let app_id = decoded.line().split("\"app_id\":").nth(1).unwrap();
    let app_id = app_id.split(',').next().unwrap();
    let ctime = decoded.line().split("\"ctime\":").nth(1).unwrap().split(',').next().unwrap();
    let verified = run(&["verify", "--app-id", app_id, "--now", ctime, &foreign]);
    assert!(verified.code == 1 && verified.out.contains(r#""code":38"#), "{}", verified.out);
}

#[test]
fn an_empty_stdin_is_no_success() {
    for command in ["decode", "verify", "inspect", "explain"] {
        let empty =
            with(&[command, "-"], &[("ZEGO_SERVER_SECRET", SECRET), ("ZEGO_APP_ID", "7")], b"");
        assert!(empty.code == 2 && empty.out.is_empty(), "{command}");
    }
}

#[test]
fn explaining() {
    let plain = token(&[]);
    let healthy = run(&["explain", &plain]);
    assert!(healthy.code == 0 && healthy.out.starts_with("Nothing wrong was found"));
    for secret in ["short".to_owned(), format!("\"{SECRET}\""), [SECRET, OTHER].concat()] {
        let read = with(&["explain", &plain], &[("ZEGO_SERVER_SECRET", &secret)], b"");
        assert_eq!(read.code, 1, "{}", read.out);
    }
    assert_eq!(with(&["explain", &plain], &[], b"").code, 0);
    assert_eq!(run(&["explain", "--user-id", "u2", &plain]).code, 1);
    assert_eq!(run(&["explain", "--app-id", "8", &plain]).code, 1);
    assert_eq!(run(&["explain", "--room", "r", &plain]).code, 1);
    assert_eq!(run(&["explain", "--kit", &plain]).code, 1);
    assert_eq!(run(&["explain", "--kit", "--plain", &plain]).code, 2);
    assert_eq!(run(&["explain", "--now", "99999999999", &plain]).code, 1);
    let json = run(&["explain", "--json", "nonsense"]);
    assert!(json.code == 1 && json.out.starts_with(r#"{"ok":true,"findings":[{"id":""#));
}

#[test]
fn help_and_companions() {
    for args in [
        &["--help"][..],
        &["--version"],
        &["help", "batch"],
        &["generate", "--help"],
        &["man"],
        &["man", "verify"],
    ] {
        let shown = run(args);
        assert!(shown.code == 0 && !shown.out.is_empty(), "{args:?}");
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(run(&["completions", shell]).out.contains("token04"), "{shell}");
    }
    assert_eq!(run(&["man", "nothing"]).code, 2);
    let demo = with(&["demo"], &[], b"");
    for word in ["== CBC", "== GCM", "unauthenticated", "accepted", "refused"] {
        assert!(demo.code == 0 && demo.out.contains(word), "{word}");
    }
}

#[test]
fn nothing_from_a_token_acts_on_the_terminal() {
    let acting: String = ('\u{7f}'..='\u{9f}')
        .chain("\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}".chars())
        .chain('\u{202a}'..='\u{202e}')
        .chain('\u{2066}'..='\u{2069}')
        .collect();
    let assert_quiet = |shown: &common::Run, args: &[&str]| {
        for text in [&shown.out, &shown.err] {
            assert!(!text.contains(|c| acting.contains(c)), "{args:?}: {text:?}");
        }
    };
    for user in acting.chars().map(|c| format!("u{c}31mé")) {
        let escape = format!("u\\u{:04x}31mé", u32::from(user.chars().nth(1).unwrap()));
        let made = run(&["generate", "--user-id", &user, "--payload", &user]);
        let (token, kit_args) = (made.line(), ["--room", &user, "--login", "--kit"]);
        let kit_args =
            [&["generate", "--user-id", &user, "--user-name", &user], &kit_args[..]].concat();
        let kit = run(&kit_args);
        for args in [
            &["decode", token][..],
            &["verify", token],
            &["inspect", kit.line()],
            &["explain", token],
            &["explain", kit.line()],
            &["explain", "--json", kit.line()],
            &["explain", "--user-id", &user, "--room", &user, &user],
        ] {
            let shown = run(args);
            assert_quiet(&shown, args);
            assert!(args[0] == "explain" || shown.line().contains(&escape), "{}", shown.out);
        }
        for args in [
            &["decode", &user][..],
            &["verify", "--now", &user, token],
            &["verify", &user, &user],
            &[&user],
            &["verify", &format!("--{user}"), token],
            &["generate", "--user-id", "u", "--ttl", &user],
            &["generate", "--user-id", "u", "--mode", &user],
            &["man", &user],
        ] {
            let shown = run(args);
            assert_ne!(shown.code, 0, "{args:?}");
            assert_quiet(&shown, args);
        }
        let shown = fed(&["batch", "--users", "-"], format!("{user}\n").as_bytes());
        assert_quiet(&shown, &["batch"]);
        assert!(shown.line().contains(&escape));
    }
}
