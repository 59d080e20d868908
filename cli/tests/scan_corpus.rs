//! The corpus of `tests/scan`: every positive case is found, what can be proven is proven, and nothing
//! else is reported. The same corpus, unpacked, is left in the target folder for other scanners.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};
use token04::{Mode, RawRequest, TokenGenerator, kit_token};
use zip::write::SimpleFileOptions;

struct Case {
    path: String,
    rule: Option<String>,
    proven: bool,
    content: Vec<u8>,
}

fn hex(label: &str, length: usize) -> String {
    let mut text = String::new();
    for block in 0..length.div_ceil(64) {
        for byte in Sha256::digest(format!("{label} {block}")) {
            text.push_str(&format!("{byte:02x}"));
        }
    }
    text.truncate(length);
    text
}

fn token(secret: &str, mode: Mode) -> String {
    let generator = TokenGenerator::new(1_234_567_890, secret).unwrap().with_mode(mode);
    let now = 1_700_000_000;
    let request = RawRequest { user_id: b"user1", ttl: 3600, payload: b"", now };
    generator.draft(&request).unwrap().finish().unwrap()
}

/// A kit token as the kit makes it: without a payload, and with an IV of its own.
fn browser_token(secret: &str) -> String {
    let output = std::process::Command::new("python3")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/scan/browser_token.py"))
        .env("TOKEN_SECRET", secret)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn value(kind: &str, number: &str, salt: usize) -> String {
    let secret = hex(&format!("secret {number}"), 32);
    match kind {
        "secret" => secret,
        "SECRET" => secret.to_uppercase(),
        "sign" => hex(&format!("sign {number}"), 64),
        "signbytes" => {
            let sign = hex(&format!("sign {number}"), 64);
            let bytes: Vec<String> =
                (0..32).map(|i| format!("0x{}", &sign[2 * i..2 * i + 2])).collect();
            bytes.join(", ")
        }
        "token" => token(&secret, Mode::Cbc),
        "gcm" => token(&secret, Mode::Gcm),
        "urltoken" => {
            let token = token(&secret, Mode::Cbc);
            token.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")
        }
        "kit" => {
            let token = token(&secret, Mode::Cbc);
            kit_token(&token, "room1", "user1", "User One", 1_234_567_890).unwrap()
        }
        "browser" => browser_token(&secret),
        "md5" => hex(&format!("md5 {salt}"), 32),
        "short" => hex(&format!("short {salt}"), 31),
        "sha1" => hex(&format!("sha1 {salt}"), 40),
        "sha256" => hex(&format!("sha256 {salt}"), 64),
        "b64" => hex(&format!("b64 {salt}"), 40).replace(['0', '3'], "Q").replace('a', "Z"),
        "uuid" => {
            let h = hex(&format!("uuid {salt}"), 32);
            format!("{}-{}-{}-{}-{}", &h[..8], &h[8..12], &h[12..16], &h[16..20], &h[20..])
        }
        "binary" => "\0\u{1}\0\u{2}\0".to_owned(),
        _ => panic!("unknown placeholder {kind}"),
    }
}

fn filled(text: &str, salt: usize) -> Vec<u8> {
    let mut out = String::new();
    let mut rest = text;
    let wide = text.contains("{{utf16}}");
    let text = text.replace("{{utf16}}", "\u{1}");
    if wide {
        rest = &text;
    }
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, tail)) = after.split_once("}}") else { panic!("{after}") };
        if name.starts_with(' ') {
            // An expression of the file itself, as GitHub Actions have them.
            out.push_str(&format!("{{{{{name}}}}}"));
        } else {
            let (kind, number) = name.split_once(':').unwrap_or((name, ""));
            out.push_str(&value(kind, number, salt * 10 + out.len() % 7));
        }
        rest = tail;
    }
    out.push_str(rest);
    if wide {
        return [
            &b"MZ\0\0\x01\x01"[..],
            &out.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
        ]
        .concat();
    }
    out.into_bytes()
}

fn cases(file: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/scan").join(file);
    let text = fs::read_to_string(path).unwrap();
    let parts = text.split("\n=== ").skip(1).enumerate();
    parts
        .map(|(index, part)| {
            let (head, body) = part.split_once('\n').unwrap();
            let mut words = head.split(' ');
            Case {
                path: words.next().unwrap().to_owned(),
                rule: words.next().map(str::to_owned),
                proven: words.next() == Some("proven"),
                content: filled(body, index + file.len() * 1000),
            }
        })
        .collect()
}

fn zipped(name: &str, content: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let (entry, content) = match name.split_once('!') {
        Some((entry, inner)) => (entry, zipped(inner, content)),
        None => (name, content.to_vec()),
    };
    writer.start_file(entry, SimpleFileOptions::default()).unwrap();
    writer.write_all(&content).unwrap();
    writer.finish().unwrap().into_inner()
}

fn write(folder: &Path, case: &Case) {
    let (file, content) = match case.path.split_once('!') {
        Some((file, inner)) => (file, zipped(inner, &case.content)),
        None => (case.path.as_str(), case.content.clone()),
    };
    let path = folder.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

fn scanned(folder: &Path, args: &[&str]) -> (i32, Value) {
    let out =
        common::run(&[&["scan", "--format", "json", folder.to_str().unwrap()], args].concat());
    assert!(out.code <= 1, "{}", out.err);
    (out.code, serde_json::from_str(&out.out).unwrap())
}

fn corpus(name: &str, file: &str) -> (PathBuf, Vec<Case>) {
    let folder = common::folder(name);
    let cases = cases(file);
    for case in &cases {
        write(&folder, case);
    }
    (folder, cases)
}

#[test]
fn every_positive_is_found_and_proven() {
    let (folder, cases) = corpus("scan_positive", "positive.txt");
    let (code, found) = scanned(&folder, &["--no-ignore"]);
    assert_eq!(code, 1);
    let root = folder.to_str().unwrap();
    let mut by_path: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for finding in found["findings"].as_array().unwrap() {
        let path = finding["place"]["path"].as_str().unwrap().replace('\\', "/");
        let path =
            path.strip_prefix(&root.replace('\\', "/")).unwrap().trim_start_matches('/').to_owned();
        let rule = finding["rule"].as_str().unwrap().to_owned();
        by_path
            .entry(path)
            .or_default()
            .push((rule, finding["confidence"].as_str().unwrap().to_owned()));
    }
    let wanted = cases.iter().filter(|case| case.rule.is_some());
    let (mut hit, mut proven, mut missed) = (0, 0, Vec::new());
    let wanted_proofs = cases.iter().filter(|case| case.proven).count();
    for case in wanted {
        let here = by_path.get(&case.path).cloned().unwrap_or_default();
        let rule = case.rule.as_deref().unwrap();
        match here.iter().find(|(found, _)| found == rule) {
            Some((_, confidence)) => {
                hit += 1;
                proven += usize::from(case.proven && confidence == "proven");
                if case.proven != (confidence == "proven") {
                    missed.push(format!("{} is {confidence}", case.path));
                }
            }
            None => missed.push(format!("{} {rule}: {here:?}", case.path)),
        }
    }
    let kinds: std::collections::BTreeSet<&str> = cases
        .iter()
        .filter_map(|case| case.path.rsplit_once('.'))
        .map(|(_, ending)| ending)
        .collect();
    println!(
        "positive: {hit} found, {} missed, {proven} of {wanted_proofs} proven, {} kinds of files",
        missed.len(),
        kinds.len()
    );
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(hit >= 60 && kinds.len() >= 12, "{hit} {kinds:?}");
    // The whole output holds no value.
    for format in ["text", "json", "sarif"] {
        let out = common::run(&["scan", "--no-ignore", "--format", format, root]);
        let text = out.out.to_lowercase() + &out.err;
        for number in 1..100 {
            for value in
                [value("secret", &number.to_string(), 0), value("sign", &number.to_string(), 0)]
            {
                assert!(
                    !text.contains(&value) && !text.contains(&value[8..24]),
                    "{format}: a value got out"
                );
            }
        }
    }
}

#[test]
fn no_negative_is_reported() {
    let (folder, cases) = corpus("scan_negative", "negative.txt");
    let (code, found) = scanned(&folder, &["--no-ignore"]);
    let findings = found["findings"].as_array().unwrap();
    println!("negative: {} files, {} false alarms", cases.len(), findings.len());
    assert!(cases.len() >= 200, "{}", cases.len());
    assert_eq!(found["files"].as_u64(), Some(cases.len() as u64));
    let list: Vec<String> =
        findings.iter().map(|f| format!("{} {}", f["rule"], f["place"]["path"])).collect();
    assert_eq!((code, list), (0, vec![]));
}
