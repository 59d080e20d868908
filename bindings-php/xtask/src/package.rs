//! What goes to `dist/`: a zip for Composer, one of the extension's source for PIE, one for PECL.

use std::fs;
use std::path::{Path, PathBuf};

use super::chroots::VERSIONS;
use super::place::{folder, source};
use xtask_c as c;
use xtask_lib::natives::{self, Part, System, Target};
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, native, paths};

const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Of the Composer package, as they lie in the source tree.
const FILES: &[&str] =
    &["composer.json", "preload.php", "README.md", "src", "zego", "bin", "examples"];

/// Everything.
pub fn all(sh: &Shell) -> Result {
    let whole = empty("package/token04-php")?;
    let extension = extension_source(sh)?;
    for file in FILES {
        copy(sh, &source(file), &whole)?;
    }
    copy(sh, &paths::root().join("LICENSE"), &whole)?;
    copy(sh, &paths::root().join("THIRD-PARTY.md"), &whole)?;
    for target in natives::selected() {
        let library = target.file(Part::Shared).ok_or("no library")?;
        let name = library.file_name().ok_or("a library has a name")?;
        let lib = whole.join("lib").join(target.platform());
        make(&lib)?;
        file(&library, &lib.join(name))?;
    }
    file(&c::tree().join("include/token04_flat.h"), &whole.join("lib/token04.h"))?;
    copy(sh, &extension, &whole)?;
    fs::rename(whole.join("token04-ext"), whole.join("ext")).map_err(|e| e.to_string())?;
    prebuilt(sh, &extension, &whole.join("ext/prebuilt"))?;
    zip(sh, &whole, &format!("token04-php-{VERSION}.zip"))?;
    zip(sh, &extension, &format!("token04-php-ext-{VERSION}.zip"))?;
    pecl(sh, &extension)
}

/// Where the extension is built: Linux with glibc, on both architectures.
fn for_extension() -> impl Iterator<Item = &'static Target> {
    let fits = |target: &&Target| target.system == System::Linux && !target.is_musl();
    natives::selected().into_iter().filter(fits)
}

/// The extension as people build it: C files, the header, and the static library.
fn extension_source(sh: &Shell) -> Result<PathBuf> {
    let tree = empty("package/token04-ext")?;
    for entry in fs::read_dir(source("ext")).map_err(|e| e.to_string())? {
        copy(sh, &entry.map_err(|e| e.to_string())?.path(), &tree)?;
    }
    copy(sh, &paths::root().join("LICENSE"), &tree)?;
    copy(sh, &paths::root().join("THIRD-PARTY.md"), &tree)?;
    file(&c::tree().join("include/token04.h"), &tree.join("token04.h"))?;
    for target in for_extension() {
        let lib = tree.join("lib").join(target.platform());
        make(&lib)?;
        file(&target.file(Part::Static).ok_or("no archive")?, &lib.join("libtoken04.a"))?;
    }
    Ok(tree)
}

/// The extension for each version of PHP, for the oldest glibc.
fn prebuilt(sh: &Shell, extension: &Path, to: &Path) -> Result {
    let mut wanted: Vec<(String, PathBuf)> =
        VERSIONS.iter().map(|version| (version.php.to_owned(), version.headers())).collect();
    let own =
        sh.output(command(&["php", "-r"]).arg("echo PHP_MAJOR_VERSION.'.'.PHP_MINOR_VERSION;"))?;
    if !wanted.iter().any(|(php, _)| *php == own) {
        let headers = sh.output(&mut command(&["php-config", "--include-dir"]))?;
        wanted.push((own, PathBuf::from(headers.trim())));
    }
    for (php, headers) in wanted {
        for target in for_extension() {
            let out = to.join(format!("php{php}-nts-{}", target.platform()));
            make(&out)?;
            compile(sh, extension, target, &headers, &out.join("token04.so"))?;
        }
    }
    Ok(())
}

/// PHP's headers are the same on both architectures.
fn compile(sh: &Shell, extension: &Path, target: &Target, headers: &Path, out: &Path) -> Result {
    let arch = target.arch();
    let mut cc = command(&[paths::target().join("tools/bin/python")]);
    cc.args(["-m", "ziglang", "cc", "-target"]).arg(format!("{arch}-linux-gnu.{}", native::GLIBC));
    cc.args(["-shared", "-fPIC", "-O2", "-std=gnu99", "-Wall", "-Wextra", "-Wno-unused-parameter"]);
    // PHP's own headers are not held to our warnings.
    for part in ["", "main", "TSRM", "Zend", "ext"] {
        cc.arg("-isystem").arg(headers.join(part));
    }
    cc.args(["-DCOMPILE_DL_TOKEN04", "-DZEND_ENABLE_STATIC_TSRMLS_CACHE=1", "-g0", "-s"]);
    cc.args(["token04.c", "functions.c", "generator.c", "verifier.c"]);
    cc.arg(extension.join("lib").join(target.platform()).join("libtoken04.a"));
    cc.args(["-Wl,--version-script=exports.map", "-Wl,--gc-sections", "-lunwind", "-o"]).arg(out);
    sh.run(cc.current_dir(extension))
}

/// PECL's archive: package.xml beside a folder with the source.
fn pecl(sh: &Shell, extension: &Path) -> Result {
    let work = empty("package/pecl")?;
    let name = format!("token04-{VERSION}");
    copy(sh, extension, &work)?;
    fs::rename(work.join("token04-ext"), work.join(&name)).map_err(|e| e.to_string())?;
    let inside = work.join(&name);
    fs::rename(inside.join("package.xml"), work.join("package.xml")).map_err(|e| e.to_string())?;
    let manifest = fs::read_to_string(work.join("package.xml")).map_err(|e| e.to_string())?;
    // One line for each architecture.
    let line = "   <file name=\"lib/linux-x86_64/libtoken04.a\" role=\"src\"/>\n";
    let lines: String =
        for_extension().map(|target| line.replace("linux-x86_64", &target.platform())).collect();
    let manifest = manifest.replace(line, &lines);
    fs::write(work.join("package.xml"), &manifest).map_err(|e| e.to_string())?;
    if !manifest.contains(&format!("<release>{VERSION}</release>")) {
        return Err("bindings-php/ext/package.xml is of another version".into());
    }
    let all =
        sh.output(command(&["find", ".", "-type", "f", "-printf", "%P\n"]).current_dir(&inside))?;
    let named = |path: &&str| manifest.contains(&format!("<file name=\"{path}\""));
    if let Some(path) = all.lines().find(|path| !named(path)) {
        return Err(format!("bindings-php/ext/package.xml does not name {path}"));
    }
    let same = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];
    // The npm package has the same name.
    let place = paths::dist().join("pecl");
    make(&place)?;
    let mut tar = command(&["tar"]);
    tar.args(same).arg("-C").arg(&work).args(["-czf"]).arg(place.join(name + ".tgz"));
    sh.run(tar.env("GZIP", "-9n").args(["package.xml", &format!("token04-{VERSION}")]))
}

/// Packs what is in a folder, the same bytes each time.
fn zip(sh: &Shell, tree: &Path, name: &str) -> Result {
    let out = paths::dist().join(name);
    fs::create_dir_all(paths::dist()).map_err(|e| e.to_string())?;
    if out.exists() {
        fs::remove_file(&out).map_err(|e| e.to_string())?;
    }
    let script = "find . -exec touch -h -d '1980-01-02 00:00:00 UTC' {} + && \
                  find . -type f | LC_ALL=C sort | TZ=UTC zip -X -9 -q -@ \"$0\"";
    sh.run(command(&["sh", "-c", script]).arg(&out).current_dir(tree))?;
    sh.note(format!("dist/{name}"))
}

fn empty(name: &str) -> Result<PathBuf> {
    let path = folder(name);
    if path.exists() {
        fs::remove_dir_all(&path).map_err(|e| e.to_string())?;
    }
    make(&path)?;
    Ok(path)
}

fn make(path: &Path) -> Result {
    fs::create_dir_all(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn file(from: &Path, to: &Path) -> Result {
    fs::copy(from, to).map(drop).map_err(|e| format!("{}: {e}", from.display()))
}

/// Copies a file or a folder into a folder.
fn copy(sh: &Shell, from: &Path, into: &Path) -> Result {
    sh.run(command(&["cp", "-r"]).arg(from).arg(into))
}
