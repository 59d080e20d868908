//! The .nupkg: an OPC container with a nuspec, put together without NuGet.

use std::fs;
use std::path::{Path, PathBuf};

use super::runtimes;
use xtask_lib::natives::{self, Part, System, Target};
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, paths};

pub const VERSION: &str = env!("CARGO_PKG_VERSION");
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");
/// The compiler of every program: C# 7 as mcs knows it, warnings are errors.
pub const COMPILE: &[&str] = &["mcs", "-langversion:7", "-optimize", "-warn:4", "-warnaserror"];

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />
  <Default Extension="psmdcp" ContentType="application/vnd.openxmlformats-package.core-properties+xml" />
  <Default Extension="nuspec" ContentType="application/octet" />
  <Default Extension="dll" ContentType="application/octet" />
  <Default Extension="so" ContentType="application/octet" />
  <Default Extension="dylib" ContentType="application/octet" />
  <Default Extension="xml" ContentType="application/octet" />
  <Default Extension="md" ContentType="application/octet" />
  <Override PartName="/LICENSE" ContentType="application/octet" />
</Types>
"#;
const PROPERTIES: &str = "package/services/metadata/core-properties/token04.psmdcp";
const DESCRIPTION: &str = "Mint and verify ZEGOCLOUD Token04 authentication tokens. Unofficial.";

pub fn file() -> PathBuf {
    paths::dist().join(format!("Token04.{VERSION}.nupkg"))
}

pub fn sources() -> PathBuf {
    paths::root().join("bindings-dotnet")
}

fn project() -> PathBuf {
    sources().join("src/Token04/Token04.csproj")
}

pub fn package(sh: &Shell) -> Result {
    let folder = runtimes::folder().join("nupkg");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|e| e.to_string())?;
    }
    let compiler = sh.output(command(&["mcs"]).arg("--version"))?.trim().to_owned();
    for target in natives::selected() {
        let library = target.file(Part::Shared).ok_or("no library")?;
        let name = library.file_name().ok_or("a library has a name")?;
        copy(&library, &folder.join("runtimes").join(rid(target)).join("native").join(name))?;
    }
    compile(sh, &folder.join("lib/netstandard2.0"), &compiler)?;
    copy(&sources().join("README.md"), &folder.join("README.md"))?;
    for file in ["LICENSE", "THIRD-PARTY.md"] {
        copy(&paths::root().join(file), &folder.join(file))?;
    }
    write(&folder.join("[Content_Types].xml"), CONTENT_TYPES)?;
    write(&folder.join("_rels/.rels"), &relationships())?;
    write(&folder.join("Token04.nuspec"), &nuspec(&compiler))?;
    write(&folder.join(PROPERTIES), &properties())?;
    fs::create_dir_all(paths::dist()).map_err(|e| e.to_string())?;
    let pack = sources().join("scripts/pack.py");
    sh.run(command(&["python3"]).arg(pack).arg(&folder).arg(file()))?;
    check(sh)
}

/// .NET's name of a platform.
pub fn rid(target: &Target) -> String {
    let arch = if target.arch() == "aarch64" { "arm64" } else { "x64" };
    match target.system {
        System::Linux if target.is_musl() => format!("linux-musl-{arch}"),
        System::Linux => format!("linux-{arch}"),
        System::Windows => format!("win-{arch}"),
        System::Mac => format!("osx-{arch}"),
    }
}

/// Read as NuGet reads it, and beside the csproj; it holds the library of each selected platform.
pub fn check(sh: &Shell) -> Result {
    let script = sources().join("scripts/check_package.py");
    let mut check = command(&["python3"]);
    check.arg(script).arg(file()).arg(VERSION).arg(project());
    for target in natives::selected() {
        let library = target.file(Part::Shared).ok_or("no library")?;
        let name = library.file_name().unwrap_or_default().to_string_lossy();
        check.arg(format!("runtimes/{}/native/{name}", rid(target)));
    }
    sh.run(&mut check)
}

/// The sources that the csproj names, and the version as attributes, which an SDK would add.
fn compile(sh: &Shell, out: &Path, compiler: &str) -> Result {
    let attributes = runtimes::folder().join("AssemblyVersion.cs");
    let text = format!(
        "using System.Reflection;\n\
         [assembly: AssemblyVersion(\"{VERSION}.0\")]\n\
         [assembly: AssemblyInformationalVersion(\"{VERSION}\")]\n\
         [assembly: AssemblyMetadata(\"Compiler\", \"{compiler}\")]\n"
    );
    write(&attributes, &text)?;
    fs::create_dir_all(out).map_err(|e| e.to_string())?;
    let mut mcs = command(COMPILE);
    mcs.args(["-target:library", "-unsafe"]);
    mcs.arg(format!("-doc:{}", out.join("Token04.xml").display()));
    mcs.arg(format!("-out:{}", out.join("Token04.dll").display()));
    let named = fs::read_to_string(project()).map_err(|e| e.to_string())?;
    let named =
        named.split("<Compile Include=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let folder = sources().join("src/Token04");
    mcs.arg(attributes).args(named.map(|name| folder.join(name)));
    sh.run(&mut mcs)
}

fn relationships() -> String {
    let one = |id: &str, kind: &str, target: &str| {
        format!("  <Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"/{target}\" />\n")
    };
    let manifest = "http://schemas.microsoft.com/packaging/2010/07/manifest";
    let core =
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\n\
         {}{}</Relationships>\n",
        one("R1", manifest, "Token04.nuspec"),
        one("R2", core, PROPERTIES),
    )
}

fn nuspec(compiler: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata minClientVersion="4.9.0">
    <id>Token04</id>
    <version>{VERSION}</version>
    <authors>The token04 contributors</authors>
    <license type="expression">Apache-2.0</license>
    <readme>README.md</readme>
    <projectUrl>{REPOSITORY}</projectUrl>
    <repository type="git" url="{REPOSITORY}" />
    <description>{DESCRIPTION} The assembly was compiled by {compiler}.</description>
    <tags>zego zegocloud token04 token authentication</tags>
    <dependencies>
      <group targetFramework=".NETStandard2.0" />
    </dependencies>
  </metadata>
</package>
"#
    )
}

fn properties() -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<coreProperties xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <dc:creator>The token04 contributors</dc:creator>
  <dc:description>{DESCRIPTION}</dc:description>
  <dc:identifier>Token04</dc:identifier>
  <version>{VERSION}</version>
</coreProperties>
"#
    )
}

pub fn write(path: &Path, text: &str) -> Result {
    let parent = path.parent().ok_or("a file has a folder")?;
    fs::create_dir_all(parent).map_err(|e| format!("{}: {e}", parent.display()))?;
    fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))
}

/// Copies a file; its folder is made.
pub fn copy(from: &Path, to: &Path) -> Result {
    let parent = to.parent().ok_or("a file has a folder")?;
    fs::create_dir_all(parent).map_err(|e| format!("{}: {e}", parent.display()))?;
    fs::copy(from, to).map(drop).map_err(|e| format!("{}: {e}", from.display()))
}
