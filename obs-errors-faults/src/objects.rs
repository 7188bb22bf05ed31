//! Operations on single objects.

use std::sync::Arc;

use http::header::{ACCEPT_RANGES, CONTENT_RANGE, CONTENT_TYPE, ETAG, LAST_MODIFIED};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use obs_errors::{ObsError, ObsErrorCode};

use crate::body::ResponseBody;
use crate::call::{Answer, Call, document, empty, etag, quoted};
use crate::conditions::{Condition, check, range};
use crate::document::Document;
use crate::operation::copy_source;
use crate::receive::Received;
use crate::store::{Buckets, Object, bucket};
use crate::target::decoded;

/// The longest key, in bytes.
const MAX_KEY_BYTES: usize = 1024;

/// Checks what can be checked before the body is received.
pub(crate) fn check_put(call: &Call<'_>) -> Result<(), ObsError> {
    if call.target.key.len() > MAX_KEY_BYTES {
        return Err(ObsErrorCode::KeyTooLongError.into());
    }
    let mut buckets = call.store.buckets();
    let bucket = bucket(&mut buckets, &call.target.bucket)?;
    let old = bucket.objects.get(&call.target.key).map(Arc::as_ref);
    match check(&call.request.headers, "", old) {
        Condition::Holds => Ok(()),
        Condition::NotModified | Condition::Failed => Err(ObsErrorCode::PreconditionFailed.into()),
    }
}

pub(crate) fn put(call: &Call<'_>, Received { content, md5 }: Received) -> Answer {
    let etag = etag(md5);
    let object = call.store.object(content, etag.clone(), call.object_headers())?;
    let mut buckets = call.store.buckets();
    bucket(&mut buckets, &call.target.bucket)?.objects.insert(call.target.key.clone(), object);
    let mut response = empty(StatusCode::OK);
    response.headers_mut().insert(ETAG, quoted(&etag));
    Ok(response)
}

/// GET and HEAD.
pub(crate) fn get(call: &Call<'_>) -> Answer {
    let object = found(&mut call.store.buckets(), &call.target.bucket, &call.target.key)?;
    match check(&call.request.headers, "", Some(&object)) {
        Condition::Failed => return Err(ObsErrorCode::PreconditionFailed.into()),
        Condition::NotModified => {
            let mut response = empty(StatusCode::NOT_MODIFIED);
            describe(&mut response, &object);
            return Ok(response);
        }
        Condition::Holds => {}
    }
    let length = object.content.length();
    let part = range(call.header("range"), length)?;
    let mut response = empty(StatusCode::OK);
    response.headers_mut().extend(object.headers.clone());
    describe(&mut response, &object);
    if !object.headers.contains_key(CONTENT_TYPE) {
        let kind = HeaderValue::from_static("application/octet-stream");
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
    override_headers(call, &mut response);
    let content = match part {
        None => object.content.clone(),
        Some(part) => {
            let value = format!("bytes {}-{}/{length}", part.start, part.end - 1);
            let value = HeaderValue::try_from(value).expect("it has only digits");
            response.headers_mut().insert(CONTENT_RANGE, value);
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            object.content.range(part)
        }
    };
    *response.body_mut() = ResponseBody::from(content);
    Ok(response)
}

/// The headers that the client wants to have other values.
fn override_headers(call: &Call<'_>, response: &mut Response<ResponseBody>) {
    let names = [
        "cache-control",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-type",
        "expires",
    ];
    for name in names {
        let value = call.target.parameter(&format!("response-{name}"));
        if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
}

fn describe(response: &mut Response<ResponseBody>, object: &Object) {
    let modified = httpdate::fmt_http_date(object.modified);
    let modified = HeaderValue::try_from(modified).expect("a date is ASCII");
    let headers = response.headers_mut();
    headers.insert(LAST_MODIFIED, modified);
    headers.insert(ETAG, quoted(&object.etag));
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
}

/// Succeeds whether the object exists or not.
pub(crate) fn delete(call: &Call<'_>) -> Answer {
    let mut buckets = call.store.buckets();
    bucket(&mut buckets, &call.target.bucket)?.objects.remove(&call.target.key);
    Ok(empty(StatusCode::NO_CONTENT))
}

pub(crate) fn copy(call: &Call<'_>) -> Answer {
    let source = source(call)?;
    let replaces = call
        .own_header("metadata-directive")
        .is_some_and(|directive| directive.eq_ignore_ascii_case("REPLACE"));
    let headers = if replaces { call.object_headers() } else { source.headers.clone() };
    let object = call.store.object(source.content.clone(), source.etag.clone(), headers)?;
    let mut buckets = call.store.buckets();
    let objects = &mut bucket(&mut buckets, &call.target.bucket)?.objects;
    objects.insert(call.target.key.clone(), Arc::clone(&object));
    Ok(copied(call, "CopyObjectResult", &object))
}

/// The document about what was copied.
pub(crate) fn copied(
    call: &Call<'_>,
    root: &'static str,
    object: &Object,
) -> Response<ResponseBody> {
    let mut result = Document::new(root, call.style);
    result.time("LastModified", object.modified);
    result.text("ETag", &format!("\"{}\"", object.etag));
    document(result.finish())
}

/// The object that a request copies, if its conditions hold.
pub(crate) fn source(call: &Call<'_>) -> Result<Arc<Object>, ObsError> {
    let path = copy_source(&call.request.headers).unwrap_or_default();
    let path = path.split_once("?versionId=").map_or(path, |(path, _)| path);
    let path = decoded(path);
    let (name, key) = path.trim_start_matches('/').split_once('/').unwrap_or((&path, ""));
    let object = found(&mut call.store.buckets(), name, key)?;
    for prefix in ["x-amz-copy-source-", "x-obs-copy-source-"] {
        if check(&call.request.headers, prefix, Some(&object)) != Condition::Holds {
            return Err(ObsErrorCode::PreconditionFailed.into());
        }
    }
    Ok(object)
}

fn found(buckets: &mut Buckets, name: &str, key: &str) -> Result<Arc<Object>, ObsError> {
    let object = bucket(buckets, name)?.objects.get(key);
    object.cloned().ok_or_else(|| ObsErrorCode::NoSuchKey.into())
}
