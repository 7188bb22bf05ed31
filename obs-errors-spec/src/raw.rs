//! The table as written: typed entries, each value with its span. Everything here has the
//! right shape; `check` decides whether it is valid.

use obs_errors_core::Retry;

use crate::diagnostic::{Diagnostic, Spanned};

/// What could be read. A value is `None` if it was missing or of the wrong kind, which a
/// diagnostic already reports.
pub(crate) struct Table {
    /// Whether the key `extends` is present, even if its value could not be read.
    pub(crate) is_extension: bool,
    /// `obs`, or the path of another table.
    pub(crate) extends: Option<Spanned<String>>,
    pub(crate) service: Option<Spanned<String>>,
    pub(crate) enum_name: Option<Spanned<String>>,
    pub(crate) version: Option<Spanned<String>>,
    pub(crate) sources: Vec<Entry<String, Option<Spanned<String>>>>,
    pub(crate) paraphrased: Vec<Spanned<String>>,
    pub(crate) statuses: Vec<Entry<u16, Option<Spanned<String>>>>,
    pub(crate) elements: Vec<Entry<String, Element>>,
    pub(crate) headers: Headers,
    /// Names of members in JSON, by element.
    pub(crate) json: Vec<Entry<String, Vec<Spanned<String>>>>,
    /// A status, or the first digit of all others of its class, and a wire code.
    pub(crate) defaults: Vec<Entry<u16, Option<Spanned<String>>>>,
    pub(crate) outputs: Outputs,
    pub(crate) reserved: Vec<Spanned<String>>,
    pub(crate) codes: Vec<Entry<String, Code>>,
}

/// A key of a mapping whose keys the author chooses, and its value.
pub(crate) struct Entry<K, V> {
    pub(crate) key: Spanned<K>,
    pub(crate) value: V,
}

#[derive(Default)]
pub(crate) struct Element {
    pub(crate) description: Option<Spanned<String>>,
    pub(crate) note: Option<Spanned<String>>,
}

/// The names of the headers that carry each of these; none if there is no such section.
#[derive(Default)]
pub(crate) struct Headers {
    pub(crate) code: Vec<Spanned<String>>,
    pub(crate) message: Vec<Spanned<String>>,
    pub(crate) request_id: Vec<Spanned<String>>,
    pub(crate) host_id: Vec<Spanned<String>>,
    pub(crate) indicator: Vec<Spanned<String>>,
}

/// What is generated, and where.
#[derive(Default)]
pub(crate) struct Outputs {
    /// By key.
    pub(crate) documents: Vec<(&'static str, Spanned<String>)>,
    /// By the path of the template.
    pub(crate) templates: Vec<Entry<String, Option<Spanned<String>>>>,
}

pub(crate) struct Code {
    /// Whether it changes a code of the table that is extended.
    pub(crate) is_override: bool,
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) aliases: Vec<Spanned<String>>,
    pub(crate) status: Option<Spanned<u16>>,
    pub(crate) message: Option<Spanned<String>>,
    pub(crate) solution: Option<Spanned<String>>,
    pub(crate) note: Option<Spanned<String>>,
    pub(crate) sends: Option<Spanned<String>>,
    pub(crate) causes: Vec<Spanned<Cause>>,
    pub(crate) page: Option<Spanned<String>>,
    /// Its value is `None` if it could not be read.
    pub(crate) retry: Option<Spanned<Option<Retry>>>,
    pub(crate) sources: Vec<Spanned<String>>,
    pub(crate) deprecated: Option<Spanned<Deprecated>>,
    /// Errors about missing keys. They are not reported if the extended table has the code: then
    /// `override` is what is missing.
    pub(crate) missing: Vec<Diagnostic>,
}

pub(crate) struct Cause {
    pub(crate) message: Option<Spanned<String>>,
    pub(crate) meaning: Option<Spanned<String>>,
    pub(crate) solution: Option<Spanned<String>>,
}

impl Cause {
    pub(crate) fn lines(&self) -> impl Iterator<Item = &Spanned<String>> {
        let Self { message, meaning, solution } = self;
        message.iter().chain(meaning).chain(solution)
    }
}

pub(crate) struct Deprecated {
    pub(crate) since: Option<Spanned<String>>,
    pub(crate) note: Option<Spanned<String>>,
    pub(crate) replacement: Option<Spanned<String>>,
}

impl Table {
    /// The codes that the table adds to the one that it extends: all, if it extends none.
    pub(crate) fn added(&self) -> impl Iterator<Item = &Entry<String, Code>> {
        self.codes.iter().filter(|code| !code.value.is_override)
    }

    /// The codes that change one of the table that is extended.
    pub(crate) fn overrides(&self) -> impl Iterator<Item = &Entry<String, Code>> {
        self.codes.iter().filter(|code| code.value.is_override)
    }

    /// Errors about keys that codes lack.
    pub(crate) fn missing(&self) -> impl Iterator<Item = Diagnostic> {
        self.codes.iter().flat_map(|code| code.value.missing.iter().cloned())
    }

    /// Every code with its aliases, in the order of the file.
    pub(crate) fn wire_codes(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.codes.iter().flat_map(|code| std::iter::once(&code.key).chain(&code.value.aliases))
    }
}

impl Entry<String, Code> {
    /// The Rust name of a code: the key `name`, or else the code.
    pub(crate) fn name(&self) -> &Spanned<String> {
        self.value.name.as_ref().unwrap_or(&self.key)
    }
}

impl Headers {
    /// Each key of the section with its names.
    pub(crate) fn lists(&self) -> [(&'static str, &[Spanned<String>]); 5] {
        let Self { code, message, request_id, host_id, indicator } = self;
        [
            ("code", code),
            ("message", message),
            ("request_id", request_id),
            ("host_id", host_id),
            ("indicator", indicator),
        ]
    }
}
