//! The crate under another name, and items for this crate alone.
#![deny(unreachable_pub)]
#![allow(deprecated)]

mod renamed {
    pub(crate) mod deep {
        pub(crate) use ::obs_errors as runtime;
    }
}

mod codes {
    #![allow(dead_code)]
    crate::renamed_crate::renamed::deep::runtime::error_codes!(
        pub(crate) "tests/tables/odd.yaml",
        crate = crate::renamed_crate::renamed::deep::runtime,
    );
}

#[test]
fn works() {
    let error = codes::OddError::new(codes::OddErrorCode::Ok);
    assert_eq!(error.code_str(), Some("Ok"));
}
