//! Any YAML gives mistakes with their places, or Rust that parses.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use obs_errors_spec::{Name, rust};

fuzz_target!(|data: &[u8]| -> Corpus {
    let open = |name: Name<'_>| match name {
        Name::Path("errors.yaml") => Ok(data),
        _ => Err(std::io::Error::other("there is none")),
    };
    match obs_errors_spec::read("errors.yaml", open) {
        Ok(table) => {
            let tokens = rust::tokens(&table, &rust::Place::default());
            syn::parse2::<syn::File>(tokens).expect("items");
        }
        Err(problems) => {
            assert!(problems.len() > 0 && problems.diagnostics().count() == problems.len());
            for diagnostic in problems.diagnostics() {
                assert!(diagnostic.start <= diagnostic.end && !diagnostic.message.is_empty());
            }
            assert!(!problems.to_string().is_empty());
        }
    }
    Corpus::Keep
});
