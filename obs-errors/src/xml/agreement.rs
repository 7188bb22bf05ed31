//! Checks that the scanner and the parser agree.

use super::delete::{Entries, Parsed};
use super::write::write;
use super::{read, scan};

/// Asserts that the scanner and the parser agree on a body, whether it is read as an error document
/// or as the response to a batch delete. For tests and fuzz targets.
///
/// # Panics
///
/// Panics if they do not agree.
#[cfg_attr(not(fuzzing), expect(unreachable_pub, reason = "fuzz targets use it"))]
pub fn assert_agreement(body: &[u8]) {
    let text = std::str::from_utf8(body).unwrap_or_default();
    if let Some(scanned) = scan::error(text) {
        let (parsed, _) = read::parse(text).expect("the parser reads it, too");
        assert_eq!(scanned, parsed);
        // The fields of the scanner are ranges of the document, and those of the parser are copies.
        let [mut from_scanned, mut from_parsed] = [Vec::new(), Vec::new()];
        write(&scanned, &["Code", "Key"], &mut from_scanned);
        write(&parsed, &["Code", "Key"], &mut from_parsed);
        assert_eq!(from_scanned, from_parsed);
    }
    assert!(!scan::is_another_root(body) || !read::has_parsed_error_root(body));
    let (mut entries, mut parsed) = (Entries::new(body), Parsed::new(body));
    loop {
        let (entry, expected) = (entries.next(), parsed.next());
        assert_eq!(entry, expected);
        if entry.is_none() {
            break;
        }
    }
    assert_eq!(Entries::keys_are_encoded(body), Parsed::keys_are_encoded(body));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    /// Parts that documents are made of, well-formed and malformed.
    const PARTS: [&str; 62] = [
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
        "<encodingType>",
        "</encodingType>",
        "<ErrorCode>",
        "</ErrorCode>",
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
            "encodingtype",
            "ErrorCode",
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
            // A part is replaced, which may begin or end inside a character.
            let at = from.index(document.len() + 1);
            let after = (at + length).min(document.len());
            let changed =
                [&document.as_bytes()[..at], part.as_bytes(), &document.as_bytes()[after..]].concat();
            super::assert_agreement(&changed);
        }
    }

    /// Bodies on which fuzzing found a disagreement.
    #[test]
    fn they_agree_on_inputs_found_by_fuzzing() {
        super::assert_agreement(b"<P/a:Error b>");
    }

    /// Every document that other tests read.
    #[test]
    #[cfg_attr(miri, ignore = "takes a quarter of an hour with Miri")]
    fn they_agree_on_every_case() {
        let entries_of = |path: &std::path::Path| {
            let entries = std::fs::read_dir(path).expect("a directory of cases");
            entries.map(|entry| entry.expect("an entry").path()).collect::<Vec<_>>()
        };
        let tests = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
        let kinds = ["documents", "deletes", "responses", "successes"];
        let subjects = kinds.map(|kind| entries_of(&tests.join(kind)));
        for case in subjects.iter().flatten().flat_map(|subject| entries_of(subject)) {
            let case = std::fs::read(case).expect("a case");
            // After the headers of a response, its body.
            let body = case.windows(2).position(|two| two == b"\n\n").map_or(0, |end| end + 2);
            super::assert_agreement(&case);
            super::assert_agreement(&case[body..]);
        }
    }
}
