//! How much memory the store may use.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many bytes may be stored, and how many are.
#[derive(Debug)]
pub(crate) struct Budget {
    limit: u64,
    used: AtomicU64,
}

/// Bytes of a budget that are in use until this is dropped.
#[derive(Debug)]
pub(crate) struct Charge {
    bytes: u64,
    budget: Arc<Budget>,
}

impl Budget {
    pub(crate) fn new(limit: u64) -> Arc<Self> {
        Arc::new(Self { limit, used: AtomicU64::new(0) })
    }

    /// Whether there is room for as many bytes.
    pub(crate) fn has_room(&self, bytes: u64) -> bool {
        let used = self.used.load(Ordering::Relaxed);
        used.checked_add(bytes).is_some_and(|used| used <= self.limit)
    }

    /// Takes bytes; `None` if there is no room for them.
    pub(crate) fn charge(self: &Arc<Self>, bytes: u64) -> Option<Arc<Charge>> {
        let taken = self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |used| {
            used.checked_add(bytes).filter(|used| *used <= self.limit)
        });
        taken.ok().map(|_| Arc::new(Charge { bytes, budget: Arc::clone(self) }))
    }
}

impl Drop for Charge {
    fn drop(&mut self) {
        self.budget.used.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::Budget;

    #[test]
    fn what_is_dropped_can_be_used_again() {
        let budget = Budget::new(10);
        let first = budget.charge(6).expect("there is room");
        assert!(budget.charge(5).is_none() && budget.has_room(4) && !budget.has_room(5));
        drop((first.clone(), first));
        assert!(budget.charge(10).is_some());
        assert!(budget.charge(u64::MAX).is_none());
    }
}
