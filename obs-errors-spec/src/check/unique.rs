//! Checks that keys are unique.

use std::collections::HashMap;
use std::fmt::Display;
use std::hash::Hash;

use crate::diagnostic::{Diagnostic, Span, quoted};

pub(super) fn check_unique<K: Eq + Hash + Display>(
    what: &str,
    keys: impl Iterator<Item = (K, Span)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut first = HashMap::new();
    for (key, span) in keys {
        if let Some(first) = first.get(&key) {
            let value = quoted(&key.to_string());
            let message = format!("duplicate {what} {value}; remove or rename one");
            diagnostics.push(Diagnostic::new(span, message).with_related(*first, "the first"));
        } else {
            first.insert(key, span);
        }
    }
}
