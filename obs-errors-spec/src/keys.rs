//! Every key of the YAML: the kind of its value, and whether it is required. The parser
//! accepts no others, and the JSON Schema that editors use is made from the same list.

use crate::file_kind::FileKind;

/// A key of a mapping whose keys are fixed.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The name of the key, as it is written.
    pub name: &'static str,
    /// The description of the key, in a sentence or two.
    pub description: &'static str,
    /// The kind of its value.
    pub kind: ValueKind,
    /// Whether the key is required.
    pub required: Required,
    /// An example of a value, on one line.
    pub example: &'static str,
}

/// Whether a key is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    /// The key is always required.
    Always,
    /// The key is required unless the table extends another one, or the code overrides one.
    UnlessInherited,
    /// The key may be left out.
    No,
}

/// The kind of a value.
#[derive(Clone, Copy, Debug)]
pub enum ValueKind {
    /// A string that is not empty.
    Text,
    /// A string on one line, without whitespace at its ends and without characters that
    /// cannot be sent.
    Line,
    /// Paragraphs of one line each, like `Line`, separated by empty lines.
    Paragraphs,
    /// The name of the enum: UpperCamelCase, with `Code` at its end.
    EnumName,
    /// The name of a variant: UpperCamelCase, except `Self` and `ALL`.
    VariantName,
    /// A code as it is sent: printable ASCII without spaces at its ends.
    WireCode,
    /// The name of an element of an error document.
    ElementName,
    /// An HTTP status from 200 to 599.
    Status,
    /// An HTTP status from 400 to 599, or `4xx` or `5xx` for all others of a class.
    FailureStatus,
    /// The name of a header, in lower case.
    HeaderName,
    /// The name of a member in JSON.
    MemberName,
    /// The address of a page: `https://`, without whitespace.
    Address,
    /// The path of a file, relative, with `/` between its parts.
    Path,
    /// A retry class.
    Retry,
    /// A version: three numbers separated by dots.
    Version,
    /// `true`.
    True,
    /// `optional`.
    Optional,
    /// A list.
    List(&'static ValueKind),
    /// A mapping with at least one key, whose keys the author chooses.
    Entries(&'static ValueKind, &'static ValueKind),
    /// A mapping with these keys.
    Mapping(&'static [Key]),
}

/// The elements that every error document begins with.
pub const REQUIRED_ELEMENTS: [&str; 3] = ["Error", "Code", "Message"];

/// The elements of a table that neither lists any nor extends another, with their descriptions: those of
/// OBS.
pub const DEFAULT_ELEMENTS: [(&str, &str); 6] = [
    ("Error", "The root of the document"),
    ("Code", "The error code"),
    ("Message", "What went wrong"),
    ("RequestId", "The id of the request"),
    ("HostId", "The id of the server"),
    ("Resource", "What the request is about"),
];

/// The keys of a code that a table can make optional, each by a key of the table.
pub const OPTIONAL: [(&str, &str); 2] = [("messages", "message"), ("solutions", "solution")];

/// Identifiers that cannot be names of variants, each with the reason.
pub const RESERVED_NAMES: [(&str, &str); 2] =
    [("ALL", "is reserved for the list of all codes"), ("Self", "is a Rust keyword")];

/// A table, for messages about its file.
pub(crate) const FILE: FileKind = FileKind {
    name: "table",
    content: "a table of error codes",
    levels: "four",
    is_key: |key| TABLE.iter().any(|known| known.name == key),
    items: "error codes",
    section: "codes",
};

/// The keys at the top level.
pub const TABLE: &[Key] = &[
    Key {
        name: "extends",
        description: "The table that this one extends: `obs`, or the path of a YAML file relative to this one. Its sources, statuses, default codes, codes and reserved codes are part of this table, and so are its elements and headers if this table has none.",
        kind: ValueKind::Text,
        required: Required::No,
        example: "obs",
    },
    Key {
        name: "service",
        description: "The human-readable name of the service.",
        kind: ValueKind::Line,
        required: Required::Always,
        example: "Acme",
    },
    Key {
        name: "enum",
        description: "The Rust enum of the codes. The part before `Code` names the error type.",
        kind: ValueKind::EnumName,
        required: Required::Always,
        example: "AcmeErrorCode",
    },
    Key {
        name: "version",
        description: "The version of the table, for those who read its JSON.",
        kind: ValueKind::Version,
        required: Required::No,
        example: "1.2.0",
    },
    Key {
        name: "sources",
        description: "The documents that the facts come from, each with an id and a title. The first is the default source of a code.",
        kind: ValueKind::Entries(&ValueKind::Line, &ValueKind::Line),
        required: Required::No,
        example: "{ manual: Acme Manual }",
    },
    Key {
        name: "paraphrased",
        description: "The ids of the sources that are not quoted: the messages and solutions of their codes are paraphrased, so they are not compared with a page of the source.",
        kind: ValueKind::List(&ValueKind::Text),
        required: Required::No,
        example: "[manual]",
    },
    Key {
        name: "statuses",
        description: "The reason phrases of statuses, as the service prints them. The others are those that IANA registers, so only other statuses have to be here.",
        kind: ValueKind::Entries(&ValueKind::Status, &ValueKind::Line),
        required: Required::No,
        example: "{ 404: Not Found }",
    },
    Key {
        name: "elements",
        description: "The root of an error document, then its fields in the order in which they are written: `Error`, `Code` and `Message` first. Without this key, they are those of OBS: `Error`, `Code`, `Message`, `RequestId`, `HostId` and `Resource`.",
        kind: ValueKind::Entries(&ValueKind::ElementName, &ValueKind::Mapping(ELEMENT)),
        required: Required::No,
        example: "{ Error: { description: The root element }, Code: { description: The error code }, Message: { description: What went wrong } }",
    },
    Key {
        name: "headers",
        description: "The headers that carry parts of an error. Each is a list: the service's own name first, then those of other styles, in the same order everywhere. A list of one name serves every style. A part without a list is neither read from nor sent in a header.",
        kind: ValueKind::Mapping(HEADERS),
        required: Required::No,
        example: "{ code: [x-acme-error-code] }",
    },
    Key {
        name: "json",
        description: "More names of members in JSON for an element. Names such as `errorCode` for `Code` need not be listed. Case, `_` and `-` do not matter.",
        kind: ValueKind::Entries(&ValueKind::ElementName, &ValueKind::List(&ValueKind::MemberName)),
        required: Required::No,
        example: "{ Code: [faultId] }",
    },
    Key {
        name: "default_for_status",
        description: "The code of an error about which only the status is known, by status, and under `4xx` and `5xx` for all other statuses. A server needs them for responses that it did not build from a code.",
        kind: ValueKind::Entries(&ValueKind::FailureStatus, &ValueKind::WireCode),
        required: Required::No,
        example: "{ 4xx: NoSuchThing, 5xx: Broken }",
    },
    Key {
        name: "messages",
        description: "`optional` if codes may have no `message`. It is then an empty string, and the reason phrase is sent.",
        kind: ValueKind::Optional,
        required: Required::No,
        example: "optional",
    },
    Key {
        name: "solutions",
        description: "`optional` if codes may have no `solution`. It is then an empty string.",
        kind: ValueKind::Optional,
        required: Required::No,
        example: "optional",
    },
    Key {
        name: "output",
        description: "The files that `obs-errors gen` writes, each with its path relative to this file.",
        kind: ValueKind::Mapping(OUTPUT),
        required: Required::No,
        example: "{ rust: src/errors.rs }",
    },
    Key {
        name: "reserved",
        description: "Former codes, which must not be used again.",
        kind: ValueKind::List(&ValueKind::WireCode),
        required: Required::No,
        example: "[OldCode]",
    },
    Key {
        name: "codes",
        description: "The codes, each under its wire code, sorted by status, then by the bytes of the wire code.",
        kind: ValueKind::Entries(&ValueKind::WireCode, &ValueKind::Mapping(CODE)),
        required: Required::Always,
        example: "{ NoSuchThing: { status: 404, message: There is no such thing., solution: Create it first. } }",
    },
];

/// The keys of an element of the error document.
pub const ELEMENT: &[Key] = &[
    Key {
        name: "description",
        description: "What the element contains, in the words of the source.",
        kind: ValueKind::Line,
        required: Required::Always,
        example: "The error code",
    },
    NOTE,
];

/// The keys of `headers`: what headers carry.
pub const HEADERS: &[Key] = &[
    Key {
        name: "code",
        description: "The headers that carry the code: the response to a HEAD request has no body.",
        kind: ValueKind::List(&ValueKind::HeaderName),
        required: Required::No,
        example: "[x-acme-error-code]",
    },
    Key {
        name: "message",
        description: "The headers that carry the message.",
        kind: ValueKind::List(&ValueKind::HeaderName),
        required: Required::No,
        example: "[x-acme-error-message]",
    },
    Key {
        name: "request_id",
        description: "The headers that carry the id of the request.",
        kind: ValueKind::List(&ValueKind::HeaderName),
        required: Required::No,
        example: "[x-acme-request-id]",
    },
    Key {
        name: "host_id",
        description: "The headers that carry the id of the server.",
        kind: ValueKind::List(&ValueKind::HeaderName),
        required: Required::No,
        example: "[x-acme-host-id]",
    },
    Key {
        name: "indicator",
        description: "The headers that carry a symbol for support. Successful responses have them, too.",
        kind: ValueKind::List(&ValueKind::HeaderName),
        required: Required::No,
        example: "[x-acme-indicator]",
    },
];

/// The keys of `output`: what can be generated.
pub const OUTPUT: &[Key] = &[
    output(
        "rust",
        "The codes as Rust code, like the expansion of `error_codes!`.",
        "src/errors.rs",
    ),
    output("markdown", "The codes in Markdown, for people.", "docs/errors.md"),
    output("page", "The codes as a searchable HTML page, for people.", "docs/errors.html"),
    output("json", "The codes in JSON, for other languages.", "docs/errors.json"),
    output("json_schema", "The contract of the JSON as JSON Schema.", "docs/errors.schema.json"),
    output("xsd", "The error document as XML Schema.", "docs/error.xsd"),
    output(
        "openapi",
        "The error document and the responses of each status, for an OpenAPI description.",
        "docs/errors.openapi.json",
    ),
    output("schema", "The keys of a table as JSON Schema, for editors.", "errors.schema.json"),
    output("typescript", "The codes as TypeScript, for ES2015 and above.", "web/errors.ts"),
    output("python", "The codes as Python, for version 3.8 and above.", "tools/errors.py"),
    output(
        "go",
        "The codes as Go, for version 1.19 and above. The package has the name of the directory or, without one, of the error type.",
        "acmeerrors/errors.go",
    ),
    output(
        "java",
        "The codes as Java, for version 17 and above. The file has the name of the enum, and the package is made of the directories after `java` or `src`.",
        "src/main/java/com/acme/AcmeErrorCode.java",
    ),
    Key {
        name: "templates",
        description: "Templates of your own, and the file that each makes. The paths of both are relative to this file.",
        kind: ValueKind::Entries(&ValueKind::Path, &ValueKind::Path),
        required: Required::No,
        example: "{ errors.rb.jinja: lib/errors.rb }",
    },
];

const fn output(name: &'static str, description: &'static str, example: &'static str) -> Key {
    Key { name, description, kind: ValueKind::Path, required: Required::No, example }
}

/// The keys of a code.
pub const CODE: &[Key] = &[
    Key {
        name: "override",
        description: "Marks an entry that changes a code of the extended table: its status, message, solution, note, page, retry class or what it sends, whichever are given. Its causes are added.",
        kind: ValueKind::True,
        required: Required::No,
        example: "true",
    },
    Key {
        name: "name",
        description: "The Rust variant, if the code is not an UpperCamelCase identifier.",
        kind: ValueKind::VariantName,
        required: Required::No,
        example: "NoSuchThing",
    },
    Key {
        name: "aliases",
        description: "Other strings that are read as this code.",
        kind: ValueKind::List(&ValueKind::WireCode),
        required: Required::No,
        example: "[NoSuchItem]",
    },
    Key {
        name: "status",
        description: "The HTTP status, from 200 to 599.",
        kind: ValueKind::Status,
        required: Required::UnlessInherited,
        example: "404",
    },
    Key {
        name: "message",
        description: "What the error means, in the words of the source. Required unless the table states `messages: optional`.",
        kind: ValueKind::Line,
        required: Required::UnlessInherited,
        example: "There is no such thing.",
    },
    Key {
        name: "solution",
        description: "What to do about it, in the words of the source. Required unless the table states `solutions: optional`.",
        kind: ValueKind::Line,
        required: Required::UnlessInherited,
        example: "Create it first.",
    },
    NOTE,
    Key {
        name: "sends",
        description: "The message that the service sends, if that differs from `message`, which explains the code.",
        kind: ValueKind::Line,
        required: Required::No,
        example: "No such thing",
    },
    Key {
        name: "causes",
        description: "What may have caused the error, if there is more than one cause, or if the message that is sent tells them apart.",
        kind: ValueKind::List(&ValueKind::Mapping(CAUSE)),
        required: Required::No,
        example: "[{ meaning: It was deleted., solution: Restore it. }]",
    },
    Key {
        name: "page",
        description: "The address of the page on which the vendor explains the code.",
        kind: ValueKind::Address,
        required: Required::No,
        example: "https://example.com/no-such-thing",
    },
    Key {
        name: "retry",
        description: "Whether the same request may be sent again: `never` (the default), `transient` or `throttling`. Required for 408, 429 and 5xx.",
        kind: ValueKind::Retry,
        required: Required::No,
        example: "transient",
    },
    Key {
        name: "sources",
        description: "The ids of the documents that name the code; the first of the table's sources if left out.",
        kind: ValueKind::List(&ValueKind::Text),
        required: Required::No,
        example: "[manual]",
    },
    Key {
        name: "deprecated",
        description: "The service no longer sends this code. It is still read, and the compiler warns about Rust code that names it.",
        kind: ValueKind::Mapping(DEPRECATED),
        required: Required::No,
        example: "{ since: 0.2.0, note: the service sends another code }",
    },
];

/// The keys of a cause.
pub const CAUSE: &[Key] = &[
    Key {
        name: "message",
        description: "The message that the service sends for this cause, with `<name>` for text that varies. Without it, the cause is one of any response whose message fits no other cause.",
        kind: ValueKind::Line,
        required: Required::No,
        example: "The thing <name> was deleted.",
    },
    Key {
        name: "meaning",
        description: "What is wrong.",
        kind: ValueKind::Line,
        required: Required::Always,
        example: "The thing was deleted.",
    },
    Key {
        name: "solution",
        description: "What to do about it.",
        kind: ValueKind::Line,
        required: Required::Always,
        example: "Restore it.",
    },
];

/// The keys of `deprecated`.
pub const DEPRECATED: &[Key] = &[
    Key {
        name: "since",
        description: "The first version of the table in which the code is deprecated, such as 0.2.0.",
        kind: ValueKind::Version,
        required: Required::Always,
        example: "0.2.0",
    },
    Key {
        name: "note",
        description: "The reason, and when the service stopped sending the code, if that is known.",
        kind: ValueKind::Line,
        required: Required::Always,
        example: "the service sends another code",
    },
    Key {
        name: "use",
        description: "The code that the service sends instead, if there is one.",
        kind: ValueKind::WireCode,
        required: Required::No,
        example: "NoSuchThing",
    },
];

const NOTE: Key = Key {
    name: "note",
    description: "Further explanation: one line per paragraph, with an empty line between paragraphs. A paragraph that begins with \"Editor's note:\" is not from the source.",
    kind: ValueKind::Paragraphs,
    required: Required::No,
    example: "Some services send it without a message.",
};

/// Returns `true` if a code with this status has to state its retry class, because clients
/// would guess one.
#[must_use]
pub const fn requires_retry(status: u16) -> bool {
    matches!(status, 408 | 429 | 500..)
}
