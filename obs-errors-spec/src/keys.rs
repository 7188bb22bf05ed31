//! Every key of the YAML: what it holds, and whether it has to be there. The reader
//! knows no others, and the JSON Schema that editors use is made from the same list.

/// A key of a mapping whose keys are fixed.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it says, in a sentence or two.
    pub description: &'static str,
    /// What its value may be.
    pub holds: Holds,
    /// Whether it has to be there.
    pub needed: Needed,
}

/// Whether a key has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// In any case.
    Always,
    /// Where nothing else has it: in a table that extends none, in a code that
    /// overrides none.
    Whole,
    /// It may be left out.
    No,
}

/// What a value may be.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// Text that is not blank.
    Text,
    /// Text on one line, without blanks at its ends and without characters that
    /// cannot be sent.
    Line,
    /// Such lines, with an empty line between two.
    Paragraphs,
    /// The name of the enum: UpperCamelCase, with `Code` at its end.
    EnumName,
    /// The name of a variant: UpperCamelCase, but for `Self` and `ALL`.
    VariantName,
    /// A code as it is sent: printable ASCII without blanks at its ends.
    Spelling,
    /// The name of a child of an error document.
    ElementName,
    /// An HTTP status from 300 to 599.
    Status,
    /// A retry class.
    Retry,
    /// A version: three numbers with dots between.
    Version,
    /// `true`.
    True,
    /// A list.
    List(&'static Holds),
    /// A mapping with keys of the author's choice, of which there is at least one.
    Entries(&'static Holds, &'static Holds),
    /// A mapping with these keys.
    Mapping(&'static [Key]),
}

/// The whole file.
pub const TABLE: &[Key] = &[
    Key {
        name: "extends",
        description: "The table that this one extends: `obs`, or the path of a YAML file from here. Its sources, statuses, elements and codes are there too.",
        holds: Holds::Text,
        needed: Needed::No,
    },
    Key {
        name: "service",
        description: "The name of the service, for people.",
        holds: Holds::Line,
        needed: Needed::Always,
    },
    Key {
        name: "enum",
        description: "The Rust enum of the codes. What stands before `Code` names the error type.",
        holds: Holds::EnumName,
        needed: Needed::Always,
    },
    Key {
        name: "sources",
        description: "The documents that the facts come from: an id, and the title for people. The first is the default of a code.",
        holds: Holds::Entries(&Holds::Line, &Holds::Line),
        needed: Needed::Whole,
    },
    Key {
        name: "paraphrased",
        description: "The ids of the sources of which only the facts are here, in other words: their codes' messages and solutions are not compared with a page of the source.",
        holds: Holds::List(&Holds::Text),
        needed: Needed::No,
    },
    Key {
        name: "statuses",
        description: "The reason phrase of every status that a code has, as the service prints it.",
        holds: Holds::Entries(&Holds::Status, &Holds::Line),
        needed: Needed::Whole,
    },
    Key {
        name: "elements",
        description: "The root of an error document, then its children in the order they are written: `Error`, `Code` and `Message` first.",
        holds: Holds::Entries(&Holds::ElementName, &Holds::Mapping(ELEMENT)),
        needed: Needed::Whole,
    },
    Key {
        name: "reserved",
        description: "Codes that were, and must not come back.",
        holds: Holds::List(&Holds::Spelling),
        needed: Needed::No,
    },
    Key {
        name: "codes",
        description: "The codes, each by its wire spelling: in the order of their statuses, then of their bytes.",
        holds: Holds::Entries(&Holds::Spelling, &Holds::Mapping(CODE)),
        needed: Needed::Always,
    },
];

/// An element of the error document.
pub const ELEMENT: &[Key] = &[
    Key {
        name: "description",
        description: "What the element holds, in the words of the source.",
        holds: Holds::Line,
        needed: Needed::Always,
    },
    NOTE,
];

/// A code.
pub const CODE: &[Key] = &[
    Key {
        name: "override",
        description: "Says that this changes a code of the table that is extended: its status, message, solution, note or retry class, whichever stand here.",
        holds: Holds::True,
        needed: Needed::No,
    },
    Key {
        name: "name",
        description: "The Rust variant, where the code is no UpperCamelCase identifier.",
        holds: Holds::VariantName,
        needed: Needed::No,
    },
    Key {
        name: "aliases",
        description: "Other spellings that are read as this code.",
        holds: Holds::List(&Holds::Spelling),
        needed: Needed::No,
    },
    Key {
        name: "status",
        description: "The HTTP status; its reason phrase stands in `statuses`.",
        holds: Holds::Status,
        needed: Needed::Whole,
    },
    Key {
        name: "message",
        description: "What the error means, in the words of the source.",
        holds: Holds::Line,
        needed: Needed::Whole,
    },
    Key {
        name: "solution",
        description: "What to do about it, in the words of the source.",
        holds: Holds::Line,
        needed: Needed::Whole,
    },
    NOTE,
    Key {
        name: "retry",
        description: "Whether the same request may be sent again: `never` (the default), `transient` or `throttling`. To be stated for 408, 429 and 5xx.",
        holds: Holds::Retry,
        needed: Needed::No,
    },
    Key {
        name: "sources",
        description: "The ids of the documents that name the code; the first of the table's sources if left out.",
        holds: Holds::List(&Holds::Text),
        needed: Needed::No,
    },
    Key {
        name: "deprecated",
        description: "Says that the service sends this code no more. It is still read, and whoever names it in Rust is told.",
        holds: Holds::Mapping(DEPRECATED),
        needed: Needed::No,
    },
];

/// Why a code is not to be used any more.
pub const DEPRECATED: &[Key] = &[
    Key {
        name: "since",
        description: "The version of the table that says so first, such as 0.2.0.",
        holds: Holds::Version,
        needed: Needed::Always,
    },
    Key {
        name: "note",
        description: "Why, and since when where that is known.",
        holds: Holds::Line,
        needed: Needed::Always,
    },
    Key {
        name: "use",
        description: "The code that the service sends instead, where there is one.",
        holds: Holds::Spelling,
        needed: Needed::No,
    },
];

const NOTE: Key = Key {
    name: "note",
    description: "What there is to say beyond that, a line per paragraph, with an empty line between two. A paragraph that begins with \"Editor's note:\" is not the source's.",
    holds: Holds::Paragraphs,
    needed: Needed::No,
};

/// Whether a code with this status has to state its retry class: where clients would
/// guess one.
#[must_use]
pub const fn asks_for_retry(status: u16) -> bool {
    matches!(status, 408 | 429 | 500..)
}
