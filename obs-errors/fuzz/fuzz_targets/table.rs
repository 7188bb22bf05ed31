//! Any YAML results in errors with their locations, or in Rust that parses.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use obs_errors_spec::{TableRef, rust};

fuzz_target!(|data: &[u8]| -> Corpus {
    let open = |name: TableRef<'_>| match name {
        TableRef::Path("errors.yaml") => Ok(data),
        _ => Err(std::io::Error::other("there is none")),
    };
    match obs_errors_spec::read("errors.yaml", open) {
        Ok(table) => {
            let tokens = rust::tokens(&table, &rust::Scope::default());
            syn::parse2::<syn::File>(tokens).expect("items");
        }
        Err(diagnostics) => {
            assert!(diagnostics.len() > 0 && diagnostics.iter().count() == diagnostics.len());
            for diagnostic in diagnostics.iter() {
                assert!(diagnostic.start <= diagnostic.end && !diagnostic.message.is_empty());
            }
            assert!(!diagnostics.to_string().is_empty());
        }
    }
    Corpus::Keep
});
