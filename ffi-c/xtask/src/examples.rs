//! The examples and the README's commands, against the archive unpacked outside the project.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::compile::install;
use super::package::soname;
use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, follow, paths};

const APP_ID: &str = "1234567890";
const SECRET: &str = "fa94dd0f974cf2e293728a526b028271";

/// An empty folder outside the project, removed on drop.
pub struct Place(pub PathBuf);

impl Place {
    pub fn new(name: &str) -> Result<Self> {
        let place = std::env::temp_dir().join(format!("token04-{name}-{}", std::process::id()));
        if place.exists() {
            fs::remove_dir_all(&place).map_err(|e| e.to_string())?;
        }
        fs::create_dir_all(&place).map_err(|e| format!("{}: {e}", place.display()))?;
        Ok(Self(place))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The credentials that the examples, and functions with `from_env` in their names, read.
pub fn credentials(command: &mut Command) -> &mut Command {
    command.env("ZEGO_APP_ID", APP_ID).env("ZEGO_SERVER_SECRET", SECRET)
}

/// Builds and runs the examples: by make with pkg-config and by CMake, shared and static.
pub fn both_ways(sh: &Shell) -> Result {
    let place = Place::new("examples")?;
    let prefix = place.0.join("prefix");
    install(sh, &prefix)?;
    let sources = prefix.join("share/doc/token04/examples");
    // One folder for both: another LINK must rebuild everything.
    let made = place.0.join("make");
    sh.run(command(&["cp", "-r"]).arg(&sources).arg(&made))?;
    for link in ["shared", "static"] {
        let mut make = command(&["make", "-j2", "-C"]);
        sh.run(with_packages(make.arg(&made).arg(format!("LINK={link}")), &prefix))?;
        run(sh, &made, &prefix, link)?;

        let built = place.0.join(format!("cmake-{link}"));
        let mut configure = command(&["cmake", "-S"]);
        configure.arg(&sources).arg("-B").arg(&built).arg(format!("-DLINK={link}"));
        sh.run(configure.arg(format!("-DCMAKE_PREFIX_PATH={}", prefix.display())))?;
        sh.run(command(&["cmake", "--build"]).arg(&built).arg("-j2"))?;
        run(sh, &built, &prefix, link)?;
    }
    wholly_static(sh, &place.0, &prefix)
}

fn with_packages<'c>(command: &'c mut Command, prefix: &Path) -> &'c mut Command {
    command.env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig"))
}

/// Checks that the programs work; those that link it statically must not need the shared library.
fn run(sh: &Shell, programs: &Path, prefix: &Path, link: &str) -> Result {
    let needed = sh.quiet_output(command(&["readelf", "-d"]).arg(programs.join("identity")))?;
    if needed.contains(&format!("[{}]", soname())) != (link == "shared") {
        return Err(format!("{} is not {link}", programs.display()));
    }
    let mut run = command(&["sh", "ffi-c/tests/examples.sh"]);
    run.arg(programs);
    if link == "shared" {
        run.env("LD_LIBRARY_PATH", prefix.join("lib"));
    }
    sh.run(credentials(&mut run))
}

/// `cc -static` with the private libraries that token04.pc names.
fn wholly_static(sh: &Shell, place: &Path, prefix: &Path) -> Result {
    let flags = sh.output(with_packages(
        &mut command(&["pkg-config", "--static", "--cflags", "--libs", "token04"]),
        prefix,
    ))?;
    let program = place.join("whole");
    let mut build = command(&["gcc", "-static", "-o"]);
    build.arg(&program).arg(prefix.join("share/doc/token04/examples/identity.c"));
    sh.run(build.args(flags.split_whitespace()))?;
    sh.run(credentials(command(&[program]).arg("user1")))
}

/// Runs every command of the README, in order, in a folder with only the archive; the programs are
/// the README's code blocks. Then tests the server over HTTP.
pub fn readme(sh: &Shell) -> Result {
    let place = Place::new("readme")?;
    let archive = format!("{}.tar.gz", super::name());
    fs::copy(paths::dist().join(&archive), place.0.join(&archive)).map_err(|e| e.to_string())?;
    let text = paths::read("ffi-c/README.md")?;
    // The server that it starts is always ended.
    let mut script = String::from("trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n");
    let blocks = follow::blocks(&text)?;
    for block in &blocks {
        match (block.language.as_str(), &block.file) {
            ("sh", _) => script.push_str(&block.text),
            (_, Some(_)) => {}
            (other, None) => return Err(format!("a block of {other} has no file name")),
        }
    }
    follow::write_files(&blocks, &["c", "cpp"], &place.0)?;
    let mut run = command(&["bash", "-euxo", "pipefail", "-c", &script]);
    let free = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
    run.env("PORT", free.map_err(|e| e.to_string())?.port().to_string());
    let output = sh.output(credentials(&mut run).current_dir(&place.0))?;
    if !output.contains("\"refresh_at\":") {
        return Err("the README's curl got no token".into());
    }
    // The server that the README has just built.
    let mut server = command(&["python3", "ffi-c/tests/server_test.py"]);
    server.arg(place.0.join("examples/server"));
    sh.run(server.env("LD_LIBRARY_PATH", place.0.join("token04/lib")))?;
    migration(sh)
}

/// Checks that each case that MIGRATION.md names is in the table.
fn migration(sh: &Shell) -> Result {
    match follow::cases(&paths::read("ffi-c/MIGRATION.md")?)? {
        few @ ..20 => Err(format!("only {few} cases in MIGRATION.md")),
        cases => sh.note(format!("MIGRATION.md: {cases} cases, all known")),
    }
}
