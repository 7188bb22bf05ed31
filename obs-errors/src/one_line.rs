//! Text from outside, as a log may show it.

use std::fmt;

/// Text on one line, without control characters and those that turn the direction
/// of writing: a line of a log must not end early, colour the next one, or read
/// backwards.
#[derive(Clone, Copy, Debug)]
pub struct OneLine<'a>(&'a str);

impl<'a> OneLine<'a> {
    /// `None` where nothing would be shown.
    #[must_use]
    pub fn of(text: &'a str) -> Option<Self> {
        let line = Self(text);
        line.words().next().is_some().then_some(line)
    }

    /// A code that was sent, or the words for one that is missing.
    pub(crate) fn code(sent: Option<&'a str>) -> Self {
        sent.and_then(Self::of).unwrap_or(Self("error without a code"))
    }

    /// The message that was sent, or else the table's.
    pub(crate) fn message(sent: Option<&'a str>, table: Option<&'static str>) -> Option<Self> {
        sent.and_then(Self::of).or_else(|| table.and_then(Self::of))
    }

    fn words(self) -> impl Iterator<Item = &'a str> {
        let between = |c: char| c.is_whitespace() || c.is_control() || turns_direction(c);
        self.0.split(between).filter(|word| !word.is_empty())
    }
}

/// The formatting characters of bidirectional text (Unicode Annex 9).
fn turns_direction(c: char) -> bool {
    matches!(
        c,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
    )
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
