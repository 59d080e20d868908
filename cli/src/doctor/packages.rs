//! The packages of token04 in a folder, as the files of each language's tools name them.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use regex::bytes::RegexBuilder;
use serde_json::Value;

/// What they are for a person, and their versions.
pub fn of(folder: &Path) -> Vec<(String, String)> {
    let all = [
        npm(folder),
        composer(folder),
        go(folder),
        python(folder),
        jvm(folder),
        nuget(folder),
        c(),
    ];
    let mut found: Vec<(String, String)> = Vec::new();
    for (name, version) in all.concat() {
        let one = (name.to_owned(), version);
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

type Found = Vec<(&'static str, String)>;

fn json(path: PathBuf) -> Value {
    let text = fs::read_to_string(path).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// The first group of each place where an expression fits.
fn versions(text: &str, expression: &str) -> Vec<String> {
    let Ok(expression) = RegexBuilder::new(expression).unicode(false).build() else {
        return Vec::new();
    };
    let groups = expression.captures_iter(text.as_bytes()).filter_map(|captures| captures.get(1));
    groups.map(|group| String::from_utf8_lossy(group.as_bytes()).into_owned()).collect()
}

fn npm(folder: &Path) -> Found {
    let package = json(folder.join("node_modules/token04/package.json"));
    let version = package.get("version").and_then(Value::as_str);
    version.map(|version| ("the npm package", version.to_owned())).into_iter().collect()
}

fn composer(folder: &Path) -> Found {
    let lock = json(folder.join("composer.lock"));
    let packages = lock.get("packages").and_then(Value::as_array).into_iter().flatten();
    packages
        .filter(|one| one.get("name").and_then(Value::as_str) == Some("token04/token04"))
        .filter_map(|one| one.get("version")?.as_str())
        .map(|version| ("the Composer package", version.trim_start_matches('v').to_owned()))
        .collect()
}

fn go(folder: &Path) -> Found {
    let text = fs::read_to_string(folder.join("go.mod")).unwrap_or_default();
    let found = versions(&text, r"(?m)^\s*(?:require\s+)?github\.com/token04/token04-go\s+v(\S+)");
    found.into_iter().map(|version| ("the Go module", version)).collect()
}

fn python(folder: &Path) -> Found {
    let environments = env::var_os("VIRTUAL_ENV").map(PathBuf::from);
    let mut found = Vec::new();
    for environment in environments.into_iter().chain([folder.join(".venv"), folder.join("venv")]) {
        let Ok(pythons) = fs::read_dir(environment.join("lib")) else { continue };
        for python in pythons.flatten() {
            let Ok(entries) = fs::read_dir(python.path().join("site-packages")) else { continue };
            for entry in entries.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let version = name.strip_prefix("token04-");
                if let Some(version) = version.and_then(|name| name.strip_suffix(".dist-info")) {
                    found.push(("the Python package", version.to_owned()));
                }
            }
        }
    }
    found
}

/// Maven's and Gradle's files, and libraries that were copied beside a program.
fn jvm(folder: &Path) -> Found {
    const NAME: &str = "the Java package";
    let mut found = Vec::new();
    let pom = fs::read_to_string(folder.join("pom.xml")).unwrap_or_default();
    let artifact = r"<groupId>\s*io\.token04\s*</groupId>\s*<artifactId>\s*token04(?:-compat)?\s*</artifactId>\s*<version>\s*([^<\s]+)";
    for version in versions(&pom, artifact) {
        let property = version.strip_prefix("${").and_then(|name| name.strip_suffix('}'));
        let value = property.and_then(|name| {
            versions(&pom, &format!(r"<{}>\s*([^<\s]+)", regex::escape(name))).into_iter().next()
        });
        found.push((NAME, value.unwrap_or(version)));
    }
    for file in ["build.gradle", "build.gradle.kts", "gradle.lockfile"] {
        let text = fs::read_to_string(folder.join(file)).unwrap_or_default();
        let found_here = versions(&text, r#"io\.token04:token04(?:-compat)?:([0-9][^\s"'=@]*)"#);
        found.extend(found_here.into_iter().map(|version| (NAME, version)));
    }
    found
}

/// What restore resolved, and otherwise what the project asks for.
fn nuget(folder: &Path) -> Found {
    const NAME: &str = "the NuGet package";
    let assets = json(folder.join("obj/project.assets.json"));
    let libraries = assets.get("libraries").and_then(Value::as_object).into_iter().flatten();
    let resolved: Found = libraries
        .filter_map(|(name, _)| name.strip_prefix("Token04/"))
        .map(|version| (NAME, version.to_owned()))
        .collect();
    if !resolved.is_empty() {
        return resolved;
    }
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let projects = entries.map(|entry| entry.path()).filter(|path| {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        ["csproj", "vbproj", "fsproj"].contains(&ending)
            || path.file_name().is_some_and(|name| name == "Directory.Packages.props")
    });
    let asked = r#"Include\s*=\s*"Token04"[^>]*?\bVersion\s*=\s*"([^"]+)""#;
    projects
        .flat_map(|path| versions(&fs::read_to_string(path).unwrap_or_default(), asked))
        .map(|version| (NAME, version))
        .collect()
}

/// The installed C library.
fn c() -> Found {
    let output =
        Command::new("pkg-config").args(["--modversion", "token04"]).stdin(Stdio::null()).output();
    let text = output.ok().filter(|output| output.status.success()).map(|output| output.stdout);
    text.map(|text| ("the C library", String::from_utf8_lossy(&text).trim().to_owned()))
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_package_is_found() {
        let folder = env::temp_dir().join(format!("token04-doctor-{}", std::process::id()));
        let files = [
            ("node_modules/token04/package.json", r#"{"version":"1.0.1"}"#),
            (
                "composer.lock",
                r#"{"packages":[{"name":"token04/token04","version":"v1.0.2"},{"name":"a/b","version":"9"}]}"#,
            ),
            (
                "go.mod",
                "module x\n\nrequire (\n\tgithub.com/token04/token04-go v1.0.3\n\tx.org/y v9.0.0\n)\n",
            ),
            (".venv/lib/python3.12/site-packages/token04-1.0.4.dist-info/METADATA", ""),
            (
                "pom.xml",
                "<properties><t.version>1.0.5</t.version></properties><dependency>\n<groupId>io.token04</groupId>\n\
                 <artifactId>token04</artifactId>\n<version>${t.version}</version></dependency>",
            ),
            ("build.gradle", "implementation 'io.token04:token04-compat:1.0.6'\n"),
            ("app.csproj", r#"<PackageReference Include="Token04" Version="1.0.7" />"#),
        ];
        for (name, content) in files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        let found = of(&folder);
        let asked = found.iter().filter(|(name, _)| name != "the C library");
        let versions: Vec<&str> = asked.map(|(_, version)| version.as_str()).collect();
        assert_eq!(versions, ["1.0.1", "1.0.2", "1.0.3", "1.0.4", "1.0.5", "1.0.6", "1.0.7"]);
        // What restore resolved counts more than what was asked for.
        fs::create_dir_all(folder.join("obj")).unwrap();
        fs::write(folder.join("obj/project.assets.json"), r#"{"libraries":{"Token04/1.0.8":{}}}"#)
            .unwrap();
        assert_eq!(nuget(&folder), [("the NuGet package", "1.0.8".to_owned())]);
        assert!(nuget(Path::new("/missing")).is_empty());
        fs::remove_dir_all(folder).unwrap();
    }
}
