//! Any response to a batch delete is read to its end, borrowed or owned.
#![no_main]

use libfuzzer_sys::fuzz_target;
use obs_errors::delete_errors;

fuzz_target!(|data: &[u8]| {
    let mut count = 0;
    for error in delete_errors(data) {
        count += 1;
        match error {
            Ok(error) => {
                assert_eq!(error.clone().into_owned(), error);
                assert!(!error.to_string().contains(|c: char| c.is_control()));
            }
            Err(error) => assert!(error.offset() <= data.len(), "{error}"),
        }
    }
    // An entry takes at least a tag, and an error at least one wrong byte.
    assert!(count <= data.len() + 1);
});
