//! The rules of a server, and what they count.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::Method;

use crate::fault::Fault;
use crate::operation::Operation;
use crate::rule::{Per, Rate, Rule};

/// What the conditions of a rule are about.
pub(crate) struct Subject<'a> {
    pub(crate) method: &'a Method,
    pub(crate) operation: Option<Operation>,
    pub(crate) bucket: &'a str,
    pub(crate) key: &'a str,
    /// The method, and the path and query without a signature.
    pub(crate) request: &'a str,
}

/// The number of a rule, for removing it: a server never gives one twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(pub(crate) u64);

/// The rules, in their order.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    list: Mutex<List>,
}

#[derive(Debug, Default)]
struct List {
    active: Vec<Active>,
    /// How many rules there have been.
    count: u64,
    /// How often each request asked for faults itself.
    asked: HashMap<String, u64>,
}

/// A rule and its counters.
#[derive(Debug)]
pub(crate) struct Active {
    pub(crate) id: RuleId,
    pub(crate) rule: Rule,
    /// How many requests met the conditions that do not count anything.
    pub(crate) matched: u64,
    /// How many requests got a fault, `Ok` included.
    pub(crate) injected: u64,
    random: fastrand::Rng,
    counters: HashMap<String, Counter>,
}

#[derive(Debug, Default)]
struct Counter {
    matched: u64,
    position: u64,
    /// When the next request is within the rate.
    next: Option<Instant>,
}

/// How many counters are kept of each rule. When there are more, all of them start again.
const MAX_COUNTERS: usize = 1 << 16;

impl Rules {
    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, rule: Rule) -> RuleId {
        let mut list = self.list();
        list.count += 1;
        let id = RuleId(list.count);
        let random = fastrand::Rng::with_seed(rule.seed);
        let counters = HashMap::new();
        list.active.push(Active { id, rule, matched: 0, injected: 0, random, counters });
        id
    }

    pub(crate) fn remove(&self, id: RuleId) -> bool {
        let mut list = self.list();
        let count = list.active.len();
        list.active.retain(|active| active.id != id);
        list.active.len() < count
    }

    pub(crate) fn clear(&self) {
        let mut list = self.list();
        list.active.clear();
        list.asked.clear();
    }

    pub(crate) fn each<T>(&self, read: impl FnMut(&Active) -> T) -> Vec<T> {
        self.list().active.iter().map(read).collect()
    }

    /// The fault of the first rule that has one for a request.
    pub(crate) fn fault(&self, subject: &Subject<'_>) -> Option<(RuleId, Fault)> {
        let now = Instant::now();
        let mut list = self.list();
        list.active.iter_mut().find_map(|active| Some((active.id, active.fault(subject, now)?)))
    }

    /// The fault for a request that asks for a sequence itself. If the last one has a number, one request succeeds
    /// after it, and the sequence starts again.
    pub(crate) fn asked(&self, request: &str, faults: Vec<Fault>) -> Option<Fault> {
        let mut rule = Rule::new(faults);
        rule.repeats = rule.faults.last()?.times.is_some();
        if rule.repeats {
            rule.faults.push(Fault::ok());
        }
        let mut list = self.list();
        if list.asked.len() >= MAX_COUNTERS {
            list.asked.clear();
        }
        // Another sequence for the same request has a position of its own.
        let faults: Vec<String> = rule.faults.iter().map(ToString::to_string).collect();
        let position = list.asked.entry(format!("{request} {}", faults.join(", "))).or_default();
        let fault = rule.fault_at(*position).cloned();
        *position += 1;
        fault
    }
}

impl Active {
    fn fault(&mut self, subject: &Subject<'_>, now: Instant) -> Option<Fault> {
        let rule = &self.rule;
        if !rule.matches(subject) {
            return None;
        }
        self.matched += 1;
        let scope = match rule.per {
            Per::Rule => String::new(),
            Per::Bucket => subject.bucket.to_owned(),
            // A bucket has no slash in its name.
            Per::Key => format!("{}/{}", subject.bucket, subject.key),
            Per::Request => subject.request.to_owned(),
        };
        if self.counters.len() >= MAX_COUNTERS && !self.counters.contains_key(&scope) {
            self.counters.clear();
        }
        let counter = self.counters.entry(scope).or_default();
        counter.matched += 1;
        let is_chosen = rule.nth.is_none_or(|nth| counter.matched == nth)
            && rule.every.is_none_or(|every| counter.matched.is_multiple_of(every))
            && rule.probability.is_none_or(|probability| self.random.f64() < probability)
            && rule.above.is_none_or(|rate| counter.is_above(rate, now));
        if !is_chosen {
            return None;
        }
        let fault = rule.fault_at(counter.position)?.clone();
        counter.position += 1;
        self.injected += 1;
        Some(fault)
    }
}

impl Counter {
    /// Counts a request at a time, and returns whether it is above a rate. One that is does not count.
    fn is_above(&mut self, rate: Rate, now: Instant) -> bool {
        let interval = rate.period / rate.requests;
        let next = self.next.unwrap_or(now).max(now);
        // As many as in one period may come at once.
        let ahead = next.duration_since(now);
        if ahead > rate.period.saturating_sub(interval) + Duration::from_nanos(1) {
            return true;
        }
        self.next = Some(next + interval);
        false
    }
}

impl Rule {
    /// Whether a request meets the conditions that do not count anything.
    fn matches(&self, subject: &Subject<'_>) -> bool {
        let fits = |pattern: &Option<wildmatch::WildMatch>, text: &str| {
            pattern.as_ref().is_none_or(|pattern| pattern.matches(text))
        };
        // Faults for some keys are only for requests that name several.
        let only_deletes = !self.faults.is_empty() && self.faults.iter().all(Fault::is_for_keys);
        self.method.as_ref().is_none_or(|method| method == subject.method)
            && self.operation.is_none_or(|operation| Some(operation) == subject.operation)
            && (!only_deletes || subject.operation == Some(Operation::DeleteObjects))
            && fits(&self.bucket, subject.bucket)
            && fits(&self.key, subject.key)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::Counter;
    use crate::rule::Rate;

    #[test]
    fn as_many_as_the_rate_allows_come_at_once_and_then_at_its_interval() {
        let (start, mut counter) = (Instant::now(), Counter::default());
        let mut is_above =
            |millis| counter.is_above(Rate::per_second(10), start + Duration::from_millis(millis));
        let first: Vec<bool> = (0..12).map(|_| is_above(0)).collect();
        assert_eq!(first, [[false; 10].as_slice(), &[true; 2]].concat());
        assert_eq!([is_above(50), is_above(100), is_above(100)], [true, false, true]);
        // Nothing is saved up beyond one period.
        let later: Vec<bool> = (0..12).map(|_| is_above(60_000)).collect();
        assert_eq!(later, first);
    }
}
