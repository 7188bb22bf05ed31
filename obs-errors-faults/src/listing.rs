//! Lists of the objects of a bucket.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use obs_errors::{ObsError, ObsErrorCode};

use crate::buckets::owner;
use crate::call::{Answer, Call, document};
use crate::document::Document;
use crate::store::{Object, bucket};

/// How many keys a list has at most.
pub(crate) const MAX_KEYS: usize = 1000;

/// A page of a list: objects and common prefixes, in the order of their keys.
struct Page<'a> {
    objects: Vec<(&'a str, &'a Object)>,
    prefixes: Vec<String>,
    /// The last key or prefix, if there are more.
    last: Option<String>,
}

/// The forms of a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `GET /bucket`
    First,
    /// `GET /bucket?list-type=2`
    Second,
    /// `GET /bucket?versions`: every object has one version.
    Versions,
}

pub(crate) fn list(call: &Call<'_>, form: Form) -> Answer {
    let target = call.target;
    let parameter = |name: &str| target.parameter(name).unwrap_or_default();
    let (prefix, delimiter) = (parameter("prefix"), parameter("delimiter"));
    let max_keys = max(target.parameter("max-keys"))?;
    let token = target.parameter("continuation-token");
    let after = match form {
        Form::First => parameter("marker").to_owned(),
        Form::Second => match token {
            Some(token) => position(token)?,
            None => parameter("start-after").to_owned(),
        },
        Form::Versions => parameter("key-marker").to_owned(),
    };
    let mut buckets = call.store.buckets();
    let objects = &bucket(&mut buckets, &target.bucket)?.objects;
    let page = page(objects, prefix, delimiter, &after, max_keys);

    let (root, entry) = match form {
        Form::First | Form::Second => ("ListBucketResult", "Contents"),
        Form::Versions => ("ListVersionsResult", "Version"),
    };
    let mut result = Document::new(root, call.style);
    result.text("Name", &target.bucket);
    result.encode_keys(target.parameter("encoding-type"));
    result.key("Prefix", prefix);
    if !delimiter.is_empty() {
        result.key("Delimiter", delimiter);
    }
    result.text("MaxKeys", &max_keys.to_string());
    result.text("IsTruncated", if page.last.is_some() { "true" } else { "false" });
    match (form, &page.last) {
        (Form::First, last) => {
            result.key("Marker", &after);
            if let Some(last) = last {
                result.key("NextMarker", last);
            }
        }
        (Form::Second, last) => {
            let count = page.objects.len() + page.prefixes.len();
            result.text("KeyCount", &count.to_string());
            if let Some(token) = token {
                result.text("ContinuationToken", token);
            } else if !after.is_empty() {
                result.key("StartAfter", &after);
            }
            if let Some(last) = last {
                result.text("NextContinuationToken", &BASE64_URL_SAFE_NO_PAD.encode(last));
            }
        }
        (Form::Versions, last) => {
            result.key("KeyMarker", &after);
            result.text("VersionIdMarker", "");
            if let Some(last) = last {
                result.key("NextKeyMarker", last);
                result.text("NextVersionIdMarker", "null");
            }
        }
    }
    let has_owner = form != Form::Second || parameter("fetch-owner") == "true";
    for (key, object) in page.objects {
        result.nested(entry, |result| {
            result.key("Key", key);
            if form == Form::Versions {
                result.text("VersionId", "null");
                result.text("IsLatest", "true");
            }
            result.time("LastModified", object.modified);
            result.text("ETag", &format!("\"{}\"", object.etag));
            result.text("Size", &object.content.length().to_string());
            if has_owner {
                owner(result, "Owner");
            }
            result.text("StorageClass", "STANDARD");
        });
    }
    for prefix in &page.prefixes {
        result.nested("CommonPrefixes", |result| result.key("Prefix", prefix));
    }
    Ok(document(result.finish()))
}

/// How many entries a list may have.
pub(crate) fn max(parameter: Option<&str>) -> Result<usize, ObsError> {
    let Some(text) = parameter.filter(|text| !text.is_empty()) else { return Ok(MAX_KEYS) };
    let count: usize = text.parse().map_err(|_| ObsErrorCode::InvalidArgument)?;
    Ok(count.min(MAX_KEYS))
}

/// The key after which a list goes on.
fn position(token: &str) -> Result<String, ObsError> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).ok();
    let key = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    key.ok_or_else(|| ObsErrorCode::InvalidArgument.into())
}

fn page<'a>(
    objects: &'a BTreeMap<String, Arc<Object>>,
    prefix: &str,
    delimiter: &str,
    after: &str,
    max_keys: usize,
) -> Page<'a> {
    let mut page = Page { objects: Vec::new(), prefixes: Vec::new(), last: None };
    let mut last = None;
    // After a common prefix, the list goes on behind everything that it covers.
    let mut start = if after < prefix {
        Bound::Included(prefix.to_owned())
    } else if !delimiter.is_empty() && after.ends_with(delimiter) && after.len() > prefix.len() {
        behind(after)
    } else {
        Bound::Excluded(after.to_owned())
    };
    loop {
        let next = objects.range::<String, _>((start, Bound::Unbounded)).next();
        let Some((key, object)) = next.filter(|(key, _)| key.starts_with(prefix)) else {
            return page;
        };
        if page.objects.len() + page.prefixes.len() == max_keys {
            page.last = last;
            return page;
        }
        let rest = &key[prefix.len()..];
        let end = if delimiter.is_empty() { None } else { rest.find(delimiter) };
        if let Some(end) = end {
            let common = &key[..prefix.len() + end + delimiter.len()];
            page.prefixes.push(common.to_owned());
            last = Some(common.to_owned());
            start = behind(common);
        } else {
            page.objects.push((key, object));
            last = Some(key.clone());
            start = Bound::Excluded(key.clone());
        }
    }
}

/// The start of what follows every key with this prefix.
fn behind(prefix: &str) -> Bound<String> {
    Bound::Excluded(format!("{prefix}{}", char::MAX))
}
