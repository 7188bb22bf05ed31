//! A limit for the retries of a client, so that they do not multiply an outage.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::{Decision, Retry, StopReason};

/// A limit for the retries of all requests of a client: while nearly every request fails, retries only
/// add to the load of a service that is failing already.
///
/// It is a bucket of tokens. Each retry takes some, and each success puts one back. A clone shares
/// the tokens, so that one budget serves all threads of a client; it needs no lock.
///
/// ```
/// use std::time::Duration;
///
/// use obs_errors::{Decision, Retry, RetryBudget, StopReason};
///
/// let budget = RetryBudget::new();
/// let decision = Decision::RetryAfter(Duration::from_millis(50));
/// let admitted = (0..100).filter(|_| budget.admit(decision, Retry::Transient) == decision);
/// assert_eq!(admitted.count(), 10);
/// assert_eq!(
///     budget.admit(decision, Retry::Transient),
///     Decision::Stop(StopReason::OutOfBudget)
/// );
/// (0..10).for_each(|_| budget.on_success());
/// assert_eq!(budget.admit(decision, Retry::Transient), decision);
/// ```
#[derive(Clone, Debug)]
pub struct RetryBudget {
    tokens: Arc<AtomicU32>,
    capacity: u32,
    transient_cost: u32,
    throttling_cost: u32,
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self::new()
    }
}

impl RetryBudget {
    /// Creates a full budget of 100 tokens. A retry costs 10 tokens, or 5 if the service asks for
    /// fewer requests: it has answered quickly then, and the wait is longer. So ten retries, or twenty
    /// of the cheaper ones, are possible at once, and one for every ten or five successes after that.
    #[must_use]
    pub fn new() -> Self {
        let capacity = 100;
        Self {
            tokens: Arc::new(AtomicU32::new(capacity)),
            capacity,
            transient_cost: 10,
            throttling_cost: 5,
        }
    }

    /// Sets the largest number of tokens, and fills the budget. It no longer shares the tokens of the
    /// budget that it was cloned from. With fewer tokens than a retry costs, there are no retries.
    #[must_use]
    pub fn with_capacity(self, capacity: u32) -> Self {
        Self { tokens: Arc::new(AtomicU32::new(capacity)), capacity, ..self }
    }

    /// Sets how many tokens a retry takes: after a transient or unknown error, and after one that asks
    /// for fewer requests. The tokens are still shared with the budget that it was cloned from.
    #[must_use]
    pub fn with_costs(self, transient: u32, throttling: u32) -> Self {
        Self { transient_cost: transient, throttling_cost: throttling, ..self }
    }

    /// Takes the tokens for a retry if there are enough, or else returns
    /// [`Stop`](Decision::Stop) with [`OutOfBudget`](StopReason::OutOfBudget).
    ///
    /// `class` is that of the error, and [`Transient`](Retry::Transient) if there was no response.
    /// Other decisions take no tokens.
    pub fn admit(&self, decision: Decision, class: Retry) -> Decision {
        if !matches!(decision, Decision::RetryAfter(_) | Decision::CheckAfter(_)) {
            return decision;
        }
        let cost = match class {
            Retry::Throttling => self.throttling_cost,
            _ => self.transient_cost,
        };
        let take = |tokens: u32| tokens.checked_sub(cost);
        match self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take) {
            Ok(_) => decision,
            Err(_) => Decision::Stop(StopReason::OutOfBudget),
        }
    }

    /// Puts one token back: call it after each request that succeeds.
    pub fn on_success(&self) {
        let put = |tokens: u32| (tokens < self.capacity).then(|| tokens + 1);
        // The budget may be full.
        let _ = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, put);
    }

    /// Returns the number of tokens, for a metric.
    #[must_use]
    pub fn tokens(&self) -> u32 {
        self.tokens.load(Ordering::Relaxed)
    }
}
