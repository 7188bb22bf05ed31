//! The response with an error, in the shape of its fault.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, SystemTime};

use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use obs_errors::ObsError;

use crate::body::ResponseBody;
use crate::content::Content;
use crate::document::escaped;
use crate::fault::{Fault, Reply};
use crate::shape::Shape;

/// The response with an error, in the shape of the fault that it is from, if any.
pub(crate) fn response(error: &ObsError, fault: Option<&Fault>) -> Response<ResponseBody> {
    let (shape, retry_at) = match fault.map(|fault| &fault.reply) {
        Some(Reply::Error { shape, retry_at, .. }) => (*shape, *retry_at),
        _ => (Shape::Xml, None),
    };
    let mut response = error.to_http().map(|_| ());
    let document = error.to_xml();
    let (declaration, root) = document.split_once("?>").unwrap_or(("", &document));
    let status = response.status();
    let mut kind = "application/xml";
    let bytes = match shape {
        Shape::Xml => document.into_bytes(),
        Shape::Pretty => pretty(error).into_bytes(),
        Shape::Prefixed => prefixed(error).into_bytes(),
        Shape::DeclarationThenWhitespace => format!("{declaration}?>\n\n  {root}\n").into_bytes(),
        Shape::WhitespaceThenDeclaration => format!("  \n{document}").into_bytes(),
        Shape::Html => {
            kind = "text/html";
            keep_retry_after(response.headers_mut());
            page(status).into_bytes()
        }
        Shape::Json | Shape::JsonNested => {
            kind = "application/json;charset=utf-8";
            json(error, shape == Shape::JsonNested).into_bytes()
        }
        Shape::Empty => Vec::new(),
        Shape::Truncated => document.as_bytes()[..document.len() / 2].to_vec(),
        Shape::In200 => {
            *response.status_mut() = StatusCode::OK;
            // The headers were sent before the operation failed.
            keep_retry_after(response.headers_mut());
            format!("  \n{document}").into_bytes()
        }
        Shape::Gzip => {
            let gzip = HeaderValue::from_static("gzip");
            response.headers_mut().insert(CONTENT_ENCODING, gzip);
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            let written = encoder.write_all(document.as_bytes()).and_then(|()| encoder.finish());
            written.expect("a vector can be written")
        }
        Shape::Latin1 => {
            kind = "application/xml;charset=ISO-8859-1";
            let declared = document.replacen("UTF-8", "ISO-8859-1", 1);
            declared.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
        }
    };
    let headers = response.headers_mut();
    headers.remove(CONTENT_LENGTH);
    if let Some(seconds) = retry_at {
        let date = SystemTime::now() + Duration::from_secs(seconds.into());
        let date = HeaderValue::try_from(httpdate::fmt_http_date(date)).expect("a date is ASCII");
        headers.insert(RETRY_AFTER, date);
    }
    if bytes.is_empty() {
        headers.remove(CONTENT_TYPE);
    } else {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    response.map(|()| ResponseBody::from(Content::from(bytes)))
}

/// Removes the headers that have parts of the error.
fn keep_retry_after(headers: &mut HeaderMap) {
    let wait = headers.remove(RETRY_AFTER);
    headers.clear();
    if let Some(wait) = wait {
        headers.insert(RETRY_AFTER, wait);
    }
}

fn pretty(error: &ObsError) -> String {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n".to_owned();
    for (name, value) in error.fields() {
        writeln!(text, "  <{name}>{}</{name}>", escaped(value)).expect("it is a string");
    }
    text + "</Error>\n"
}

fn prefixed(error: &ObsError) -> String {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                    <s:Error xmlns:s=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        .to_owned();
    for (name, value) in error.fields() {
        write!(text, "<s:{name}>{}</s:{name}>", escaped(value)).expect("it is a string");
    }
    text + "</s:Error>"
}

fn json(error: &ObsError, is_nested: bool) -> String {
    let members = serde_json::json!({
        "code": error.code_str(),
        "message": error.message(),
        "request_id": error.request_id(),
    });
    if is_nested {
        serde_json::json!({ "error": members }).to_string()
    } else {
        members.to_string()
    }
}

fn page(status: StatusCode) -> String {
    let title = format!("{} {}", status.as_str(), status.canonical_reason().unwrap_or_default());
    format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n\
         </body>\r\n</html>\r\n"
    )
}
