//! `scan` end to end: proof, history, baselines, comments, archives, SARIF, rules.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::Command;

use common::{OTHER, Run, SECRET, fed, folder, run};
use serde_json::Value;
use zip::write::SimpleFileOptions;

fn token() -> String {
    run(&["generate", "--user", "u1"]).line().to_owned()
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.out).unwrap()
}

fn scan(path: &Path, args: &[&str]) -> Run {
    let run = run(&[&["scan", path.to_str().unwrap()], args].concat());
    // Not even half of a value is printed.
    assert!(!run.out.contains(&SECRET[5..20]) && !run.err.contains(&SECRET[5..20]));
    run
}

#[test]
fn a_leak_is_proven_end_to_end() {
    let folder = folder("scan_proof");
    fs::write(folder.join("app.js"), format!("zego.init({{ serverSecret: '{SECRET}' }})")).unwrap();
    let likely = scan(&folder, &["--format", "json"]);
    assert_eq!(likely.code, 1);
    assert_eq!(json(&likely)["findings"][0]["confidence"], "likely");
    let tokens = folder.join("tokens.txt");
    fs::write(&tokens, token() + "\n").unwrap();
    let proven =
        scan(&folder.join("app.js"), &["--format", "json", "--tokens", tokens.to_str().unwrap()]);
    let finding = &json(&proven)["findings"][0];
    assert_eq!(finding["confidence"], "proven");
    assert_eq!(finding["app_id"], 7);
    assert_eq!(finding["shown"], "fa94… (32 characters)");
    assert_eq!(finding["place"]["line"], 1);
    let text = scan(&folder, &["--min", "proven"]);
    assert!(text.out.starts_with("proven [zego-server-secret] "), "{}", text.out);
    assert!(text.out.contains("It opens a token of app 7: ") && text.out.contains("Rotate"));
    // The same secret in a file that no token is near stays proven; another secret does not.
    fs::write(
        folder.join("app.js"),
        format!("zego.init({{ serverSecret: '{}' }})", "9f3c".to_owned() + &SECRET[4..]),
    )
    .unwrap();
    assert_eq!(scan(&folder, &["--min", "proven"]).code, 0);
    // A file of the wrong kind is no proof that nothing is live.
    fs::write(&tokens, "nothing\n").unwrap();
    assert_eq!(scan(&folder, &["--tokens", tokens.to_str().unwrap()]).code, 2);
    assert_eq!(scan(&folder.join("missing"), &[]).code, 3);
}

#[test]
fn a_secret_in_stdin_and_on_the_command_line() {
    let found = fed(&["scan", "-"], format!("ZEGO_SERVER_SECRET={SECRET}\n").as_bytes());
    assert_eq!(found.code, 1);
    assert!(found.out.contains("-:1:20"), "{}", found.out);
    assert_eq!(fed(&["scan", "-"], b"nothing").code, 0);
    assert_eq!(run(&["scan", SECRET]).code, 3);
    assert_eq!(run(&["scan", "--format", SECRET]).code, 2);
}

fn git(folder: &Path, args: &[&str]) {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main"])
        .args(["-c", "commit.gpgSign=false"])
        .args(args)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_secret_that_was_removed_is_in_the_history() {
    let folder = folder("scan_git");
    let file = folder.join("config.js");
    git(&folder, &["init", "-q"]);
    fs::write(&file, "// zego\nexport const appID = 7;\n").unwrap();
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "one"]);
    fs::write(
        &file,
        format!("// zego\nexport const appID = 7;\nexport const serverSecret = '{SECRET}';\n"),
    )
    .unwrap();
    git(&folder, &["commit", "-qam", "two"]);
    fs::write(
        &file,
        "// zego\nexport const appID = 7;\nexport const serverSecret = process.env.X;\n",
    )
    .unwrap();
    git(&folder, &["commit", "-qam", "three"]);
    // On a branch that nobody looks at, there is a token.
    git(&folder, &["checkout", "-qb", "side"]);
    fs::write(folder.join("log.txt"), token()).unwrap();
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "four"]);
    git(&folder, &["checkout", "-q", "main"]);
    assert_eq!(scan(&folder, &[]).code, 0, "the files of today are clean");
    let found = scan(&folder, &["--git", "--format", "json"]);
    assert_eq!(found.code, 1, "{}", found.err);
    let findings = json(&found)["findings"].clone();
    assert_eq!(findings.as_array().unwrap().len(), 1, "{findings}");
    let log = Command::new("git")
        .arg("-C")
        .arg(&folder)
        .args(["log", "--format=%H", "--grep=two"])
        .output();
    let two = String::from_utf8(log.unwrap().stdout).unwrap();
    assert_eq!(findings[0]["place"]["commit"], two.trim());
    assert_eq!(findings[0]["place"]["line"], 3);
    assert_eq!(findings[0]["confidence"], "proven");
    assert_eq!(run(&["scan", "--git", "/"]).code, 3, "no repository");
}

#[test]
fn known_findings_and_comments() {
    let folder = folder("scan_known");
    let file = folder.join("a.py");
    let line = format!("ZEGO_SERVER_SECRET = '{SECRET}'");
    fs::write(&file, format!("{line}\n")).unwrap();
    let baseline = folder.join("baseline.json");
    let baseline = baseline.to_str().unwrap();
    assert_eq!(scan(&folder, &["--write-baseline", baseline]).code, 0);
    let text = fs::read_to_string(baseline).unwrap();
    assert!(!text.contains(&SECRET[..8]));
    assert_eq!(scan(&folder, &["--baseline", baseline]).code, 0);
    // Moved lines stay known; another file, and a proof, do not.
    fs::write(&file, format!("\n\n{line}\n")).unwrap();
    assert_eq!(scan(&folder, &["--baseline", baseline]).code, 0);
    fs::write(folder.join("b.py"), format!("{line}\n")).unwrap();
    assert_eq!(scan(&folder, &["--baseline", baseline]).code, 1);
    fs::remove_file(folder.join("b.py")).unwrap();
    fs::write(folder.join("token.txt"), token()).unwrap();
    assert_eq!(scan(&folder, &["--baseline", baseline]).code, 1, "it is proven now");
    // Known as proven, it is known without its token too: a hook sees one file at a time.
    let proven = folder.join("proven.json");
    let proven = proven.to_str().unwrap();
    assert_eq!(scan(&folder, &["--write-baseline", proven]).code, 0);
    fs::remove_file(folder.join("token.txt")).unwrap();
    assert_eq!(scan(&folder, &["--baseline", proven]).code, 0);
    // A baseline that cannot be read never counts as one that knows nothing, or everything.
    assert_eq!(scan(&folder, &["--baseline", "missing.json"]).code, 3);
    fs::write(baseline, "{}").unwrap();
    assert_eq!(scan(&folder, &["--baseline", baseline]).code, 2);
    for (text, code) in [
        (format!("{line} # token04:allow revoked\n"), 0),
        (format!("# token04:allow revoked\n{line}\n"), 0),
        (format!("x = 1 # token04:allow\n{line}\n"), 1),
        (format!("# token04:allow\n\n{line}\n"), 1),
        (format!("{line} # token04:allow\n{line}\n"), 1),
        (format!("{line} {}# token04:allow\n", " ".repeat(3000)), 1),
    ] {
        fs::write(&file, &text).unwrap();
        assert_eq!(scan(&folder, &[]).code, code, "{}", text.replace(SECRET, "S"));
    }
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        let options =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn archives_have_limits() {
    let folder = folder("scan_zip");
    let leak = format!("ZEGO_SERVER_SECRET={SECRET}\n").into_bytes();
    // A bomb: 6 MB of zeros in 6 KB, and the leak behind it in the same archive.
    let bomb = zip(&[("zeros", &vec![0; 6 << 20]), (".env", &leak)]);
    assert!(bomb.len() < 20 << 10);
    fs::write(folder.join("bomb.apk"), &bomb).unwrap();
    let found = scan(&folder, &["--format", "json"]);
    assert_eq!(json(&found)["findings"].as_array().unwrap().len(), 1);
    assert!(
        json(&found)["skipped"][0]
            .as_str()
            .unwrap()
            .contains("zeros: too large, or compressed too well")
    );
    assert!(json(&found)["bytes"].as_u64().unwrap() < 20 << 20);
    fs::remove_file(folder.join("bomb.apk")).unwrap();
    // Archives in archives: four are opened, a fifth is reported.
    let mut nested = zip(&[(".env", &leak)]);
    for (depth, code) in [(1, 1), (2, 1), (3, 1), (4, 1), (5, 0)] {
        fs::write(folder.join("nested.zip"), &nested).unwrap();
        let found = scan(&folder, &["--format", "json"]);
        assert_eq!(found.code, code, "depth {depth}");
        assert_eq!(json(&found)["skipped"].as_array().unwrap().len(), usize::from(code == 0));
        nested = zip(&[("inner.zip", &nested)]);
    }
    // A damaged one is reported, and never a panic.
    for cut in [5, 40, bomb.len() / 2, bomb.len() - 10] {
        fs::write(folder.join("nested.zip"), &bomb[..cut]).unwrap();
        let found = scan(&folder, &["--format", "json"]);
        assert_eq!(json(&found)["skipped"].as_array().unwrap().len(), 1, "{cut}");
    }
    // A table of contents that is too long is not read.
    let mut many = zip(&[(".env", &leak)]);
    let count = many.len() - 12;
    many[count..count + 2].copy_from_slice(&60_000_u16.to_le_bytes());
    fs::write(folder.join("nested.zip"), many).unwrap();
    let found = scan(&folder, &["--format", "json"]);
    assert!(json(&found)["skipped"][0].as_str().unwrap().contains("more than 50000 entries"));
}

fn packed(content: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(content).unwrap();
    writer.finish().unwrap()
}

#[test]
fn tar_and_gzip() {
    let folder = folder("scan_tar");
    let leak = format!("ZEGO_SERVER_SECRET={SECRET}\n").into_bytes();
    let long = format!("{}/.env", "folder/".repeat(40));
    let mut tar = tar::Builder::new(Vec::new());
    for (name, content) in [("README", &b"nothing"[..]), ("a/.env", &leak), (&long, &leak)] {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        tar.append_data(&mut header, name, content).unwrap();
    }
    let tar = tar.into_inner().unwrap();
    let places = |name: &str, content: &[u8]| {
        let file = folder.join(name);
        fs::write(&file, content).unwrap();
        let found = scan(&folder, &["--format", "json"]);
        fs::remove_file(file).unwrap();
        let found = json(&found);
        let places: Vec<String> = found["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f["place"]["path"].as_str().unwrap().rsplit_once('!').unwrap().1.to_owned())
            .collect();
        (places, found["skipped"].to_string())
    };
    let both = vec!["a/.env".to_owned(), long];
    assert_eq!(places("a.tar", &tar), (both.clone(), "[]".into()));
    assert_eq!(places("a.tgz", &packed(&tar)), (both.clone(), "[]".into()));
    assert_eq!(places("a.zip", &zip(&[("x.tar.gz", &packed(&tar))])), (both.clone(), "[]".into()));
    // Cut off: what came before is searched, and the rest is reported.
    let cut = packed(&tar);
    assert!(places("cut.tgz", &cut[..cut.len() - 20]).1.contains("cut.tgz"));
    // Two gzip files behind each other are one.
    let two = [packed(b"nothing\n"), packed(&leak)].concat();
    fs::write(folder.join("log.gz"), two).unwrap();
    assert_eq!(scan(&folder, &[]).code, 1);
    fs::remove_file(folder.join("log.gz")).unwrap();
    // What is not opened is reported.
    assert!(places("a.7z", &[&b"7z\xbc\xaf\x27\x1c"[..], &[0; 9000]].concat()).1.contains("7z"));
}

#[cfg(unix)]
#[test]
fn links_and_pipes() {
    let folder = folder("scan_links");
    fs::create_dir_all(folder.join("in")).unwrap();
    fs::write(folder.join("secret.env"), format!("ZEGO_SERVER_SECRET={SECRET}\n")).unwrap();
    std::os::unix::fs::symlink("../secret.env", folder.join("in/link")).unwrap();
    std::os::unix::fs::symlink("..", folder.join("in/up")).unwrap();
    assert_eq!(scan(&folder.join("in"), &[]).code, 0, "links in a folder are not followed");
    assert_eq!(scan(&folder.join("in/link"), &[]).code, 1, "a path that is given is");
    let made = Command::new("mkfifo").arg(folder.join("in/pipe")).status().unwrap();
    assert!(made.success());
    assert_eq!(scan(&folder.join("in"), &[]).code, 0, "a pipe in a folder is not opened");
    let pipe = folder.join("in/pipe");
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::write(pipe, format!("ZEGO_SERVER_SECRET={SECRET}\n")).unwrap()
    });
    assert_eq!(scan(&pipe, &[]).code, 1, "a pipe that is given is read");
    writer.join().unwrap();
}

#[test]
fn ignore_rules() {
    let folder = folder("scan_ignore");
    fs::create_dir_all(folder.join("dist")).unwrap();
    fs::write(folder.join(".gitignore"), "dist/\n").unwrap();
    fs::write(folder.join("dist/app.js"), format!("zego({{serverSecret:\"{SECRET}\"}})")).unwrap();
    assert_eq!(scan(&folder, &[]).code, 0);
    assert_eq!(scan(&folder, &["--no-ignore"]).code, 1);
    assert_eq!(scan(&folder.join("dist/app.js"), &[]).code, 1, "a file that is named is searched");
}

#[test]
fn sarif_has_its_form() {
    let folder = folder("scan_sarif");
    fs::write(folder.join("a b.py"), format!("\nZEGO_SERVER_SECRET = '{SECRET}'\n")).unwrap();
    fs::write(folder.join("t.txt"), token()).unwrap();
    let found = scan(&folder, &["--format", "sarif"]);
    let sarif = json(&found);
    assert_eq!(sarif["version"], "2.1.0");
    let result = &sarif["runs"][0]["results"][0];
    let physical = &result["locations"][0]["physicalLocation"];
    assert!(physical["artifactLocation"]["uri"].as_str().unwrap().ends_with("/a%20b.py"));
    assert_eq!(physical["region"]["startLine"], 2);
    assert_eq!(result["level"], "error");
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(sarif["runs"][0]["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    // Nothing found is valid as well.
    fs::remove_file(folder.join("a b.py")).unwrap();
    let clean = scan(&folder, &["--format", "sarif"]);
    assert_eq!((clean.code, &json(&clean)["runs"][0]["results"]), (0, &serde_json::json!([])));
}

#[test]
fn rules_for_others_are_fresh() {
    for (scanner, file) in [("gitleaks", "gitleaks.toml"), ("trufflehog", "trufflehog.yaml")] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules").join(file);
        let printed = run(&["scan", "--rules", scanner]);
        assert_eq!(printed.code, 0);
        let kept = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
        assert!(kept == printed.out, "token04 scan --rules {scanner} > rules/{file}");
    }
}

#[test]
fn doctor() {
    let doctor = |args: &[&str], env: &[(&str, &str)]| {
        let run = common::with(&[&["doctor", "--json"], args].concat(), env, b"");
        let value: Value = serde_json::from_str(&run.out).unwrap();
        let ids: Vec<String> = value["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| {
                format!(
                    "{}:{}",
                    finding["severity"].as_str().unwrap(),
                    finding["id"].as_str().unwrap()
                )
            })
            .collect();
        (run.code, ids)
    };
    let env = [("ZEGO_APP_ID", "7"), ("ZEGO_SERVER_SECRET", SECRET)];
    let has = |ids: &[String], id: &str| ids.iter().any(|found| found == id);
    let (code, ids) = doctor(&[], &env);
    assert_eq!(code, 0, "{ids:?}");
    for note in ["round_trip", "clock", "versions", "processor"] {
        assert!(has(&ids, &format!("note:{note}")), "{note}: {ids:?}");
    }
    let good = token();
    assert_eq!(doctor(&[&good], &env).0, 0);
    let (code, ids) = doctor(&["--now", "4000000000", &good], &env);
    assert!(code == 1 && has(&ids, "error:expired"), "{ids:?}");
    let quoted = format!("\"{SECRET}\"");
    let long = SECRET.to_owned() + OTHER;
    for (name, value, wanted) in [
        ("ZEGO_SERVER_SECRET", quoted.as_str(), "error:secret_quoted"),
        ("ZEGO_SERVER_SECRET", &long, "error:secret_is_app_sign"),
        ("ZEGO_SERVER_SECRET", "", "error:secret_length_wrong"),
        ("ZEGO_APP_ID", "x7", "error:app_id_invalid"),
        ("ZEGO_PREVIOUS_SERVER_SECRET", SECRET, "warning:previous_secret_same"),
        ("ZEGO_PREVIOUS_SERVER_SECRET", "short", "error:secret_length_wrong"),
    ] {
        let mut env = env.to_vec();
        env.push((name, value));
        let (code, ids) = doctor(&[], &env);
        assert!(has(&ids, wanted), "{wanted}: {ids:?}");
        assert_eq!(code, i32::from(wanted.starts_with("error")));
    }
    let rotated = [
        ("ZEGO_APP_ID", "7"),
        ("ZEGO_SERVER_SECRET", OTHER),
        ("ZEGO_PREVIOUS_SERVER_SECRET", SECRET),
    ];
    let (code, ids) = doctor(&[&good], &rotated);
    assert!(code == 0 && has(&ids, "warning:previous_secret_opens"), "{ids:?}");
    let (code, ids) = doctor(&[], &[]);
    assert!(
        code == 0 && has(&ids, "warning:secret_not_given") && has(&ids, "warning:app_id_not_given")
    );
}
