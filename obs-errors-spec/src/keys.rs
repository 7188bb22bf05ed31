//! Every key of the YAML: the kind of its value, and whether it is required. The parser
//! knows no others, and the JSON Schema that editors use is made from the same list.

/// A key of a mapping whose keys are fixed.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it says, in a sentence or two.
    pub description: &'static str,
    /// What its value may be.
    pub kind: ValueKind,
    /// Whether it has to be there.
    pub required: Required,
}

/// Whether a key has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
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
pub enum ValueKind {
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
    WireCode,
    /// The name of a child of an error document.
    ElementName,
    /// An HTTP status from 300 to 599.
    Status,
    /// The name of a header, in lower case.
    HeaderName,
    /// A retry class.
    Retry,
    /// A version: three numbers with dots between.
    Version,
    /// `true`.
    True,
    /// A list.
    List(&'static ValueKind),
    /// A mapping with keys of the author's choice, of which there is at least one.
    Entries(&'static ValueKind, &'static ValueKind),
    /// A mapping with these keys.
    Mapping(&'static [Key]),
}

/// The whole file.
pub const TABLE: &[Key] = &[
    Key {
        name: "extends",
        description: "The table that this one extends: `obs`, or the path of a YAML file from here. Its sources, statuses, elements and codes are there too.",
        kind: ValueKind::Text,
        required: Required::No,
    },
    Key {
        name: "service",
        description: "The name of the service, for people.",
        kind: ValueKind::Line,
        required: Required::Always,
    },
    Key {
        name: "enum",
        description: "The Rust enum of the codes. What stands before `Code` names the error type.",
        kind: ValueKind::EnumName,
        required: Required::Always,
    },
    Key {
        name: "sources",
        description: "The documents that the facts come from: an id, and the title for people. The first is the default of a code.",
        kind: ValueKind::Entries(&ValueKind::Line, &ValueKind::Line),
        required: Required::Whole,
    },
    Key {
        name: "paraphrased",
        description: "The ids of the sources of which only the facts are here, in other words: their codes' messages and solutions are not compared with a page of the source.",
        kind: ValueKind::List(&ValueKind::Text),
        required: Required::No,
    },
    Key {
        name: "statuses",
        description: "The reason phrase of every status that a code has, as the service prints it.",
        kind: ValueKind::Entries(&ValueKind::Status, &ValueKind::Line),
        required: Required::Whole,
    },
    Key {
        name: "elements",
        description: "The root of an error document, then its children in the order they are written: `Error`, `Code` and `Message` first.",
        kind: ValueKind::Entries(&ValueKind::ElementName, &ValueKind::Mapping(ELEMENT)),
        required: Required::Whole,
    },
    Key {
        name: "headers",
        description: "The headers that carry parts of an error, each a list: the service's own name first, then those of other styles, in one order. A list of one name serves every style. What is left out is in no header.",
        kind: ValueKind::Mapping(HEADERS),
        required: Required::No,
    },
    Key {
        name: "reserved",
        description: "Codes that were, and must not come back.",
        kind: ValueKind::List(&ValueKind::WireCode),
        required: Required::No,
    },
    Key {
        name: "codes",
        description: "The codes, each by its wire spelling: in the order of their statuses, then of their bytes.",
        kind: ValueKind::Entries(&ValueKind::WireCode, &ValueKind::Mapping(CODE)),
        required: Required::Always,
    },
];

/// An element of the error document.
pub const ELEMENT: &[Key] = &[
    Key {
        name: "description",
        description: "What the element holds, in the words of the source.",
        kind: ValueKind::Line,
        required: Required::Always,
    },
    NOTE,
];

/// What headers carry.
pub const HEADERS: &[Key] = &[
    Key {
        name: "code",
        description: "The headers that carry the code: the response to a HEAD request has no body.",
        kind: ValueKind::List(&ValueKind::HeaderName),
        required: Required::No,
    },
    Key {
        name: "message",
        description: "The headers that carry the message.",
        kind: ValueKind::List(&ValueKind::HeaderName),
        required: Required::No,
    },
    Key {
        name: "request_id",
        description: "The headers that carry the id of the request.",
        kind: ValueKind::List(&ValueKind::HeaderName),
        required: Required::No,
    },
    Key {
        name: "host_id",
        description: "The headers that carry the id of the server.",
        kind: ValueKind::List(&ValueKind::HeaderName),
        required: Required::No,
    },
    Key {
        name: "indicator",
        description: "The headers that carry a symbol for support. Successes have them too.",
        kind: ValueKind::List(&ValueKind::HeaderName),
        required: Required::No,
    },
];

/// A code.
pub const CODE: &[Key] = &[
    Key {
        name: "override",
        description: "Says that this changes a code of the table that is extended: its status, message, solution, note or retry class, whichever stand here.",
        kind: ValueKind::True,
        required: Required::No,
    },
    Key {
        name: "name",
        description: "The Rust variant, where the code is no UpperCamelCase identifier.",
        kind: ValueKind::VariantName,
        required: Required::No,
    },
    Key {
        name: "aliases",
        description: "Other spellings that are read as this code.",
        kind: ValueKind::List(&ValueKind::WireCode),
        required: Required::No,
    },
    Key {
        name: "status",
        description: "The HTTP status; its reason phrase stands in `statuses`.",
        kind: ValueKind::Status,
        required: Required::Whole,
    },
    Key {
        name: "message",
        description: "What the error means, in the words of the source.",
        kind: ValueKind::Line,
        required: Required::Whole,
    },
    Key {
        name: "solution",
        description: "What to do about it, in the words of the source.",
        kind: ValueKind::Line,
        required: Required::Whole,
    },
    NOTE,
    Key {
        name: "retry",
        description: "Whether the same request may be sent again: `never` (the default), `transient` or `throttling`. To be stated for 408, 429 and 5xx.",
        kind: ValueKind::Retry,
        required: Required::No,
    },
    Key {
        name: "sources",
        description: "The ids of the documents that name the code; the first of the table's sources if left out.",
        kind: ValueKind::List(&ValueKind::Text),
        required: Required::No,
    },
    Key {
        name: "deprecated",
        description: "Says that the service sends this code no more. It is still read, and whoever names it in Rust is told.",
        kind: ValueKind::Mapping(DEPRECATED),
        required: Required::No,
    },
];

/// Why a code is not to be used any more.
pub const DEPRECATED: &[Key] = &[
    Key {
        name: "since",
        description: "The version of the table that says so first, such as 0.2.0.",
        kind: ValueKind::Version,
        required: Required::Always,
    },
    Key {
        name: "note",
        description: "Why, and since when where that is known.",
        kind: ValueKind::Line,
        required: Required::Always,
    },
    Key {
        name: "use",
        description: "The code that the service sends instead, where there is one.",
        kind: ValueKind::WireCode,
        required: Required::No,
    },
];

const NOTE: Key = Key {
    name: "note",
    description: "What there is to say beyond that, a line per paragraph, with an empty line between two. A paragraph that begins with \"Editor's note:\" is not the source's.",
    kind: ValueKind::Paragraphs,
    required: Required::No,
};

/// Whether a code with this status has to state its retry class: where clients would
/// guess one.
#[must_use]
pub const fn asks_for_retry(status: u16) -> bool {
    matches!(status, 408 | 429 | 500..)
}
