//! `from_xml` beyond single documents: the documented example, prefixes, limits.

use obs_errors::limits::{MAX_BODY_BYTES, MAX_DEPTH, MAX_FIELDS};
use obs_errors::{ObsError, ObsErrorCode, Origin, Retry, RetryRule, XmlErrorKind};

#[test]
fn the_documented_example_has_five_values() {
    let error = ObsError::from_xml(include_bytes!("documents/well-formed/documented.xml"))
        .expect("a document");
    assert_eq!(error.code(), Some(ObsErrorCode::NoSuchKey));
    assert_eq!(error.code_str(), Some("NoSuchKey"));
    assert_eq!(error.message(), Some("The resource you requested does not exist"));
    assert_eq!(error.resource(), Some("/example-bucket/object"));
    assert_eq!(error.request_id(), Some("001B21A61C6C0000013402C4616D5285"));
    let host_id = "RkRCRDJENDc5MzdGQkQ4OUY3MTI4NTQ3NDk2Mjg0M0FB \nQUFBQUFBYmJiYmJiYmJD";
    assert_eq!(error.host_id(), Some(host_id));
    assert_eq!(error.fields().len(), 5);
    assert_eq!(error.status(), None);
}

#[test]
fn every_prefix_of_a_document_is_rejected() {
    let document = include_bytes!("documents/well-formed/live.xml");
    for end in 0..document.len() {
        let error = ObsError::from_xml(&document[..end]).expect_err("it is truncated");
        assert!(error.offset() <= end, "{error} of {end}");
    }
}

#[test]
fn a_body_may_be_as_large_as_the_limit() {
    let frame = "<Error><Message></Message></Error>".len();
    let document = |length: usize| {
        let message = "m".repeat(length - frame);
        format!("<Error><Message>{message}</Message></Error>")
    };
    assert!(ObsError::from_xml(document(MAX_BODY_BYTES).as_bytes()).is_ok());
    let error = ObsError::from_xml(document(MAX_BODY_BYTES + 1).as_bytes()).unwrap_err();
    assert_eq!(error.offset(), MAX_BODY_BYTES);
    assert_eq!(error.kind(), XmlErrorKind::Limit);
}

#[test]
fn an_error_may_have_as_many_fields_as_the_limit() {
    let document = |count: usize| format!("<Error>{}</Error>", "<a/>".repeat(count));
    let error = ObsError::from_xml(document(MAX_FIELDS).as_bytes()).expect("within the limit");
    assert_eq!(error.fields().len(), MAX_FIELDS);
    let error = ObsError::from_xml(document(MAX_FIELDS + 1).as_bytes()).unwrap_err();
    assert_eq!(error.offset(), "<Error>".len() + "<a/>".len() * MAX_FIELDS);
    assert_eq!(error.kind(), XmlErrorKind::Limit);
}

#[test]
fn elements_may_nest_as_deep_as_the_limit() {
    let document = |depth: usize| {
        let inner = depth - 1;
        format!("<Error>{}{}</Error>", "<a>".repeat(inner), "</a>".repeat(inner))
    };
    assert!(ObsError::from_xml(document(MAX_DEPTH).as_bytes()).is_ok());
    let error = ObsError::from_xml(document(MAX_DEPTH + 1).as_bytes()).unwrap_err();
    assert_eq!(error.offset(), "<Error>".len() + "<a>".len() * (MAX_DEPTH - 1));
    assert_eq!(error.kind(), XmlErrorKind::Limit);
    assert!(ObsError::from_xml(document(100_000).as_bytes()).is_err());
}

#[test]
fn the_guide_lists_the_rules_for_retries() {
    let guide = include_str!("../src/reading.md");
    let table = guide.split("| status | indicator | class |\n|---|---|---|\n").nth(1);
    let rows: Vec<&str> =
        table.expect("the table").lines().take_while(|line| line.starts_with('|')).collect();
    let rules = Retry::RULES.iter().map(|rule| {
        let RetryRule { first, last, indicators, retry, .. } = *rule;
        let statuses = if first == last { first.to_string() } else { format!("{first} to {last}") };
        let indicators =
            if indicators.is_empty() { "any".to_owned() } else { indicators.join(", ") };
        format!("| {statuses} | {indicators} | {} |", retry.as_str())
    });
    assert!(rules.eq(rows), "correct the table in src/reading.md");
}

#[test]
fn every_status_has_the_class_of_its_rule() {
    for status in 0..1000 {
        let class = Retry::from_status(status);
        assert_eq!(class, Retry::from_response(None, Some(status), None));
        let expected = match status {
            429 => Retry::Throttling,
            200..=299 | 408 | 500 | 502..=504 | 520..=524 | 530 => Retry::Transient,
            300..=599 => Retry::Never,
            _ => Retry::Unknown,
        };
        assert_eq!(class, expected, "{status}");
    }
}

/// The names with which errors are serialized are read back.
#[test]
fn origins_and_kinds_have_names() {
    for origin in Origin::ALL {
        assert_eq!(Origin::from_name(origin.as_str()), Some(*origin));
    }
    for kind in XmlErrorKind::ALL {
        assert_eq!(XmlErrorKind::from_name(kind.as_str()), Some(*kind));
    }
    assert_eq!((Origin::from_name("XML"), XmlErrorKind::from_name("")), (None, None));
}
