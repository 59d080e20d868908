//! What a step works with: commands whose whole output goes to the step's log.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::{Result, paths};

/// A command that takes longer hangs: the rest of the run must not wait for it.
const LONGEST: Duration = Duration::from_secs(25 * 60);

/// A step's log and the commands that write to it.
pub struct Shell {
    log: PathBuf,
}

impl Shell {
    /// Begins an empty log.
    pub fn new(log: PathBuf) -> Result<Self> {
        if let Some(folder) = log.parent() {
            std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        }
        File::create(&log).map_err(|e| format!("{}: {e}", log.display()))?;
        Ok(Self { log })
    }

    /// Writes a line to the log.
    pub fn note(&self, line: impl AsRef<str>) -> Result {
        self.open()?
            .write_all(format!("{}\n", line.as_ref()).as_bytes())
            .map_err(|e| format!("{}: {e}", self.log.display()))
    }

    /// Runs a command to its end; fails when it fails.
    pub fn run(&self, command: &mut Command) -> Result {
        match self.status(command)? {
            0 => Ok(()),
            code => Err(format!("exit code {code}: {}", spell(command))),
        }
    }

    /// Runs a command to its end and returns its exit code (-1: ended by a signal).
    pub fn status(&self, command: &mut Command) -> Result<i32> {
        self.note(format!("$ {}", spell(command)))?;
        let output = self.open()?;
        let errors = output.try_clone().map_err(|e| e.to_string())?;
        let mut child = command
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .spawn()
            .map_err(|e| format!("cannot start {}: {e}", spell(command)))?;
        let start = Instant::now();
        let mut pause = Duration::from_millis(2);
        loop {
            if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
                return Ok(status.code().unwrap_or(-1));
            }
            if start.elapsed() > LONGEST {
                child.kill().map_err(|e| e.to_string())?;
                let minutes = LONGEST.as_secs() / 60;
                return Err(format!("stopped after {minutes} minutes: {}", spell(command)));
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(100));
        }
    }

    /// Runs a command and returns its stdout, which also goes to the log.
    pub fn output(&self, command: &mut Command) -> Result<String> {
        let text = self.quiet_output(command)?;
        self.note(&text)?;
        Ok(text)
    }

    /// The same, without writing the output to the log.
    pub fn quiet_output(&self, command: &mut Command) -> Result<String> {
        self.note(format!("$ {}", spell(command)))?;
        let output = command
            .stdin(Stdio::null())
            .stderr(self.open()?)
            .output()
            .map_err(|e| format!("cannot start {}: {e}", spell(command)))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            return Ok(text);
        }
        self.note(&text)?;
        Err(format!("{}: {}", output.status, spell(command)))
    }

    fn open(&self) -> Result<File> {
        OpenOptions::new()
            .append(true)
            .open(&self.log)
            .map_err(|e| format!("{}: {e}", self.log.display()))
    }
}

/// A command in the project's folder: the program, then its arguments.
pub fn command<S: AsRef<std::ffi::OsStr>>(words: &[S]) -> Command {
    let mut words = words.iter();
    let mut command = Command::new(words.next().map_or("false".as_ref(), AsRef::as_ref));
    command.args(words).current_dir(paths::root());
    // The variables that cargo set for xtask are wrong for any other build.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"].iter().any(|p| name.starts_with(p)) {
            command.env_remove(&*name);
        }
    }
    command.env_remove("CARGO").env("CARGO_TERM_COLOR", "never");
    command
}

/// `cargo` with these arguments and `--locked`.
pub fn cargo(words: &[&str]) -> Command {
    let (verb, rest) = words.split_first().unwrap_or((&"help", &[]));
    let mut all = vec!["cargo", verb];
    if *verb != "fmt" && *verb != "help" {
        all.push("--locked");
    }
    all.extend(rest);
    command(&all)
}

/// A command as typed in a shell.
fn spell(command: &Command) -> String {
    let mut text = command.get_program().to_string_lossy().into_owned();
    for word in command.get_args() {
        let word = word.to_string_lossy();
        let plain = !word.is_empty() && !word.contains([' ', '"', '\'', '$', '*']);
        text.push(' ');
        text.push_str(&if plain { word.into_owned() } else { format!("'{word}'") });
    }
    match command.get_current_dir() {
        Some(folder) if folder != paths::root() => format!("(in {}) {text}", folder.display()),
        _ => text,
    }
}
