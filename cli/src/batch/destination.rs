//! Where a batch goes: stdout, or a file that appears under its name only when it is complete.
//!
//! Others may write to the folder of the file, as to `/tmp`. So the lines go into a new file with
//! a random name beside it, which is opened exclusively and never through a link, and is renamed
//! at the end. A name that is taken by anything but a regular file is refused.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rand::TryRng;
use rand::rngs::SysRng;

use super::signals::Signals;

/// How many random names are tried before the folder is given up.
const ATTEMPTS: usize = 8;

/// An output that is finished once.
pub enum Destination {
    /// stdout: whole lines, as they come.
    Stdout(io::Stdout),
    /// A file, written beside its name.
    File(Beside),
}

/// A file under a temporary name; removed again unless it is finished.
pub struct Beside {
    file: File,
    temporary: PathBuf,
    path: PathBuf,
    renamed: bool,
    signals: Signals,
}

impl Destination {
    /// `None` is stdout.
    pub fn open(path: Option<&OsString>) -> io::Result<Self> {
        match path {
            None => Ok(Self::Stdout(io::stdout())),
            Some(path) => Beside::create(Path::new(path)).map(Self::File),
        }
    }

    /// Writes whole lines.
    pub fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.write_all(lines).and_then(|()| out.flush()),
            Self::File(beside) => beside.file.write_all(lines),
        }
    }

    /// The signal that asked the program to end. Nothing is caught while stdout is the output:
    /// there is nothing to remove.
    pub fn interrupted(&self) -> Option<i32> {
        match self {
            Self::Stdout(_) => None,
            Self::File(beside) => beside.signals.caught(),
        }
    }

    /// Gives the file its name.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Self::Stdout(mut out) => out.flush(),
            Self::File(beside) => beside.finish(),
        }
    }
}

impl Beside {
    fn create(path: &Path) -> io::Result<Self> {
        if path.file_name().is_none() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file name"));
        }
        check_target(path)?;
        // Before the file exists, so that no signal can leave it behind.
        let signals = Signals::catch()?;
        let (file, temporary) = create_part(path)?;
        Ok(Self { file, temporary, path: path.to_owned(), renamed: false, signals })
    }

    fn finish(mut self) -> io::Result<()> {
        self.file.sync_all()?;
        // The batch may have taken hours. A rename follows no link in any case.
        check_target(&self.path)?;
        fs::rename(&self.temporary, &self.path)?;
        self.renamed = true;
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.renamed {
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Refuses a name that is taken by anything but a regular file.
fn check_target(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_file() => Ok(()),
        Ok(_) => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "its name is taken by a link, a folder, a pipe or a device; only a regular file is \
             replaced, and - is stdout",
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// A new file beside `path`, which only its owner may read.
fn create_part(path: &Path) -> io::Result<(File, PathBuf)> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // create_new is O_CREAT and O_EXCL, which already refuse a link.
        options.mode(0o600).custom_flags(libc::O_NOFOLLOW);
    }
    for _ in 0..ATTEMPTS {
        // Random, so that no other user can take the name first.
        let random = SysRng.try_next_u64().map_err(io::Error::other)?;
        let temporary = path.with_file_name(format!(".token04-{random:016x}.part"));
        match options.open(&temporary) {
            Ok(file) => return Ok((file, temporary)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
