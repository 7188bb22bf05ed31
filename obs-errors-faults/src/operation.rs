//! Which operation a request is.

use std::fmt;

use http::{HeaderMap, Method};

use crate::target::Target;

macro_rules! operations {
    ($($(#[$docs:meta])* $Operation:ident,)*) => {
        /// The operations that are implemented, by their names in the S3 API.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Operation {
            $($(#[$docs])* $Operation,)*
        }

        impl Operation {
            /// Every operation.
            pub const ALL: &'static [Self] = &[$(Self::$Operation),*];

            /// Returns the name of the operation, such as `PutObject`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$Operation => stringify!($Operation),)*
                }
            }
        }
    };
}

operations! {
    /// `GET /`
    ListBuckets,
    /// `PUT /bucket`
    CreateBucket,
    /// `HEAD /bucket`
    HeadBucket,
    /// `DELETE /bucket`
    DeleteBucket,
    /// `GET /bucket?location`
    GetBucketLocation,
    /// `GET /bucket`
    ListObjects,
    /// `GET /bucket?list-type=2`
    ListObjectsV2,
    /// `GET /bucket?versions`
    ListObjectVersions,
    /// `GET /bucket?uploads`
    ListMultipartUploads,
    /// `POST /bucket?delete`
    DeleteObjects,
    /// `PUT /bucket/key`
    PutObject,
    /// `PUT /bucket/key` with the header `x-amz-copy-source` or `x-obs-copy-source`
    CopyObject,
    /// `GET /bucket/key`
    GetObject,
    /// `HEAD /bucket/key`
    HeadObject,
    /// `DELETE /bucket/key`
    DeleteObject,
    /// `POST /bucket/key?uploads`
    CreateMultipartUpload,
    /// `PUT /bucket/key?partNumber=1&uploadId=id`
    UploadPart,
    /// The same with the header `x-amz-copy-source` or `x-obs-copy-source`
    UploadPartCopy,
    /// `GET /bucket/key?uploadId=id`
    ListParts,
    /// `POST /bucket/key?uploadId=id`
    CompleteMultipartUpload,
    /// `DELETE /bucket/key?uploadId=id`
    AbortMultipartUpload,
    /// `OPTIONS`, which browsers send before requests to another origin
    Preflight,
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Parameters that mean a part of a bucket or an object that is not stored, such as its ACL.
const SUBRESOURCES: [&str; 24] = [
    "accelerate",
    "acl",
    "analytics",
    "attributes",
    "cors",
    "encryption",
    "inventory",
    "legal-hold",
    "lifecycle",
    "logging",
    "metrics",
    "notification",
    "object-lock",
    "ownershipControls",
    "policy",
    "publicAccessBlock",
    "replication",
    "requestPayment",
    "restore",
    "retention",
    "select",
    "tagging",
    "versioning",
    "website",
];

impl Operation {
    /// Returns the operation of a request; `None` if it is not implemented.
    pub(crate) fn of(method: &Method, headers: &HeaderMap, target: &Target) -> Option<Self> {
        if *method == Method::OPTIONS {
            return Some(Self::Preflight);
        }
        if SUBRESOURCES.iter().any(|name| target.has(name)) {
            return None;
        }
        if target.bucket.is_empty() {
            return (*method == Method::GET).then_some(Self::ListBuckets);
        }
        if target.key.is_empty() {
            Self::of_bucket(method, target)
        } else {
            Self::of_object(method, headers, target)
        }
    }

    fn of_bucket(method: &Method, target: &Target) -> Option<Self> {
        Some(match *method {
            Method::GET if target.has("location") => Self::GetBucketLocation,
            Method::GET if target.has("uploads") => Self::ListMultipartUploads,
            Method::GET if target.has("versions") => Self::ListObjectVersions,
            Method::GET if target.parameter("list-type") == Some("2") => Self::ListObjectsV2,
            Method::GET => Self::ListObjects,
            Method::PUT => Self::CreateBucket,
            Method::HEAD => Self::HeadBucket,
            Method::DELETE => Self::DeleteBucket,
            Method::POST if target.has("delete") => Self::DeleteObjects,
            _ => return None,
        })
    }

    fn of_object(method: &Method, headers: &HeaderMap, target: &Target) -> Option<Self> {
        let copies = copy_source(headers).is_some();
        Some(match *method {
            Method::GET if target.has("uploadId") => Self::ListParts,
            Method::GET => Self::GetObject,
            Method::HEAD => Self::HeadObject,
            Method::PUT if target.has("uploadId") && copies => Self::UploadPartCopy,
            Method::PUT if target.has("uploadId") => Self::UploadPart,
            Method::PUT if copies => Self::CopyObject,
            Method::PUT => Self::PutObject,
            Method::POST if target.has("uploads") => Self::CreateMultipartUpload,
            Method::POST if target.has("uploadId") => Self::CompleteMultipartUpload,
            Method::DELETE if target.has("uploadId") => Self::AbortMultipartUpload,
            Method::DELETE => Self::DeleteObject,
            _ => return None,
        })
    }
}

/// The object that a request copies.
pub(crate) fn copy_source(headers: &HeaderMap) -> Option<&str> {
    let source = headers.get("x-amz-copy-source").or_else(|| headers.get("x-obs-copy-source"))?;
    source.to_str().ok()
}
