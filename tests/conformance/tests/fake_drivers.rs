//! The runner itself: a driver that dies, hangs, lies or is missing must make it fail.

#![allow(clippy::unwrap_used, reason = "a failing test is what they are for")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use token04_conformance::args::Args;
use token04_conformance::report::Report;
use token04_conformance::suite;

const SECRET: &str = "planted-secret-of-32-bytes-long!";
const TIMEOUT: Duration = Duration::from_millis(700);
const CASES: &str = r#"{"about": "", "topic": "t", "cases": [
    {"id": "t/one", "request": {"op": "decode", "token": "04", "secret": "SECRET"},
     "want": {"error": {"code": 20}}},
    {"id": "t/two", "request": {"op": "decode", "token": "05", "secret": "SECRET"},
     "want": {"error": {"code": 20}}},
    {"id": "t/three", "needs": ["bytes"], "request": {"op": "decode", "token": {"$hex": "ff"},
     "secret": "SECRET"}, "want": {"error": {"code": 20}}}
]}"#;
const ERRORS: &str =
    r#"{"errors": [{"code": 20, "name": "token_format", "message": "token is malformed"}]}"#;
const INTRODUCTION: &str = concat!(
    r#"read x; echo '{"language":"fake","version":""#,
    env!("CARGO_PKG_VERSION"),
    r#"","ops":["version","decode"],"can":["bytes"]}'; "#
);
const GOOD: &str = r#"while read x; do echo '{"error":{"code":20}}'; done"#;

/// A minimal repository with one driver, a shell script.
struct Repository(PathBuf);

impl Repository {
    fn new(name: &str, script: &str) -> Self {
        Self::with_command(name, &serde_json::json!(["sh", "-c", script]))
    }

    fn with_command(name: &str, argv: &serde_json::Value) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&root);
        for folder in ["tests/vectors", "tests/conformance"] {
            std::fs::create_dir_all(root.join(folder)).unwrap();
        }
        let repository = Self(root);
        repository.write("tests/vectors/t.json", &CASES.replace("SECRET", SECRET));
        repository.write("tests/vectors/errors.json", ERRORS);
        repository.write("tests/conformance/left_out.json", r#"{"fake": {}}"#);
        let registry = serde_json::json!({ "fake": argv });
        repository.write("tests/drivers.json", &registry.to_string());
        repository
    }

    fn write(&self, path: &str, text: &str) {
        std::fs::write(self.0.join(path), text).unwrap();
    }

    fn run(&self) -> Report {
        suite::run(&self.0, &Args::default(), TIMEOUT).unwrap()
    }
}

/// Runs a script after a correct reply to `version`.
fn run(name: &str, script: &str) -> Report {
    Repository::new(name, &format!("{INTRODUCTION}{script}")).run()
}

fn assert_fails(report: &Report, failed: usize, why: &str) {
    assert_eq!(report.total.failed, failed, "{}", report.text);
    assert!(report.text.contains(why), "{why}: {}", report.text);
    assert!(!report.text.contains(SECRET), "{}", report.text);
}

#[test]
fn a_good_driver_passes() {
    let report = run("good", GOOD);
    assert_eq!((report.total.passed, report.total.failed), (4, 0), "{}", report.text);
}

#[test]
fn a_driver_that_dies_fails_with_its_last_words() {
    let script = r#"read x; echo '{"error":{"code":20}}'; echo "secret is planted-secret-of-32-bytes-long!" >&2; exit 3"#;
    assert_fails(&run("dies", script), 2, "secret is <redacted>");
    assert_fails(&run("dies-before", "exit 1"), 3, "driver died");
}

#[test]
fn a_driver_that_hangs_fails() {
    let start = Instant::now();
    assert_fails(&run("hangs", "exec sleep 60"), 3, "driver hung");
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_driver_that_never_introduces_itself_fails() {
    assert_fails(&Repository::new("silent", "exec sleep 60").run(), 1, "driver hung");
}

#[test]
fn a_driver_that_is_missing_fails() {
    let argv = serde_json::json!(["target/no-such-driver"]);
    assert_fails(&Repository::with_command("missing", &argv).run(), 1, "driver is missing");
}

#[test]
fn a_wrong_answer_fails_with_its_request() {
    let wrong = r#"while read x; do echo '{"error":{"code":23}}'; done"#;
    let report = run("wrong", wrong);
    assert_fails(&report, 3, "t/two");
    assert!(report.text.contains(r#""secret":"<redacted>""#), "{}", report.text);
    let echo = format!(r#"while read x; do echo '{{"leak":"{SECRET}"}}'; done"#);
    assert_fails(&run("leaks", &echo), 3, "<redacted>");
    let message = r#"while read x; do echo '{"error":{"code":20,"message":"other"}}'; done"#;
    assert_fails(&run("message", message), 3, "message differs from the table");
}

#[test]
fn noise_on_stdout_fails() {
    assert_fails(&run("noise", "echo hello; exec cat > /dev/null"), 3, "not a JSON object");
    let more = r#"echo '{"extra":1}'"#;
    assert_fails(&run("more", &format!("{GOOD}; {more}")), 1, "unexpected line");
}

#[test]
fn an_end_without_success_fails() {
    assert_fails(&run("end", &format!("{GOOD}; exit 23")), 1, "driver ended with");
}

#[test]
fn another_version_or_name_fails() {
    let stale = INTRODUCTION.replace(env!("CARGO_PKG_VERSION"), "0.0.0-stale");
    assert_fails(&Repository::new("stale", &(stale + GOOD)).run(), 1, "has version");
    let other = INTRODUCTION.replace("\"fake\"", "\"other\"");
    assert_fails(&Repository::new("other", &(other + GOOD)).run(), 1, "calls itself");
}

#[test]
fn a_driver_that_can_less_than_listed_fails() {
    let less = INTRODUCTION.replace(r#""can":["bytes"]"#, r#""can":[]"#);
    let repository = Repository::new("less", &(less + GOOD));
    assert_fails(&repository.run(), 1, "left out for bytes");
    repository.write("tests/conformance/left_out.json", r#"{"fake": {"bytes": 1}}"#);
    assert_eq!(repository.run().total.failed, 0);
    // The list does not count a file from another folder.
    repository.write("tests/conformance/left_out.json", r#"{"fake": {}}"#);
    let cases = vec![repository.0.join("tests/vectors/t.json")];
    let args = Args { cases, ..Args::default() };
    assert_eq!(suite::run(&repository.0, &args, TIMEOUT).unwrap().total.failed, 0);
}

#[test]
fn an_unknown_language_is_an_error() {
    let repository = Repository::new("unknown", GOOD);
    let args = Args { languages: vec!["klingon".to_owned()], ..Args::default() };
    assert!(suite::run(&repository.0, &args, TIMEOUT).is_err());
}

/// A repository whose languages all reply with one line to every request.
fn random(name: &str, replies: &[(&str, &str)]) -> Result<Report, String> {
    let repository = Repository::new(name, "exit 0");
    std::fs::create_dir_all(repository.0.join("tests/independent")).unwrap();
    let seal = r#"while read x; do echo '{"token":"04AAAA"}'; done"#;
    repository.write("tests/independent/seal.py", seal);
    let ops = "decode verify verify_user verify_login verify_publish inspect explain generate";
    let ops: Vec<_> = std::iter::once("version").chain(ops.split(' ')).collect();
    let command = |language: &str, reply: &str| {
        let version = serde_json::json!({ "language": language, "ops": ops, "can": [],
            "version": env!("CARGO_PKG_VERSION") });
        let script = format!("read x; echo '{version}'; while read x; do echo '{reply}'; done");
        serde_json::json!(["sh", "-c", script])
    };
    let mut registry = serde_json::Map::new();
    for (language, reply) in replies {
        registry.insert((*language).into(), command(language, reply));
    }
    // Its first word runs the sealer.
    registry.insert("independent-python".into(), serde_json::json!(["sh", "-c", "exit 0"]));
    repository.write("tests/drivers.json", &serde_json::json!(registry).to_string());
    let languages = replies.iter().map(|(language, _)| (*language).to_owned()).collect();
    let args = Args { random: Some(50), seed: Some(1), languages, ..Args::default() };
    suite::run(&repository.0, &args, TIMEOUT)
}

#[test]
fn languages_that_agree_pass_random_cases() {
    let reply = r#"{"error":{"code":20}}"#;
    let report = random("agree", &[("one", reply), ("two", reply)]).unwrap();
    assert_eq!(report.total.failed, 0, "{}", report.text);
    assert!(report.total.passed > 20, "{}", report.text);
    assert!(report.text.contains("random: seed 1, 50 cases from 0, one two"), "{}", report.text);
}

#[test]
fn languages_that_differ_fail_random_cases() {
    let replies = [("one", r#"{"error":{"code":20}}"#), ("two", r#"{"error":{"code":23}}"#)];
    let report = random("differ", &replies).unwrap();
    assert!(report.total.failed > 10, "{}", report.text);
    assert!(report.text.contains("FAILED two random/1/"), "{}", report.text);
    assert!(random("alone", &replies[..1]).is_err(), "one language agrees with itself");
}
