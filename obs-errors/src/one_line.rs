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

/// An untrusted string on one line that is shortened in the middle if it is long, with its length
/// there: `The start[... 5000 bytes ...]the end`.
#[derive(Clone, Copy)]
pub(crate) struct Shortened<'a> {
    text: &'a str,
    /// The maximum number of bytes that are shown.
    limit: usize,
}

impl<'a> Shortened<'a> {
    /// `None` if nothing would be shown. The limit has to leave room for the length.
    pub(crate) fn new(text: &'a str, limit: usize) -> Option<Self> {
        (!OneLine(text).is_empty()).then_some(Self { text, limit })
    }
}

impl fmt::Display for Shortened<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MARK: usize = "[... 18446744073709551615 bytes ...]".len();
        let Self { text, limit } = *self;
        if text.len() <= limit {
            return OneLine(text).fmt(f);
        }
        let kept = (limit - MARK) / 2;
        let is_boundary = |at: &usize| text.is_char_boundary(*at);
        let head = (0..=kept).rev().find(is_boundary).unwrap_or(0);
        let tail = (text.len() - kept..text.len()).find(is_boundary).unwrap_or(text.len());
        let (head, tail) = (OneLine(&text[..head]), OneLine(&text[tail..]));
        write!(f, "{head}[... {} bytes ...]{tail}", text.len())
    }
}
