//! A stand-in for OBS and S3 on loopback, for tests of clients: it stores objects, and fails as it is asked to.
//!
//! ```
//! use obs_errors_faults::{FaultServer, Operation};
//!
//! # let put = |url: String, body: &str| ureq::put(url).send(body).map(|_| ());
//! let server = FaultServer::settings().with_bucket("photos").start()?;
//! server.inject_into(Operation::PutObject, "SlowDown x1, Reset x1")?;
//!
//! let url = format!("{}/photos/a.jpg", server.url());
//! // The client under test: it should try three times.
//! # fn upload(url: &str) { while ureq::put(url).send("content").is_err() {} }
//! upload(&url);
//!
//! server.log().with_operation(Operation::PutObject).assert_attempts(3);
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```
//!
//! # The store
//!
//! [`FaultServer`] keeps objects in memory, and answers like the service: buckets; objects with ranges and
//! conditions; copies; lists of both forms; deletes of many keys; multipart uploads. It is a test
//! double: nothing outlives it, there are no ACLs, no versions and no other subresources (requests for them
//! are answered with `ServiceNotImplemented`), and signatures are accepted without a check unless the server has
//! [credentials](Settings::with_credentials).
//!
//! A bucket is the first part of the path (`http://127.0.0.1:PORT/bucket/key`) or a subdomain of `localhost`
//! (`http://bucket.localhost:PORT/key`). Clients that sign requests the S3 way get the headers and the
//! namespace of S3; others get those of OBS.
//!
//! # Faults
//!
//! A [`Fault`] is any error code in any [shape](Shape), or a response that comes late, slowly, in part or not at
//! all. [Rules](Rule) decide which requests get which. They are added
//!
//! - in code: [`FaultServer::inject`], [`FaultServer::add`];
//! - by a [scenario file](Scenario);
//! - over HTTP, for tests in other languages: `POST /_faults/rules` with the same YAML or JSON;
//!   `GET /_faults/` lists what else there is;
//! - by a request itself, in its query (`?error=SlowDown&times=2&shape=html`), in the header `x-fault`
//!   (`SlowDown; times=2; shape=html`) or in its key (`/bucket/fault/SlowDown;times=2`): with `times`, the
//!   same request succeeds once after as many failures, and then fails again.
//!
//! # The log
//!
//! [`FaultServer::log`] has every request with what was answered, and asserts how often and when a client tried
//! again. `GET /_faults/requests` returns it as JSON.
//!
//! # Features
//!
//! - `tls`: [`Settings::with_tls`].
//! - `http2`: HTTP/2, over TLS, and without TLS for clients that begin with it. A fault that ends a connection then
//!   ends the stream of the request.

mod accept;
mod asked;
mod body;
mod buckets;
mod budget;
mod call;
mod codes;
mod conditions;
mod connection;
mod content;
mod control;
mod delivery;
mod document;
mod fault;
mod keys;
mod listing;
mod log;
mod multipart;
mod notation;
mod objects;
mod operation;
mod receive;
mod rendering;
mod rule;
mod rules;
mod scenario;
mod server;
mod service;
mod shape;
mod signature;
mod store;
mod target;
#[cfg(feature = "tls")]
mod tls;

pub use fault::Fault;
pub use log::{Request, RequestLog};
pub use notation::FaultError;
pub use operation::Operation;
pub use rule::{Per, Rate, Rule};
pub use rules::RuleId;
pub use scenario::{Scenario, ScenarioError};
pub use server::{DEFAULT_LIMIT_BYTES, FaultServer, Settings};
pub use shape::Shape;
