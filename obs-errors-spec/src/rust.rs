//! Emits a valid table as Rust: data, and the call of the macro that adds the behaviour.
//! Nothing here can fail.

mod columns;
mod conversions;
mod declarations;
mod scope;
mod sparse;

use proc_macro2::TokenStream;

use crate::model::Table;

pub use columns::columns;
pub use declarations::declarations;
pub use scope::Scope;

/// Emits the items of a table: its [`declarations`], then its [`columns`].
///
/// They refer only to the path of the runtime and to `::core`, so they compile whatever other
/// names are in scope.
#[must_use]
pub fn tokens(table: &Table, scope: &Scope) -> TokenStream {
    let mut tokens = declarations(table, scope);
    tokens.extend(columns(table, scope));
    tokens
}
