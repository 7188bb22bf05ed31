//! The visibility of the items, and the paths by which they name the runtime and the table.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::model::{Code, Table};

/// The context of the items of a table: their visibility, and the path of the runtime.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The visibility of the items, such as `pub`.
    pub visibility: TokenStream,
    /// The path of the crate `obs-errors`, such as `::obs_errors`.
    pub runtime: TokenStream,
}

/// Makes the items `pub`, with `::obs_errors` as the path of the runtime.
impl Default for Scope {
    fn default() -> Self {
        Self { visibility: quote!(pub), runtime: quote!(::obs_errors) }
    }
}

pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

pub(super) fn variant(table: &Table, code: &Code) -> TokenStream {
    let (enum_name, variant) = (ident(&table.enum_name), ident(&code.name));
    quote!(#enum_name::#variant)
}
