//! Rules: which requests get which faults.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use http::Method;
use obs_errors::ObsErrorCode;
use wildmatch::WildMatch;

use crate::codes::Codes;
use crate::fault::Fault;
use crate::notation::{self, FaultError};
use crate::operation::Operation;

/// Which requests get which faults.
///
/// The first rule counts whose conditions a request meets and that has a fault for it. A rule without conditions is
/// for all requests. Its faults are a sequence: each is for as many requests as its
/// [`times`](Fault::times) says. The last one without a number is for all that follow; after a last one with a
/// number, the rule is for no further requests.
///
/// ```
/// use obs_errors::ObsErrorCode;
/// use obs_errors_faults::{Fault, Operation, Rule};
///
/// let rule = Rule::new([Fault::error(ObsErrorCode::SlowDown).times(2), Fault::reset()])
///     .with_operation(Operation::PutObject)
///     .with_key("backups/*");
/// # let _ = rule;
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Rule {
    pub(crate) name: Option<String>,
    pub(crate) method: Option<Method>,
    pub(crate) operation: Option<Operation>,
    pub(crate) bucket: Option<WildMatch>,
    pub(crate) key: Option<WildMatch>,
    pub(crate) nth: Option<u64>,
    pub(crate) every: Option<u64>,
    pub(crate) probability: Option<f64>,
    pub(crate) seed: u64,
    pub(crate) above: Option<Rate>,
    pub(crate) per: Per,
    pub(crate) repeats: bool,
    pub(crate) faults: Vec<Fault>,
}

/// What the counters of a rule are kept for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Per {
    /// All requests of the rule together.
    #[default]
    Rule,
    /// Each bucket.
    Bucket,
    /// Each key of each bucket.
    Key,
    /// Each method with each path and query, without the signature in it.
    Request,
}

impl Per {
    /// Every value.
    pub const ALL: &'static [Self] = &[Self::Rule, Self::Bucket, Self::Key, Self::Request];

    /// Returns the name of the value in rules, such as `bucket`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Bucket => "bucket",
            Self::Key => "key",
            Self::Request => "request",
        }
    }
}

/// How many requests in which time, such as `10/s`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub(crate) requests: u32,
    pub(crate) period: Duration,
}

impl Rate {
    /// Returns a rate of requests each second; zero is taken for one.
    #[must_use]
    pub fn per_second(requests: u32) -> Self {
        Self { requests: requests.max(1), period: Duration::from_secs(1) }
    }

    /// Returns a rate of requests each minute; zero is taken for one.
    #[must_use]
    pub fn per_minute(requests: u32) -> Self {
        Self { requests: requests.max(1), period: Duration::from_secs(60) }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = if self.period == Duration::from_secs(1) { "s" } else { "min" };
        write!(f, "{}/{unit}", self.requests)
    }
}

/// Reads a rate such as `10/s` or `100/min`.
impl FromStr for Rate {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let rate = text.split_once('/').and_then(|(requests, unit)| {
            let requests = requests.trim().parse().ok().filter(|requests| *requests > 0)?;
            match unit.trim() {
                "s" => Some(Self::per_second(requests)),
                "min" => Some(Self::per_minute(requests)),
                _ => None,
            }
        });
        rate.ok_or_else(|| {
            FaultError::new(format!("`{text}` is not a rate; write it as `10/s` or `100/min`"))
        })
    }
}

impl Rule {
    /// Returns a rule for all requests, with faults in their order.
    pub fn new(faults: impl IntoIterator<Item = Fault>) -> Self {
        Self {
            name: None,
            method: None,
            operation: None,
            bucket: None,
            key: None,
            nth: None,
            every: None,
            probability: None,
            seed: 0,
            above: None,
            per: Per::Rule,
            repeats: false,
            faults: faults.into_iter().collect(),
        }
    }

    /// Sets a name, which the request log shows.
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Matches requests with this method.
    pub fn with_method(mut self, method: Method) -> Self {
        self.method = Some(method);
        self
    }

    /// Matches requests for this operation.
    pub fn with_operation(mut self, operation: Operation) -> Self {
        self.operation = Some(operation);
        self
    }

    /// Matches requests for buckets whose names match a pattern: `*` stands for any characters, and `?` for one.
    pub fn with_bucket(mut self, pattern: &str) -> Self {
        self.bucket = Some(WildMatch::new(pattern));
        self
    }

    /// Matches requests for keys that match a pattern: `*` stands for any characters, `/` included, and `?` for
    /// one.
    pub fn with_key(mut self, pattern: &str) -> Self {
        self.key = Some(WildMatch::new(pattern));
        self
    }

    /// Of the requests that meet the other conditions, matches the one with this number, counted from one.
    pub fn with_nth(mut self, number: u64) -> Self {
        self.nth = Some(number);
        self
    }

    /// Of the requests that meet the other conditions, matches those whose number is a multiple of this one; zero
    /// is taken for one.
    pub fn with_every(mut self, number: u64) -> Self {
        self.every = Some(number.max(1));
        self
    }

    /// Matches each request with this probability, from 0 to 1. With the same seed and the same requests in the same
    /// order, the same ones are matched.
    pub fn with_probability(mut self, probability: f64, seed: u64) -> Self {
        self.probability = Some(probability);
        self.seed = seed;
        self
    }

    /// Matches requests above this rate: those that come when, on average, as many have come already. As many as
    /// the rate allows in one period can come at once.
    pub fn with_above(mut self, rate: Rate) -> Self {
        self.above = Some(rate);
        self
    }

    /// Sets what the numbers of requests, the rate and the position in the sequence are kept for.
    pub fn with_per(mut self, per: Per) -> Self {
        self.per = per;
        self
    }

    /// Starts the sequence again after its last fault, which is then for one request, unless it has a number.
    pub fn repeating(mut self) -> Self {
        self.repeats = true;
        self
    }

    /// The fault at a position of the sequence, counted from zero.
    pub(crate) fn fault_at(&self, position: u64) -> Option<&Fault> {
        let last = self.faults.len().checked_sub(1)?;
        let times = |index: usize| match self.faults[index].times {
            Some(times) => u64::from(times.get()),
            None if index == last && !self.repeats => u64::MAX,
            None => 1,
        };
        let mut position = position;
        if self.repeats {
            position %= (0..=last).map(times).sum::<u64>();
        }
        (0..=last).find_map(|index| {
            let times = times(index);
            if position < times {
                return Some(&self.faults[index]);
            }
            position -= times;
            None
        })
    }
}

/// Reads a sequence of faults, such as `SlowDown x2, Reset, Ok`, in the [notation](Fault#notation), with the codes
/// of OBS.
impl FromStr for Rule {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        notation::several(text, &Codes::of_enum::<ObsErrorCode>()).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::Rule;

    #[test]
    fn a_sequence_ends_goes_on_or_starts_again() {
        let at = |rule: &Rule, count: u64| -> String {
            let faults = (0..count).map(|position| match rule.fault_at(position) {
                Some(fault) => fault.to_string().chars().next().unwrap_or('?'),
                None => '-',
            });
            faults.collect()
        };
        let rule = |text: &str| text.parse::<Rule>().expect("a rule");
        assert_eq!(at(&rule("SlowDown x2, Reset, Ok"), 6), "SSROOO");
        assert_eq!(at(&rule("SlowDown x2"), 4), "SS--");
        assert_eq!(at(&rule("Reset"), 4), "RRRR");
        assert_eq!(at(&rule("SlowDown x2, Ok").repeating(), 7), "SSOSSOS");
        assert_eq!(at(&Rule::new([]), 2), "--");
    }
}
