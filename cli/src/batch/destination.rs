//! Where a batch goes: stdout, or a file that appears under its name only when it is whole.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// An output that is finished once.
pub enum Destination {
    /// stdout, or a device or pipe with a name: whole lines, as they come.
    Stream(Box<dyn Write>),
    /// A file, written beside its name.
    File(Beside),
}

/// A file under a temporary name; removed again unless it is finished.
pub struct Beside {
    file: File,
    temporary: PathBuf,
    path: PathBuf,
    renamed: bool,
}

impl Destination {
    /// `None` is stdout.
    pub fn open(path: Option<&OsString>) -> io::Result<Self> {
        let Some(path) = path else {
            return Ok(Self::Stream(Box::new(io::stdout())));
        };
        let path = match fs::canonicalize(path) {
            // A device or pipe must be written to, not replaced.
            Ok(real) if !real.is_file() => {
                let file = OpenOptions::new().write(true).open(real)?;
                return Ok(Self::Stream(Box::new(file)));
            }
            // A link stays a link: what it points to is replaced.
            Ok(real) => real,
            Err(_) => PathBuf::from(path),
        };
        Beside::create(path).map(Self::File)
    }

    /// Writes whole lines.
    pub fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        match self {
            Self::Stream(out) => out.write_all(lines).and_then(|()| out.flush()),
            Self::File(beside) => beside.file.write_all(lines),
        }
    }

    /// Gives the file its name.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Self::Stream(mut out) => out.flush(),
            Self::File(beside) => beside.finish(),
        }
    }
}

impl Beside {
    fn create(path: PathBuf) -> io::Result<Self> {
        let name = path
            .file_name()
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "not a file name"))?;
        let temporary = path.with_file_name(temporary_name(name));
        let file = create_private(&temporary)?;
        Ok(Self { file, temporary, path, renamed: false })
    }

    fn finish(mut self) -> io::Result<()> {
        self.file.sync_all()?;
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

fn temporary_name(name: &OsStr) -> OsString {
    let mut temporary = OsString::from(".");
    temporary.push(name);
    temporary.push(format!(".{}.part", std::process::id()));
    temporary
}

fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
