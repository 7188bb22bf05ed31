//! How a page and a table differ.

use obs_errors_spec::model::Code;

/// What the page and the table say otherwise.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) kind: Kind,
    /// As the table spells it, or the page where the table has it not.
    pub(crate) code: String,
    /// Where it is on the page.
    pub(crate) line: Option<usize>,
    /// What the page says, and the table.
    pub(crate) page: Option<String>,
    pub(crate) table: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Something on the page looks like a row, and cannot be read as one.
    Unread,
    /// The page has a code that the table has not.
    New,
    /// The table has a code of this source that the page has not.
    Missing,
    /// The page has a reserved code.
    Reserved,
    /// The table has the code, but not from this source.
    NotCited,
    /// The page spells a code in a way that the table does not know.
    WireCode,
    Status,
    /// The phrase of a status.
    Reason,
    Message,
    Note,
    Solution,
}

/// What comes of a comparison.
#[derive(Debug, Default)]
pub(crate) struct Comparison {
    /// In the order of the page; what it has not, at the end.
    pub(crate) differences: Vec<Difference>,
    /// What is no difference, but good to know.
    pub(crate) remarks: Vec<String>,
    /// The new codes, as the page has them.
    pub(crate) new: Vec<Code>,
    /// The phrases of statuses that the table has not.
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
            Self::Reason => "phrase",
            Self::Message => "message",
            Self::Note => "note",
            Self::Solution => "solution",
        }
    }
}

impl Difference {
    /// What there is to say beyond the word.
    pub(super) fn meaning(&self) -> String {
        match self.kind {
            Kind::Unread => " looks like a row: a status from 300 to 599, then a code".to_owned(),
            Kind::Missing => {
                " is not on the page; if another document names it, cite that in `sources`"
                    .to_owned()
            }
            Kind::Reserved => " is `reserved`, and is on the page".to_owned(),
            Kind::WireCode => {
                " has other spaces than in the table; if it is the same code, list this form \
                 under `aliases`"
                    .to_owned()
            }
            Kind::NotCited => {
                let [page, table] =
                    [&self.page, &self.table].map(|id| id.as_deref().unwrap_or_default());
                format!(" is known from `{table}`: add `{page}` to its `sources`")
            }
            _ => String::new(),
        }
    }
}
