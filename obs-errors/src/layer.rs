#![doc = include_str!("layer.md")]

mod body;
mod error_document;
mod error_document_layer;
mod exchange;
mod failed_request;
mod fields;
mod future;
mod panicked;
mod request_id;
mod settings;
mod verdict;

pub use body::ErrorDocumentBody;
pub use error_document::ErrorDocument;
pub use error_document_layer::ErrorDocumentLayer;
pub use failed_request::FailedRequest;
pub use future::ErrorDocumentFuture;
pub use request_id::RequestId;
