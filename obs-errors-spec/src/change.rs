//! What can change in a table, and whom that breaks: the rules of versioning, which
//! CONTRIBUTING.md has as a table.

use obs_errors_core::Retry;

/// Whom a change breaks, and so which part of the version goes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nobody: only prose changed.
    Patch,
    /// Nobody: something was added.
    Minor,
    /// Users of what was there.
    Major,
}

/// A change of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What changed.
    pub kind: ChangeKind,
    /// The code, status, element, part of an error or source that it is about.
    pub subject: String,
    /// As it was; `None` if there was nothing.
    pub before: Option<String>,
    /// As it is; `None` if there is nothing.
    pub after: Option<String>,
}

/// Everything that can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// A code that was there is not.
    Removed,
    /// A variant has another name.
    Renamed,
    /// A code is sent as another string.
    Respelled,
    /// A code has another status.
    Status,
    /// A code has another retry class.
    Retry,
    /// An alias is no longer read as this code.
    AliasRemoved,
    /// The enum has another name.
    Enum,
    /// A child of the error document is no longer documented.
    ElementRemoved,
    /// A header is no longer read or sent.
    HeaderRemoved,
    /// The headers of one part of an error are in another order, so that a style means
    /// another header.
    HeaderOrder,
    /// A code is new.
    Added,
    /// Another string is read as this code.
    AliasAdded,
    /// A child of the error document is new.
    ElementAdded,
    /// A header is read, and may be sent, that was not.
    HeaderAdded,
    /// A code became deprecated, is no longer, or is so for another reason.
    Deprecated,
    /// The children are written in another order.
    ElementOrder,
    /// A status has another reason phrase.
    Reason,
    /// A code has another message.
    Message,
    /// A code has another solution.
    Solution,
    /// A code or an element has another note.
    Note,
    /// An element has another description.
    Description,
    /// A code has other sources.
    Sources,
    /// A source has another title, is new, or is gone.
    Title,
    /// The words of a source became our own, or are no longer.
    Paraphrased,
    /// A string became reserved.
    Reserved,
    /// The service has another name.
    Service,
}

impl Level {
    /// Returns its name, as versions have it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl ChangeKind {
    /// Returns its name, for people and programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Respelled => "respelled",
            Self::Status => "status",
            Self::Retry => "retry",
            Self::AliasRemoved => "alias removed",
            Self::Enum => "enum",
            Self::ElementRemoved => "element removed",
            Self::HeaderRemoved => "header removed",
            Self::HeaderOrder => "header order",
            Self::Added => "added",
            Self::AliasAdded => "alias added",
            Self::ElementAdded => "element added",
            Self::HeaderAdded => "header added",
            Self::Deprecated => "deprecated",
            Self::ElementOrder => "element order",
            Self::Reason => "reason",
            Self::Message => "message",
            Self::Solution => "solution",
            Self::Note => "note",
            Self::Description => "description",
            Self::Sources => "sources",
            Self::Title => "title",
            Self::Paraphrased => "paraphrased",
            Self::Reserved => "reserved",
            Self::Service => "service",
        }
    }

    /// Returns `true` if the values are sentences, which are too long for a row.
    #[must_use]
    pub const fn is_prose(self) -> bool {
        matches!(
            self,
            Self::Deprecated
                | Self::Message
                | Self::Solution
                | Self::Note
                | Self::Description
                | Self::Title
                | Self::ElementAdded
                | Self::ElementRemoved
        )
    }
}

impl Change {
    /// Returns whom it breaks.
    #[must_use]
    pub fn level(&self) -> Level {
        match self.kind {
            ChangeKind::Removed
            | ChangeKind::Renamed
            | ChangeKind::Respelled
            | ChangeKind::Status
            | ChangeKind::AliasRemoved
            | ChangeKind::Enum
            | ChangeKind::ElementRemoved
            | ChangeKind::HeaderRemoved
            | ChangeKind::HeaderOrder => Level::Major,
            ChangeKind::Retry if self.after.as_deref() == Some(Retry::Never.as_str()) => {
                Level::Major
            }
            ChangeKind::Retry
            | ChangeKind::Added
            | ChangeKind::AliasAdded
            | ChangeKind::ElementAdded
            | ChangeKind::HeaderAdded => Level::Minor,
            ChangeKind::Deprecated if self.before.is_none() => Level::Minor,
            ChangeKind::Deprecated
            | ChangeKind::ElementOrder
            | ChangeKind::Reason
            | ChangeKind::Message
            | ChangeKind::Solution
            | ChangeKind::Note
            | ChangeKind::Description
            | ChangeKind::Sources
            | ChangeKind::Title
            | ChangeKind::Paraphrased
            | ChangeKind::Reserved
            | ChangeKind::Service => Level::Patch,
        }
    }
}
