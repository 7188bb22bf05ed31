//! The result of a command.

/// What a command prints, and whether it succeeded.
pub(crate) struct Outcome {
    pub(crate) output: String,
    /// For the standard error.
    pub(crate) errors: Vec<String>,
    pub(crate) is_success: bool,
}

impl Outcome {
    pub(crate) fn new(output: String, is_success: bool) -> Self {
        Self { output, errors: Vec::new(), is_success }
    }

    /// Only errors are printed.
    pub(crate) fn failed(errors: Vec<String>) -> Self {
        Self { output: String::new(), errors, is_success: false }
    }

    pub(crate) fn with_errors(mut self, errors: Vec<String>) -> Self {
        self.errors = errors;
        self
    }
}
