//! Where an error came from.

/// Where the code of an error came from, or the error itself where it has none.
///
/// See [`from_response`](crate::ErrorResponse::from_response) for the order in
/// which they are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// It was built here.
    Built,
    /// An XML body.
    Xml,
    /// A JSON body.
    Json,
    /// The headers `x-obs-error-code` or `x-amz-error-code`: an answer to HEAD has
    /// no body.
    Headers,
    /// Nothing but the HTTP status: there was no code anywhere.
    Status,
}

impl Origin {
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
