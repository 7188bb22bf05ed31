//! Columns for which few codes have a value.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{Code, Table};

/// A column for which few codes have a value: those values, each after the index of its
/// code.
pub(super) fn sparse(table: &Table, value: impl Fn(&Code) -> Option<TokenStream>) -> TokenStream {
    let entries = table.codes.iter().enumerate().filter_map(|(index, code)| {
        let (index, value) = (Literal::usize_unsuffixed(index), value(code)?);
        Some(quote!((#index, #value)))
    });
    quote!(&[#(#entries),*])
}
