//! Empty versions of the macros that a generated table calls, for features that are off.
//!
//! A `cfg(feature)` in the table itself would check the features of the user's
//! crate, so each of these macros is defined twice, here and in the file of its
//! feature.

#[cfg(not(feature = "axum"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __axum {
    ($Code:ident) => {};
}

#[cfg(not(feature = "http"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __http {
    ($Code:ident) => {};
}

#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($Code:ident) => {};
}
