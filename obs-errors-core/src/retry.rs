//! Whether a request may be sent again.

/// Whether the same request may be sent again, and how.
///
/// The classes follow what the clients of the service agree on, and what its documentation
/// says about trying again.
///
/// ```
/// use obs_errors_core::Retry;
///
/// assert_eq!(Retry::from_status(503), Retry::Transient);
/// assert!(Retry::ALL.iter().all(|class| Retry::from_name(class.as_str()) == Some(*class)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Retry {
    /// The request fails again if it is sent unchanged.
    Never,
    /// The request may succeed if it is sent again after a while.
    Transient,
    /// The service asks for fewer requests: send this one again, and all others more slowly.
    Throttling,
}

impl Retry {
    /// Every class, in the order in which the variants are declared.
    pub const ALL: &'static [Self] = &[Self::Never, Self::Transient, Self::Throttling];

    /// Returns the class of a status without a code: 429 is throttling; 408, 500, 502, 503 and
    /// 504 are transient, and so are 520 to 524 and 530, which proxies send if they cannot reach
    /// the service; all others are never.
    ///
    /// A code in the table has its own class, which is more precise.
    #[must_use]
    pub const fn from_status(status: u16) -> Self {
        match status {
            429 => Self::Throttling,
            408 | 500 | 502 | 503 | 504 | 520..=524 | 530 => Self::Transient,
            _ => Self::Never,
        }
    }

    /// Returns the class with this [name](Self::as_str), in lower case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.as_str() == name)
    }

    /// Returns the name of the class in lower case, as the table and the feature
    /// `serde` write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Transient => "transient",
            Self::Throttling => "throttling",
        }
    }

    /// Returns what the class means for a client: a sentence that starts in lower case
    /// and has no final full stop.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Never => "the request fails again if it is sent unchanged",
            Self::Transient => "the request may succeed if it is sent again after a while",
            Self::Throttling => {
                "the service asks for fewer requests: send this one again, and all others more \
                 slowly"
            }
        }
    }

    /// Returns `true` for every class but [`Never`](Self::Never).
    #[must_use]
    pub const fn is_retryable(self) -> bool {
        !matches!(self, Self::Never)
    }
}
