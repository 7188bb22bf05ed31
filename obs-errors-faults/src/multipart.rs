//! Multipart uploads.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use http::StatusCode;
use http::header::ETAG;
use md5::{Digest, Md5};
use obs_errors::{ObsError, ObsErrorCode};

use crate::buckets::owner;
use crate::call::{Answer, Call, document, empty, etag, md5_of, quoted};
use crate::conditions::range;
use crate::content::Content;
use crate::document::{Document, field, items};
use crate::listing::max;
use crate::objects::{copied, source};
use crate::receive::Received;
use crate::store::{Bucket, Buckets, Object, Upload, bucket};

/// The highest number of a part.
const MAX_PARTS: u16 = 10_000;

pub(crate) fn create(call: &Call<'_>) -> Answer {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let id = format!("{:032X}", COUNT.fetch_add(1, Ordering::Relaxed));
    let upload = call.store.upload(&call.target.key, call.object_headers())?;
    let mut buckets = call.store.buckets();
    bucket(&mut buckets, &call.target.bucket)?.uploads.insert(id.clone(), upload);
    let mut result = Document::new("InitiateMultipartUploadResult", call.style);
    result.text("Bucket", &call.target.bucket);
    result.text("Key", &call.target.key);
    result.text("UploadId", &id);
    Ok(document(result.finish()))
}

/// The bucket of the request, and the id of its upload, which exists.
fn of<'a>(call: &Call<'_>, buckets: &'a mut Buckets) -> Result<(&'a mut Bucket, String), ObsError> {
    let bucket = bucket(buckets, &call.target.bucket)?;
    let id = call.target.parameter("uploadId").unwrap_or_default().to_owned();
    if bucket.uploads.get(&id).is_none_or(|upload| upload.key != call.target.key) {
        return Err(ObsErrorCode::NoSuchUpload.into());
    }
    Ok((bucket, id))
}

fn upload<'a>(call: &Call<'_>, buckets: &'a mut Buckets) -> Result<&'a mut Upload, ObsError> {
    let (bucket, id) = of(call, buckets)?;
    bucket.uploads.get_mut(&id).ok_or_else(|| ObsErrorCode::NoSuchUpload.into())
}

/// Checks what can be checked before the part is received, and returns its number.
pub(crate) fn check_part(call: &Call<'_>) -> Result<u16, ObsError> {
    upload(call, &mut call.store.buckets())?;
    let number = call.target.parameter("partNumber").and_then(|number| number.parse().ok());
    number
        .filter(|number| (1..=MAX_PARTS).contains(number))
        .ok_or_else(|| ObsErrorCode::InvalidArgument.into())
}

pub(crate) fn put_part(
    call: &Call<'_>,
    number: u16,
    Received { content, md5 }: Received,
) -> Answer {
    let etag = etag(md5);
    let part = call.store.object(content, etag.clone(), http::HeaderMap::new())?;
    upload(call, &mut call.store.buckets())?.parts.insert(number, part);
    let mut response = empty(StatusCode::OK);
    response.headers_mut().insert(ETAG, quoted(&etag));
    Ok(response)
}

pub(crate) fn copy_part(call: &Call<'_>, number: u16) -> Answer {
    let source = source(call)?;
    let length = source.content.length();
    let content = match range(call.own_header("copy-source-range"), length)? {
        Some(part) => source.content.range(part),
        None => source.content.clone(),
    };
    let etag = etag(Md5::digest(content.to_vec()).into());
    let part = call.store.object(content, etag, http::HeaderMap::new())?;
    upload(call, &mut call.store.buckets())?.parts.insert(number, Arc::clone(&part));
    Ok(copied(call, "CopyPartResult", &part))
}

pub(crate) fn list_parts(call: &Call<'_>) -> Answer {
    let after = call.target.parameter("part-number-marker");
    let after: u16 = after.and_then(|after| after.parse().ok()).unwrap_or(0);
    let max_parts = max(call.target.parameter("max-parts"))?;
    let mut buckets = call.store.buckets();
    let upload = upload(call, &mut buckets)?;
    let parts: Vec<(&u16, &Arc<Object>)> =
        upload.parts.range(after.saturating_add(1)..).take(max_parts).collect();
    let last = parts.last().map_or(after, |(number, _)| **number);
    let mut result = Document::new("ListPartsResult", call.style);
    result.text("Bucket", &call.target.bucket);
    result.text("Key", &call.target.key);
    result.text("UploadId", call.target.parameter("uploadId").unwrap_or_default());
    owner(&mut result, "Initiator");
    owner(&mut result, "Owner");
    result.text("StorageClass", "STANDARD");
    result.text("PartNumberMarker", &after.to_string());
    result.text("NextPartNumberMarker", &last.to_string());
    result.text("MaxParts", &max_parts.to_string());
    let is_truncated = upload.parts.range(last.saturating_add(1)..).next().is_some();
    result.text("IsTruncated", if is_truncated { "true" } else { "false" });
    for (number, part) in parts {
        result.nested("Part", |result| {
            result.text("PartNumber", &number.to_string());
            result.time("LastModified", part.modified);
            result.text("ETag", &format!("\"{}\"", part.etag));
            result.text("Size", &part.content.length().to_string());
        });
    }
    Ok(document(result.finish()))
}

pub(crate) fn list(call: &Call<'_>) -> Answer {
    let prefix = call.target.parameter("prefix").unwrap_or_default();
    let mut buckets = call.store.buckets();
    let uploads = &bucket(&mut buckets, &call.target.bucket)?.uploads;
    let mut result = Document::new("ListMultipartUploadsResult", call.style);
    result.text("Bucket", &call.target.bucket);
    result.encode_keys(call.target.parameter("encoding-type"));
    result.key("Prefix", prefix);
    result.text("MaxUploads", &uploads.len().to_string());
    result.text("IsTruncated", "false");
    let mut uploads: Vec<(&String, &Upload)> = uploads.iter().collect();
    uploads.sort_by_key(|(id, upload)| (&upload.key, *id));
    for (id, upload) in uploads.into_iter().filter(|(_, upload)| upload.key.starts_with(prefix)) {
        result.nested("Upload", |result| {
            result.key("Key", &upload.key);
            result.text("UploadId", id);
            owner(result, "Initiator");
            owner(result, "Owner");
            result.text("StorageClass", "STANDARD");
            result.time("Initiated", upload.started);
        });
    }
    Ok(document(result.finish()))
}

/// Makes an object of the parts that the document lists.
pub(crate) fn complete(call: &Call<'_>, body: &[u8]) -> Answer {
    let listed = items(body, "Part")?;
    let listed = listed.iter().map(|part| {
        let number: u16 = field(part, "PartNumber")?.trim().parse().ok()?;
        Some((number, field(part, "ETag")?.trim().trim_matches('"')))
    });
    let listed: Vec<(u16, &str)> =
        listed.collect::<Option<_>>().ok_or(ObsErrorCode::MalformedXML)?;
    if listed.is_empty() {
        return Err(ObsErrorCode::MalformedXML.into());
    }
    if !listed.is_sorted_by(|(a, _), (b, _)| a < b) {
        return Err(ObsErrorCode::InvalidPartOrder.into());
    }
    let mut buckets = call.store.buckets();
    let (bucket, id) = of(call, &mut buckets)?;
    let upload = &bucket.uploads[&id];
    let (mut content, mut tags) = (Content::default(), Md5::new());
    for (number, tag) in &listed {
        let part = find(&upload.parts, *number, tag)?;
        content.append(part.content.clone());
        tags.update(md5_of(&part.etag));
    }
    let etag = format!("{}-{}", self::etag(tags.finalize().into()), listed.len());
    let object = call.store.object(content, etag.clone(), upload.headers.clone())?;
    bucket.uploads.remove(&id);
    bucket.objects.insert(call.target.key.clone(), object);
    let mut result = Document::new("CompleteMultipartUploadResult", call.style);
    result.text("Location", &call.target.resource());
    result.text("Bucket", &call.target.bucket);
    result.text("Key", &call.target.key);
    result.text("ETag", &format!("\"{etag}\""));
    Ok(document(result.finish()))
}

fn find<'a>(
    parts: &'a BTreeMap<u16, Arc<Object>>,
    number: u16,
    etag: &str,
) -> Result<&'a Object, ObsError> {
    let part = parts.get(&number).filter(|part| part.etag == etag);
    part.map(Arc::as_ref).ok_or_else(|| ObsErrorCode::InvalidPart.into())
}

pub(crate) fn abort(call: &Call<'_>) -> Answer {
    let mut buckets = call.store.buckets();
    let (bucket, id) = of(call, &mut buckets)?;
    bucket.uploads.remove(&id);
    Ok(empty(StatusCode::NO_CONTENT))
}
