//! The macro `error_codes!`, which generates a table of error codes from a YAML file, as
//! `cargo xtask gen` would write it.

mod input;

use std::cell::RefCell;
use std::fs::File;
use std::io;
use std::path::Path;

use obs_errors_spec::{OBS, TableRef};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, Result, parse_macro_input};

use crate::input::Input;

/// Generates an enum of error codes from a YAML file, with everything that `ObsErrorCode` has:
/// the enum, the alias of its error type (`AcmeError` for `AcmeErrorCode`), and a module
/// `field` with the names of the elements. If there is more than one table, put each into a
/// separate module.
///
/// Without this macro, the command `obs-errors gen` writes the same code to a file that is committed, and
/// a build script generates it with the crate `obs-errors-build`. The guide
/// [`own_table`](https://docs.rs/obs-errors/latest/obs_errors/own_table/index.html) says when to choose
/// which.
///
/// The path is relative to the directory of the crate's `Cargo.toml`. The file is read again
/// when it changes. The compiler reports every error in it, with its line and column.
///
/// ```
/// obs_errors::error_codes!("tests/errors.yaml");
///
/// # fn main() {
/// let error = AcmeError::new(AcmeErrorCode::QuotaExceeded);
/// assert_eq!(error.status(), Some(409));
/// # }
/// ```
///
/// A visibility before the path applies to the items, which are `pub` by default. If the crate
/// `obs-errors` was renamed, pass its path as `crate`:
///
/// ```
/// mod codes {
///     use obs_errors as renamed;
///     renamed::error_codes!(pub(crate) "tests/errors.yaml", crate = renamed);
/// }
/// # fn main() {
/// assert_eq!(codes::AcmeErrorCode::ALL.len(), 1);
/// # }
/// ```
///
#[doc = include_str!("tables.md")]
#[proc_macro]
pub fn error_codes(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as Input);
    expand(&input).unwrap_or_else(Error::into_compile_error).into()
}

fn expand(Input { path, scope }: &Input) -> Result<TokenStream> {
    let directory = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let root = path.value();
    let files = RefCell::new(Vec::new());
    let open = |table: TableRef<'_>| -> io::Result<Box<dyn io::Read>> {
        let TableRef::Path(path) = table else { return Ok(Box::new(OBS.as_bytes())) };
        let file = Path::new(&directory).join(path);
        files.borrow_mut().push(file.display().to_string());
        let file = File::open(&file).map_err(|error| {
            // The path of an extended table is relative to the table that names it, and is
            // reported as written.
            if path != root {
                return error;
            }
            let hint = "the path is relative to the directory of the crate's `Cargo.toml`";
            io::Error::new(error.kind(), format!("{error}; {hint}"))
        })?;
        Ok(Box::new(file))
    };
    let table = obs_errors_spec::read(&root, open)
        .map_err(|errors| Error::new(path.span(), errors.to_string().trim_end()))?;
    let table = obs_errors_spec::rust::tokens(&table, scope);
    let files = files.into_inner();
    Ok(quote! {
        #table
        // Makes the compiler track the files as dependencies.
        #(const _: &[::core::primitive::u8] = ::core::include_bytes!(#files);)*
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::panic::catch_unwind;
    use std::path::Path;

    use expect_test::expect_file;

    use super::{Input, expand};

    /// For each file `NAME.in` with the arguments of the macro, `NAME.txt` has the error, after
    /// the lines and columns of the tokens that the compiler reports it for.
    /// `UPDATE_EXPECT=1 cargo test -p obs-errors-macros` writes them again.
    #[test]
    fn errors_are_reported_at_their_tokens() {
        let cases = fs::read_dir("tests/errors").expect("the cases");
        let cases = cases.map(|case| case.expect("a case").path());
        let inputs: Vec<_> = cases
            .filter(|path| path.extension().is_some_and(|extension| extension == "in"))
            .collect();
        assert!(inputs.len() > 5, "most cases are missing");
        let failed: Vec<_> =
            inputs.iter().filter(|input| catch_unwind(|| check(input)).is_err()).collect();
        assert!(failed.is_empty(), "{failed:?}");
    }

    fn check(input: &Path) {
        let arguments = fs::read_to_string(input).expect("the arguments");
        let result = syn::parse_str::<Input>(&arguments).and_then(|input| expand(&input));
        let shown = match result {
            Ok(_) => "no error\n".to_owned(),
            Err(error) => {
                let (start, end) = (error.span().start(), error.span().end());
                format!(
                    "{}:{} to {}:{}: {error}\n",
                    start.line,
                    start.column + 1,
                    end.line,
                    end.column + 1
                )
            }
        };
        let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join(input).with_extension("txt");
        expect_file![expected].assert_eq(&shown);
    }
}
