//! The Rust version: defined once, stated the same everywhere, and new enough for every crate.

use xtask_lib::shell::{Shell, cargo};
use xtask_lib::{Result, paths};

/// Compares the stated version with the crates of the lock file and with the documentation.
pub fn check(sh: &Shell) -> Result {
    let stated = stated(&paths::read("Cargo.toml")?).ok_or("Cargo.toml states no rust-version")?;
    sh.note(format!("stated: {stated}"))?;
    let metadata = sh.quiet_output(&mut cargo(&["metadata", "--format-version=1"]))?;
    let metadata: serde_json::Value =
        serde_json::from_str(&metadata).map_err(|e| format!("cargo metadata: {e}"))?;
    let packages = metadata.get("packages").and_then(|list| list.as_array());
    let mut wrong = Vec::new();
    for package in packages.ok_or("cargo metadata lists no packages")? {
        let text = |key: &str| package.get(key).and_then(|value| value.as_str());
        let name = text("name").unwrap_or_default();
        let needed = text("rust_version").unwrap_or("1.0");
        if number(needed) > number(&stated) {
            let version = text("version").unwrap_or_default();
            wrong.push(format!("{name} {version} needs {needed}"));
        }
        if text("source").is_none() && number(needed) != number(&stated) {
            wrong.push(format!("{name} states {needed}, the workspace {stated}"));
        }
    }
    for file in ["README.md", "CONTRIBUTING.md"] {
        if !paths::read(file)?.contains(&format!("Rust {stated}")) {
            wrong.push(format!("{file} does not say 'Rust {stated}'"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
}

/// `rust-version = "1.89"` of the workspace.
fn stated(manifest: &str) -> Option<String> {
    let line = manifest.lines().find(|line| line.starts_with("rust-version"))?;
    line.split('"').nth(1).map(str::to_owned)
}

fn number(version: &str) -> Vec<u32> {
    let mut parts: Vec<u32> = version.split('.').map_while(|part| part.parse().ok()).collect();
    parts.resize(3, 0);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        assert!(number("1.100") > number("1.89"));
        assert_eq!(number("1.89"), number("1.89.0"));
        let manifest = "[workspace.package]\nrust-version = \"1.89\" # why\n";
        assert_eq!(stated(manifest), Some("1.89".into()));
    }
}
