//! JSON files.

use serde::Serialize;

/// Returns a value as a file of JSON: indented, with a line feed at the end.
///
/// # Panics
///
/// The value has a map whose keys are not strings.
pub fn json_file(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("its keys are strings") + "\n"
}
