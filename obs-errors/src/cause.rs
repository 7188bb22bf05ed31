//! What may have caused an error.

/// A possible cause of an error code, from the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cause {
    message: Option<&'static str>,
    meaning: &'static str,
    solution: &'static str,
}

impl Cause {
    #[doc(hidden)]
    #[must_use]
    pub const fn __new(
        message: Option<&'static str>,
        meaning: &'static str,
        solution: &'static str,
    ) -> Self {
        Self { message, meaning, solution }
    }

    /// Returns the message that the service sends for this cause, if it is known, with `<name>`
    /// for text that varies.
    #[must_use]
    pub const fn message(self) -> Option<&'static str> {
        self.message
    }

    /// Returns what is wrong, in a sentence.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        self.meaning
    }

    /// Returns what to do about it, in a sentence.
    #[must_use]
    pub const fn solution(self) -> &'static str {
        self.solution
    }
}
