//! The table as a Rust source file.

use std::panic::resume_unwind;
use std::thread;

use obs_errors_spec::model::Table;
use obs_errors_spec::rust::{self, Scope};
use proc_macro2::TokenStream;

use crate::provenance::Provenance;

/// The file; its two parts are made in parallel, since each takes a while for a large table.
pub(crate) fn source(table: &Table, provenance: Provenance<'_>) -> String {
    let (declarations, columns) = thread::scope(|scope| {
        let columns = scope.spawn(|| printed(rust::columns(table, &Scope::default())));
        let declarations = printed(rust::declarations(table, &Scope::default()));
        (declarations, columns.join().unwrap_or_else(|panic| resume_unwind(panic)))
    });
    let (mark, path) = (provenance.mark(), provenance.table);
    format!("// {mark} from {path}. Do not edit.\n{declarations}{columns}")
}

/// Items, each after an empty line. rustfmt skips them, so what is in the
/// file is what is printed here.
fn printed(items: TokenStream) -> String {
    let mut file: syn::File = syn::parse2(items).expect("the emitter returns items");
    let mut text = String::new();
    for item in std::mem::take(&mut file.items) {
        file.items = vec![item];
        text.push('\n');
        text += &prettyplease::unparse(&file);
    }
    text
}
