//! The items name nothing that the module around them could shadow.
#![deny(missing_docs, unreachable_pub, clippy::all, clippy::pedantic)]
#![allow(deprecated)]

/// Codes among names that mean something else.
#[allow(dead_code, non_camel_case_types)]
pub mod shadowed {
    struct Option;
    struct Some;
    struct None;
    struct Result;
    struct Ok;
    struct Err;
    struct String;
    struct str;
    struct u8;
    struct u16;
    struct usize;
    struct bool;
    trait Clone {}
    trait Iterator {}
    trait From {}
    mod core {}
    mod std {}
    mod obs_errors {}

    ::obs_errors::error_codes!("tests/tables/odd.yaml");
}

#[test]
fn works() {
    assert_eq!(shadowed::OddErrorCode::Option.as_str(), "Option");
    assert_eq!(shadowed::OddErrorCode::by_status(599).count(), 4);
}
