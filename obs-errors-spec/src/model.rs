//! The valid table, as [`read`](crate::read) returns it.
//!
//! Every [`Table`] satisfies the invariants that are documented on its fields, so nothing that
//! is built from it can fail.

use std::fmt;
use std::ops::RangeInclusive;

use obs_errors_core::{Retry, fitting};

/// A checked table of error codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The human-readable name of the service, such as `OBS`.
    pub service: String,
    /// The Rust enum, such as `ObsErrorCode`: UpperCamelCase, with `Code` at the end and at
    /// least one character before it.
    pub enum_name: String,
    /// The version of the table, if it states one: three numbers separated by dots. That of an extended
    /// table does not count.
    pub version: Option<String>,
    /// The documents that the facts come from, if any are stated. Ids are unique.
    pub sources: Vec<Source>,
    /// The reason phrases of statuses, including those that no code has. Statuses are unique.
    pub statuses: Vec<(u16, String)>,
    /// `Error`, then its fields in the order in which they are written, `Code` and
    /// `Message` first. Names are unique XML names; so are their constants.
    pub elements: Vec<Element>,
    /// The headers that carry parts of an error.
    pub headers: Headers,
    /// Names of members in JSON that mean an element of the table, beside those of
    /// [`names_of`](obs_errors_core::members::names_of): in lower case and without `_` and `-`. Names are
    /// unique, and none means another element in every table.
    pub json: Vec<(String, Vec<String>)>,
    /// The wire codes of errors about which only the status is known: under a status, or under
    /// the first digit of all others of its class. In ascending order; if there are any, there
    /// are those of both classes. Each is a code of the table that has a status of that class.
    pub defaults: Vec<(u16, String)>,
    /// The codes, sorted by status, then by the bytes of the code. Never empty; codes and
    /// aliases together are unique, and so are names.
    pub codes: Vec<Code>,
    /// What is generated from the table, by the key under `output`, and the path of the file relative
    /// to that of the table, with `/`. Paths are unique. Those of an extended table do not count.
    pub outputs: Vec<(&'static str, String)>,
    /// The paths of templates, and of the files that they make, like those of [`outputs`](Self::outputs).
    /// The paths of the files are unique among both.
    pub templates: Vec<(String, String)>,
    /// Former codes, which must not be used again; none of them is a current code.
    pub reserved: Vec<String>,
    /// Whether this extends the table of OBS: if so, it has every code of that table.
    pub extends_obs: bool,
}

/// A document that facts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The id by which codes refer to it, such as `api-reference`.
    pub id: String,
    /// The title of the document.
    pub title: String,
    /// Whether the messages and solutions of its codes are paraphrased.
    pub is_paraphrased: bool,
}

/// An element of the error document: the root or a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// The name on the wire, such as `RequestId`: an ASCII XML name without a
    /// prefix.
    pub name: String,
    /// The Rust constant, such as `REQUEST_ID`.
    pub constant: String,
    /// What the element contains, in the words of the source.
    pub description: String,
    /// Further explanation, in one or more paragraphs.
    pub note: Option<String>,
}

/// The names of the headers that carry parts of an error, in lower case; all different.
///
/// The position in a list is the style of a header: that of the service itself is first. All
/// lists have the same length, except those with one name, which serves every style, and empty
/// ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    /// The wire code.
    pub code: Vec<String>,
    /// The message.
    pub message: Vec<String>,
    /// The id of the request.
    pub request_id: Vec<String>,
    /// The id of the server.
    pub host_id: Vec<String>,
    /// A symbol that support asks for, which successful responses carry, too.
    pub indicator: Vec<String>,
}

/// One error code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The exact wire code: printable ASCII without leading or trailing spaces.
    pub code: String,
    /// The Rust variant: an UpperCamelCase identifier.
    pub name: String,
    /// The HTTP status, 200 to 599.
    pub status: u16,
    /// The reason phrase as the service prints it.
    pub reason: String,
    /// What the error means, on one line; empty if the table makes messages optional and states none.
    pub message: String,
    /// What to do about it, on one line; empty if the table makes solutions optional and states
    /// none.
    pub solution: String,
    /// Further explanation, in one or more paragraphs separated by empty lines.
    pub note: Option<String>,
    /// The message that the service sends, if it differs from that of the table.
    pub sends: Option<String>,
    /// What may have caused the error, in the order of the table.
    pub causes: Vec<Cause>,
    /// The https address of the vendor's page about the code.
    pub page: Option<String>,
    /// Whether the same request may be sent again.
    pub retry: Retry,
    /// Other strings that are read as this code; printable ASCII like the code.
    pub aliases: Vec<String>,
    /// The ids of the documents that name the code; none if the table has no sources.
    pub sources: Vec<String>,
    /// Why the code should no longer be used, if it is deprecated.
    pub deprecation: Option<Deprecation>,
    /// Which code of OBS this is, if the table extends that of OBS and this is one of its
    /// codes.
    pub obs: Option<ObsCode>,
}

/// What may have caused an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The message that the service sends for it, with `<name>` for text that varies: a valid
    /// [`Pattern`](obs_errors_core::Pattern). Without one, it may be the cause of any response
    /// whose message fits no other cause.
    pub message: Option<String>,
    /// What is wrong, on one line.
    pub meaning: String,
    /// What to do about it, on one line.
    pub solution: String,
}

impl Headers {
    /// Returns each key of the section `headers` with its names.
    #[must_use]
    pub fn lists(&self) -> [(&'static str, &[String]); 5] {
        let Self { code, message, request_id, host_id, indicator } = self;
        [
            ("code", code),
            ("message", message),
            ("request_id", request_id),
            ("host_id", host_id),
            ("indicator", indicator),
        ]
    }

    /// Returns `true` if the table names no header.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lists().iter().all(|(_, names)| names.is_empty())
    }
}

impl Table {
    /// Returns the elements without the root, which is first.
    pub fn fields(&self) -> std::slice::Iter<'_, Element> {
        self.elements[1..].iter()
    }

    /// Returns every string that is read as a code, with that code.
    pub fn wire_codes(&self) -> impl Iterator<Item = (&str, &Code)> {
        let codes = self.codes.iter();
        codes.flat_map(|code| code.wire_codes().map(move |wire_code| (wire_code.as_str(), code)))
    }

    /// Returns the codes of each status that has at least one.
    pub fn by_status(&self) -> impl Iterator<Item = &[Code]> {
        self.codes.chunk_by(|a, b| a.status == b.status)
    }

    /// Returns the codes of errors about which only the status is known, each with the statuses
    /// that it is for: single statuses, then all others of a class.
    pub fn default_ranges(&self) -> impl Iterator<Item = (RangeInclusive<u16>, &str)> {
        let (classes, statuses): (Vec<_>, Vec<_>) =
            self.defaults.iter().partition(|(status, _)| *status < 10);
        statuses.into_iter().chain(classes).map(|(status, code)| match status {
            0..10 => (status * 100..=status * 100 + 99, code.as_str()),
            status => (*status..=*status, code.as_str()),
        })
    }

    /// Returns the code to use instead of a deprecated one, if there is one.
    #[must_use]
    pub fn replacement(&self, deprecation: &Deprecation) -> Option<&Code> {
        let code = deprecation.replacement.as_ref()?;
        self.codes.iter().find(|other| other.code == *code)
    }
}

impl Code {
    /// Returns the positions of the [causes](Self::causes) that fit a message, the best first:
    /// those whose message fits, the most literal first, or else those without a message. All
    /// fit if there is no message, or an empty one.
    #[must_use]
    pub fn fitting_causes(&self, message: Option<&str>) -> Vec<usize> {
        let causes: Vec<(usize, &Cause)> = self.causes.iter().enumerate().collect();
        let fitting = fitting(&causes, |(_, cause)| cause.message.as_deref(), message);
        fitting.into_iter().map(|(index, _)| *index).collect()
    }

    /// Returns what the code means in a few words: the message, which may explain only one of
    /// several causes; then it is what the service sends. Without either, it is the reason phrase.
    #[must_use]
    pub fn heading(&self) -> &str {
        let Self { sends, message, reason, .. } = self;
        let sent = sends.as_deref().filter(|_| !self.causes.is_empty() || message.is_empty());
        let own = Some(message.as_str()).filter(|message| !message.is_empty());
        sent.or(own).unwrap_or(reason)
    }

    /// Returns `true` if the code or one of its causes says what to do.
    #[must_use]
    pub fn has_solution(&self) -> bool {
        !self.solution.is_empty() || !self.causes.is_empty()
    }

    /// Returns every string that is read as this code: its aliases, then the code itself.
    pub fn wire_codes(&self) -> impl Iterator<Item = &String> {
        self.aliases.iter().chain([&self.code])
    }
}

/// The reason why a code should no longer be used. The code is still read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecation {
    /// The first version in which the code is deprecated: three numbers separated by dots.
    pub since: String,
    /// The reason, on one line.
    pub note: String,
    /// The code to use instead, if any: a code of the table that is not deprecated.
    pub replacement: Option<String>,
}

/// A code of the table of OBS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObsCode {
    /// Its index in the table, counted from zero.
    pub index: usize,
    /// Its variant of `ObsErrorCode`.
    pub name: String,
}

/// Formats the cause on one line: its message, if it has one, its meaning and its solution.
impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { message, meaning, solution } = self;
        if let Some(message) = message {
            write!(f, "`{message}`: ")?;
        }
        write!(f, "{meaning} {solution}")
    }
}

/// Formats the deprecation as `since 0.2.0: the service sends another code; use NoSuchKey`.
impl fmt::Display for Deprecation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { since, note, replacement } = self;
        write!(f, "since {since}: {note}")?;
        replacement.as_ref().map_or(Ok(()), |code| write!(f, "; use {code}"))
    }
}
