//! Where an error came from.

/// The origin of the code of an error, or of the error itself if it has no code.
///
/// See [`from_response`](crate::ErrorResponse::from_response) for the order in which the
/// parts of a response are consulted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// The error was built, not read from a response.
    Built,
    /// An XML body.
    Xml,
    /// A JSON body.
    Json,
    /// A header, such as `x-obs-error-code`: the response to a HEAD request has no body.
    Headers,
    /// The HTTP status alone: no code was found.
    Status,
}

impl Origin {
    /// Every origin, in the order in which the variants are declared.
    pub const ALL: &'static [Self] =
        &[Self::Built, Self::Xml, Self::Json, Self::Headers, Self::Status];

    /// Returns the origin with this [name](Self::as_str), in lower case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|origin| origin.as_str() == name)
    }

    /// Returns the name of the origin in lower case: `built`, `xml`, `json`, `headers` or
    /// `status`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Built => "built",
            Self::Xml => "xml",
            Self::Json => "json",
            Self::Headers => "headers",
            Self::Status => "status",
        }
    }
}
