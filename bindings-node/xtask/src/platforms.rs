//! The packages of the platforms, and the package as a registry gets it.

use std::fs;
use std::path::Path;

use super::npm_pack;
use serde_json::{Map, Value};
use xtask_lib::natives::{self, System, Target};
use xtask_lib::shell::{Shell, command};
use xtask_lib::step::Step;
use xtask_lib::{Result, node, paths};

/// A registry, and the package managers beside npm.
const MANAGERS: &[&str] = &["verdaccio@6", "pnpm@10", "@yarnpkg/cli-dist@4"];
/// verdaccio asks for a tag of node-fetch that not every mirror has.
const MANIFEST: &str = "{\"private\": true, \"overrides\": {\"node-fetch\": \"2.7.0\"}}\n";

/// One lock file for every platform. It takes the packages of all platforms.
pub fn registry_step() -> Option<Step> {
    let all = natives::selected().len() == natives::ready().len();
    let about = "a lock file from here fits every platform: npm, pnpm, yarn";
    let step = Step::new("node/registry", about, |sh| {
        let tools = node::ensure_in(sh, "managers", MANIFEST, MANAGERS)?;
        let mut trial = command(&["node", "bindings-node/tests/registry.test.mjs"]);
        sh.run(trial.arg(paths::dist().join("npm")).arg(tools))
    });
    all.then(|| step.needs(&["node/package"]).shown())
}

/// The name of a target's package behind `@token04/`: Node's names, and `gnu` or `musl` on Linux.
pub fn name(target: &Target) -> String {
    let cpu = if target.arch() == "aarch64" { "arm64" } else { "x64" };
    match target.system {
        System::Linux if target.is_musl() => format!("linux-{cpu}-musl"),
        System::Linux => format!("linux-{cpu}-gnu"),
        System::Windows => format!("win32-{cpu}"),
        System::Mac => format!("darwin-{cpu}"),
    }
}

/// The same package for a registry, into `dist/npm`: it names the package of every platform as an
/// optional dependency, and a package manager takes the one that fits. The package in `dist/` names
/// none: it is installed from a file, and must not ask a registry for names that nobody owns yet.
pub fn for_registry(sh: &Shell, package: &Path) -> Result {
    let out = paths::dist().join("npm");
    if out.exists() {
        fs::remove_dir_all(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    }
    fs::create_dir_all(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    for target in natives::selected() {
        let packed = format!("token04-{}-{}.tgz", name(target), env!("CARGO_PKG_VERSION"));
        let from = paths::dist().join(&packed);
        fs::copy(&from, out.join(&packed)).map_err(|e| format!("{}: {e}", from.display()))?;
    }
    let file = package.join("package.json");
    let local = fs::read_to_string(&file).map_err(|e| e.to_string())?;
    let mut manifest: Value = serde_json::from_str(&local).map_err(|e| e.to_string())?;
    let version = manifest.get("version").cloned().ok_or("package.json has no version")?;
    let platforms: Map<String, Value> = natives::ready()
        .iter()
        .map(|target| (format!("@token04/{}", name(target)), version.clone()))
        .collect();
    let fields = manifest.as_object_mut().ok_or("package.json is no object")?;
    fields.insert("optionalDependencies".to_owned(), Value::Object(platforms));
    let text = serde_json::to_string_pretty(&manifest).map_err(|e| e.to_string())?;
    fs::write(&file, text + "\n").map_err(|e| e.to_string())?;
    let packed = npm_pack(sh, package, &out);
    fs::write(&file, local).map_err(|e| e.to_string())?;
    packed
}

#[cfg(test)]
mod tests {
    use super::*;
    use xtask_lib::natives::TARGETS;

    #[test]
    fn names_are_those_that_the_loader_tries() {
        let names: Vec<String> = TARGETS.iter().map(name).collect();
        let expected = "linux-x64-gnu linux-arm64-gnu linux-x64-musl linux-arm64-musl win32-x64 \
                        darwin-arm64 darwin-x64";
        assert_eq!(names.join(" "), expected);
    }
}
