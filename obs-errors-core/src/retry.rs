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
    /// It is unknown whether the request may succeed if it is sent again: the code is not in the
    /// table, and the status is missing or is not that of an error. A table cannot give a code
    /// this class.
    Unknown,
}

/// A rule for responses whose code is not known: the class of a range of statuses.
///
/// See [`Retry::RULES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryRule {
    /// The first status of the range.
    pub first: u16,
    /// The last status of the range.
    pub last: u16,
    /// The indicators of the responses that the rule applies to; if empty, it applies to all
    /// responses.
    pub indicators: &'static [&'static str],
    /// The class of the responses.
    pub retry: Retry,
}

impl RetryRule {
    const fn new(first: u16, last: u16, retry: Retry) -> Self {
        Self { first, last, indicators: &[], retry }
    }

    fn is_for(&self, status: u16, indicator: Option<&str>) -> bool {
        let has_indicator = || indicator.is_some_and(|own| self.indicators.contains(&own));
        (self.first..=self.last).contains(&status)
            && (self.indicators.is_empty() || has_indicator())
    }
}

impl Retry {
    /// Every class, in the order in which the variants are declared.
    pub const ALL: &'static [Self] =
        &[Self::Never, Self::Transient, Self::Throttling, Self::Unknown];

    /// The classes that a table may give a code: every class but [`Unknown`](Self::Unknown).
    pub const OF_CODES: &'static [Self] = &[Self::Never, Self::Transient, Self::Throttling];

    /// The classes of responses whose code is not known. The first rule that applies to a response
    /// determines its class; if none does, the class is [`Unknown`](Self::Unknown).
    ///
    /// The indicators are those with which the service asks for fewer requests. The statuses 520
    /// to 524 and 530 are sent by proxies that cannot reach the service. An error in the body of
    /// a success, with a status from 200 to 299, counts as a 500.
    pub const RULES: &'static [RetryRule] = &[
        RetryRule { indicators: &["601", "602"], ..RetryRule::new(503, 503, Self::Throttling) },
        RetryRule::new(429, 429, Self::Throttling),
        RetryRule::new(200, 299, Self::Transient),
        RetryRule::new(408, 408, Self::Transient),
        RetryRule::new(500, 500, Self::Transient),
        RetryRule::new(502, 504, Self::Transient),
        RetryRule::new(520, 524, Self::Transient),
        RetryRule::new(530, 530, Self::Transient),
        RetryRule::new(300, 599, Self::Never),
    ];

    /// Returns the class of a status without a code, by the [rules](Self::RULES).
    ///
    /// A code in the table has its own class, which is more precise.
    #[must_use]
    pub const fn from_status(status: u16) -> Self {
        let mut rules = Self::RULES;
        while let [rule, rest @ ..] = rules {
            if rule.indicators.is_empty() && rule.first <= status && status <= rule.last {
                return rule.retry;
            }
            rules = rest;
        }
        Self::Unknown
    }

    /// Returns the class of a response from the class of its code, if that is known, its status
    /// and its indicator.
    ///
    /// The class of the code takes precedence; without one, the [rules](Self::RULES) apply. If the
    /// class of the code is [`Transient`](Self::Transient), and a rule says
    /// [`Throttling`](Self::Throttling) (a 429, or a 503 with an indicator that asks for fewer
    /// requests), it is throttling.
    ///
    /// ```
    /// use obs_errors_core::Retry;
    ///
    /// assert_eq!(Retry::from_response(None, Some(503), Some("601")), Retry::Throttling);
    /// assert_eq!(Retry::from_response(Some(Retry::Never), Some(503), None), Retry::Never);
    /// assert_eq!(Retry::from_response(None, None, None), Retry::Unknown);
    /// ```
    #[must_use]
    pub fn from_response(code: Option<Self>, status: Option<u16>, indicator: Option<&str>) -> Self {
        let rule =
            status.and_then(|status| Self::RULES.iter().find(|it| it.is_for(status, indicator)));
        match (code, rule) {
            // The request for fewer requests counts even if the code does not have it.
            (Some(Self::Transient), Some(rule)) if matches!(rule.retry, Self::Throttling) => {
                rule.retry
            }
            (Some(class), _) => class,
            (None, Some(rule)) => rule.retry,
            (None, None) => Self::Unknown,
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
            Self::Unknown => "unknown",
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
            Self::Unknown => "it is unknown whether the request may succeed if it is sent again",
        }
    }

    /// Returns `true` for [`Transient`](Self::Transient) and [`Throttling`](Self::Throttling).
    #[must_use]
    pub const fn is_retryable(self) -> bool {
        matches!(self, Self::Transient | Self::Throttling)
    }
}
