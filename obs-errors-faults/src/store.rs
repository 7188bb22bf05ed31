//! Buckets, objects and uploads, in memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use http::HeaderMap;
use obs_errors::{ObsError, ObsErrorCode};

use crate::budget::{Budget, Charge};
use crate::content::Content;

/// What an object, a part, an upload or a bucket counts beside its bytes; a key has at most 1 KiB.
const OVERHEAD_BYTES: u64 = 2048;

/// Everything that is stored.
#[derive(Debug)]
pub(crate) struct Store {
    buckets: Mutex<Buckets>,
    pub(crate) budget: Arc<Budget>,
}

/// The buckets by name.
pub(crate) type Buckets = BTreeMap<String, Bucket>;

#[derive(Debug)]
pub(crate) struct Bucket {
    pub(crate) created: SystemTime,
    pub(crate) objects: BTreeMap<String, Arc<Object>>,
    /// By their ids.
    pub(crate) uploads: BTreeMap<String, Upload>,
    _charge: Arc<Charge>,
}

#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) content: Content,
    /// Without quotes.
    pub(crate) etag: String,
    pub(crate) modified: SystemTime,
    /// What is sent with the object: its type, its own metadata and the like.
    pub(crate) headers: HeaderMap,
    _charge: Arc<Charge>,
}

/// A multipart upload.
#[derive(Debug)]
pub(crate) struct Upload {
    pub(crate) key: String,
    pub(crate) started: SystemTime,
    pub(crate) headers: HeaderMap,
    pub(crate) parts: BTreeMap<u16, Arc<Object>>,
    _charge: Arc<Charge>,
}

impl Store {
    pub(crate) fn new(limit: u64) -> Self {
        Self { buckets: Mutex::default(), budget: Budget::new(limit) }
    }

    /// The buckets, for as long as the guard lives.
    pub(crate) fn buckets(&self) -> MutexGuard<'_, Buckets> {
        // What a thread has half changed is still valid: every change is one insertion or removal.
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new bucket.
    pub(crate) fn bucket(&self) -> Result<Bucket, ObsError> {
        let charge = self.overhead(&HeaderMap::new())?;
        let created = SystemTime::now();
        Ok(Bucket { created, objects: BTreeMap::new(), uploads: BTreeMap::new(), _charge: charge })
    }

    /// A new object, or a part of one.
    pub(crate) fn object(
        &self,
        content: Content,
        etag: String,
        headers: HeaderMap,
    ) -> Result<Arc<Object>, ObsError> {
        let charge = self.overhead(&headers)?;
        let modified = SystemTime::now();
        Ok(Arc::new(Object { content, etag, modified, headers, _charge: charge }))
    }

    pub(crate) fn upload(&self, key: &str, headers: HeaderMap) -> Result<Upload, ObsError> {
        let charge = self.overhead(&headers)?;
        let (started, parts) = (SystemTime::now(), BTreeMap::new());
        Ok(Upload { key: key.to_owned(), started, headers, parts, _charge: charge })
    }

    fn overhead(&self, headers: &HeaderMap) -> Result<Arc<Charge>, ObsError> {
        let headers = headers.iter().map(|(name, value)| name.as_str().len() + value.len());
        let bytes = OVERHEAD_BYTES + headers.sum::<usize>() as u64;
        self.budget.charge(bytes).ok_or_else(full)
    }
}

/// The error when there is no more room.
pub(crate) fn full() -> ObsError {
    ObsError::new(ObsErrorCode::InsufficientStorageSpace).with_message(
        "The memory that the server may use is full; delete objects, or raise its limit.",
    )
}

/// The bucket with this name.
pub(crate) fn bucket<'a>(buckets: &'a mut Buckets, name: &str) -> Result<&'a mut Bucket, ObsError> {
    buckets.get_mut(name).ok_or_else(|| ObsErrorCode::NoSuchBucket.into())
}
