//! The table as it is true: what [`read`](crate::read) has checked.
//!
//! There is no logic here. Who holds a [`Table`] may rely on every invariant
//! that a field states, so what is built from it cannot fail.

/// A checked table of error codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The name of the service for people, such as `OBS`.
    pub service: String,
    /// The Rust enum, such as `ObsErrorCode`: UpperCamelCase, ends in `Code`
    /// and has something before it.
    pub enum_name: String,
    /// The documents that the facts come from. Never empty; ids are unique.
    pub sources: Vec<Source>,
    /// The reason phrases of statuses, those that no code has too. Statuses are
    /// unique.
    pub statuses: Vec<(u16, String)>,
    /// `Error`, then its children in the order they are written, `Code` and
    /// `Message` first. Names are unique XML names; so are their constants.
    pub elements: Vec<Element>,
    /// In the order of their statuses, then of the bytes of their codes. Never
    /// empty; codes and aliases together are unique, and so are names.
    pub codes: Vec<Code>,
    /// Codes that were and must not come back; none of them is one.
    pub reserved: Vec<String>,
    /// Whether this extends the table of OBS: if so, every code of it is here.
    pub extends_obs: bool,
}

/// A document that facts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What the codes name it by, such as `api-reference`.
    pub id: String,
    /// Its title for people.
    pub title: String,
    /// Whether only its facts are here: the words of its codes are others.
    pub is_paraphrased: bool,
}

/// An element of the error document: the root or one of its children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// The name on the wire, such as `RequestId`: an ASCII XML name without a
    /// prefix.
    pub name: String,
    /// The Rust constant, such as `REQUEST_ID`.
    pub constant: String,
    /// What the element holds, in the words of the source.
    pub description: String,
    /// What there is to say beyond the description, in one or more paragraphs.
    pub note: Option<String>,
}

/// One error code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The wire spelling, exactly: printable ASCII, no blank at an end.
    pub code: String,
    /// The Rust variant: an UpperCamelCase identifier.
    pub name: String,
    /// The HTTP status, 300 to 599.
    pub status: u16,
    /// The reason phrase as the service prints it.
    pub reason: String,
    /// What the error means, on one line.
    pub message: String,
    /// What to do about it, on one line.
    pub solution: String,
    /// What there is to say beyond the message, in one or more paragraphs
    /// with an empty line between.
    pub note: Option<String>,
    /// Whether the same request may be sent again.
    pub retry: Retry,
    /// Other spellings that mean this code; printable ASCII like the code.
    pub aliases: Vec<String>,
    /// The ids of the documents that name the code. Never empty.
    pub sources: Vec<String>,
    /// Why the code is not to be used any more, where that is so.
    pub deprecation: Option<Deprecation>,
    /// Which code of OBS this is, where the table extends that of OBS and this is one
    /// of its codes.
    pub obs: Option<ObsCode>,
}

impl Table {
    /// The code to use instead of a deprecated one, where there is one.
    #[must_use]
    pub fn replacement(&self, deprecation: &Deprecation) -> Option<&Code> {
        let code = deprecation.replacement.as_ref()?;
        self.codes.iter().find(|other| other.code == *code)
    }
}

impl Code {
    /// Everything that is read as this code: its aliases, then its own spelling.
    pub fn spellings(&self) -> impl Iterator<Item = &String> {
        self.aliases.iter().chain([&self.code])
    }
}

/// Why a code is not to be used any more. It is still read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecation {
    /// The version that says so first: three numbers with dots between.
    pub since: String,
    /// Why, on one line.
    pub note: String,
    /// The code to use instead: one of the table that is not deprecated.
    pub replacement: Option<String>,
}

/// A code of the table of OBS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObsCode {
    /// Its place in the table, counted from zero.
    pub index: usize,
    /// Its variant of `ObsErrorCode`.
    pub name: String,
}

/// Whether the same request may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Sent again unchanged, the request fails again.
    Never,
    /// Sent again after a while, the request may succeed.
    Transient,
    /// The service asks for fewer requests: send it again, more slowly.
    Throttling,
}

impl Retry {
    /// Every class with its spelling in the YAML.
    pub const ALL: [(&'static str, Self); 3] = [
        (Self::Never.as_str(), Self::Never),
        (Self::Transient.as_str(), Self::Transient),
        (Self::Throttling.as_str(), Self::Throttling),
    ];

    /// Its spelling in the YAML.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Transient => "transient",
            Self::Throttling => "throttling",
        }
    }
}
