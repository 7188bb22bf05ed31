//! Untrusted strings on one line, as a log can show them safely.

use std::fmt;

use obs_errors_core::chars::is_bidirectional;

/// An untrusted string that is displayed on one line: every run of whitespace, control
/// characters and characters that change the direction of text becomes one space, with none at
/// the ends. It therefore cannot end a log line early, colour the next one or make it read
/// backwards.
///
/// ```
/// use obs_errors::OneLine;
///
/// assert_eq!(OneLine::new(" a\r\nb\u{1b}[31m\u{202E}c ").to_string(), "a b [31m c");
/// assert!(OneLine::new("\n\t").is_empty());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct OneLine<'a>(&'a str);

impl<'a> OneLine<'a> {
    /// Returns a wrapper that displays the string on one line.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// Returns `true` if nothing would be shown.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.words().next().is_none()
    }

    fn words(self) -> impl Iterator<Item = &'a str> {
        let between = |c: char| c.is_whitespace() || c.is_control() || is_bidirectional(c);
        self.0.split(between).filter(|word| !word.is_empty())
    }
}

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.words().enumerate().try_for_each(|(index, word)| {
            if index > 0 {
                f.write_str(" ")?;
            }
            f.write_str(word)
        })
    }
}

/// The text that replaces a code that is missing or empty.
pub const MISSING_CODE: &str = "error without a code";

/// The code that was sent, or else what is shown instead.
pub(crate) fn code(sent: Option<&str>) -> OneLine<'_> {
    shown(sent).unwrap_or(OneLine(MISSING_CODE))
}

/// The message that was sent, or else that of the table.
pub(crate) fn message<'a>(sent: Option<&'a str>, table: Option<&'a str>) -> Option<OneLine<'a>> {
    shown(sent).or_else(|| shown(table))
}

/// The string, if any of it would be shown.
pub(crate) fn shown(text: Option<&str>) -> Option<OneLine<'_>> {
    text.map(OneLine).filter(|line| !line.is_empty())
}
