//! Faults that a request asks for itself: in its query, in a header, or in its key.

use http::HeaderMap;
use obs_errors::{ObsError, ObsErrorCode};
use obs_errors_spec::Span;
use obs_errors_spec::suggest::nearest_word;

use crate::codes::Codes;
use crate::fault::Fault;
use crate::notation::{self, FaultError, FaultOption, OPTIONS};
use crate::target::Target;

/// The faults that a request asks for, in one of three ways, because not every client can use each:
///
/// - in the query: `?error=SlowDown&times=2&shape=html`
/// - in a header: `x-fault: SlowDown; times=2; shape=html`
/// - in the key: `/bucket/fault/SlowDown;times=2;shape=html`
///
/// A header and a key can have several, separated by commas.
pub(crate) fn faults(
    target: &Target,
    headers: &HeaderMap,
    codes: &Codes,
) -> Result<Vec<Fault>, ObsError> {
    let header = headers.get("x-fault").map(|value| String::from_utf8_lossy(value.as_bytes()));
    let text = header.as_deref().or_else(|| target.key.strip_prefix("fault/"));
    let faults = match (target.parameter("error"), text) {
        (Some(action), _) => in_query(action, target, codes).map(|fault| vec![fault]),
        (None, Some(text)) => notation::several(text, codes),
        (None, None) => return Ok(Vec::new()),
    };
    faults.map_err(|error| {
        ObsError::new(ObsErrorCode::InvalidArgument)
            .with_message(format!("The fault that the request asks for is not valid: {error}"))
    })
}

fn in_query(action: &str, target: &Target, codes: &Codes) -> Result<Fault, FaultError> {
    let options = target.parameters().filter(|(name, _)| *name != "error");
    // Other parameters are those of the operation.
    let options = options.filter(|(name, _)| {
        let is_prefixed = name.starts_with("field.") || name.starts_with("header.");
        is_prefixed || nearest_word(name, &OPTIONS).is_some()
    });
    let options: Vec<FaultOption> = options
        .map(|(name, value)| (Span { start: 0, end: 0 }, name.to_owned(), value.to_owned()))
        .collect();
    notation::with_options(action, &options, codes)
}

/// What is the same for every attempt at a request: its method, and its path and query without what signs it.
pub(crate) fn identity(method: &http::Method, uri: &http::Uri) -> String {
    const SIGNATURE: [&str; 4] = ["signature", "expires", "awsaccesskeyid", "accesskeyid"];
    let signs = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
        name.starts_with("x-amz-") || SIGNATURE.contains(&name.as_str())
    };
    let query = uri.query().unwrap_or_default().split('&').filter(|pair| !signs(pair));
    format!("{method} {}?{}", uri.path(), query.collect::<Vec<_>>().join("&"))
}

#[cfg(test)]
mod tests {
    use http::{Method, Uri};

    use super::identity;

    #[test]
    fn a_signature_is_not_part_of_a_request() {
        let uri = Uri::from_static("/b/k?partNumber=1&X-Amz-Signature=a&Expires=9&uploadId=u");
        assert_eq!(identity(&Method::PUT, &uri), "PUT /b/k?partNumber=1&uploadId=u");
    }
}
