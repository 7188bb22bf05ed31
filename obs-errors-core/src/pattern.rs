//! Messages with text that varies.

use std::error::Error;
use std::fmt;

/// A message in which `<name>` stands for any text, such as `The access key <key> is inactive.`
///
/// Case, whitespace and a full stop at the end do not matter.
///
/// ```
/// use obs_errors_core::Pattern;
///
/// let pattern = Pattern::new("The access key <key> is inactive.").expect("it is valid");
/// assert!(pattern.fits("the access key  AKIA1 is inactive"));
/// assert!(!pattern.fits("the access key AKIA1 is unknown"));
/// ```
#[derive(Clone, Debug)]
pub struct Pattern {
    /// The text before, between and after the variables, normalized.
    literals: Vec<String>,
}

/// The reason why a pattern is not valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternError {
    /// A `<` or a `>` does not belong to a variable.
    Bracket,
    /// There is nothing between two variables.
    Adjacent,
    /// There is nothing but variables.
    Empty,
}

impl Pattern {
    /// Returns a pattern.
    ///
    /// # Errors
    ///
    /// Returns an error if a bracket does not belong to a variable (a name of letters, digits and
    /// a few other characters in `<` and `>`), or if there is no text beside the variables, or
    /// none between two of them.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        let is_in_name = |c: char| c.is_ascii_alphanumeric() || "_-| .".contains(c);
        let mut parts = text.split('<');
        let mut literals = vec![parts.next().unwrap_or_default()];
        for part in parts {
            let (name, literal) = part.split_once('>').ok_or(PatternError::Bracket)?;
            if name.is_empty() || !name.chars().all(is_in_name) {
                return Err(PatternError::Bracket);
            }
            literals.push(literal);
        }
        if literals.iter().any(|literal| literal.contains('>')) {
            return Err(PatternError::Bracket);
        }
        let count = literals.len();
        let literals: Vec<String> = literals.into_iter().map(folded).collect();
        if literals.iter().all(String::is_empty) {
            return Err(PatternError::Empty);
        }
        if count > 2 && literals[1..count - 1].iter().any(String::is_empty) {
            return Err(PatternError::Adjacent);
        }
        Ok(Self { literals })
    }

    /// Returns whether a message fits, in time linear in its length.
    #[must_use]
    pub fn fits(&self, message: &str) -> bool {
        self.fits_folded(&folded(message))
    }

    fn fits_folded(&self, message: &str) -> bool {
        let Some((first, rest)) = self.literals.split_first() else { return false };
        let Some((last, middle)) = rest.split_last() else {
            return without_stop(message) == without_stop(first);
        };
        let Some(mut message) = message.strip_prefix(first.as_str()) else { return false };
        for literal in middle {
            let Some(at) = message.find(literal.as_str()) else { return false };
            message = &message[at + literal.len()..];
        }
        without_stop(message).ends_with(without_stop(last))
    }

    /// Returns how much of a message is not variable, in bytes.
    #[must_use]
    pub fn literal_length(&self) -> usize {
        self.literals.iter().map(String::len).sum()
    }
}

/// Returns the items that fit a message, most literal first: those whose pattern fits, or else
/// those without a pattern. Without a message, or with an empty one, all fit. Items that are equally literal stay in
/// their order.
pub fn fitting<'a, T>(
    items: &'a [T],
    pattern: impl Fn(&'a T) -> Option<&'a str>,
    message: Option<&str>,
) -> Vec<&'a T> {
    let Some(message) = message.filter(|message| !message.is_empty()) else {
        return items.iter().collect();
    };
    let message = folded(message);
    let fitting = items.iter().filter_map(|item| {
        let pattern = Pattern::new(pattern(item)?).ok()?;
        pattern.fits_folded(&message).then(|| (pattern.literal_length(), item))
    });
    let mut fitting: Vec<(usize, &T)> = fitting.collect();
    if fitting.is_empty() {
        return items.iter().filter(|item| pattern(item).is_none()).collect();
    }
    fitting.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
    fitting.into_iter().map(|(_, item)| item).collect()
}

/// The text in lower case, without whitespace.
fn folded(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

fn without_stop(text: &str) -> &str {
    text.strip_suffix('.').unwrap_or(text)
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bracket => {
                "`<` and `>` enclose the name of a variable, such as `<key>`; remove others"
            }
            Self::Adjacent => "there is nothing between two variables; write one for both",
            Self::Empty => "the message has no text besides variables; remove it",
        })
    }
}

impl Error for PatternError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_fit_or_do_not() {
        for (pattern, message, expected) in [
            ("Access Denied", "AccessDenied", true),
            ("Access Denied", "access  denied.", true),
            ("Access Denied.", "Access Denied", true),
            ("Access Denied", "Access Denied now", false),
            ("The key <key> is bad.", "The key a b is bad", true),
            ("The key <key> is bad.", "The key  is bad", true),
            ("The key <key> is bad.", "The key k is bad, too", false),
            ("<a> of <b>", "x of y of z", true),
            ("<a> of <b>", "xy", false),
            ("a<x>a", "a", false),
            ("a<x>a", "aa", true),
            ("Größe <n>", "GRÖSSE 1", false),
            ("ÉTAT <n>", "état 1", true),
            ("Request <n>.", "Request 1.", true),
        ] {
            let fits = Pattern::new(pattern).expect(pattern).fits(message);
            assert_eq!(fits, expected, "{pattern}: {message}");
        }
    }

    #[test]
    fn patterns_are_valid_or_not() {
        for (pattern, error) in [
            ("a < b", PatternError::Bracket),
            ("a > b", PatternError::Bracket),
            ("<a", PatternError::Bracket),
            ("<> a", PatternError::Bracket),
            ("a <b<c>", PatternError::Bracket),
            ("<a>", PatternError::Empty),
            ("<a> <b>", PatternError::Empty),
            ("x <a> <b> y", PatternError::Adjacent),
        ] {
            assert_eq!(Pattern::new(pattern).map(drop), Err(error), "{pattern}");
        }
    }

    #[test]
    fn the_most_literal_pattern_is_first_and_items_without_one_are_last() {
        let items = [None, Some("a <x>"), Some("a b"), Some("a <y> c"), None, Some("a <z>")];
        let found = |message| {
            let fitting = fitting(&items, |item| *item, message);
            fitting.into_iter().copied().collect::<Vec<_>>()
        };
        assert_eq!(found(Some("A B.")), [Some("a b"), Some("a <x>"), Some("a <z>")]);
        assert_eq!(found(Some("a 1 c")), [Some("a <y> c"), Some("a <x>"), Some("a <z>")]);
        assert_eq!(found(Some("other")), [None, None]);
        assert_eq!(found(None), items);
    }
}
