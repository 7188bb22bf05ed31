//! Operations on buckets, and on several objects of one.

use http::{Response, StatusCode};
use obs_errors::{ObsError, ObsErrorCode};

use crate::body::ResponseBody;
use crate::call::{Answer, Call, document, empty};
use crate::document::{Document, field, items, value};
use crate::store::bucket;

/// How many keys one request can delete.
const MAX_KEYS: usize = 1000;

pub(crate) fn list(call: &Call<'_>) -> Response<ResponseBody> {
    let mut result = Document::new("ListAllMyBucketsResult", call.style);
    owner(&mut result, "Owner");
    result.nested("Buckets", |result| {
        for (name, bucket) in call.store.buckets().iter() {
            result.nested("Bucket", |result| {
                result.text("Name", name);
                result.time("CreationDate", bucket.created);
                result.text("Location", REGION);
            });
        }
    });
    document(result.finish())
}

/// The region of every bucket.
const REGION: &str = "us-east-1";

/// The owner of everything.
pub(crate) fn owner(result: &mut Document, name: &str) {
    result.nested(name, |result| {
        result.text("ID", "owner");
        result.text("DisplayName", "owner");
    });
}

pub(crate) fn create(call: &Call<'_>) -> Answer {
    let name = &call.target.bucket;
    if !is_name(name) {
        return Err(ObsErrorCode::InvalidBucketName.into());
    }
    let mut buckets = call.store.buckets();
    if buckets.contains_key(name) {
        return Err(ObsErrorCode::BucketAlreadyOwnedByYou.into());
    }
    buckets.insert(name.clone(), call.store.bucket()?);
    let mut response = empty(StatusCode::OK);
    let location = format!("/{name}").try_into().expect("a name is ASCII");
    response.headers_mut().insert(http::header::LOCATION, location);
    Ok(response)
}

/// Whether a bucket can have this name: a label of a host, or several.
pub(crate) fn is_name(name: &str) -> bool {
    let is_part = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.')
    };
    (3..=63).contains(&name.len())
        && name.bytes().all(is_part)
        && !name.starts_with(['-', '.'])
        && !name.ends_with(['-', '.'])
}

pub(crate) fn head(call: &Call<'_>) -> Answer {
    bucket(&mut call.store.buckets(), &call.target.bucket)?;
    let mut response = empty(StatusCode::OK);
    let region = http::HeaderValue::from_static(REGION);
    response.headers_mut().insert(call.own_name("bucket-region"), region);
    Ok(response)
}

pub(crate) fn delete(call: &Call<'_>) -> Answer {
    let mut buckets = call.store.buckets();
    if !bucket(&mut buckets, &call.target.bucket)?.objects.is_empty() {
        return Err(ObsErrorCode::BucketNotEmpty.into());
    }
    buckets.remove(&call.target.bucket);
    Ok(empty(StatusCode::NO_CONTENT))
}

pub(crate) fn location(call: &Call<'_>) -> Answer {
    bucket(&mut call.store.buckets(), &call.target.bucket)?;
    let mut result = Document::new("LocationConstraint", call.style);
    // An empty document means the default region, in which every bucket is.
    if call.style == obs_errors::HeaderStyle::OBS {
        result = Document::new("Location", call.style);
        result.value(REGION);
    }
    Ok(document(result.finish()))
}

/// Deletes the keys that the document lists; those that do not exist, too, are deleted afterwards.
pub(crate) fn delete_objects(call: &Call<'_>, body: &[u8]) -> Answer {
    let objects = items(body, "Object")?;
    let keys = objects.iter().map(|object| field(object, "Key"));
    let keys: Vec<&str> = keys.collect::<Option<_>>().ok_or(ObsErrorCode::MalformedXML)?;
    if keys.is_empty() || keys.len() > MAX_KEYS {
        return Err(ObsError::from(ObsErrorCode::MalformedXML));
    }
    let is_quiet = value(body, "Quiet").is_some_and(|quiet| quiet.eq_ignore_ascii_case("true"));
    let encoding = value(body, "EncodingType");
    let mut buckets = call.store.buckets();
    let bucket = bucket(&mut buckets, &call.target.bucket)?;
    let mut result = Document::new("DeleteResult", call.style);
    result.encode_keys(encoding.as_deref());
    for key in keys {
        let key = match encoding.as_deref() {
            Some("url") => crate::target::decoded(key),
            _ => key.to_owned(),
        };
        if let Some((_, error)) = call.refused.filter(|(pattern, _)| pattern.matches(&key)) {
            result.nested("Error", |result| {
                result.key("Key", &key);
                result.text("Code", error.code_str().unwrap_or_default());
                result.text("Message", error.message().unwrap_or_default());
            });
            continue;
        }
        bucket.objects.remove(&key);
        if !is_quiet {
            result.nested("Deleted", |result| result.key("Key", &key));
        }
    }
    Ok(document(result.finish()))
}
