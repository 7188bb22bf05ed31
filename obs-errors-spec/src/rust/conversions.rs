//! From the codes of OBS to those of a table that extends it, and back.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::{Scope, ident, variant};
use super::sparse::sparse;
use crate::model::{Code, Table};

/// Emits the conversions of a table that extends that of OBS: each an index table over the
/// codes of the other. They are for the codes of one version of the runtime, and the
/// expansion asserts that version.
pub(super) fn conversions(table: &Table, Scope { runtime, .. }: &Scope) -> TokenStream {
    if !table.extends_obs {
        return TokenStream::new();
    }
    let enum_name = ident(&table.enum_name);
    let obs_enum = quote!(#runtime::ObsErrorCode);

    let from = table.codes.iter().filter_map(|code| Some((code.obs.as_ref()?.index, code)));
    let mut from: Vec<(usize, &Code)> = from.collect();
    from.sort_by_key(|(index, _)| *index);
    let from = from.into_iter().map(|(_, code)| variant(table, code));
    let to = sparse(table, |code| {
        let name = ident(&code.obs.as_ref()?.name);
        Some(quote!(#obs_enum::#name))
    });
    let version = env!("CARGO_PKG_VERSION");
    quote! {
        impl #runtime::__private::ExtendsObs for #enum_name {
            const VERSION: &'static ::core::primitive::str = #version;
            const FROM_OBS: &'static [Self] = &[#(#from),*];
            const TO_OBS: &'static [(::core::primitive::usize, #obs_enum)] = #to;
        }

        #runtime::__extends_obs!(#enum_name);
    }
}
