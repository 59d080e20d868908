//! `cargo xtask notices`: writes sbom.cdx.json and THIRD-PARTY.md, the notices that the licences of
//! the linked crates require with every binary, from `cargo metadata` and the licence files in the
//! crates' sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::plan;
use xtask_lib::shell::{Shell, cargo};
use xtask_lib::step::Step;
use xtask_lib::{Result, paths};

const FILE: &str = "THIRD-PARTY.md";
/// The same list for programs, in CycloneDX.
const BILL: &str = "sbom.cdx.json";
/// What is shipped as a binary, and its name in the file.
const SHIPPED: &[(&str, &str)] = &[
    ("token04-ffi", "c"),
    ("token04-python", "python"),
    ("token04-node", "node"),
    ("token04-java", "java"),
    ("token04-cli", "cli"),
];
const INTRODUCTION: &str = "\
# Third-party software in the binaries of token04

Made by `cargo xtask notices`; not edited by hand.

The compiled parts of token04's packages contain the crates below, unchanged: `c` is the library for C and C++, which
Go, PHP and .NET carry too, and the WebAssembly module; `python`, `node` and `java` are the libraries in those packages,
`cli` is the command line. The list is for all platforms: a single one has fewer. Where a crate offers a choice of licences that has
Apache-2.0 in it, it is used under Apache-2.0, whose text is that of the file LICENSE beside this one.
";
/// What comes from no crate of the lock file. Without versions: they depend on the compiler.
const RUNTIME: &str = "\
## Rust's standard library, and what the linker adds

Every binary contains parts of Rust's standard library, used under Apache-2.0; Copyright (c) The Rust Project
contributors. Linked into it are addr2line, adler2, cfg-if, dlmalloc (WebAssembly only), gimli, hashbrown, libc, miniz_oxide, object and
rustc-demangle, each used under Apache-2.0; memchr, under the MIT licence (Copyright (c) 2015 Andrew Gallant; its text
is below); and compiler_builtins with libm, under Apache-2.0 WITH LLVM-exception and the MIT licence (Copyright (c) 2009-2016
by the contributors of compiler-rt; Copyright (c) 2018 Jorge Aparicio; libm is derived from musl,
Copyright (c) 2005-2020 Rich Felker, et al., and from FreeBSD's msun, Copyright (c) 1993 by Sun Microsystems, Inc.:
permission to use, copy, modify, and distribute that software is freely granted, provided that this notice is preserved).

Shared libraries may contain LLVM's libunwind and compiler-rt, under Apache-2.0 WITH LLVM-exception, Copyright (c)
2009-2019 by the contributors of LLVM's projects, or the like parts of GCC's libgcc, under the GPL with the GCC
Runtime Library Exception.
";

/// Writes the file, or checks with `--check`.
pub fn main(args: &[String]) -> Result {
    match args {
        [] => plan::run(vec![step("notices/write", true)]),
        [flag] if flag == "--check" => plan::run(vec![fresh_step()]),
        _ => Err("notices takes only --check".into()),
    }
}

/// Checks that the file is up to date.
pub fn fresh_step() -> Step {
    step("notices/fresh", false)
}

fn step(id: &str, write: bool) -> Step {
    Step::new(id, "the notices of the crates that are linked", move |sh| {
        let crates = linked(sh)?;
        for (file, text) in [(FILE, render(&crates)?), (BILL, bill(&crates)?)] {
            let path = paths::root().join(file);
            if write {
                fs::write(&path, text).map_err(|e| format!("{file}: {e}"))?;
            } else if !fs::read_to_string(&path).is_ok_and(|old| old == text) {
                return Err(format!("{file} is stale: run `cargo xtask notices`"));
            }
        }
        Ok(())
    })
    .needs(&["setup/crates"])
}

/// A linked crate.
#[derive(Default)]
struct Crate {
    title: String,
    licence: String,
    authors: String,
    /// The texts of its licence files, sorted by name.
    texts: Vec<String>,
    /// Names of [`SHIPPED`].
    parts: BTreeSet<&'static str>,
}

/// The crates that are linked: without those of tests, build scripts and macros.
fn linked(sh: &Shell) -> Result<Vec<Crate>> {
    let words = ["metadata", "--offline", "--format-version=1"];
    let metadata: Value = serde_json::from_str(&sh.quiet_output(&mut cargo(&words))?)
        .map_err(|e| format!("cargo metadata: {e}"))?;
    let packages: BTreeMap<&str, &Value> =
        list(&metadata, "packages").map(|package| (text(package, "id"), package)).collect();
    let resolve = metadata.get("resolve").ok_or("cargo metadata resolves nothing")?;
    let nodes: BTreeMap<&str, &Value> =
        list(resolve, "nodes").map(|node| (text(node, "id"), node)).collect();
    let mut found: BTreeMap<&str, Crate> = BTreeMap::new();
    for (root, part) in SHIPPED {
        let start = packages.values().find(|package| text(package, "name") == *root);
        let mut waiting = vec![text(start.ok_or(format!("there is no {root}"))?, "id")];
        let mut seen = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            let package = packages.get(id).ok_or(format!("no package {id}"))?;
            if is_macro(package) || !seen.insert(id) {
                continue;
            }
            let edges = list(nodes.get(id).ok_or(format!("no node {id}"))?, "deps");
            waiting.extend(edges.filter(|edge| is_normal(edge)).map(|edge| text(edge, "pkg")));
            // Packages without a source are the project's own.
            if package.get("source").is_some_and(Value::is_string) {
                let mut one = found.remove(id).map_or_else(|| read(package), Ok)?;
                one.parts.insert(part);
                found.insert(id, one);
            }
        }
    }
    Ok(found.into_values().collect())
}

fn is_macro(package: &Value) -> bool {
    let kinds = list(package, "targets").flat_map(|target| list(target, "kind"));
    kinds.filter_map(Value::as_str).any(|kind| kind == "proc-macro")
}

fn is_normal(edge: &Value) -> bool {
    list(edge, "dep_kinds").any(|kind| kind.get("kind").is_some_and(Value::is_null))
}

fn read(package: &Value) -> Result<Crate> {
    let authors = list(package, "authors").filter_map(Value::as_str).collect::<Vec<_>>();
    let title = format!("{} {}", text(package, "name"), text(package, "version"));
    let licence = text(package, "license").replace('/', " OR ");
    let folder = Path::new(text(package, "manifest_path")).parent().ok_or("no folder")?;
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))? {
        let entry = entry.map_err(|e| e.to_string())?;
        let name = entry.file_name().to_string_lossy().to_uppercase();
        let starts = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE"];
        if starts.iter().any(|start| name.starts_with(start)) && entry.path().is_file() {
            let bytes = fs::read(entry.path()).map_err(|e| e.to_string())?;
            files.push((name, String::from_utf8_lossy(&bytes).replace("\r\n", "\n")));
        }
    }
    files.sort();
    let texts = files.into_iter().map(|(_, text)| text).collect();
    Ok(Crate { title, licence, authors: authors.join(", "), texts, parts: BTreeSet::new() })
}

impl Crate {
    /// Whether the licence offers a choice that contains Apache-2.0.
    fn is_apache(&self) -> bool {
        let choices: Vec<&str> = self.licence.split(" OR ").map(str::trim).collect();
        choices.contains(&"Apache-2.0")
    }

    /// The copyright holders, as the crate states them.
    fn copyright(&self) -> BTreeSet<String> {
        let lines = self.texts.iter().flat_map(|text| text.lines());
        lines.filter(|line| is_copyright(line)).map(|line| line.trim().to_owned()).collect()
    }
}

/// Whether a line names a holder: neither a template to fill in nor the licence's own words.
fn is_copyright(line: &str) -> bool {
    let line = line.trim();
    let starts = ["Copyright (c) ", "Copyright (C) ", "Copyright © ", "Copyright 1", "Copyright 2"];
    (starts.iter().any(|start| line.starts_with(start))) && !line.contains("[yyyy]")
}

/// The bill of materials: CycloneDX 1.5. It has no time and no serial number, so that it is the same each time.
fn bill(crates: &[Crate]) -> Result<String> {
    let lock = paths::read("Cargo.lock")?;
    let hash = |name: &str, version: &str| {
        let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        let (_, rest) = lock.split_once(&entry)?;
        let (_, rest) = rest.split("[[package]]").next()?.split_once("checksum = \"")?;
        rest.get(..64)
    };
    let mut components = Vec::new();
    for one in crates {
        let (name, version) = one.title.split_once(' ').ok_or("a crate has a version")?;
        let hash = hash(name, version).ok_or(format!("{name} has no checksum in Cargo.lock"))?;
        let purl = format!("pkg:cargo/{name}@{version}");
        let parts = one.parts.iter().map(|part| json!({ "name": "token04:part", "value": part }));
        components.push(json!({
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": version,
            "hashes": [{ "alg": "SHA-256", "content": hash }],
            "licenses": [{ "expression": one.licence }],
            "purl": purl,
            "properties": parts.collect::<Vec<_>>(),
        }));
    }
    let all = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": {
            "type": "library",
            "bom-ref": "token04",
            "name": "token04",
            "version": env!("CARGO_PKG_VERSION"),
            "licenses": [{ "expression": "Apache-2.0" }],
        }},
        "components": components,
    });
    serde_json::to_string_pretty(&all).map(|text| text + "\n").map_err(|e| e.to_string())
}

/// The whole file.
fn render(crates: &[Crate]) -> Result<String> {
    let mut out = format!("{INTRODUCTION}\n| crate | licence | part of |\n|---|---|---|\n");
    for one in crates {
        let parts = one.parts.iter().copied().collect::<Vec<_>>().join(", ");
        out.push_str(&format!("| {} | {} | {parts} |\n", one.title, one.licence));
    }
    out.push_str(&format!("\n{RUNTIME}\n## Used under Apache-2.0\n\n"));
    for one in crates.iter().filter(|one| one.is_apache()) {
        out.push_str(&format!("- {}{}\n", one.title, said(one)));
    }
    let mut groups: BTreeMap<String, (String, Vec<&Crate>)> = BTreeMap::new();
    let (with_text, without): (Vec<&Crate>, Vec<&Crate>) =
        crates.iter().filter(|one| !one.is_apache()).partition(|one| !one.texts.is_empty());
    for one in with_text {
        for text in &one.texts {
            let body = without_copyright(text);
            let key = body.split_whitespace().collect::<Vec<_>>().join(" ");
            groups.entry(key).or_insert_with(|| (body, Vec::new())).1.push(one);
        }
    }
    for one in without {
        let same = |group: &&mut (String, Vec<&Crate>)| {
            group.1.iter().any(|other| other.licence == one.licence)
        };
        let group = groups.values_mut().find(same);
        group.ok_or(format!("{} ({}) has no licence text", one.title, one.licence))?.1.push(one);
    }
    let mut groups: Vec<(String, Vec<&Crate>)> = groups.into_values().collect();
    groups.sort_by_key(|(_, members)| members.first().map(|one| one.title.clone()));
    for (body, members) in groups {
        let names: Vec<&str> = members.iter().map(|one| one.title.as_str()).collect();
        out.push_str(&format!("\n## The licence of {}\n\n", names.join(", ")));
        for one in members {
            out.push_str(&format!("- {}{}\n", one.title, said(one)));
        }
        out.push_str(&format!("\n```text\n{}\n```\n", body.trim()));
    }
    Ok(out)
}

/// The holders of a crate, written after its name.
fn said(one: &Crate) -> String {
    let lines: Vec<String> = one.copyright().into_iter().collect();
    match (lines.is_empty(), one.authors.is_empty()) {
        (false, _) => format!(": {}", lines.join("; ")),
        (true, false) => format!(": by {}", one.authors),
        (true, true) => String::new(),
    }
}

fn without_copyright(text: &str) -> String {
    let lines = text.lines().filter(|line| !is_copyright(line)).map(str::trim_end);
    lines.collect::<Vec<_>>().join("\n")
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(title: &str, licence: &str, texts: &[&str]) -> Crate {
        let texts = texts.iter().map(|text| (*text).to_owned()).collect();
        let (title, licence) = (title.to_owned(), licence.to_owned());
        Crate { title, licence, texts, ..Crate::default() }
    }

    #[test]
    fn each_licence_text_occurs_once_and_names_every_holder() {
        let crates = [
            named("a 1", "MIT", &["MIT\n\nCopyright (c) 2020 A\n\nAs is."]),
            named("b 1", "MIT", &["MIT\n\nCopyright (c) 2021 B\n\nAs\nis."]),
            named("c 1", "MIT", &[]),
            named("d 1", "MIT OR Apache-2.0", &["Copyright 2022 D", "Copyright [yyyy] [name]"]),
        ];
        let text = render(&crates).unwrap();
        assert_eq!(text.matches("As is.").count() + text.matches("As\nis.").count(), 1);
        assert!(text.contains("- a 1: Copyright (c) 2020 A\n- b 1: Copyright (c) 2021 B\n- c 1\n"));
        assert!(text.contains("- d 1: Copyright 2022 D\n"));
    }

    #[test]
    fn a_licence_without_its_text_is_an_error() {
        assert!(render(&[named("a 1", "ISC", &[])]).is_err());
        assert!(!named("a 1", "MIT AND Apache-2.0", &[]).is_apache());
    }
}
