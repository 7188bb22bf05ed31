//! Why nothing was generated, compared or imported.

use std::fmt;
use std::io;

use obs_errors_spec::Diagnostics;

/// An error that prevented a table from being generated, compared or imported.
///
/// `Debug` prints the same as `Display`, so that a build script that returns the error prints
/// readable messages.
#[non_exhaustive]
pub enum Error {
    /// The table has errors.
    Table(Diagnostics),
    /// A file cannot be read or written.
    Io {
        /// The action that failed, such as `read`.
        action: &'static str,
        /// The path of the file.
        path: String,
        /// The underlying error.
        error: io::Error,
    },
    /// The request cannot be carried out; the message says why, and what to do.
    Other(String),
}

impl Error {
    pub(crate) fn io(
        action: &'static str,
        path: impl Into<String>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |error| Self::Io { action, path, error }
    }
}

impl From<Diagnostics> for Error {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Table(diagnostics)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table(diagnostics) => f.write_str(diagnostics.to_string().trim_end()),
            Self::Io { action, path, error } => write!(f, "cannot {action} {path}: {error}"),
            Self::Other(message) => f.write_str(message),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // After the `Error: ` that Rust prints, every diagnostic begins a line.
        if let Self::Table(_) = self {
            writeln!(f)?;
        }
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { error, .. } => Some(error),
            Self::Table(_) | Self::Other(_) => None,
        }
    }
}
