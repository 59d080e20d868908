//! What the JARs hold.

use std::fs;
use std::path::PathBuf;

use super::{folder, remove};
use xtask_lib::natives::{self, Part};
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, paths};

/// The artefacts with code.
pub const ARTIFACTS: [&str; 2] = ["token04", "token04-compat"];
/// The class file version of Java 8.
const JAVA_8: [u8; 2] = [0, 52];

/// A packed JAR; `kind` is empty, `-sources` or `-javadoc`.
pub fn path(artifact: &str, kind: &str) -> PathBuf {
    let version = env!("CARGO_PKG_VERSION");
    let home = paths::dist().join("maven/io/token04").join(artifact).join(version);
    home.join(format!("{artifact}-{version}{kind}.jar"))
}

/// Java 8 bytecode, the description of a module, the licence, natives in the main JAR alone and
/// without the functions for tests, sources and documentation beside it.
pub fn check(sh: &Shell) -> Result {
    for artifact in ARTIFACTS {
        for kind in ["", "-sources", "-javadoc"] {
            let jar = path(artifact, kind);
            let bytes = fs::metadata(&jar).map_err(|e| format!("{}: {e}", jar.display()))?.len();
            sh.note(format!("{artifact}{kind}: {bytes} bytes"))?;
        }
        let home = unpack(sh, artifact, "")?;
        let module = format!("io.{}@", artifact.replace('-', "."));
        let mut describe = command(&["jar", "--describe-module", "--file"]);
        let described = sh.output(describe.arg(path(artifact, "")))?;
        demand(described.starts_with(&module), "the description of a module")?;
        demand(home.join("META-INF/LICENSE").exists(), "the licence")?;
        demand(home.join("META-INF/THIRD-PARTY.md").exists(), "the notices")?;
        let classes = files(&home, ".class")?;
        demand(!classes.is_empty(), "classes")?;
        for class in classes {
            // Java 8 does not read it.
            let is_module = class.ends_with("module-info.class");
            let version = read(&class)?.get(6..8) == Some(&JAVA_8);
            demand(version || is_module, &format!("{} for Java 8", class.display()))?;
        }
        let sources = unpack(sh, artifact, "-sources")?;
        demand(!files(&sources, ".java")?.is_empty(), "sources")?;
        demand(files(&sources, ".so")?.is_empty(), "sources without natives")?;
        let documentation = unpack(sh, artifact, "-javadoc")?;
        demand(documentation.join("index.html").exists(), "documentation")?;
    }
    users_module(sh)?;
    let home = folder().join("unpacked/token04/META-INF/native");
    let mut held = 0;
    for target in natives::selected() {
        let library = target.file(Part::Jni).ok_or("no library")?;
        let name = library.file_name().ok_or("a library has a name")?;
        let native = read(&home.join(target.platform()).join(name))?;
        sh.note(format!("{}: {} bytes", target.platform(), native.len()))?;
        let hook = b"NativeHooks";
        demand(!native.windows(hook.len()).any(|part| part == hook), "no functions for tests")?;
        held += 1;
    }
    let all = files(&home, "")?.len();
    demand(all == held, "no library of a platform that is not selected")
}

/// A module that requires both compiles and runs, with nothing else on its module path.
fn users_module(sh: &Shell) -> Result {
    let home = folder().join("unpacked/module");
    remove(&home)?;
    let source = home.join("src");
    fs::create_dir_all(source.join("user")).map_err(|e| e.to_string())?;
    let write = |name: &str, text: &str| {
        fs::write(source.join(name), text).map_err(|e| format!("{name}: {e}"))
    };
    write("module-info.java", "module user { requires io.token04; requires io.token04.compat; }")?;
    write(
        "user/Main.java",
        "package user; public class Main { public static void main(String[] a) { System.out.println(\
         io.token04.Token04.version() \
         + im.zego.serverassistant.utils.TokenServerAssistant.PrivilegeEnable); } }",
    )?;
    let classes = home.join("classes");
    let join = |paths: &[PathBuf]| std::env::join_paths(paths).map_err(|e| e.to_string());
    let [ours, dropin] = ARTIFACTS.map(|artifact| path(artifact, ""));
    let mut compile = command(&["javac", "-Xlint:all", "-Werror", "-p"]);
    compile.arg(join(&[ours.clone(), dropin.clone()])?).arg("-d").arg(&classes);
    sh.run(compile.arg(source.join("module-info.java")).arg(source.join("user/Main.java")))?;
    let mut run = command(&["java", "-p"]);
    run.arg(join(&[ours, dropin, classes])?).args(["-m", "user/user.Main"]);
    demand(
        sh.output(&mut run)?.contains(concat!(env!("CARGO_PKG_VERSION"), "1")),
        "modules that run",
    )
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
