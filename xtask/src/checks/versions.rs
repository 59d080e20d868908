//! Every manifest of every language and every README must state the workspace's version.

use xtask_lib::shell::Shell;
use xtask_lib::{Result, paths};

/// Reports the manifests and READMEs that state another version.
pub fn check(sh: &Shell) -> Result {
    let version = env!("CARGO_PKG_VERSION");
    let mut wrong = Vec::new();
    for path in paths::project_files()? {
        let text = paths::read(&path).unwrap_or_default();
        let artefacts = if path.ends_with("README.md") { artefacts(&text) } else { Vec::new() };
        for found in stated(&path, &text).into_iter().chain(artefacts) {
            sh.note(format!("{path}: {found}"))?;
            if found != version {
                wrong.push(format!("{path} says {found}, the workspace {version}"));
            }
        }
    }
    let changes = paths::read("CHANGELOG.md")?;
    if !changes.contains(&format!("[{version}]")) {
        wrong.push(format!("CHANGELOG.md has no entry for {version}"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
}

/// The project's version in a manifest; `None` for any other file, and if it is inherited.
fn stated(path: &str, text: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let quoted = |line: &str| line.split(['"', '\'']).nth(1).map(str::to_owned);
    let between = |open: &str, close: &str| {
        let rest = text.split_once(open)?.1;
        Some(rest.split_once(close)?.0.trim().to_owned())
    };
    match name {
        "Cargo.toml" | "pyproject.toml" => {
            let line = text.lines().find(|l| l.starts_with("version = "))?;
            quoted(line)
        }
        "package.json" | "composer.json" => {
            let manifest: serde_json::Value = serde_json::from_str(text).ok()?;
            let value = |key: &str| manifest.get(key).and_then(|value| value.as_str());
            let ours = value("name").is_some_and(|name| name.contains("token04"));
            value("version").filter(|_| ours).map(str::to_owned)
        }
        "pom.xml" => {
            let own = text.split("<parent>").next()?.to_owned()
                + text.split("</parent>").nth(1).unwrap_or_default();
            let own = own.split("<dependencies>").next()?.split("<build>").next()?.to_owned();
            Some(own.split_once("<version>")?.1.split_once("</version>")?.0.to_owned())
        }
        "CMakeLists.txt" => {
            let project = between("project(", ")")?;
            let mut words = project.split_whitespace().skip_while(|word| *word != "VERSION");
            words.nth(1).map(str::to_owned)
        }
        "package.xml" => between("<release>", "</release>"),
        "Token04.php" => between("const VERSION = '", "'"),
        _ if name.ends_with(".csproj") => between("<Version>", "</Version>"),
        _ if name.ends_with(".nuspec") => between("<version>", "</version>"),
        _ => None,
    }
}

/// The versions in a README's names of our artefacts, as `token04-0.1.0.tgz`, and in its Maven
/// coordinates.
fn artefacts(text: &str) -> Vec<String> {
    // Skips the digits of the name itself: Token04.0.1.0.nupkg.
    let text = text.to_ascii_lowercase().replace("token04", "token");
    let number = |run: &str| {
        let run = run.trim_matches('.');
        (run.split('.').filter(|part| !part.is_empty()).count() == 3).then(|| run.to_owned())
    };
    let mut versions = Vec::new();
    let words = text.split(|c: char| c.is_whitespace() || "`\"'()<>".contains(c));
    for word in words.filter(|word| word.contains("token")) {
        versions.extend(word.split(|c: char| !c.is_ascii_digit() && c != '.').filter_map(number));
    }
    for ours in text.split("<artifactid>token").skip(1) {
        let rest = ours.split_once("</artifactid>").map(|(_, rest)| rest.trim_start());
        let version = rest.and_then(|rest| rest.strip_prefix("<version>")?.split('<').next());
        versions.extend(version.and_then(number));
    }
    versions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn artefacts_in_prose_and_commands_are_read() {
        let one = |text: &str| assert_eq!(artefacts(text), ["1.2.3"], "{text}");
        one("npm install ./token04-1.2.3.tgz");
        one("- `Token04.1.2.3.nupkg`. It");
        one("mv token04-c-1.2.3-linux-x86_64 token04");
        one("composer require token04/token04:1.2.3.");
        one("<artifactId>token04-compat</artifactId>\n  <version>1.2.3</version>");
        assert!(artefacts("http://127.0.0.1:8080/token a token of 1.5 Token04 0.9.1").is_empty());
    }

    #[test]
    fn each_kind_of_manifest_is_read() {
        let one = Some("1.2.3".to_owned());
        assert_eq!(stated("x/Cargo.toml", "[package]\nversion = \"1.2.3\"\n"), one);
        assert_eq!(stated("Cargo.toml", "[package]\nversion.workspace = true\n"), None);
        assert_eq!(stated("package.json", r#"{"name":"token04","version":"1.2.3"}"#), one);
        assert_eq!(stated("package.json", r#"{"name":"other","version":"9"}"#), None);
        assert_eq!(stated("a.csproj", "<Project><Version> 1.2.3 </Version>"), one);
        assert_eq!(stated("CMakeLists.txt", "project(token04\n VERSION 1.2.3 LANGUAGES C)"), one);
        assert_eq!(stated("ext/package.xml", "<version><release>1.2.3</release>"), one);
        assert_eq!(stated("src/Token04.php", "    public const VERSION = '1.2.3';"), one);
        let pom = "<project><artifactId>token04</artifactId><version>1.2.3</version>\
                   <dependencies><version>9</version></dependencies></project>";
        assert_eq!(stated("j/pom.xml", pom), one);
    }
}
