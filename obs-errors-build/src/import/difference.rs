//! How a page and a table differ.

use obs_errors_spec::model::Code;

/// A difference between the page and the table.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) kind: Kind,
    /// The wire code of the table, or that of the page if the table does not have it; for a part that
    /// could not be read, what it is.
    pub(crate) code: String,
    /// Where it is on the page.
    pub(crate) line: Option<usize>,
    /// The value on the page, and the value in the table.
    pub(crate) page: Option<String>,
    pub(crate) table: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Something on the page looks like a row, and cannot be read as one.
    Unread,
    /// The page has a code that the table does not have.
    New,
    /// The table has a code of this source that the page does not have.
    Missing,
    /// The page has a reserved code.
    Reserved,
    /// The table has the code, but not from this source.
    NotCited,
    /// The page has another string for a code of the table.
    WireCode,
    Status,
    /// The reason phrase of a status.
    Reason,
    Message,
    Note,
    Solution,
}

/// The result of a comparison.
#[derive(Debug, Default)]
pub(crate) struct Comparison {
    /// In the order of the page; what is not on the page comes last.
    pub(crate) differences: Vec<Difference>,
    /// What is not a difference, but worth knowing.
    pub(crate) remarks: Vec<String>,
    /// The new codes, as the page has them.
    pub(crate) new: Vec<Code>,
    /// The new codes that have several statuses on the page.
    pub(crate) ambiguous: Vec<String>,
    /// The reason phrases of statuses that the table does not have.
    pub(crate) statuses: Vec<(u16, String)>,
    /// How many codes the page has.
    pub(crate) codes: usize,
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::New => "new",
            Self::Missing => "missing",
            Self::Reserved => "reserved",
            Self::NotCited => "source",
            Self::WireCode => "wire-code",
            Self::Status => "status",
            Self::Reason => "reason",
            Self::Message => "message",
            Self::Note => "note",
            Self::Solution => "solution",
        }
    }
}

impl Difference {
    /// An explanation to follow the label and the code; empty for most kinds.
    pub(super) fn meaning(&self) -> String {
        match self.kind {
            Kind::Missing => {
                " is not on the page; if another document names it, cite that in `sources`"
                    .to_owned()
            }
            Kind::Reserved => " is `reserved`, but is on the page".to_owned(),
            Kind::WireCode => {
                " is another string on the page; if it is the same code, list that string under \
                 `aliases`"
                    .to_owned()
            }
            _ => String::new(),
        }
    }
}
