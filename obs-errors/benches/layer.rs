//! What the layer adds to a request: a router of axum with it, without it, and with the layers of
//! tower-http that only add the id of a request.
//!
//! ```text
//! cargo bench --package obs-errors --features axum,tower --bench layer
//! ```
#![allow(missing_docs, reason = "a bench has no users")]

#[path = "peers/ratios.rs"]
mod ratios;

use std::hint::black_box;
use std::time::SystemTime;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::routing::get;
use criterion::Criterion;
use obs_errors::ObsErrorCode;
use obs_errors::layer::ErrorDocumentLayer;
use ratios::Group;
use tokio::runtime::{Builder, Runtime};
use tower::{Service, ServiceBuilder};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};

const GROUPS: &[Group] = &[
    Group { name: "success", title: "success", base: BARE, others: OTHERS },
    Group { name: "unknown path", title: "unknown path", base: BARE, others: OTHERS },
    Group { name: "error of a handler", title: "error of a handler", base: BARE, others: OTHERS },
];

const BARE: &str = "without a layer";
const IDS: &str = "only ids, by tower-http";
const OURS: &str = "**obs-errors**";
const OTHERS: &[&str] = &[IDS, OURS];

fn main() {
    let start = SystemTime::now();
    let mut criterion = Criterion::default().configure_from_args();
    let runtime = Builder::new_current_thread().build().expect("a runtime");
    let router = || {
        Router::new()
            .route("/object", get(|| async { "content" }))
            .route("/error", get(|| async { ObsErrorCode::NoSuchKey }))
    };
    let ids = ServiceBuilder::new()
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(PropagateRequestIdLayer::x_request_id());
    let mut routers = [
        (BARE, router()),
        (IDS, router().layer(ids)),
        (OURS, router().layer(ErrorDocumentLayer::<ObsErrorCode>::new())),
    ];
    for (group, path) in GROUPS.iter().zip(["/object", "/nowhere", "/error"]) {
        let mut benches = criterion.benchmark_group(group.name);
        for (name, router) in &mut routers {
            benches.bench_function(*name, |bencher| {
                bencher.iter(|| send(&runtime, router, black_box(path)));
            });
        }
        benches.finish();
    }
    criterion.final_summary();
    ratios::show(
        "cargo bench --package obs-errors --features axum,tower --bench layer",
        start,
        GROUPS,
    );
}

fn send(runtime: &Runtime, router: &mut Router, path: &str) {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    let response = runtime.block_on(router.call(request));
    black_box(response.expect("a router has no errors"));
}
