//! JSON files.

use serde::Serialize;

/// A value as a file of JSON.
pub(crate) fn json_file(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("its keys are strings") + "\n"
}
