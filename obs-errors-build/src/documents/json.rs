//! JSON files.

use serde::Serialize;

/// Returns a value as the content of a JSON file: indented, with a line feed at the end.
///
/// # Panics
///
/// Panics if the value has a map whose keys are not strings.
pub fn json_file(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("its keys are strings") + "\n"
}
