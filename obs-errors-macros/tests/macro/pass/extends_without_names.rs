//! A table that extends that of OBS, without the prelude and under another name.
#![no_implicit_prelude]

mod renamed {
    pub use ::obs_errors as runtime;
}

mod codes {
    crate::renamed::runtime::error_codes!("tests/tables/chained.yaml", crate = crate::renamed::runtime);
}

fn main() {
    let code: codes::ChainedErrorCode = ::core::convert::From::from(::obs_errors::ObsErrorCode::NoSuchKey);
    ::std::assert_eq!(code.as_str(), "NoSuchKey");
}
