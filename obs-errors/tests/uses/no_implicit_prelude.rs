//! Without the prelude no trait is in scope, either.
#![no_implicit_prelude]

mod codes {
    ::obs_errors::error_codes!("tests/tables/odd.yaml");
}

#[test]
fn works() {
    let code = codes::OddErrorCode::from_code("Ok").expect("a code");
    ::std::assert_eq!(code.status(), 599);
}
