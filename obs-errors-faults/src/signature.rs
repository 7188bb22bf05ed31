//! Whether a request is signed with the key of the server: AWS signature version 4, and the older scheme of
//! OBS and S3, each in a header or in the query.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use http::request::Parts;
use obs_errors::{ObsError, ObsErrorCode};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::target::Target;

/// The key with which clients sign: its public and its secret part.
#[derive(Clone, Debug)]
pub(crate) struct Credentials {
    pub(crate) access: String,
    pub(crate) secret: String,
}

/// How much the clock of a client may differ.
const MAX_SKEW: Duration = Duration::from_secs(15 * 60);

/// What stays in the canonical form of a query.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The parameters that the older scheme signs, in lower case, beside those that begin with [`SIGNED_PREFIXES`].
const SIGNED_PARAMETERS: [&str; 49] = [
    "accelerate",
    "acl",
    "analytics",
    "append",
    "attname",
    "backtosource",
    "bucketstatus",
    "cors",
    "delete",
    "deletebucket",
    "directcoldaccess",
    "encryption",
    "inventory",
    "length",
    "lifecycle",
    "location",
    "logging",
    "metadata",
    "metrics",
    "modify",
    "name",
    "notification",
    "object-lock",
    "obscompresspolicy",
    "partnumber",
    "policy",
    "policystatus",
    "position",
    "publicaccessblock",
    "quota",
    "rename",
    "replication",
    "requestpayment",
    "restore",
    "retention",
    "select",
    "select-type",
    "storageclass",
    "storageinfo",
    "storagepolicy",
    "tagging",
    "torrent",
    "truncate",
    "uploadid",
    "uploads",
    "versionid",
    "versioning",
    "versions",
    "website",
];

const SIGNED_PREFIXES: [&str; 4] = ["response-", "x-image-", "x-oss-", "x-workflow-"];

impl Credentials {
    /// Checks the signature of a request. The hash of the body that it states is not compared with the body.
    pub(crate) fn check(
        &self,
        request: &Parts,
        target: &Target,
        now: SystemTime,
    ) -> Result<(), ObsError> {
        let authorization = header(request, "authorization").unwrap_or_default();
        if let Some(fields) = authorization.strip_prefix("AWS4-HMAC-SHA256 ") {
            return self.check_header_v4(request, target, fields, now);
        }
        if target.has("X-Amz-Signature") {
            return self.check_query_v4(request, target, now);
        }
        for (scheme, prefix) in [("OBS ", "x-obs-"), ("AWS ", "x-amz-")] {
            if let Some((access, signature)) =
                authorization.strip_prefix(scheme).and_then(|rest| rest.split_once(':'))
            {
                self.check_access(access.trim())?;
                let dated = format!("{prefix}date");
                let own = header(request, &dated);
                let date = own.or_else(|| header(request, "date")).unwrap_or_default();
                check_skew(httpdate::parse_http_date(&date.replace("+0000", "GMT")).ok(), now)?;
                // A date of the service is signed with the other headers of the service.
                let date = if own.is_some() { "" } else { date };
                return self.check_v2(request, target, (prefix, date), signature.trim());
            }
        }
        for (access, prefix) in [("AccessKeyId", "x-obs-"), ("AWSAccessKeyId", "x-amz-")] {
            if let (Some(access), Some(signature), Some(expires)) = (
                target.parameter(access),
                target.parameter("Signature"),
                target.parameter("Expires"),
            ) {
                self.check_access(access)?;
                let end = expires.parse().ok().map(Duration::from_secs);
                check_end(end.and_then(|end| UNIX_EPOCH.checked_add(end)), now)?;
                return self.check_v2(request, target, (prefix, expires), signature);
            }
        }
        Err(ObsError::new(ObsErrorCode::AccessDenied)
            .with_message("The request is not signed, and the server has a key."))
    }

    fn check_access(&self, access: &str) -> Result<(), ObsError> {
        if access == self.access { Ok(()) } else { Err(ObsErrorCode::InvalidAccessKeyId.into()) }
    }

    fn check_header_v4(
        &self,
        request: &Parts,
        target: &Target,
        fields: &str,
        now: SystemTime,
    ) -> Result<(), ObsError> {
        let field = |name: &str| {
            let mut fields = fields.split(',').filter_map(|field| field.trim().split_once('='));
            fields.find(|(other, _)| *other == name).map_or("", |(_, value)| value)
        };
        let date = header(request, "x-amz-date").map(Cow::from);
        // Some clients send only the header of HTTP.
        let date = date.or_else(|| {
            let time = httpdate::parse_http_date(header(request, "date")?).ok()?;
            let text = humantime::format_rfc3339_seconds(time).to_string();
            Some(text.replace(['-', ':'], "").into())
        });
        let date = date.as_deref().unwrap_or_default();
        let hash = header(request, "x-amz-content-sha256").unwrap_or("UNSIGNED-PAYLOAD");
        let (credential, signed) = (field("Credential"), field("SignedHeaders"));
        let (access, scope) = credential.split_once('/').unwrap_or_default();
        self.check_access(access)?;
        check_skew(compact_time(date), now)?;
        let text = v4_text(request, target, signed, date, scope, hash);
        matches(&self.v4(&text, scope), field("Signature"))
    }

    fn check_query_v4(
        &self,
        request: &Parts,
        target: &Target,
        now: SystemTime,
    ) -> Result<(), ObsError> {
        let value = |name: &str| target.parameter(name).unwrap_or_default();
        let credential = value("X-Amz-Credential");
        let (access, scope) = credential.split_once('/').unwrap_or_default();
        self.check_access(access)?;
        let date = value("X-Amz-Date");
        let seconds = value("X-Amz-Expires").parse().ok().map(Duration::from_secs);
        let end = compact_time(date).zip(seconds);
        check_end(end.and_then(|(start, seconds)| start.checked_add(seconds)), now)?;
        let signed = value("X-Amz-SignedHeaders");
        let text = v4_text(request, target, signed, date, scope, "UNSIGNED-PAYLOAD");
        matches(&self.v4(&text, scope), value("X-Amz-Signature"))
    }

    /// The signature of a text, for a scope such as `20260101/us-east-1/s3/aws4_request`.
    fn v4(&self, text: &str, scope: &str) -> String {
        let first = format!("AWS4{}", self.secret).into_bytes();
        let key = scope.split('/').fold(first, |key, part| hmac_sha256(&key, part.as_bytes()));
        hex(&hmac_sha256(&key, text.as_bytes()))
    }

    fn check_v2(
        &self,
        request: &Parts,
        target: &Target,
        (prefix, date): (&str, &str),
        signature: &str,
    ) -> Result<(), ObsError> {
        // Clients disagree whether the path of a bucket ends in a slash.
        let slashes = if target.key.is_empty() { ["", "/"].as_slice() } else { &[""] };
        let texts = slashes.iter().map(|slash| v2_text(request, target, prefix, date, slash));
        let signatures: Vec<String> = texts.map(|text| self.v2(&text)).collect();
        if signatures.iter().any(|own| own == signature) {
            return Ok(());
        }
        Err(ObsErrorCode::SignatureDoesNotMatch.into())
    }

    fn v2(&self, text: &str) -> String {
        let mut mac = Hmac::<Sha1>::new_from_slice(self.secret.as_bytes()).expect("any length");
        mac.update(text.as_bytes());
        BASE64_STANDARD.encode(mac.finalize().into_bytes())
    }
}

fn matches(expected: &str, signature: &str) -> Result<(), ObsError> {
    if expected == signature { Ok(()) } else { Err(ObsErrorCode::SignatureDoesNotMatch.into()) }
}

fn check_skew(time: Option<SystemTime>, now: SystemTime) -> Result<(), ObsError> {
    let time = time.ok_or_else(|| {
        ObsError::new(ObsErrorCode::AccessDenied).with_message("The request has no valid date.")
    })?;
    let skew = now.duration_since(time).unwrap_or_else(|error| error.duration());
    if skew <= MAX_SKEW { Ok(()) } else { Err(ObsErrorCode::RequestTimeTooSkewed.into()) }
}

fn check_end(end: Option<SystemTime>, now: SystemTime) -> Result<(), ObsError> {
    if end.is_some_and(|end| now <= end) {
        return Ok(());
    }
    Err(ObsError::new(ObsErrorCode::AccessDenied).with_message("Request has expired"))
}

/// A time such as `20260101T120000Z`.
fn compact_time(text: &str) -> Option<SystemTime> {
    let part = |range| text.get(range);
    let (date, time) =
        ((part(0..4)?, part(4..6)?, part(6..8)?), (part(9..11)?, part(11..13)?, part(13..16)?));
    let text = format!("{}-{}-{}T{}:{}:{}", date.0, date.1, date.2, time.0, time.1, time.2);
    humantime::parse_rfc3339(&text).ok()
}

/// What version 4 signs.
fn v4_text(
    request: &Parts,
    target: &Target,
    signed: &str,
    date: &str,
    scope: &str,
    hash: &str,
) -> String {
    let mut query: Vec<String> = target
        .parameters()
        .filter(|(name, _)| *name != "X-Amz-Signature")
        .map(|(name, value)| {
            let encoded = |text| utf8_percent_encode(text, UNRESERVED).to_string();
            format!("{}={}", encoded(name), encoded(value))
        })
        .collect();
    query.sort();
    let headers = signed.split(';').map(|name| {
        let value = header_values(request, name).join(",");
        format!("{name}:{value}\n")
    });
    let canonical = format!(
        "{}\n{}\n{}\n{}\n{signed}\n{hash}",
        request.method,
        request.uri.path(),
        query.join("&"),
        headers.collect::<String>()
    );
    format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", hex(&Sha256::digest(canonical)))
}

/// What the older scheme signs.
fn v2_text(request: &Parts, target: &Target, prefix: &str, date: &str, slash: &str) -> String {
    let value = |name| header(request, name).unwrap_or_default();
    let mut names: Vec<&str> = request.headers.keys().map(http::HeaderName::as_str).collect();
    names.retain(|name| name.starts_with(prefix));
    names.sort_unstable();
    let headers = names.into_iter().map(|name| {
        let value = header_values(request, name).join(",");
        format!("{name}:{value}\n")
    });
    let mut parameters: Vec<(&str, &str)> = target
        .parameters()
        .filter(|(name, _)| {
            let name = name.to_ascii_lowercase();
            SIGNED_PARAMETERS.contains(&name.as_str())
                || SIGNED_PREFIXES.iter().any(|start| name.starts_with(start))
                || name.starts_with(prefix)
        })
        .collect();
    parameters.sort_unstable();
    let parameters = parameters.into_iter().map(|(name, value)| match value {
        "" => name.to_owned(),
        value => format!("{name}={value}"),
    });
    let parameters = parameters.collect::<Vec<_>>().join("&");
    let separator = if parameters.is_empty() { "" } else { "?" };
    format!(
        "{}\n{}\n{}\n{date}\n{}{}{separator}{parameters}",
        request.method,
        value("content-md5"),
        value("content-type"),
        headers.collect::<String>(),
        resource(request, target, slash),
    )
}

/// The path with the bucket, as it is sent, except for the slash at its end if there is no key.
fn resource(request: &Parts, target: &Target, slash: &str) -> String {
    let path = request.uri.path();
    let path = if target.key.is_empty() { path.trim_end_matches('/') } else { path };
    let bucket = if target.is_virtual_host { format!("/{}", target.bucket) } else { String::new() };
    let resource = format!("{bucket}{path}{slash}");
    if resource.is_empty() { "/".to_owned() } else { resource }
}

fn header<'a>(request: &'a Parts, name: &str) -> Option<&'a str> {
    request.headers.get(name)?.to_str().ok()
}

/// The values of a header, without whitespace around them. HTTP/2 has the host in another place.
fn header_values<'a>(request: &'a Parts, name: &str) -> Vec<Cow<'a, str>> {
    let values = request.headers.get_all(name).iter();
    let values = values.map(|value| String::from_utf8_lossy(value.as_bytes()));
    let mut values: Vec<Cow<'a, str>> =
        values.map(|value| value.trim().to_owned().into()).collect();
    if values.is_empty() && name == "host" {
        values.extend(request.uri.authority().map(|host| host.as_str().into()));
    }
    values
}

fn hmac_sha256(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("it is a string");
        text
    })
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use http::Request;
    use http::request::Parts;
    use obs_errors::ObsErrorCode;

    use super::Credentials;
    use crate::target::Target;

    /// The requests below, and their signatures, are the examples in the documentation of S3.
    fn credentials() -> Credentials {
        Credentials {
            access: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
        }
    }

    fn request(uri: &str, headers: &[(&str, &str)]) -> Parts {
        let request = headers
            .iter()
            .fold(Request::get(uri), |request, (name, value)| request.header(*name, *value));
        request.body(()).expect("a request").into_parts().0
    }

    fn check(credentials: &Credentials, parts: &Parts, now: &str) -> Option<ObsErrorCode> {
        let target = Target::new(parts, "s3.amazonaws.com");
        let now: SystemTime = humantime::parse_rfc3339(now).expect("a time");
        credentials.check(parts, &target, now).err().and_then(|error| error.code())
    }

    fn other() -> Credentials {
        Credentials { secret: "other".to_owned(), ..credentials() }
    }

    #[test]
    fn version_4_in_a_header() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let authorization = "AWS4-HMAC-SHA256 \
             Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,\
             SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,\
             Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";
        let parts = request(
            "/test.txt",
            &[
                ("host", "examplebucket.s3.amazonaws.com"),
                ("range", "bytes=0-9"),
                ("x-amz-content-sha256", empty),
                ("x-amz-date", "20130524T000000Z"),
                ("authorization", authorization),
            ],
        );
        assert_eq!(check(&credentials(), &parts, "2013-05-24T00:10:00Z"), None);
        let late = check(&credentials(), &parts, "2013-05-24T00:16:00Z");
        assert_eq!(late, Some(ObsErrorCode::RequestTimeTooSkewed));
        let wrong = check(&other(), &parts, "2013-05-24T00:00:00Z");
        assert_eq!(wrong, Some(ObsErrorCode::SignatureDoesNotMatch));
    }

    #[test]
    fn version_4_in_the_query() {
        let parts = request(
            "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE\
             %2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z\
             &X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=\
             aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
            &[("host", "examplebucket.s3.amazonaws.com")],
        );
        assert_eq!(check(&credentials(), &parts, "2013-05-24T23:00:00Z"), None);
        let late = check(&credentials(), &parts, "2013-05-25T00:00:01Z");
        assert_eq!(late, Some(ObsErrorCode::AccessDenied));
        let wrong = check(&other(), &parts, "2013-05-24T00:00:00Z");
        assert_eq!(wrong, Some(ObsErrorCode::SignatureDoesNotMatch));
    }

    #[test]
    fn the_older_scheme_in_a_header() {
        let headers = [
            ("host", "johnsmith.s3.amazonaws.com"),
            ("date", "Tue, 27 Mar 2007 19:36:42 +0000"),
            ("authorization", "AWS AKIAIOSFODNN7EXAMPLE:bWq2s1WEIj+Ydj0vQ697zp+IXMU="),
        ];
        let parts = request("/photos/puppy.jpg", &headers);
        assert_eq!(check(&credentials(), &parts, "2007-03-27T19:36:42Z"), None);
        let late = check(&credentials(), &parts, "2007-03-27T20:36:42Z");
        assert_eq!(late, Some(ObsErrorCode::RequestTimeTooSkewed));
        let parts = request("/photos/kitten.jpg", &headers);
        let wrong = check(&credentials(), &parts, "2007-03-27T19:36:42Z");
        assert_eq!(wrong, Some(ObsErrorCode::SignatureDoesNotMatch));
    }

    #[test]
    fn the_older_scheme_in_the_query() {
        let parts = request(
            "/photos/puppy.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE\
             &Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620",
            &[("host", "johnsmith.s3.amazonaws.com")],
        );
        assert_eq!(check(&credentials(), &parts, "2007-03-29T03:40:20Z"), None);
        let late = check(&credentials(), &parts, "2007-03-29T03:40:21Z");
        assert_eq!(late, Some(ObsErrorCode::AccessDenied));
        let wrong = check(&other(), &parts, "2007-03-29T03:40:20Z");
        assert_eq!(wrong, Some(ObsErrorCode::SignatureDoesNotMatch));
    }

    #[test]
    fn a_request_without_a_signature_or_with_another_key_is_refused() {
        let parts = request("/b/k", &[("host", "a")]);
        let found = check(&credentials(), &parts, "2026-01-01T00:00:00Z");
        assert_eq!(found, Some(ObsErrorCode::AccessDenied));
        let parts = request("/b/k", &[("authorization", "OBS AK:c2lnbmF0dXJl")]);
        let found = check(&credentials(), &parts, "2026-01-01T00:00:00Z");
        assert_eq!(found, Some(ObsErrorCode::InvalidAccessKeyId));
    }
}
