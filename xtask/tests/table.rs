//! The table as its users see it, over every code.

use std::collections::BTreeSet;
use std::error::Error;

use obs_errors::{ErrorCode, ObsErrorCode, Retry, UnknownCode, field};
use own::ObsErrorCode as Own;
use serde_json::{Value, json};

/// What `cargo xtask gen` wrote for other languages, independently of the enum.
fn data() -> Value {
    serde_json::from_str(include_str!("../../docs/obs-errors.json")).expect("JSON")
}

/// The same table by the macro.
mod own {
    #![allow(missing_docs, reason = "this is a test")]
    obs_errors::error_codes!("../obs-errors-spec/obs.yaml");
}

/// What works without an import, and in a constant.
mod without_the_trait {
    use obs_errors::{Deprecation, ObsErrorCode, Retry, Source};

    const CODE: ObsErrorCode = match ObsErrorCode::from_code("NoSuchKey") {
        Some(code) => code,
        None => panic!("there is such a code"),
    };
    const STATUS: u16 = ObsErrorCode::NoSuchKey.status();
    const STRINGS: [&str; 4] = [CODE.as_str(), CODE.reason(), CODE.message(), CODE.solution()];
    const NOTE: Option<&str> = CODE.note();
    const RETRY: Retry = CODE.retry();
    const IS_RETRYABLE: bool = CODE.is_retryable();
    const ALIASES: &[&str] = CODE.aliases();
    const SOURCES: &[Source] = CODE.sources();
    const DEPRECATION: Option<Deprecation> = CODE.deprecation();
    const COUNT: usize = ObsErrorCode::ALL.len();

    #[test]
    fn every_accessor_is_const() {
        assert_eq!((CODE, STATUS, NOTE), (ObsErrorCode::NoSuchKey, 404, CODE.note()));
        let solution = "Upload the object first.";
        let message = "The specified key does not exist.";
        assert_eq!(STRINGS, ["NoSuchKey", "Not Found", message, solution]);
        assert_eq!((RETRY, IS_RETRYABLE), (Retry::Never, false));
        assert_eq!((ALIASES.len(), DEPRECATION), (0, None));
        assert!(!SOURCES.is_empty() && COUNT > 100);
    }
}

/// The methods of the trait return what the inherent ones return.
#[test]
fn code_for_any_table_sees_the_same() {
    fn all<C: ErrorCode>(code: C) -> impl PartialEq + std::fmt::Debug {
        let strings = (code.as_str(), code.reason(), code.message(), code.solution(), code.note());
        let others = (code.status(), code.retry(), code.is_retryable(), code.aliases());
        (strings, others, code.sources(), code.deprecation(), C::ALL.len())
    }
    for &code in ObsErrorCode::ALL {
        let strings = (code.as_str(), code.reason(), code.message(), code.solution(), code.note());
        let others = (code.status(), code.retry(), code.is_retryable(), code.aliases());
        let own = (strings, others, code.sources(), code.deprecation(), ObsErrorCode::ALL.len());
        assert_eq!(format!("{:?}", all(code)), format!("{own:?}"));
        assert_eq!(<ObsErrorCode as ErrorCode>::from_code(code.as_str()), Some(code));
        let found = <ObsErrorCode as ErrorCode>::by_status(code.status());
        assert!(found.eq(ObsErrorCode::by_status(code.status())));
    }
}

#[test]
fn the_enum_and_the_json_are_the_same_table() {
    let data = data();
    let rows = data["codes"].as_array().expect("a list");
    assert_eq!(rows.len(), ObsErrorCode::ALL.len());
    for (code, row) in ObsErrorCode::ALL.iter().zip(rows) {
        assert_eq!(code.as_str(), row["code"]);
        assert_eq!(format!("{code:?}"), row["name"].as_str().expect("a name"));
        assert_eq!(code.status(), row["status"]);
        assert_eq!(code.reason(), row["reason"]);
        assert_eq!(code.message(), row["message"]);
        assert_eq!(code.solution(), row["solution"]);
        assert_eq!(code.note(), row["note"].as_str());
        assert_eq!(format!("{:?}", code.retry()).to_lowercase(), row["retry"]);
        assert_eq!(json!(code.aliases()), row["aliases"]);
        for alias in code.aliases() {
            assert_eq!(ObsErrorCode::from_code(alias), Some(*code));
        }
        let deprecated = code
            .deprecation()
            .map(|it| json!({ "since": it.since(), "note": it.note(), "use": it.replacement() }));
        assert_eq!(json!(deprecated), row["deprecated"]);
        // Every member is compared here.
        let members: Vec<&str> =
            row.as_object().expect("an object").keys().map(|it| &**it).collect();
        let mut compared = [
            "code",
            "name",
            "status",
            "reason",
            "message",
            "solution",
            "note",
            "retry",
            "aliases",
            "sources",
            "deprecated",
        ];
        compared.sort_unstable();
        assert_eq!(members, compared);
        let ids: Vec<_> = code.sources().iter().map(|source| source.id()).collect();
        assert_eq!(json!(ids), row["sources"]);
        for source in code.sources() {
            let source = json!({ "id": source.id(), "title": source.title() });
            assert!(data["sources"].as_array().expect("a list").contains(&source), "{source}");
        }
    }
}

#[test]
fn the_names_of_fields_are_the_elements_without_the_root() {
    let names: Vec<String> = data()["elements"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|element| element["name"].as_str().expect("a name").to_owned())
        .collect();
    let constants =
        [field::CODE, field::MESSAGE, field::REQUEST_ID, field::HOST_ID, field::RESOURCE];
    assert_eq!(names[0], "Error");
    assert!(constants.iter().all(|constant| names.iter().any(|name| name == constant)));
}

#[test]
fn every_code_is_found_by_its_wire_code_and_by_nothing_similar() {
    for &code in ObsErrorCode::ALL {
        let wire_code = code.as_str();
        assert_eq!(ObsErrorCode::from_code(wire_code), Some(code));
        assert_eq!(wire_code.parse(), Ok(code));
        assert_eq!(code.to_string(), wire_code);
        assert_eq!(code.as_ref(), wire_code);
        let near = [
            wire_code.to_lowercase(),
            wire_code.to_uppercase(),
            format!(" {wire_code}"),
            format!("{wire_code} "),
            format!("{wire_code}\0"),
            wire_code[1..].to_owned(),
            wire_code[..wire_code.len() - 1].to_owned(),
        ];
        for text in near {
            assert_eq!(ObsErrorCode::from_code(&text), None, "{text}");
        }
    }
    assert_eq!(ObsErrorCode::from_code(""), None);
}

#[test]
fn a_text_that_is_no_code_is_named() {
    let error: UnknownCode = "nosuchkey".parse::<ObsErrorCode>().unwrap_err();
    assert_eq!(error.as_str(), "nosuchkey");
    assert_eq!(error.to_string(), "unknown error code `nosuchkey`");
}

#[test]
fn the_table_is_in_the_order_of_statuses_then_codes() {
    let key = |code: &ObsErrorCode| (code.status(), code.as_str());
    assert!(ObsErrorCode::ALL.is_sorted_by_key(key));
    assert!(ObsErrorCode::ALL.is_sorted());
    assert_eq!(ObsErrorCode::ALL.iter().collect::<BTreeSet<_>>().len(), ObsErrorCode::ALL.len());
}

#[test]
fn codes_are_found_by_their_status() {
    for status in 0..=u16::MAX {
        let expected = ObsErrorCode::ALL.iter().copied().filter(|code| code.status() == status);
        assert!(ObsErrorCode::by_status(status).eq(expected), "{status}");
    }
    assert!(ObsErrorCode::by_status(404).any(|code| code == ObsErrorCode::NoSuchKey));
}

#[test]
fn retry_classes_are_those_that_clients_agree_on() {
    use ObsErrorCode::{
        IncompleteBody, InternalError, NoSuchKey, OperationAborted, RequestTimeTooSkewed,
        RequestTimeout, ServiceNotImplemented, ServiceUnavailable, SlowDown,
    };
    let transient =
        [IncompleteBody, InternalError, OperationAborted, RequestTimeout, ServiceUnavailable];
    assert!(transient.iter().all(|code| code.retry() == Retry::Transient));
    assert_eq!(SlowDown.retry(), Retry::Throttling);
    let never = [NoSuchKey, RequestTimeTooSkewed, ServiceNotImplemented];
    assert!(never.iter().all(|code| code.retry() == Retry::Never));
    for code in ObsErrorCode::ALL {
        assert_eq!(code.is_retryable(), code.retry() != Retry::Never);
        assert_eq!(code.retry().as_str(), format!("{:?}", code.retry()).to_lowercase());
    }
}

#[test]
fn what_can_be_const_is() {
    const CODE: ObsErrorCode = match ObsErrorCode::from_code("NoSuchKey") {
        Some(code) => code,
        None => panic!("it is a code"),
    };
    const STATUS: u16 = CODE.status();
    const COUNT: usize = ObsErrorCode::ALL.len();
    const RETRY: bool = CODE.retry().is_retryable() || CODE.is_retryable();
    const WORDS: [&str; 4] = [CODE.as_str(), CODE.reason(), CODE.message(), CODE.solution()];
    const NOTE: Option<&str> = CODE.note();
    assert_eq!((STATUS, RETRY, NOTE), (404, false, None));
    assert!(COUNT > 0 && WORDS.iter().all(|word| !word.is_empty()));
}

#[test]
fn a_code_is_an_error() {
    fn refuse() -> Result<(), Box<dyn Error + Send + Sync>> {
        Err(ObsErrorCode::AccessDenied)?
    }
    assert_eq!(refuse().unwrap_err().to_string(), "AccessDenied");
}

#[test]
fn the_trait_returns_what_the_type_returns() {
    fn row<C: ErrorCode>(code: C) -> (String, u16, bool, Option<C>, usize) {
        let found = C::from_code(code.as_str());
        let strings = [code.reason(), code.message(), code.solution(), code.note().unwrap_or("")];
        let same = C::by_status(code.status()).filter(|other| *other == code).count();
        (strings.join("|"), code.status(), code.is_retryable(), found, same)
    }
    for &code in ObsErrorCode::ALL {
        let strings = [code.reason(), code.message(), code.solution(), code.note().unwrap_or("")];
        let expected = (strings.join("|"), code.status(), code.is_retryable(), Some(code), 1);
        assert_eq!(row(code), expected);
    }
    assert_eq!(<ObsErrorCode as ErrorCode>::ALL, ObsErrorCode::ALL);
}

#[test]
fn every_status_is_one_of_http() {
    for code in ObsErrorCode::ALL {
        assert_eq!(code.status_code().as_u16(), code.status());
    }
}

#[test]
fn the_macro_generates_what_the_command_wrote() {
    assert_eq!(Own::ALL.len(), ObsErrorCode::ALL.len());
    for (own, code) in Own::ALL.iter().zip(ObsErrorCode::ALL) {
        assert_eq!(format!("{own:?}"), format!("{code:?}"));
        assert_eq!(own.as_str(), code.as_str());
        assert_eq!(own.status(), code.status());
        assert_eq!(own.retry(), code.retry());
        assert_eq!(Own::from_code(code.as_str()), Some(*own));
        let (own, error) = (own::ObsError::new(*own), obs_errors::ObsError::new(*code));
        assert_eq!(own.to_xml(), error.to_xml());
    }
    assert_eq!(own::field::CODE, obs_errors::field::CODE);
}
