//! One request, as the operations see it, and the responses that they give.

use http::header::{CONTENT_TYPE, HeaderName};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use obs_errors::{HeaderStyle, ObsError};
use wildmatch::WildMatch;

use crate::body::ResponseBody;
use crate::content::Content;
use crate::signature::Credentials;
use crate::store::Store;
use crate::target::Target;

/// A request without its body.
pub(crate) struct Call<'a> {
    pub(crate) request: &'a Parts,
    pub(crate) target: &'a Target,
    pub(crate) style: HeaderStyle,
    pub(crate) store: &'a Store,
    /// The key with which the request has to be signed.
    pub(crate) credentials: Option<&'a Credentials>,
    /// The keys that cannot be deleted, and why.
    pub(crate) refused: Option<(&'a WildMatch, &'a ObsError)>,
}

/// What an operation answers.
pub(crate) type Answer = Result<Response<ResponseBody>, ObsError>;

impl Call<'_> {
    /// The value of a header, if it is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.request.headers.get(name)?.to_str().ok()
    }

    /// The value of a header of the service, in either style.
    pub(crate) fn own_header(&self, name: &str) -> Option<&str> {
        ["x-amz-", "x-obs-"].iter().find_map(|prefix| self.header(&format!("{prefix}{name}")))
    }

    /// The name of a header of the service in the style of the client.
    pub(crate) fn own_name(&self, name: &str) -> HeaderName {
        let prefix = if self.style == HeaderStyle::AMZ { "x-amz-" } else { "x-obs-" };
        HeaderName::try_from(format!("{prefix}{name}")).expect("it is in lower case")
    }

    /// What is stored with an object: its type, how it is to be cached, and its own metadata.
    pub(crate) fn object_headers(&self) -> HeaderMap {
        const STANDARD: [&str; 5] =
            ["cache-control", "content-disposition", "content-language", "content-type", "expires"];
        let mut headers = HeaderMap::new();
        for (name, value) in &self.request.headers {
            let is_own = ["x-amz-meta-", "x-obs-meta-"]
                .iter()
                .any(|prefix| name.as_str().starts_with(prefix));
            if is_own || STANDARD.contains(&name.as_str()) {
                headers.append(name.clone(), value.clone());
            }
        }
        // The framing of the request is not part of the object.
        let encoding = self.header("content-encoding").unwrap_or_default().split(',');
        let encoding: Vec<&str> =
            encoding.map(str::trim).filter(|it| *it != "aws-chunked").collect();
        let encoding = HeaderValue::try_from(encoding.join(",")).ok();
        if let Some(encoding) = encoding.filter(|encoding| !encoding.is_empty()) {
            headers.insert(http::header::CONTENT_ENCODING, encoding);
        }
        headers
    }
}

/// A response without a body.
pub(crate) fn empty(status: StatusCode) -> Response<ResponseBody> {
    let mut response = Response::new(ResponseBody::default());
    *response.status_mut() = status;
    response
}

/// A response with a document.
pub(crate) fn document(document: Vec<u8>) -> Response<ResponseBody> {
    let mut response = Response::new(ResponseBody::from(Content::from(document)));
    let kind = HeaderValue::from_static("application/xml");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

/// An entity tag as a header states it.
pub(crate) fn quoted(etag: &str) -> HeaderValue {
    HeaderValue::try_from(format!("\"{etag}\"")).expect("it has only digits and a hyphen")
}

/// The entity tag of content with this MD5.
pub(crate) fn etag(md5: [u8; 16]) -> String {
    format!("{:032x}", u128::from_be_bytes(md5))
}

/// The MD5 of content with this entity tag.
pub(crate) fn md5_of(etag: &str) -> [u8; 16] {
    u128::from_str_radix(etag, 16).unwrap_or_default().to_be_bytes()
}
