//! A stand-in for OBS and S3 on loopback, for tests of clients.
//!
//! [`FaultServer`] stores objects in memory, and answers like the service: buckets; objects with ranges and
//! conditions; copies; lists of both forms; deletes of many keys; multipart uploads. It is a test
//! double: nothing outlives it, there are no ACLs, no versions and no other subresources (requests for them
//! are answered with `ServiceNotImplemented`), and signatures are accepted without a check.
//!
//! A bucket is the first part of the path (`http://127.0.0.1:PORT/bucket/key`) or a subdomain of `localhost`
//! (`http://bucket.localhost:PORT/key`). Clients that sign requests the S3 way get the headers and the
//! namespace of S3; others get those of OBS.

mod body;
mod buckets;
mod budget;
mod call;
mod conditions;
mod content;
mod document;
mod listing;
mod multipart;
mod objects;
mod operation;
mod receive;
mod server;
mod service;
mod store;
mod target;

pub use server::{DEFAULT_LIMIT_BYTES, FaultServer, Settings};
