//! `error_codes!`: a table of error codes from a YAML file, as
//! `cargo xtask gen` would write it.

use std::fs::File;
use std::path::Path;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, LitStr, Result, parse_macro_input};

/// Makes an enum of error codes from a YAML file, with everything that
/// `ObsErrorCode` has, and the alias of its error type.
///
/// The path is relative to the folder of the crate's `Cargo.toml`. The file is
/// read anew when it changes; every mistake in it is an error of the compiler.
///
/// ```
/// obs_errors::error_codes!("tests/errors.yaml");
///
/// # fn main() {
/// let error = AcmeError::new(AcmeErrorCode::QuotaExceeded);
/// assert_eq!(error.status(), Some(409));
/// # }
/// ```
#[proc_macro]
pub fn error_codes(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let path = parse_macro_input!(input as LitStr);
    expand(&path).unwrap_or_else(Error::into_compile_error).into()
}

fn expand(path: &LitStr) -> Result<TokenStream> {
    let folder = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let file = Path::new(&folder).join(path.value());
    let table = obs_errors_spec::read(&path.value(), File::open(&file))
        .map_err(|problems| Error::new(path.span(), problems))?;
    let table = obs_errors_spec::rust::tokens(&table);
    let file = file.display().to_string();
    Ok(quote! {
        #table
        // So that the compiler knows what to watch.
        const _: &[::core::primitive::u8] = ::core::include_bytes!(#file);
    })
}
