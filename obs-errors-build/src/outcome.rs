//! The result of a command.

/// The result of a command (feature `documents`).
#[derive(Debug, Default)]
pub struct Outcome {
    /// For the standard output.
    pub output: String,
    /// For the standard error.
    pub errors: Vec<String>,
    /// Whether the command succeeded.
    pub is_success: bool,
}

impl Outcome {
    /// Returns an outcome with an output.
    #[must_use]
    pub fn new(output: String, is_success: bool) -> Self {
        Self { output, errors: Vec::new(), is_success }
    }

    /// Returns a failure with only errors.
    #[must_use]
    pub fn failed(errors: Vec<String>) -> Self {
        Self { output: String::new(), errors, is_success: false }
    }

    /// Sets the errors.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<String>) -> Self {
        self.errors = errors;
        self
    }
}
