//! Feature `serde`: what is written, and that it is read back.
#![cfg(feature = "serde")]

use obs_errors::{ObsError, ObsErrorCode, Retry};
use proptest::prelude::*;
use serde_json::{from_str, from_value, json, to_string, to_value};

#[test]
fn a_code_is_serialized_as_its_wire_code() {
    for &code in ObsErrorCode::ALL {
        let json = to_value(code).expect("JSON");
        assert_eq!(json, code.as_str());
        assert_eq!(from_value::<ObsErrorCode>(json).expect("a code"), code);
    }
    let alias = "\"IncorrectNumberOfFilesInPost Request\"";
    let code = from_str::<ObsErrorCode>(alias).expect("an alias is read");
    assert_eq!(code, ObsErrorCode::IncorrectNumberOfFilesInPostRequest);
}

#[test]
fn an_unknown_code_is_quoted_in_the_error() {
    let error = from_str::<ObsErrorCode>("\"nosuchkey\"").unwrap_err();
    assert!(error.to_string().contains("string \"nosuchkey\", expected an error code"), "{error}");
}

/// The members of an error that was built, with others in their place.
fn members(others: serde_json::Value) -> serde_json::Value {
    let mut members = json!({
        "status": null,
        "fields": [],
        "origin": "built",
        "retry_after": null,
        "location": null,
        "date": null,
        "indicator": null,
        "header_style": 0,
        "excerpt": null,
        "xml_error": null,
        "is_incomplete": false,
    });
    let serde_json::Value::Object(others) = others else { unreachable!("they are an object") };
    members.as_object_mut().expect("an object").extend(others);
    members
}

#[test]
fn an_error_is_everything_that_is_known_about_it() {
    let error = ObsError::new(ObsErrorCode::NoSuchKey).with_message("m").with_field("Key", "k");
    let fields = json!([["Code", "NoSuchKey"], ["Message", "m"], ["Key", "k"]]);
    let json = members(json!({"status": 404, "fields": fields}));
    assert_eq!(to_value(&error).expect("JSON"), json);
    assert_eq!(from_value::<ObsError>(json).expect("an error"), error);

    let headers = [
        ("Retry-After", "2"),
        ("Location", "https://obs.example.com/"),
        ("Date", "Thu, 26 Nov 2026 18:00:00 GMT"),
        ("x-reserved-indicator", "601"),
        ("x-amz-request-id", "R1"),
    ];
    let error = ObsError::from_parts(503, headers, b"<Error><Code>SlowDown</Code>");
    let json = members(json!({
        "status": 503,
        "fields": [["Code", "SlowDown"], ["RequestId", "R1"]],
        "origin": "xml",
        "retry_after": {"secs": 2, "nanos": 0},
        "location": "https://obs.example.com/",
        "date": "Thu, 26 Nov 2026 18:00:00 GMT",
        "indicator": "601",
        "header_style": 1,
        "excerpt": "<Error><Code>SlowDown</Code>",
        "xml_error": ["truncated", 28, "unexpected end of the document"],
    }));
    assert_eq!(to_value(&error).expect("JSON"), json);
    assert_comes_back(&error);
}

/// Asserts that an error is equal in all getters if it is read back, in a format with names and
/// in one without.
fn assert_comes_back(error: &ObsError) {
    let again: ObsError = from_str(&to_string(error).expect("JSON")).expect("an error");
    assert_eq!(format!("{again:?}"), format!("{error:?}"));
    let json = to_value(error).expect("JSON");
    let order = [
        "status",
        "fields",
        "origin",
        "retry_after",
        "location",
        "date",
        "indicator",
        "header_style",
        "excerpt",
        "xml_error",
        "is_incomplete",
    ];
    let sequence: Vec<_> = order.iter().map(|name| json[name].clone()).collect();
    let again: ObsError = from_value(sequence.into()).expect("an error");
    assert_eq!(format!("{again:?}"), format!("{error:?}"));
    assert_eq!(again.to_xml(), error.to_xml());
}

proptest! {
    #[test]
    fn any_error_comes_back(
        status in any::<u16>(),
        headers in proptest::collection::vec(
            (
                prop::sample::select(vec![
                    "x-obs-error-code",
                    "x-amz-request-id",
                    "x-reserved-indicator",
                    "Retry-After",
                    "Location",
                    "Date",
                ]),
                "[ -~]{0,8}|[0-9]{1,3}",
            ),
            0..5,
        ),
        body in prop_oneof![
            any::<Vec<u8>>(),
            "(<|>|/|Error|<Error>|<Code>|</Code>|&|;| |\n|\\{|\"|:|code){0,12}".prop_map(String::into_bytes),
        ],
    ) {
        assert_comes_back(&ObsError::from_parts(status, headers, &body));
    }
}

#[test]
fn an_error_that_arrived_is_read_back_with_its_code() {
    let body = b"<Error><Code>\n NoSuchKey\n</Code><A>1</A><A>2</A></Error>";
    let error = ObsError::from_xml(body).expect("a document");
    let again: ObsError = from_str(&to_string(&error).expect("JSON")).expect("an error");
    assert_eq!(again, error);
    assert_eq!(again.code_str(), Some("NoSuchKey"));
    assert_eq!(again.status(), None);
    assert_eq!(again.to_xml(), error.to_xml());
}

#[test]
fn padding_is_distinguished_from_content() {
    let arrived = ObsError::from_xml(b"<Error><Message> a </Message></Error>").expect("a document");
    let built = ObsError::from_xml(b"<Error/>").expect("a document").with_message(" a ");
    assert_ne!(arrived, built);
    let json = members(json!({"fields": [["Message", " a ", "a"]], "origin": "xml"}));
    assert_eq!(to_value(&arrived).expect("JSON"), json);
    for error in [arrived, built] {
        let again: ObsError = from_value(to_value(&error).expect("JSON")).expect("an error");
        assert_eq!((again.message(), &again), (error.message(), &error));
    }
    let markup = "[\"a\",\"<b>c\",\"c\"]";
    for wrong in ["[\"a\"]", "[\"a\",\"b\",\"c\"]", "[\"a\",\"b\",\"b\",\"b\"]", markup] {
        assert!(from_str::<ObsError>(&format!("{{\"fields\":[{wrong}]}}")).is_err(), "{wrong}");
    }
}

#[test]
fn whitespace_only_values_round_trip() {
    for body in
        ["<Error><A>  </A></Error>", "<Error><A> &#32; </A></Error>", "<Error><A>&#32;</A></Error>"]
    {
        let error = ObsError::from_xml(body.as_bytes()).expect("a document");
        let again: ObsError = from_value(to_value(&error).expect("JSON")).expect("an error");
        assert_eq!(again, error, "{body}");
    }
}

#[test]
fn an_error_may_lack_everything_but_its_fields() {
    let error: ObsError = from_str("{\"fields\": [], \"more\": {}}").expect("an error");
    assert_eq!((error.status(), error.code(), error.fields().len()), (None, None, 0));
    assert!(from_str::<ObsError>("{\"status\": 404}").is_err());
    let error: ObsError = from_str("[503, [[\"Code\", \"SlowDown\"]]]").expect("a sequence");
    assert_eq!((error.status(), error.code()), (Some(503), Some(ObsErrorCode::SlowDown)));
}

#[test]
fn a_retry_class_is_serialized_as_its_name() {
    for (class, name) in [
        (Retry::Never, "never"),
        (Retry::Transient, "transient"),
        (Retry::Throttling, "throttling"),
        (Retry::Unknown, "unknown"),
    ] {
        assert_eq!(to_value(class).expect("JSON"), name);
        assert_eq!(from_value::<Retry>(name.into()).expect("a class"), class);
    }
    assert!(from_str::<Retry>("\"sometimes\"").is_err());
}

#[test]
fn unknown_names_are_refused() {
    for wrong in [
        json!({"origin": "html"}),
        json!({"xml_error": ["bad", 0, "a"]}),
        json!({"xml_error": "a"}),
    ] {
        assert!(from_value::<ObsError>(members(wrong.clone())).is_err(), "{wrong}");
    }
}
