//! How the headers are named.

/// The style of the header names in a response: a position in the lists of names that a table
/// has under `headers`.
///
/// ```
/// use obs_errors::{HeaderStyle, ObsError, ObsErrorCode};
///
/// let error = ObsError::new(ObsErrorCode::NoSuchKey).with_header_style(HeaderStyle::AMZ);
/// # #[cfg(feature = "http")]
/// assert_eq!(error.to_http().headers()["x-amz-error-code"], "NoSuchKey");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct HeaderStyle(u8);

impl HeaderStyle {
    /// The names of OBS itself: `x-obs-request-id` and the like.
    pub const OBS: Self = Self(0);

    /// The names of S3, for clients that sign requests the S3 way: `x-amz-request-id` and the
    /// like.
    pub const AMZ: Self = Self(1);

    /// Returns the style at a position in the lists of a table, counted from zero. The first
    /// is the service's own style, which is also the default.
    ///
    /// If a list has no name at this position, its first name is used.
    #[must_use]
    pub const fn new(index: u8) -> Self {
        Self(index)
    }

    /// The name that this style has in a list of a table; the first serves every style.
    #[cfg(feature = "http")]
    pub(crate) fn name_in(self, names: &[&'static str]) -> Option<&'static str> {
        names.get(usize::from(self.0)).or(names.first()).copied()
    }

    /// Returns the position of the style in the lists of a table.
    #[must_use]
    pub const fn index(self) -> u8 {
        self.0
    }
}
