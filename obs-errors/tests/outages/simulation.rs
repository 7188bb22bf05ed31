//! A thousand clients and a service, in virtual time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;
use std::time::Duration;

use obs_errors::{Attempt, Decision, ObsError, ObsErrorCode, Retry, RetryBudget, RetryPolicy};

/// Times are in milliseconds.
pub(crate) type Time = u64;

pub(crate) const CLIENTS: usize = 1000;
/// The mean time between two operations of a client.
pub(crate) const INTERVAL: Time = 500;
pub(crate) const END: Time = 70_000;
/// When the service fails.
pub(crate) const FAULT: Range<Time> = 10_000..40_000;

/// How long a response takes, and how long a client waits for one.
const LATENCY: Time = 20;
const TIMEOUT: Time = 1000;

/// How many requests are sent in a tenth of a second without retries.
pub(crate) const USUAL: u64 = CLIENTS as u64 * 100 / INTERVAL;
/// How many requests the service can serve in a tenth of a second. It responds to others with
/// `ServiceUnavailable`.
const CAPACITY: u64 = USUAL * 3 / 2;
/// How many requests the service admits in a tenth of a second while it throttles.
const RATE: u64 = USUAL / 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scenario {
    /// The service responds with `ServiceUnavailable`.
    Outage,
    /// The service responds with `SlowDown` above a rate.
    Throttling,
    /// One response of twenty is lost.
    Loss,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strategy {
    NoRetry,
    ThreeAtOnce,
    WithoutJitter,
    Policy,
    PolicyWithBudget,
}

impl Strategy {
    pub(crate) const ALL: [Self; 5] = [
        Self::NoRetry,
        Self::ThreeAtOnce,
        Self::WithoutJitter,
        Self::Policy,
        Self::PolicyWithBudget,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::NoRetry => "no retry",
            Self::ThreeAtOnce => "three retries at once",
            Self::WithoutJitter => "exponential, no jitter",
            Self::Policy => "`RetryPolicy`",
            Self::PolicyWithBudget => "`RetryPolicy`, `RetryBudget`",
        }
    }
}

/// What happened, per tenth of a second.
pub(crate) struct Run {
    /// The requests that reached the service.
    pub(crate) requests: Vec<u32>,
    /// Those of them that failed.
    pub(crate) failures: Vec<u32>,
    /// The operations that began during the fault, and how many of them succeeded.
    pub(crate) begun: u32,
    pub(crate) succeeded: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Try {
    client: usize,
    number: u32,
    start: Time,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// A client begins an operation.
    Begin(usize),
    /// A request reaches the service.
    Arrive(Try),
    /// The client has the response, or has waited for it for too long.
    Respond(Try, Outcome),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Success,
    Unavailable,
    SlowDown,
    Nothing,
}

/// A generator of random numbers whose sequence is the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn jitter(&mut self) -> f64 {
        f64::from(u32::try_from(self.next()).expect("32 bits")) / (f64::from(u32::MAX) + 1.0)
    }
}

struct Simulation {
    scenario: Scenario,
    strategy: Strategy,
    random: Random,
    events: BinaryHeap<Reverse<(Time, u64, Event)>>,
    count: u64,
    budgets: Vec<RetryBudget>,
    errors: [ObsError; 2],
    run: Run,
}

pub(crate) fn run(scenario: Scenario, strategy: Strategy) -> Run {
    let bins = usize::try_from(END / 100).expect("few bins") + 1;
    let mut simulation = Simulation {
        scenario,
        strategy,
        random: Random(0x5EED_0B5E_4404),
        events: BinaryHeap::new(),
        count: 0,
        budgets: (0..CLIENTS).map(|_| RetryBudget::new()).collect(),
        errors: [ObsErrorCode::ServiceUnavailable, ObsErrorCode::SlowDown].map(ObsError::new),
        run: Run { requests: vec![0; bins], failures: vec![0; bins], begun: 0, succeeded: 0 },
    };
    for client in 0..CLIENTS {
        let start = simulation.random.below(2 * INTERVAL);
        simulation.push(start, Event::Begin(client));
    }
    while let Some(Reverse((now, _, event))) = simulation.events.pop() {
        if now >= END {
            break;
        }
        simulation.step(now, event);
    }
    simulation.run
}

fn bin(time: Time) -> usize {
    usize::try_from(time / 100).expect("few bins")
}

impl Simulation {
    fn push(&mut self, time: Time, event: Event) {
        self.count += 1;
        self.events.push(Reverse((time, self.count, event)));
    }

    fn step(&mut self, now: Time, event: Event) {
        match event {
            Event::Begin(client) => {
                let next = now + 1 + self.random.below(2 * INTERVAL);
                self.push(next, Event::Begin(client));
                self.run.begun += u32::from(FAULT.contains(&now));
                self.push(now, Event::Arrive(Try { client, number: 1, start: now }));
            }
            Event::Arrive(request) => {
                self.run.requests[bin(now)] += 1;
                let outcome = self.outcome(now);
                self.run.failures[bin(now)] += u32::from(outcome != Outcome::Success);
                let wait = if outcome == Outcome::Nothing { TIMEOUT } else { LATENCY };
                self.push(now + wait, Event::Respond(request, outcome));
            }
            Event::Respond(request, Outcome::Success) => {
                self.run.succeeded += u32::from(FAULT.contains(&request.start));
                self.budgets[request.client].on_success();
            }
            Event::Respond(request, outcome) => {
                if let Some(delay) = self.delay(now, request, outcome) {
                    let delay = Time::try_from(delay.as_millis()).expect("a short delay");
                    let number = request.number + 1;
                    self.push(now + delay, Event::Arrive(Try { number, ..request }));
                }
            }
        }
    }

    /// What the service does with a request.
    fn outcome(&mut self, now: Time) -> Outcome {
        let is_lost = self.random.below(20) == 0;
        let requests = u64::from(self.run.requests[bin(now)]);
        match self.scenario {
            _ if requests > CAPACITY => Outcome::Unavailable,
            _ if !FAULT.contains(&now) => Outcome::Success,
            Scenario::Outage => Outcome::Unavailable,
            Scenario::Throttling if requests > RATE => Outcome::SlowDown,
            Scenario::Loss if is_lost => Outcome::Nothing,
            Scenario::Throttling | Scenario::Loss => Outcome::Success,
        }
    }

    /// How long the client waits before it sends the request again, if it does.
    fn delay(&mut self, now: Time, request: Try, outcome: Outcome) -> Option<Duration> {
        const POLICY: RetryPolicy = RetryPolicy::new();
        let jitter = self.random.jitter();
        let decide = |jitter: f64| {
            let attempt = Attempt::new(request.number)
                .with_elapsed(Duration::from_millis(now - request.start))
                .with_idempotent(true);
            match outcome {
                Outcome::Unavailable => POLICY.decide(&self.errors[0], attempt, jitter),
                Outcome::SlowDown => POLICY.decide(&self.errors[1], attempt, jitter),
                _ => POLICY.decide_without_response(attempt, jitter),
            }
        };
        let class = match outcome {
            Outcome::SlowDown => Retry::Throttling,
            _ => Retry::Transient,
        };
        let decision: Decision = match self.strategy {
            Strategy::NoRetry => return None,
            Strategy::ThreeAtOnce => return (request.number < 4).then_some(Duration::ZERO),
            Strategy::WithoutJitter => decide(1.0),
            Strategy::Policy => decide(jitter),
            Strategy::PolicyWithBudget => self.budgets[request.client].admit(decide(jitter), class),
        };
        decision.delay()
    }
}
