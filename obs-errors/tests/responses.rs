//! `from_parts` beyond single responses: limits, time, and any response at all.

use obs_errors::limits::{
    EXCERPT_BYTES, MAX_BODY_BYTES, MAX_FIELDS, MAX_LINE_BYTES, MAX_LONG_LINE_BYTES,
};
use obs_errors::{NO_HEADERS, ObsError, ObsErrorCode, Origin, Retry};
use proptest::prelude::*;

#[test]
fn bodies_of_any_size_are_read_within_the_limits() {
    let entities = "<!ENTITY a0 \"ha\">".to_owned()
        + &(1..30)
            .map(|n| format!("<!ENTITY a{n} \"&a{0};&a{0};\">", n - 1))
            .collect::<Vec<_>>()
            .concat();
    let bodies = [
        "x".repeat(8 << 20),
        format!("<Error><Message>{}</Message><Key>k</Key></Error>", "m".repeat(8 << 20)),
        format!("<Error>{}</Error>", "<a>b</a>".repeat(200_000)),
        format!("<Error><Code>NoSuchKey</Code>{}", "<a>".repeat(100_000)),
        format!("<!DOCTYPE Error [{entities}]><Error><Code>&a29;</Code></Error>"),
        format!("<Error><Code>{}</Code></Error>", "&amp;".repeat(200_000)),
        format!("<Error {}><Code>c</Code></Error>", "a='b' ".repeat(200_000)),
        "<!--".repeat(200_000),
        "&".repeat(2 << 20),
        "<".repeat(2 << 20),
        format!("{{\"code\":\"c\",{}", "\"a\":[".repeat(200_000)),
        format!("{{{}}}", vec!["\"a\":1"; 200_000].join(",")),
    ];
    for body in bodies {
        let error = ObsError::from_parts(503, NO_HEADERS, body.as_bytes());
        assert_eq!(error.status(), Some(503));
        assert!(error.fields().len() <= MAX_FIELDS);
        let size: usize = error.fields().map(|(name, value)| name.len() + value.len()).sum();
        assert!(size <= MAX_BODY_BYTES, "{size} bytes of {}", body.len());
        assert!(error.excerpt().is_none_or(|excerpt| excerpt.len() <= EXCERPT_BYTES));
    }
    let bomb = format!("<!DOCTYPE Error [{entities}]><Error><Code>&a29;</Code></Error>");
    assert_eq!(ObsError::from_parts(400, NO_HEADERS, bomb.as_bytes()).code_str(), Some("&a29;"));
}

#[test]
fn what_was_complete_is_kept_wherever_a_document_is_truncated() {
    let document = "<Error><Code>NoSuchKey</Code><Message>m</Message><Key>k</Key></Error>";
    for end in 0..document.len() {
        let error = ObsError::from_parts(404, NO_HEADERS, &document.as_bytes()[..end]);
        for (name, value) in [("Code", "NoSuchKey"), ("Message", "m"), ("Key", "k")] {
            let tag = format!("</{name}>");
            let complete = document[..end].contains(&tag);
            assert_eq!(error.field(name), complete.then_some(value), "{}", &document[..end]);
        }
        assert_eq!(error.excerpt().unwrap_or_default(), &document[..end]);
    }
}

#[test]
fn an_excerpt_ends_between_two_characters() {
    for start in 0..4 {
        let body = "a".repeat(start) + &"键".repeat(EXCERPT_BYTES);
        let error = ObsError::from_parts(502, NO_HEADERS, body.as_bytes());
        let excerpt = error.excerpt().expect("a page");
        assert!(body.starts_with(excerpt));
        assert!((EXCERPT_BYTES - 2..=EXCERPT_BYTES).contains(&excerpt.len()));
    }
    let error = ObsError::from_parts(502, NO_HEADERS, &[0xFF; 4 * EXCERPT_BYTES]);
    let excerpt = error.excerpt().expect("a page");
    assert!(excerpt.len() <= EXCERPT_BYTES && excerpt.chars().all(|c| c == '\u{FFFD}'));
}

#[test]
fn without_a_date_header_a_retry_after_date_is_relative_to_now() {
    let headers = [("Retry-After", "Fri, 01 Jan 2100 00:00:00 GMT")];
    let wait = ObsError::from_parts(503, headers, b"").retry_after().expect("a date");
    assert!(wait.as_secs() > 365 * 24 * 3600);
    let headers = [("Retry-After", "Fri, 01 Jan 2021 00:00:00 GMT")];
    let wait = ObsError::from_parts(503, headers, b"").retry_after().expect("a date");
    assert!(wait.is_zero());
}

#[test]
fn a_known_code_keeps_its_retry_class_whatever_the_status() {
    for &code in ObsErrorCode::ALL {
        for status in [200, 404, 429, 500] {
            let body = ObsError::new(code).to_xml();
            let error = ObsError::from_parts(status, NO_HEADERS, body.as_bytes());
            let class = match code.retry() {
                // The status asks for fewer requests.
                Retry::Transient if status == 429 => Retry::Throttling,
                class => class,
            };
            assert_eq!(error.retry(), class);
            assert_eq!(error.status(), Some(status));
        }
    }
    assert_eq!(ObsError::from_xml(b"<Error/>").expect("a document").retry(), Retry::Unknown);
}

#[test]
fn an_indicator_that_asks_for_fewer_requests_is_throttling() {
    let retry = |status, indicator: &str, body: &str| {
        let headers = [("x-reserved-indicator", indicator)];
        ObsError::from_parts(status, headers, body.as_bytes()).retry()
    };
    let body = |code: &str| format!("<Error><Code>{code}</Code></Error>");
    for indicator in ["601", "602"] {
        assert_eq!(retry(503, indicator, ""), Retry::Throttling);
        assert_eq!(retry(503, indicator, &body("ServiceUnavailable")), Retry::Throttling);
        assert_eq!(retry(503, indicator, &body("NewThing")), Retry::Throttling);
        assert_eq!(retry(503, indicator, &body("AccessDenied")), Retry::Never);
        assert_eq!(retry(500, indicator, ""), Retry::Transient);
        assert_eq!(retry(403, indicator, ""), Retry::Never);
        assert_eq!(retry(200, indicator, &body("NewThing")), Retry::Transient);
    }
    assert_eq!(retry(503, "600", ""), Retry::Transient);
}

#[test]
fn codes_are_looked_up_in_another_table() {
    let headers = [("x-amz-request-id", "R1"), ("Retry-After", "2"), ("x-reserved-indicator", "7")];
    let body = b"<Error><Code>SlowDown</Code><Code>\n</Code><A>1</A></Error>";
    let error = ObsError::from_parts(503, headers, body);
    let raw = error.clone().with_codes::<obs_errors::NoCode>();
    assert_eq!((raw.code(), raw.code_str()), (None, Some("SlowDown")));
    assert_eq!(raw.retry(), Retry::Transient);
    assert_eq!(raw.indicator(), Some("7"));
    let again: ObsError = raw.with_codes();
    assert_eq!(format!("{again:?}"), format!("{error:?}"));
}

/// Asserts that both forms of an error are one bounded line without characters that change how
/// a log is shown.
fn assert_is_loggable(error: &ObsError) {
    for (line, limit) in
        [(format!("{error}"), MAX_LINE_BYTES), (format!("{error:#}"), MAX_LONG_LINE_BYTES)]
    {
        assert!(line.len() <= limit, "{} bytes", line.len());
        let is_unsafe = |c: char| {
            c.is_control()
                || ('\u{2028}'..='\u{202E}').contains(&c)
                || ('\u{2066}'..='\u{2069}').contains(&c)
        };
        assert!(!line.contains(is_unsafe), "{line}");
    }
}

#[test]
fn lines_are_bounded() {
    for (letter, count) in
        [("a", 9_000), ("键", 5_000), ("\n", 5_000), ("\"", 5_000), ("a b", 3_000)]
    {
        let value = format!("x{}x", letter.repeat(count));
        let mut error = ObsError::new(ObsErrorCode::NoSuchKey)
            .with_field("Code", &value)
            .with_message(&value)
            .with_request_id(&value)
            .with_host_id(&value)
            .with_location(&value)
            .with_indicator(&value)
            .with_retry_after(std::time::Duration::MAX);
        for index in 0..100 {
            error = error.with_field(&format!("{value}{index}"), &value);
        }
        assert_is_loggable(&error);
        let body = [value.as_bytes(); 20].concat();
        let error =
            ObsError::from_parts(u16::MAX, [("x-reserved-indicator", value.as_str())], &body);
        assert_is_loggable(&error);
    }
    let message = format!("{}{}", "a".repeat(3000), "z".repeat(3000));
    let line = ObsError::new(ObsErrorCode::NoSuchKey).with_message(message).to_string();
    assert!(line.contains("aaa[... 6000 bytes ...]zzz"), "{line}");
}

#[cfg(not(feature = "json"))]
#[test]
fn without_the_feature_json_the_excerpt_keeps_the_body() {
    let body = "{\"code\":\"NoSuchKey\"}";
    let error = ObsError::from_parts(404, NO_HEADERS, body.as_bytes());
    assert_eq!((error.code_str(), error.excerpt()), (None, Some(body)));
}

#[cfg(feature = "http")]
#[test]
fn from_http_reads_the_same_as_from_parts() {
    let body = ObsError::new(ObsErrorCode::SlowDown).to_xml();
    let response = http::Response::builder()
        .status(503)
        .header("Retry-After", "7")
        .header("x-obs-request-id", "R1")
        .body(body.clone())
        .expect("a response");
    let error = ObsError::from_http(&response);
    let headers = [("retry-after", "7"), ("x-obs-request-id", "R1")];
    let same = ObsError::from_parts(503, headers, body.as_bytes());
    assert_eq!(format!("{error:?}"), format!("{same:?}"));
    assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(7));
}

/// A piece of an element's content, and the text that it means.
fn piece() -> impl Strategy<Value = (String, String)> {
    let literal = "[a-z0-9 \n\t\"';#é键]{1,8}".prop_map(|text| (text.clone(), text));
    let cdata = "[a-z <>&;\n]{0,8}".prop_map(|text| (format!("<![CDATA[{text}]]>"), text));
    let named = proptest::sample::select(vec![("&amp;", "&"), ("&lt;", "<"), ("&apos;", "'")])
        .prop_map(|(reference, text)| (reference.to_owned(), text.to_owned()));
    let numeric = (0x20_u32..0x2_0000).prop_filter_map("not a character of XML", |number| {
        let c = char::from_u32(number).filter(|c| !('\u{FFFE}'..='\u{FFFF}').contains(c))?;
        Some((format!("&#{number};"), c.to_string()))
    });
    let comment = "[a-z ]{0,6}".prop_map(|text| (format!("<!--{text}-->"), String::new()));
    prop_oneof![4 => literal, 1 => cdata, 1 => named, 1 => numeric, 1 => comment]
}

/// An error document, and its fields as a person would read them.
fn document() -> impl Strategy<Value = (String, Vec<(String, String)>)> {
    let name = prop_oneof![
        proptest::sample::select(vec!["Code", "Message", "RequestId", "HostId", "Resource"])
            .prop_map(str::to_owned),
        "[A-Za-z_][A-Za-z0-9_.-]{0,6}",
    ];
    let child = (name, proptest::collection::vec(piece(), 0..4), "[ \n]{0,2}");
    proptest::collection::vec(child, 0..8).prop_map(|children| {
        let mut document = "<?xml version=\"1.0\"?>\n<Error>".to_owned();
        let mut expected = Vec::new();
        for (name, pieces, between) in children {
            let written: String = pieces.iter().map(|(written, _)| written.as_str()).collect();
            let text: String = pieces.iter().map(|(_, text)| text.as_str()).collect();
            document.extend([&between, "<", &name, ">", &written, "</", &name, ">"]);
            expected.push((name, text));
        }
        (document + "</Error>", expected)
    })
}

/// Markup that may be inside a field.
fn markup() -> impl Strategy<Value = String> {
    let leaf = (
        "[a-z]{1,3}",
        "( a=\"&amp;\"| xml:b='\"')?",
        "[a-z \n]{0,4}(&lt;)?(<!-- c -->)?(<\\?d\\?>)?",
    );
    let leaf = leaf.prop_map(|(name, attributes, text)| {
        if text.is_empty() {
            format!("<{name}{attributes}/>")
        } else {
            format!("<{name}{attributes}>{text}</{name}>")
        }
    });
    leaf.prop_recursive(4, 12, 3, |inner| {
        ("[A-Z][a-z]{0,2}", proptest::collection::vec(inner, 1..3), "[a-z ]{0,3}").prop_map(
            |(name, inner, text)| format!("<p:{name}>{text}{}</p:{name}>", inner.concat()),
        )
    })
}

fn headers() -> impl Strategy<Value = Vec<(String, Vec<u8>)>> {
    let name = prop_oneof![
        proptest::sample::select(vec![
            "x-obs-error-code",
            "x-amz-error-code",
            "X-Obs-Error-Message",
            "x-obs-request-id",
            "x-amz-id-2",
            "Retry-After",
            "Date",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    proptest::collection::vec((name, any::<Vec<u8>>()), 0..6)
}

proptest! {
    #[test]
    fn any_response_is_read(
        status in any::<u16>(),
        headers in headers(),
        body in prop_oneof![
            any::<Vec<u8>>(),
            document().prop_map(|(document, _)| document.into_bytes()),
            "[<{ ]?(<|>|/|Error|Code|&|;|\\{|\\}|\"|:|,|code| |a|\u{0}){0,24}".prop_map(String::into_bytes),
        ],
    ) {
        let error = ObsError::from_parts(status, headers, &body);
        prop_assert_eq!(error.status(), Some(status));
        prop_assert_eq!(error.origin() == Origin::Status, error.code_str().unwrap_or("").is_empty());
        assert_is_loggable(&error);
        // What was read can be written and read again.
        let again = ObsError::from_xml(error.to_xml().as_bytes());
        prop_assert!(again.is_ok(), "{:?}", again);
        prop_assert_eq!(again.expect("it is").code(), error.code());
        let _ = ObsError::in_success_parts(status, NO_HEADERS, &body);
    }

    /// A field with markup inside keeps that markup, and the others keep their values.
    #[test]
    fn markup_is_kept_as_it_is(
        contents in proptest::collection::vec((markup(), "[a-z]{0,3}"), 1..5),
    ) {
        let contents: Vec<String> =
            contents.into_iter().map(|(markup, text)| format!("{text}{markup}{text}")).collect();
        let children = contents.iter().map(|content| format!("<Details>{content}</Details>"));
        let children: String = children.collect();
        let document = format!("<Error><Code>NoSuchKey</Code>{children}<Message>m</Message></Error>");
        for error in [
            ObsError::from_xml(document.as_bytes())
                .map_err(|error| TestCaseError::fail(format!("{error} in {document}")))?,
            ObsError::from_parts(404, NO_HEADERS, document.as_bytes()),
        ] {
            let found = error.fields().filter(|(name, _)| *name == "Details").map(|(_, value)| value);
            prop_assert!(found.eq(contents.iter().map(String::as_str)), "{:?} of {}", error, document);
            prop_assert_eq!((error.code(), error.message()), (Some(ObsErrorCode::NoSuchKey), Some("m")));
        }
    }

    /// No field of a document is lost, whatever the rest of the response is, and another parser
    /// reads the same.
    #[test]
    fn every_field_is_kept(
        (document, expected) in document(),
        status in any::<u16>(),
        headers in headers(),
    ) {
        let found = |error: &ObsError| -> Vec<(String, String)> {
            error.fields().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
        };
        let strict = ObsError::from_xml(document.as_bytes())
            .map_err(|error| TestCaseError::fail(format!("{error} in {document}")))?;
        prop_assert_eq!(&found(&strict), &expected);

        let error = ObsError::from_parts(status, headers, document.as_bytes());
        let mut rest = found(&error).into_iter();
        for child in &expected {
            prop_assert!(rest.any(|found| found == *child), "{:?} of {}", child, document);
        }
        // A value with markup in it does not count as a code, and whitespace of XML is not a value.
        let code = strict.code_str().filter(|code| !code.contains('<'));
        let mut values = [code, strict.message()].into_iter().flatten();
        let is_whitespace = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
        let is_code_or_message = values.any(|value| !value.chars().all(is_whitespace));
        prop_assert_eq!(error.excerpt().is_none(), is_code_or_message);

        let other = roxmltree::Document::parse(&document)
            .map_err(|error| TestCaseError::fail(format!("{error} in {document}")))?;
        let other: Vec<(String, String)> = other
            .root_element()
            .children()
            .filter(roxmltree::Node::is_element)
            .map(|child| {
                let text = child.children().filter_map(|node| node.text().filter(|_| node.is_text()));
                (child.tag_name().name().to_owned(), text.collect())
            })
            .collect();
        prop_assert_eq!(&other, &expected);
    }
}
