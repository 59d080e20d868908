//! How a run ends: the exit codes, and the messages on stderr.

use std::io;
use std::process::ExitCode;

use token04::Error;

use crate::output;

/// Exit code of a token refused or an error found.
pub const EXIT_REFUSED: u8 = 1;
/// Exit code of a usage error or an invalid input value.
pub const EXIT_USAGE: u8 = 2;
/// Exit code of failed input or output.
pub const EXIT_IO: u8 = 3;

/// A run that did its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was refused.
    Clean,
    /// At least one token was refused, or an error found.
    Refused,
}

impl Outcome {
    /// Refused, if the argument is true.
    pub fn refused_if(refused: bool) -> Self {
        if refused { Self::Refused } else { Self::Clean }
    }

    /// 0 or 1.
    pub fn exit_code(self) -> ExitCode {
        match self {
            Self::Clean => ExitCode::SUCCESS,
            Self::Refused => ExitCode::from(EXIT_REFUSED),
        }
    }
}

/// A run that could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// The command line asks for something that does not go together.
    Usage(String),
    /// An input value the core refuses.
    Value(Error),
    /// A file or stream failed; the string says which.
    Io(&'static str, io::Error),
    /// A signal asked the program to end.
    Interrupted(i32),
}

impl Failure {
    /// A usage error.
    pub fn usage(text: impl Into<String>) -> Self {
        Self::Usage(text.into())
    }

    /// stdout, or a file in its place, failed.
    pub fn output(error: io::Error) -> Self {
        Self::Io("the output could not be written", error)
    }

    /// 2 or 3.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Usage(_) => EXIT_USAGE,
            // No randomness is the machine's fault, not the caller's.
            Self::Value(Error::RandomUnavailable | Error::Internal) => EXIT_IO,
            Self::Value(_) => EXIT_USAGE,
            Self::Io(..) | Self::Interrupted(_) => EXIT_IO,
        })
    }

    /// Reports on stderr what is wrong; nothing when the reader of a pipe has closed it.
    pub fn report(&self) {
        match self {
            Self::Usage(text) => output::complain(text),
            Self::Value(error) => {
                output::complain(&format!("{error} [{} {}]", error.code(), error.name()));
            }
            Self::Io(_, error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            Self::Io(what, error) => output::complain(&format!("{what}: {error}")),
            Self::Interrupted(_) => {}
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Value(error)
    }
}
