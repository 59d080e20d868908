//! One version: the workspace's, in every manifest of every language.

use crate::shell::Shell;
use crate::{Result, paths};

/// Names the manifests that say another version.
pub fn check(sh: &Shell) -> Result {
    let version = env!("CARGO_PKG_VERSION");
    let mut wrong = Vec::new();
    for path in paths::project_files()? {
        let Some(found) = stated(&path, &paths::read(&path).unwrap_or_default()) else { continue };
        sh.note(format!("{path}: {found}"))?;
        if found != version {
            wrong.push(format!("{path} says {found}, the workspace {version}"));
        }
    }
    let changes = paths::read("CHANGELOG.md")?;
    if !changes.contains(&format!("[{version}]")) {
        wrong.push(format!("CHANGELOG.md has no entry for {version}"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
}

/// The project's version in a manifest; `None` in any other file, and where it is inherited.
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

#[cfg(test)]
mod tests {
    use super::*;

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
