//! The arguments of the macro.

use obs_errors_spec::rust::Scope;
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{Error, LitStr, Path, Result, Token, Visibility};

/// `pub(crate) "errors.yaml", crate = path::to::obs_errors`: all but the path of the
/// file may be left out.
pub(crate) struct Input {
    pub(crate) path: LitStr,
    pub(crate) scope: Scope,
}

const PATH: &str =
    "expected a string literal with the path of a YAML file, such as `\"errors.yaml\"`";

impl Parse for Input {
    fn parse(input: ParseStream) -> Result<Self> {
        let mut scope = Scope::default();
        match input.parse()? {
            Visibility::Inherited => {}
            visibility => scope.visibility = visibility.into_token_stream(),
        }
        if !input.peek(LitStr) {
            return Err(input.error(PATH));
        }
        let path: LitStr = input.parse()?;
        if path.value().is_empty() {
            return Err(Error::new(path.span(), PATH));
        }
        parse_comma(input)?;
        if !input.is_empty() {
            if !input.peek(Token![crate]) {
                return Err(input.error("expected `crate = path::to::obs_errors`, or nothing"));
            }
            input.parse::<Token![crate]>()?;
            input.parse::<Token![=]>()?;
            scope.runtime = input.call(Path::parse_mod_style)?.into_token_stream();
            parse_comma(input)?;
        }
        Ok(Self { path, scope })
    }
}

/// Parses a comma, unless the input ends here.
fn parse_comma(input: ParseStream) -> Result<()> {
    if input.is_empty() { Ok(()) } else { input.parse::<Token![,]>().map(drop) }
}
