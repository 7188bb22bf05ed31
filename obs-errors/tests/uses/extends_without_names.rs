//! A table that extends that of OBS, without the prelude and under another name.
#![no_implicit_prelude]

mod renamed {
    pub(crate) use ::obs_errors as runtime;
}

mod codes {
    crate::extends_without_names::renamed::runtime::error_codes!(
        "tests/tables/chained.yaml",
        crate = crate::extends_without_names::renamed::runtime
    );
}

#[test]
fn works() {
    let code: codes::ChainedErrorCode =
        ::core::convert::From::from(::obs_errors::ObsErrorCode::NoSuchKey);
    ::std::assert_eq!(code.as_str(), "NoSuchKey");
}
