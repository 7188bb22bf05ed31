//! `delete_errors` beyond single bodies: every code, borrowing, many errors, any body at all.

use obs_errors::limits::MAX_LINE_BYTES;
use obs_errors::{ObsError, ObsErrorCode, Retry, XmlError, XmlErrorKind, delete_errors};
use proptest::prelude::*;

/// A response with these entries.
fn response(entries: impl IntoIterator<Item = String>) -> String {
    let entries: String = entries.into_iter().collect();
    format!("<DeleteResult>{entries}</DeleteResult>")
}

fn entry(key: &str) -> String {
    format!("<Error><Key>{key}</Key><Code>InternalError</Code></Error>")
}

#[test]
fn every_code_is_read() {
    let entries = ObsErrorCode::ALL.iter().map(|code| {
        format!(
            "<Error><Key>k</Key><Code>{code}</Code><Message>{}</Message></Error>",
            code.message()
        )
    });
    let body = response(entries);
    let errors: Vec<_> =
        delete_errors(body.as_bytes()).collect::<Result<_, _>>().expect("no error");
    assert_eq!(errors.len(), ObsErrorCode::ALL.len());
    for (error, code) in errors.iter().zip(ObsErrorCode::ALL) {
        assert_eq!((error.code(), error.retry()), (Some(*code), code.retry()));
        assert_eq!(error.message(), Some(code.message()));
    }
}

#[test]
fn unescaped_values_are_borrowed() {
    let body = response([entry("a/b.jpg")]);
    let error = delete_errors(body.as_bytes()).next().expect("an entry").expect("no error");
    let borrowed = body.as_bytes().as_ptr_range();
    for text in [error.key(), error.code_str().expect("a code")] {
        assert!(borrowed.contains(&text.as_ptr()), "{text}");
    }
    let owned = error.clone().into_owned();
    assert_eq!(owned, error);
}

#[test]
fn the_iterator_goes_on_after_an_error_and_is_fused() {
    let body = response([entry("a"), "<Error><Key></b></Key></Error>".to_owned()]);
    let mut errors = ObsError::delete_errors(body.as_bytes());
    assert!(errors.next().is_some_and(|error| error.is_ok()));
    assert!(errors.next().is_some_and(|error| error.is_err()));
    assert!(errors.next().is_none());
    assert!(errors.next().is_none());
}

/// Each malformed entry is one error, no matter how it is malformed or how many there are, and the
/// time is proportional to the length of the body.
#[test]
fn malformed_entries_hide_no_other_entry() {
    for markup in ["<!--", "<![CDATA[", "<a b=\"", "</b>", "<?", "<!"] {
        let malformed = (0..5_000).flat_map(|_| [entry(markup), entry("k")]);
        let body = response(malformed);
        let (good, bad): (Vec<_>, Vec<_>) = delete_errors(body.as_bytes()).partition(Result::is_ok);
        assert_eq!((good.len(), bad.len()), (5_000, 5_000), "{markup}");
    }
    let nested = "<a>".repeat(200_000);
    assert_eq!(delete_errors(format!("<DeleteResult>{nested}").as_bytes()).count(), 1);
}

/// What XML does not allow in text is kept as it was sent, and reported.
#[test]
fn keys_that_are_not_well_formed_are_kept() {
    for key in
        ["&", "a&#0;", "&#x7;.txt", "a\u{1}", "&#xFFFE;", "&#x110000;", "a&nbsp;b", "]]>", "a&b=c;"]
    {
        let body = response([entry(key), entry("k")]);
        let errors: Vec<_> = delete_errors(body.as_bytes()).collect();
        let [Ok(first), Ok(second)] = &errors[..] else { panic!("{key}: {errors:?}") };
        assert_eq!((first.key(), second.key()), (key, "k"));
        assert_eq!(first.code(), Some(ObsErrorCode::InternalError));
        assert_eq!(first.xml_error().map(XmlError::kind), Some(XmlErrorKind::Syntax), "{key}");
        assert_eq!(second.xml_error(), None);
    }
}

#[test]
fn an_entry_is_an_error_of_its_own() {
    let body = response(["<Error><Message>m</Message><Key>a/b</Key><VersionId>v</VersionId>\
        <Code>NewThing</Code><RequestId>R1</RequestId><Owner>o</Owner></Error>"
        .to_owned()]);
    let entry = delete_errors(body.as_bytes()).next().expect("an entry").expect("no error");
    assert_eq!((entry.retry(), entry.is_retryable()), (Retry::Unknown, false));
    assert!(entry.other_fields().eq([("RequestId", "R1"), ("Owner", "o")]));
    let error: ObsError = entry.to_error();
    assert_eq!((error.status(), error.retry()), (None, Retry::Unknown));
    assert_eq!((error.code_str(), error.message()), (Some("NewThing"), Some("m")));
    assert_eq!((error.resource(), error.request_id()), (Some("a/b"), Some("R1")));
    assert_eq!((error.field("VersionId"), error.field("Owner")), (Some("v"), Some("o")));
    assert_eq!(error.to_string(), "NewThing: m [request id R1]");
    assert_eq!(entry.clone().into_owned(), entry);
}

#[test]
fn entries_in_other_elements_are_found_or_reported() {
    let own = entry("k");
    for body in [
        format!("<DeleteResult><Errors>{own}</Errors></DeleteResult>"),
        format!(
            "<DeleteResult><Errors><Deleted><Key>a</Key></Deleted>{own}</Errors><a/></DeleteResult>"
        ),
        format!("<DeleteResult><A><B><C>{own}</C></B></A></DeleteResult>"),
        format!("<DeleteResult><Deleted>{own}</Deleted></DeleteResult>"),
        format!("<d:DeleteResult xmlns:d='urn:x'><d:Errors>{own}</d:Errors></d:DeleteResult>"),
        own.replace("Error>", "error>").replace("<error>", "<DeleteResult><error>")
            + "</DeleteResult>",
        format!(
            "<deleteresult>{}</deleteresult>",
            own.replace("Key>", "key>").replace("Code>", "code>")
        ),
    ] {
        let errors: Vec<_> = delete_errors(body.as_bytes()).collect();
        let [Ok(error)] = &errors[..] else { panic!("{body}: {errors:?}") };
        assert_eq!((error.key(), error.code()), ("k", Some(ObsErrorCode::InternalError)), "{body}");
    }
    for body in [
        format!("<Response><DeleteResult>{own}</DeleteResult></Response>"),
        format!("<Errors>{own}</Errors>"),
        own,
        format!("<DeleteResult>{}<a>{}", "<a>".repeat(20), entry("k")),
        "<DeleteResult><Errors><Error/></Errors></DeleteResult>".to_owned(),
        "<DeleteResult><Errors>".to_owned(),
    ] {
        assert!(delete_errors(body.as_bytes()).any(|error| error.is_err()), "{body}");
    }
}

/// Errors between the entries hide none of them, either.
#[test]
fn errors_between_entries_hide_none() {
    for markup in [
        "&",
        "<a>",
        "</a>",
        "<Deleted>",
        "<Deleted><Key>&</Key></Deleted>",
        "<Deleted><Key>x</Deleted>",
        "<Error><Code>AccessDenied</Code>",
        "<![CDATA[",
        "<!--",
        "<!-- a -- b -->",
        "<?",
        "<a b=\"",
        "<1/>",
        "\u{1}",
        "]]>",
    ] {
        let body = response((0..2_000).flat_map(|_| [entry("k"), markup.to_owned()]));
        let good = delete_errors(body.as_bytes()).flatten().count();
        assert_eq!(good, 2_000, "{markup}");
    }
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a-zA-Z0-9/+% .&<>\"']{0,12}"].prop_map(|key| {
        key.replace(|c| !matches!(c, '\t' | '\n' | ' '..='\u{FFFD}' | '\u{10000}'..), "x")
    })
}

/// Encodes a key as a service does.
fn url_encoded(key: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'*' => {
            char::from(byte).to_string()
        }
        b' ' => "+".to_owned(),
        byte => format!("%{byte:02X}"),
    };
    key.bytes().map(encode).collect()
}

fn escaped(key: &str) -> String {
    key.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

proptest! {
    #[test]
    fn keys_round_trip(keys in proptest::collection::vec(key(), 0..6)) {
        let found = |body: &str| -> Vec<String> {
            let errors = delete_errors(body.as_bytes());
            errors.map(|error| error.expect("no error").key().to_owned()).collect()
        };
        let plain = response(keys.iter().map(|key| entry(&escaped(key))));
        prop_assert_eq!(&found(&plain), &keys);
        let encoded = keys.iter().map(|key| entry(&url_encoded(key)));
        let encoded = response(encoded.chain(["<EncodingType>url</EncodingType>".to_owned()]));
        prop_assert_eq!(&found(&encoded), &keys);
    }

    #[test]
    fn any_body_is_read(
        body in prop_oneof![
            any::<Vec<u8>>(),
            "<DeleteResult>(<|>|/|Error|Key|&|;|<Error>|<Key>|</Key>|</Error>|\"| |EncodingType|url|%|\u{0}){0,30}"
                .prop_map(String::into_bytes),
        ],
    ) {
        for error in delete_errors(&body) {
            match error {
                Ok(error) => {
                    let class = error.code().map_or(Retry::Unknown, ObsErrorCode::retry);
                    prop_assert_eq!(error.retry(), class);
                    prop_assert!(error.to_string().len() <= MAX_LINE_BYTES);
                    prop_assert_eq!(error.to_error().code(), error.code());
                }
                Err(error) => prop_assert!(error.offset() <= body.len()),
            }
        }
    }
}
