//! Error documents: reading, writing, and what XML allows. The only folder that
//! names `quick_xml`.

mod attributes;
mod chars;
mod delete;
mod parser;
mod read;
mod scan;
mod write;

pub(crate) use delete::{Entries, Entry};
pub(crate) use read::{has_error_root, read, salvage};
pub(crate) use write::{form, write};

use std::error::Error;
use std::fmt;

use crate::limits::MAX_BODY_BYTES;
use crate::one_line::OneLine;

/// What may stand before everything else.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// A body without the marks and blanks that it begins with: a service that keeps a
/// connection open sends as many blanks as it takes.
pub(crate) fn without_padding(mut body: &[u8]) -> &[u8] {
    loop {
        body = body.trim_ascii_start();
        match body.strip_prefix(BYTE_ORDER_MARK.as_bytes()) {
            Some(rest) => body = rest,
            None => return body,
        }
    }
}

/// Why a document cannot be read, and where.
///
/// ```
/// use obs_errors::ObsError;
///
/// let error = ObsError::from_xml(b"<html><body>502</body></html>").unwrap_err();
/// assert_eq!(error.offset(), 0);
/// assert_eq!(error.to_string(), "cannot read the document: the root is `html`, not `Error`, at byte 0");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlError {
    message: String,
    offset: usize,
}

impl XmlError {
    /// The message may quote the body, which may hold anything.
    fn new(message: &str, offset: usize) -> Self {
        const LONGEST: usize = 200;
        let mut message = OneLine::of(message).map_or_else(String::new, |line| line.to_string());
        if let Some((cut, _)) = message.char_indices().nth(LONGEST) {
            message.replace_range(cut.., "...");
        }
        Self { message, offset }
    }

    fn too_large() -> Self {
        Self::new(&format!("the body is larger than {MAX_BODY_BYTES} bytes"), MAX_BODY_BYTES)
    }

    fn not_utf_8(at: usize) -> Self {
        Self::new("the body is not UTF-8", at)
    }

    fn too_early(at: usize) -> Self {
        Self::new("the document ends too early", at)
    }

    /// The byte of the body where the fault stands, counted from zero: where what
    /// is wrong begins, or the end of the body where something is missing there.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read the document: {}, at byte {}", self.message, self.offset)
    }
}

impl Error for XmlError {}

/// Whether the scanner and the parser say the same of a body, whatever it is taken for. For
/// tests and for the fuzzer.
///
/// # Panics
///
/// They do not.
#[cfg(any(test, fuzzing))]
#[cfg_attr(not(fuzzing), expect(unreachable_pub, reason = "the fuzzer reaches it"))]
pub fn assert_agreement(body: &[u8]) {
    let text = std::str::from_utf8(body).unwrap_or_default();
    if let Some(scanned) = scan::error(text) {
        let parsed = read::parse(text).expect("the parser reads it, too");
        assert_eq!(scanned, parsed);
        // Of one the document is kept, of the other its parts.
        let [mut from_scanned, mut from_parsed] = [Vec::new(), Vec::new()];
        write(&scanned, &["Code", "Key"], &mut from_scanned);
        write(&parsed, &["Code", "Key"], &mut from_parsed);
        assert_eq!(from_scanned, from_parsed);
    }
    assert!(!scan::is_another_root(body) || !read::has_parsed_error_root(body));
    let (mut entries, mut parsed) = (Entries::new(body), delete::Parsed::new(body));
    loop {
        let (entry, expected) = (entries.next(), parsed.next());
        assert_eq!(entry, expected);
        if entry.is_none() {
            break;
        }
    }
    assert_eq!(Entries::keys_are_encoded(body), delete::Parsed::keys_are_encoded(body));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    /// Parts that documents are made of, sound and not.
    const PARTS: [&str; 58] = [
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>",
        "<?xml version=\"1.0\"?>",
        "<?xml version='1.0'?>",
        "<Error>",
        "</Error>",
        "<Error/>",
        "<ErrorResponse>",
        "</ErrorResponse>",
        "<DeleteResult>",
        "<DeleteResult xmlns=\"http://a/\">",
        "</DeleteResult>",
        "<Deleted>",
        "</Deleted>",
        "<Deleted/>",
        "<Key>",
        "</Key>",
        "<Code>",
        "</Code>",
        "<Message>",
        "</Message>",
        "<VersionId>",
        "</VersionId>",
        "<EncodingType>",
        "</EncodingType>",
        "url",
        "<HostId/>",
        "<a:b>",
        "</a:b>",
        "<Code >",
        "</Code >",
        "<Code a=\"b\">",
        "NoSuchKey",
        "a",
        " ",
        "\n",
        "\r\n",
        "\t",
        "&amp;",
        "&lt;",
        "&#39;",
        "&#x27;",
        "&#0;",
        "&nbsp;",
        "&",
        ";",
        "<![CDATA[",
        "]]>",
        "]",
        "]]",
        ">",
        "<!-- a -->",
        "\u{FEFF}",
        "\u{FFFE}",
        "\u{FFFD}",
        "\u{F000}",
        "\u{e9}",
        "\u{1}",
        "\u{7F}",
    ];

    fn part() -> impl Strategy<Value = String> {
        prop::sample::select(&PARTS[..]).prop_map(str::to_owned)
    }

    fn leaf() -> impl Strategy<Value = String> {
        let name = prop::sample::select(vec![
            "Key",
            "Code",
            "Message",
            "VersionId",
            "EncodingType",
            "a-b",
        ]);
        let value = prop::collection::vec(part(), 0..3).prop_map(|parts| parts.concat());
        (name, value).prop_map(|(name, value)| format!("<{name}>{value}</{name}>"))
    }

    fn document() -> impl Strategy<Value = String> {
        let children = prop::collection::vec(leaf(), 0..5).prop_map(|leaves| leaves.concat());
        let error = children.prop_map(|children| format!("<Error>{children}</Error>")).boxed();
        let errors = prop::collection::vec(prop_oneof![3 => error.clone(), 1 => part()], 0..4);
        let delete =
            errors.prop_map(|all| format!("<DeleteResult>{}</DeleteResult>", all.concat()));
        prop_oneof![
            error,
            delete,
            prop::collection::vec(part(), 0..12).prop_map(|parts| parts.concat()),
        ]
    }

    proptest! {
        #[test]
        fn the_scanner_and_the_parser_agree(
            document in document(),
            (from, length, part) in (any::<prop::sample::Index>(), 0..3_usize, part()),
        ) {
            super::assert_agreement(document.as_bytes());
            // Damaged at one place, between characters or not.
            let at = from.index(document.len() + 1);
            let after = (at + length).min(document.len());
            let damaged =
                [&document.as_bytes()[..at], part.as_bytes(), &document.as_bytes()[after..]].concat();
            super::assert_agreement(&damaged);
        }
    }

    /// What the fuzzer has found.
    #[test]
    fn they_agree_on_what_was_found() {
        super::assert_agreement(b"<P/a:Error b>");
    }

    /// Every document that other tests read.
    #[test]
    #[cfg_attr(miri, ignore = "it takes Miri a quarter of an hour")]
    fn they_agree_on_every_case() {
        for folder in ["documents", "deletes"] {
            let folder =
                std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
            for case in std::fs::read_dir(folder).expect("the folder of the cases") {
                let body = std::fs::read(case.expect("a case").path()).expect("a case");
                super::assert_agreement(&body);
            }
        }
    }
}
