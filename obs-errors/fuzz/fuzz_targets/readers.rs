//! If the scanner reads a body, the parser reads the same.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| obs_errors::__private::assert_agreement(data));
