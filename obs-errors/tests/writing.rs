//! Error documents as they are written, and that they are read back.

use obs_errors::{NO_HEADERS, ObsError, ObsErrorCode, field};
use proptest::prelude::*;
use roxmltree::Document;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";

/// The message with which a code is sent.
fn sent_message(code: ObsErrorCode) -> &'static str {
    code.sent_message().unwrap_or_else(|| code.message())
}

#[test]
fn every_code_round_trips() {
    for &code in ObsErrorCode::ALL {
        let error = ObsError::new(code).with_request_id("R").with_resource("/b/k?a=b&c");
        let read = ObsError::from_xml(error.to_xml().as_bytes()).expect("a document");
        assert_eq!(read.code(), Some(code));
        assert!(read.fields().eq(error.fields()));
        assert_eq!(read.message(), Some(sent_message(code)));
    }
}

/// A client must not send a request again because of a default code, or give up because of one: the
/// code says the same as the status.
#[test]
fn default_codes_are_retried_as_their_statuses_are() {
    for status in [400..=431, 500..=505].into_iter().flatten() {
        let error = ObsError::for_status(status);
        assert_eq!(error.status(), Some(status));
        let bare = ObsError::from_parts(status, NO_HEADERS, b"");
        assert_eq!(error.retry(), bare.retry(), "{status}");
        assert_eq!(error.message(), error.code().map(sent_message));
    }
}

#[test]
fn a_status_that_is_not_a_failure_counts_as_500() {
    for status in [0, 5, 100, 200, 304, 399, 600, u16::MAX] {
        assert_eq!(ObsError::for_status(status), ObsError::new(ObsErrorCode::InternalError));
    }
    for (status, code) in [(400, "InvalidRequest"), (499, "InvalidRequest"), (599, "InternalError")]
    {
        let error = ObsError::for_status(status);
        assert_eq!((error.status(), error.code_str()), (Some(status), Some(code)));
    }
}

/// The writer copies what it can from the document that was read; the result is the same.
#[test]
fn a_document_that_was_read_is_written_like_any_other() {
    let body = "<Error><Message>a > b</Message>\n<Code>\n NoSuchKey </Code><Key>a&amp;b</Key>\
                <HostId/><Mode>a\tb\nc</Mode><RequestId>R</RequestId></Error>";
    let read = ObsError::from_xml(body.as_bytes()).expect("a document");
    assert_eq!(
        read.to_xml().strip_prefix(DECLARATION),
        Some(
            "<Error><Code>\n NoSuchKey </Code><Message>a &gt; b</Message><RequestId>R</RequestId>\
             <HostId></HostId><Key>a&amp;b</Key><Mode>a\tb\nc</Mode></Error>"
        )
    );
}

#[test]
fn a_document_with_everything_is_written_in_order() {
    let error = ObsError::new(ObsErrorCode::NoSuchKey)
        .with_field("BucketName", "b")
        .with_resource("/b/k")
        .with_host_id("H")
        .with_request_id("")
        .with_field("Key", "a<b>&c")
        .with_message("");
    assert_eq!(
        error.to_xml().strip_prefix(DECLARATION),
        Some(
            "<Error><Code>NoSuchKey</Code><Message></Message><RequestId></RequestId>\
             <HostId>H</HostId><Resource>/b/k</Resource><BucketName>b</BucketName>\
             <Key>a&lt;b&gt;&amp;c</Key></Error>"
        )
    );
}

#[test]
fn documented_fields_are_written_first_whatever_order_they_arrived_in() {
    let body = "<Error><Key>k</Key><HostId>H</HostId><Message>m</Message><Code>NoSuchKey</Code>\
                <Message>n</Message></Error>";
    let error = ObsError::from_xml(body.as_bytes()).expect("a document");
    assert_eq!(
        error.to_xml().strip_prefix(DECLARATION),
        Some(
            "<Error><Code>NoSuchKey</Code><Message>m</Message><Message>n</Message>\
             <HostId>H</HostId><Key>k</Key></Error>"
        )
    );
}

#[test]
fn an_error_without_fields_is_an_empty_document() {
    let error = ObsError::from_xml(b"<Error/>").expect("a document");
    assert_eq!(error.to_xml(), format!("{DECLARATION}<Error></Error>"));
}

#[test]
fn special_characters_are_escaped_or_replaced() {
    let written = |value: &str| {
        let xml = ObsError::new(ObsErrorCode::NoSuchKey).with_field("V", value).to_xml();
        let start = xml.find("<V>").expect("the field") + "<V>".len();
        xml[start..xml.find("</V>").expect("the field")].to_owned()
    };
    assert_eq!(written("a\rb\r\nc\td"), "a&#13;b&#13;\nc\td");
    assert_eq!(written("  a b  "), "&#32; a b &#32;");
    assert_eq!(written(" "), "&#32;");
    assert_eq!(written("\n\t"), "&#10;&#9;");
    assert_eq!(written("]]>"), "]]&gt;");
    assert_eq!(written("\"'"), "\"'");
    assert_eq!(written("\0\u{1}\u{1F}\u{FFFE}\u{FFFF}"), "\u{FFFD}".repeat(5));
    assert_eq!(written("\u{7F}\u{85}\u{2028}\u{10FFFF}"), "\u{7F}\u{85}\u{2028}\u{10FFFF}");
}

#[test]
fn padding_that_arrived_stays_padding() {
    let body = "<Error><Code>\n NoSuchKey &#32;\n</Code><Message>\n\n</Message></Error>";
    let error = ObsError::from_xml(body.as_bytes()).expect("a document");
    let again = ObsError::from_xml(error.to_xml().as_bytes()).expect("a document");
    assert_eq!(again, error);
    assert_eq!(again.code_str(), Some("NoSuchKey"));
    assert_eq!(again.message(), Some(""));
}

#[test]
fn an_invalid_field_name_is_replaced() {
    let names = ["", "1", "a b", "a:b", "<x>", "-", "xml", "é", "a\u{0}"];
    for name in names {
        let xml = ObsError::new(ObsErrorCode::NoSuchKey).with_field(name, "v").to_xml();
        let document = Document::parse(&xml).unwrap_or_else(|error| panic!("{xml}: {error}"));
        let child = document.root_element().last_element_child().expect("the field");
        assert_eq!(child.text(), Some("v"));
        assert_eq!(child.tag_name().namespace(), None);
    }
}

#[test]
fn write_xml_appends_to_the_buffer() {
    let error = ObsError::new(ObsErrorCode::SlowDown);
    let mut buffer = b"before ".to_vec();
    error.write_xml(&mut buffer);
    assert_eq!(buffer, format!("before {}", error.to_xml()).into_bytes());
}

#[test]
fn a_field_that_is_set_twice_has_the_last_value_in_its_place() {
    let error = ObsError::new(ObsErrorCode::NoSuchKey)
        .with_field("Key", "a")
        .with_field("BucketName", "b")
        .with_field("Key", "c");
    let fields: Vec<_> = error.fields().skip(2).collect();
    assert_eq!(fields, [("Key", "c"), ("BucketName", "b")]);
}

#[test]
fn setting_the_code_field_changes_the_code() {
    let error = ObsError::new(ObsErrorCode::NoSuchKey).with_field(field::CODE, "SlowDown");
    assert_eq!(error.code(), Some(ObsErrorCode::SlowDown));
    assert_eq!(error.status(), Some(404));
    assert_eq!(error.with_field(field::CODE, "Other").code(), None);
}

#[test]
fn display_formats_an_error_on_one_line() {
    let error = ObsError::new(ObsErrorCode::NoSuchKey).with_request_id("R1");
    assert_eq!(
        error.to_string(),
        "NoSuchKey (404): The specified key does not exist. [request id R1]"
    );
    let error =
        error.with_status(400).with_message("a\r\n\u{1b}[31mb\u{2028}c").with_request_id("");
    assert_eq!(error.to_string(), "NoSuchKey (400): a [31mb c");
    let error = error.with_field(field::CODE, "").with_message("");
    assert_eq!(error.to_string(), "error without a code (400)");
}

#[test]
fn an_error_is_one_pointer_wide_and_send_and_sync() {
    fn anywhere<T: Clone + PartialEq + std::error::Error + Send + Sync + 'static>() {}
    anywhere::<ObsError>();
    assert_eq!(size_of::<ObsError>(), size_of::<usize>());
    assert_eq!(size_of::<Option<ObsError>>(), size_of::<usize>());
}

#[test]
fn debug_shows_every_field() {
    let error = ObsError::new(ObsErrorCode::SlowDown).with_message("m");
    assert_eq!(
        format!("{error:?}"),
        "ErrorResponse { status: Some(503), code: Some(SlowDown), \
         fields: {\"Code\": \"SlowDown\", \"Message\": \"m\"}, \
         origin: Built, retry_after: None, location: None, date: None, \
         indicator: None, header_style: HeaderStyle(0), excerpt: None, xml_error: None, \
         is_incomplete: false, source: None }"
    );
}

/// The value after it was written and read.
fn after_round_trip(value: &str) -> String {
    let allowed = |c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
    value.chars().map(|c| if allowed(c) { c } else { '\u{FFFD}' }).collect()
}

/// Strings that often need escapes.
fn text() -> impl Strategy<Value = String> {
    let special = "[ \t\r\n<>&;'\"\\]\\[!#x0-9\u{0}-\u{1f}\u{fffd}-\u{ffff}]{0,12}";
    prop_oneof![any::<String>(), special, "[ \t\r\n]*[a-z]?[ \t\r\n]*"]
}

fn code() -> impl Strategy<Value = ObsErrorCode> {
    proptest::sample::select(ObsErrorCode::ALL)
}

proptest! {
    /// All values survive writing and reading, except for characters that XML does not allow, and
    /// another parser reads the same.
    #[test]
    fn values_round_trip(
        code in code(),
        message in text(),
        resource in text(),
        request_id in text(),
        others in proptest::collection::vec(("[A-Z][A-Za-z0-9.-]{0,8}", text()), 0..8),
    ) {
        let mut error = ObsError::new(code)
            .with_message(&message)
            .with_resource(&resource)
            .with_request_id(&request_id);
        for (name, value) in &others {
            if ![field::CODE, field::MESSAGE].contains(&name.as_str()) {
                error = error.with_field(name, value);
            }
        }
        let xml = error.to_xml();
        let read = ObsError::from_xml(xml.as_bytes()).map_err(|error| {
            TestCaseError::fail(format!("{error} in {xml:?}"))
        })?;
        prop_assert_eq!(read.code(), Some(code));
        prop_assert_eq!(read.to_xml(), xml.as_str());
        let expected: Vec<_> =
            error.fields().map(|(name, value)| (name, after_round_trip(value))).collect();
        let found: Vec<_> =
            read.fields().map(|(name, value)| (name, value.to_owned())).collect();
        prop_assert_eq!(&found, &expected);
        prop_assert_eq!(read.message().map(str::to_owned), Some(after_round_trip(&message)));

        let document = Document::parse(&xml)
            .map_err(|error| TestCaseError::fail(format!("{error} in {xml:?}")))?;
        let other: Vec<_> = document
            .root_element()
            .children()
            .map(|child| (child.tag_name().name(), child.text().unwrap_or_default().to_owned()))
            .collect();
        prop_assert_eq!(&other, &expected);
    }

    /// What was read is written so that it reads the same again.
    #[test]
    fn documents_round_trip(body in "<Error>(<[AB]>(a|&#32;| |\n|&amp;|<!\\[CDATA\\[ \\]\\]>){0,4}</[AB]>){0,3}</Error>") {
        if let Ok(error) = ObsError::from_xml(body.as_bytes()) {
            let again = ObsError::from_xml(error.to_xml().as_bytes());
            prop_assert_eq!(again, Ok(error));
        }
    }

    #[test]
    fn any_bytes_are_read_or_rejected(body in any::<Vec<u8>>()) {
        if let Err(error) = ObsError::from_xml(&body) {
            prop_assert!(error.offset() <= body.len());
        }
    }

    #[test]
    fn any_markup_is_read_or_rejected(body in "(<|>|/|Error|Code|&|;|#|!\\[CDATA\\[|\\]\\]>|!--|-->|\\?|=|\"| |a|\n|:){0,24}") {
        for body in [body.clone(), format!("<Error>{body}"), format!("<Error><Code>{body}</Code></Error>")] {
            if let Err(error) = ObsError::from_xml(body.as_bytes()) {
                prop_assert!(error.offset() <= body.len(), "{} of {}", error, body.len());
            }
        }
    }
}
