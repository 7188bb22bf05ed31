//! Feature `serde`: what is written, and that it is read back.
#![cfg(feature = "serde")]

use obs_errors::{ObsError, ObsErrorCode, Retry};
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
fn a_text_that_is_no_code_is_named() {
    let error = from_str::<ObsErrorCode>("\"nosuchkey\"").unwrap_err();
    assert!(error.to_string().contains("string \"nosuchkey\", expected an error code"), "{error}");
}

#[test]
fn an_error_is_its_status_and_its_fields() {
    let error = ObsError::new(ObsErrorCode::NoSuchKey).with_message("m").with_field("Key", "k");
    let json = json!({
        "status": 404,
        "fields": [["Code", "NoSuchKey"], ["Message", "m"], ["Key", "k"]],
    });
    assert_eq!(to_value(&error).expect("JSON"), json);
    assert_eq!(from_value::<ObsError>(json).expect("an error"), error);
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
    let json = json!({"status": null, "fields": [["Message", " a ", "a"]]});
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
fn values_of_nothing_but_whitespace_come_back() {
    for body in
        ["<Error><A>  </A></Error>", "<Error><A> &#32; </A></Error>", "<Error><A>&#32;</A></Error>"]
    {
        let error = ObsError::from_xml(body.as_bytes()).expect("a document");
        let again: ObsError = from_value(to_value(&error).expect("JSON")).expect("an error");
        assert_eq!(again, error, "{body}");
    }
}

#[test]
fn an_error_may_lack_its_status_but_not_its_fields() {
    let error: ObsError = from_str("{\"fields\": [], \"more\": {}}").expect("an error");
    assert_eq!((error.status(), error.code(), error.fields().len()), (None, None, 0));
    assert!(from_str::<ObsError>("{\"status\": 404}").is_err());
    let error: ObsError = from_str("[503, [[\"Code\", \"SlowDown\"]]]").expect("a sequence");
    assert_eq!((error.status(), error.code()), (Some(503), Some(ObsErrorCode::SlowDown)));
}

#[test]
fn a_retry_class_is_its_name() {
    for (class, name) in [
        (Retry::Never, "never"),
        (Retry::Transient, "transient"),
        (Retry::Throttling, "throttling"),
    ] {
        assert_eq!(to_value(class).expect("JSON"), name);
        assert_eq!(from_value::<Retry>(name.into()).expect("a class"), class);
    }
    assert!(from_str::<Retry>("\"sometimes\"").is_err());
}
