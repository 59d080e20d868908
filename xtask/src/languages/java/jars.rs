//! What the JARs hold.

use std::fs;
use std::path::PathBuf;

use super::{LIBRARY, folder, remove};
use crate::shell::{Shell, command};
use crate::{Result, paths};

/// The artefacts with code.
pub const ARTIFACTS: &[&str] = &["token04", "token04-compat"];
/// The class file version of Java 8.
const JAVA_8: [u8; 2] = [0, 52];

/// A packed JAR; `kind` is empty, `-sources` or `-javadoc`.
pub fn path(artifact: &str, kind: &str) -> PathBuf {
    let version = env!("CARGO_PKG_VERSION");
    let home = paths::dist().join("maven/io/token04").join(artifact).join(version);
    home.join(format!("{artifact}-{version}{kind}.jar"))
}

/// Java 8 bytecode, a module name, the licence, natives in the main JAR alone and without the
/// functions for tests, sources and documentation beside it.
pub fn check(sh: &Shell) -> Result {
    for artifact in ARTIFACTS {
        for kind in ["", "-sources", "-javadoc"] {
            let jar = path(artifact, kind);
            let bytes = fs::metadata(&jar).map_err(|e| format!("{}: {e}", jar.display()))?.len();
            sh.note(format!("{artifact}{kind}: {bytes} bytes"))?;
        }
        let home = unpack(sh, artifact, "")?;
        let manifest = read(&home.join("META-INF/MANIFEST.MF"))?;
        let module = format!("Automatic-Module-Name: io.{}", artifact.replace('-', "."));
        let manifest = String::from_utf8_lossy(&manifest);
        demand(manifest.lines().any(|line| line == module), &module)?;
        demand(home.join("META-INF/LICENSE").exists(), "the licence")?;
        demand(home.join("META-INF/THIRD-PARTY.md").exists(), "the notices")?;
        let classes = files(&home, ".class")?;
        demand(!classes.is_empty(), "classes")?;
        for class in classes {
            let version = read(&class)?.get(6..8) == Some(&JAVA_8);
            demand(version, &format!("{} for Java 8", class.display()))?;
        }
        let sources = unpack(sh, artifact, "-sources")?;
        demand(!files(&sources, ".java")?.is_empty(), "sources")?;
        demand(files(&sources, ".so")?.is_empty(), "sources without natives")?;
        let documentation = unpack(sh, artifact, "-javadoc")?;
        demand(documentation.join("index.html").exists(), "documentation")?;
    }
    let platform = format!("linux-{}", std::env::consts::ARCH);
    let home = folder().join("unpacked/token04");
    let native = home.join("META-INF/native").join(platform).join(LIBRARY);
    let native = read(&native)?;
    sh.note(format!("the native library: {} bytes", native.len()))?;
    let hook = b"NativeHooks";
    demand(!native.windows(hook.len()).any(|part| part == hook), "no functions for tests")
}

fn unpack(sh: &Shell, artifact: &str, kind: &str) -> Result<PathBuf> {
    let home = folder().join("unpacked").join(format!("{artifact}{kind}"));
    remove(&home)?;
    fs::create_dir_all(&home).map_err(|e| e.to_string())?;
    let mut unpack = command(&["jar", "xf"]);
    sh.run(unpack.arg(path(artifact, kind)).current_dir(&home))?;
    Ok(home)
}

fn read(path: &std::path::Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// The files below a folder whose names end so.
fn files(home: &std::path::Path, end: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![home.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|e| e.to_string())?.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(end) {
                found.push(path);
            }
        }
    }
    Ok(found)
}

fn demand(holds: bool, what: &str) -> Result {
    if holds { Ok(()) } else { Err(format!("the JAR lacks: {what}")) }
}
