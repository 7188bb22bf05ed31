//! The settings of the layer.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use ::http::request::Parts;

use super::failed_request::FailedRequest;
use super::request_id::RequestId;
use crate::ErrorResponse;

/// An error of a service.
pub(super) type BoxError = Box<dyn Error + Send + Sync>;

/// Finds the id of a request.
type FindId = dyn Fn(&Parts) -> Option<RequestId> + Send + Sync;
/// Finds what a request is about.
type FindResource = dyn Fn(&Parts) -> Option<String> + Send + Sync;
/// Converts the error of a service.
type MapError<C> =
    dyn Fn(&(dyn Error + Send + Sync + 'static)) -> Option<ErrorResponse<C>> + Send + Sync;
/// Learns about a request that failed.
type OnError<C> = dyn Fn(&FailedRequest<'_, C>) + Send + Sync;

pub(super) struct Settings<C> {
    pub(super) request_id: Option<Arc<FindId>>,
    /// The rules for it are those for the id of a request.
    pub(super) host_id: Option<RequestId>,
    pub(super) resource: Option<Arc<FindResource>>,
    pub(super) map_error: Option<Arc<MapError<C>>>,
    pub(super) on_error: Option<Arc<OnError<C>>>,
}

impl<C> Settings<C> {
    /// The id of a request: what the settings find, or else what is among the extensions of the
    /// request already, or else a new one.
    pub(super) fn request_id(&self, request: &Parts) -> RequestId {
        let found = self.request_id.as_ref().and_then(|find| find(request));
        let found = found.or_else(|| request.extensions.get().cloned());
        found.unwrap_or_else(RequestId::generate)
    }
}

impl<C> Default for Settings<C> {
    fn default() -> Self {
        Self { request_id: None, host_id: None, resource: None, map_error: None, on_error: None }
    }
}

impl<C> Clone for Settings<C> {
    fn clone(&self) -> Self {
        let Self { request_id, host_id, resource, map_error, on_error } = self;
        Self {
            request_id: request_id.clone(),
            host_id: host_id.clone(),
            resource: resource.clone(),
            map_error: map_error.clone(),
            on_error: on_error.clone(),
        }
    }
}

impl<C> fmt::Debug for Settings<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("host_id", &self.host_id).finish_non_exhaustive()
    }
}
