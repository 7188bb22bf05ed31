//! The kinds of changes in a table, and what they break: the rules of versioning, which
//! CONTRIBUTING.md lists in a table.

use obs_errors_core::Retry;

/// The severity of a change, and so the part of the version that it raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A change that breaks nothing: only prose changed.
    Patch,
    /// A change that breaks nothing: something was added.
    Minor,
    /// A change that breaks existing users.
    Major,
}

/// A change of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The kind of change.
    pub kind: ChangeKind,
    /// The code, status, element, part of an error or source that changed.
    pub subject: String,
    /// The value before the change; `None` if there was none.
    pub before: Option<String>,
    /// The value after the change; `None` if there is none.
    pub after: Option<String>,
}

/// The kinds of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// A code was removed.
    Removed,
    /// A variant has another name.
    Renamed,
    /// A code is sent as another string.
    WireCode,
    /// A code has another status.
    Status,
    /// A code has another retry class.
    Retry,
    /// An alias is no longer read as this code.
    AliasRemoved,
    /// The enum has another name.
    Enum,
    /// An element of the error document is no longer documented.
    ElementRemoved,
    /// A header is no longer read or sent.
    HeaderRemoved,
    /// The headers of one part of an error are in another order, so that a style means
    /// another header.
    HeaderOrder,
    /// A member of an error in JSON no longer means an element.
    MemberRemoved,
    /// The code of an error about which only the status is known has changed, was added, or was
    /// removed.
    Default,
    /// A code was added.
    Added,
    /// Another string is read as this code.
    AliasAdded,
    /// An element of the error document was added.
    ElementAdded,
    /// A header was added, which is read and may be sent.
    HeaderAdded,
    /// Another member of an error in JSON means an element.
    MemberAdded,
    /// A code became deprecated, is no longer deprecated, or is deprecated for another reason.
    Deprecated,
    /// The elements are written in another order.
    ElementOrder,
    /// A status has another reason phrase.
    Reason,
    /// A code has another message.
    Message,
    /// A code has another solution.
    Solution,
    /// A code or an element has another note.
    Note,
    /// The service sends another message with a code.
    Sends,
    /// A code has another cause.
    CauseAdded,
    /// A code no longer has a cause.
    CauseRemoved,
    /// A code is explained on another page.
    Page,
    /// An element has another description.
    Description,
    /// A code has other sources.
    Sources,
    /// A source has another title, was added, or was removed.
    Title,
    /// A source became paraphrased, or is no longer.
    Paraphrased,
    /// A string became reserved.
    Reserved,
    /// The service has another name.
    Service,
}

impl Level {
    /// Returns the name of the level, as in version numbers.
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
    /// Returns the name of the kind, as it appears in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::WireCode => "wire code",
            Self::Status => "status",
            Self::Retry => "retry",
            Self::AliasRemoved => "alias removed",
            Self::Enum => "enum",
            Self::ElementRemoved => "element removed",
            Self::HeaderRemoved => "header removed",
            Self::HeaderOrder => "header order",
            Self::MemberRemoved => "member removed",
            Self::Default => "default for status",
            Self::Added => "added",
            Self::AliasAdded => "alias added",
            Self::ElementAdded => "element added",
            Self::HeaderAdded => "header added",
            Self::MemberAdded => "member added",
            Self::Deprecated => "deprecated",
            Self::ElementOrder => "element order",
            Self::Reason => "reason",
            Self::Message => "message",
            Self::Solution => "solution",
            Self::Note => "note",
            Self::Sends => "sends",
            Self::CauseAdded => "cause added",
            Self::CauseRemoved => "cause removed",
            Self::Page => "page",
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
                | Self::Sends
                | Self::CauseAdded
                | Self::CauseRemoved
                | Self::Description
                | Self::Title
                | Self::ElementAdded
                | Self::ElementRemoved
        )
    }
}

impl Change {
    /// Returns the level of the change.
    #[must_use]
    pub fn level(&self) -> Level {
        match self.kind {
            ChangeKind::Removed
            | ChangeKind::Renamed
            | ChangeKind::WireCode
            | ChangeKind::Status
            | ChangeKind::AliasRemoved
            | ChangeKind::Enum
            | ChangeKind::ElementRemoved
            | ChangeKind::HeaderRemoved
            | ChangeKind::HeaderOrder
            | ChangeKind::MemberRemoved => Level::Major,
            // Without the defaults of the classes, a server on the table does not compile.
            ChangeKind::Default
                if self.after.is_none() && matches!(&*self.subject, "4xx" | "5xx") =>
            {
                Level::Major
            }
            ChangeKind::Retry if self.after.as_deref() == Some(Retry::Never.as_str()) => {
                Level::Major
            }
            ChangeKind::Retry
            | ChangeKind::Default
            | ChangeKind::Added
            | ChangeKind::AliasAdded
            | ChangeKind::ElementAdded
            | ChangeKind::HeaderAdded
            | ChangeKind::MemberAdded => Level::Minor,
            ChangeKind::Deprecated if self.before.is_none() => Level::Minor,
            ChangeKind::Deprecated
            | ChangeKind::ElementOrder
            | ChangeKind::Reason
            | ChangeKind::Message
            | ChangeKind::Solution
            | ChangeKind::Note
            | ChangeKind::Sends
            | ChangeKind::CauseAdded
            | ChangeKind::CauseRemoved
            | ChangeKind::Page
            | ChangeKind::Description
            | ChangeKind::Sources
            | ChangeKind::Title
            | ChangeKind::Paraphrased
            | ChangeKind::Reserved
            | ChangeKind::Service => Level::Patch,
        }
    }
}
