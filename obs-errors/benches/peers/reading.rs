//! Reading into the types that a user gets, with the code looked up, compared with structs
//! of owned strings.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion};
use obs_errors::{NO_HEADERS, ObsError, ObsErrorCode, delete_errors};
use quick_xml::events::Event;

use crate::inputs::{A, B, c};
use crate::ratios::Group;
use crate::structs::{Entry, Error, READ, entries, error};

pub(crate) const GROUPS: &[Group] = &[
    Group { name: "read A", title: "A", base: READ, others: OTHERS },
    Group { name: "read B", title: "B", base: READ, others: OTHERS },
    Group { name: "read C", title: "C", base: READ, others: OTHERS },
];

const TREE: &str = "roxmltree";
const EVENTS: &str = "quick-xml events, nothing kept";
const OURS: &str = "**obs-errors**";
const OTHERS: &[&str] = &[TREE, EVENTS, OURS];

pub(crate) fn benches(criterion: &mut Criterion) {
    for (name, document) in [("read A", A), ("read B", B)] {
        let mut group = criterion.benchmark_group(name);
        group.bench_function(READ, |bench| bench.iter(|| error(black_box(document))));
        group.bench_function(TREE, |bench| bench.iter(|| error_in_tree(black_box(document))));
        group.bench_function(EVENTS, |bench| bench.iter(|| events(black_box(document))));
        group.bench_function(OURS, |bench| {
            bench.iter(|| ObsError::from_xml(black_box(document.as_bytes())).expect("a document"));
        });
        group.finish();
    }

    let document = c();
    let mut group = criterion.benchmark_group("read C");
    group.bench_function(READ, |bench| bench.iter(|| entries(black_box(&document))));
    group.bench_function(TREE, |bench| bench.iter(|| entries_in_tree(black_box(&document))));
    group.bench_function(EVENTS, |bench| bench.iter(|| events(black_box(&document))));
    group.bench_function(OURS, |bench| {
        bench.iter(|| {
            let errors = delete_errors(black_box(document.as_bytes()));
            errors.filter(|error| error.as_ref().is_ok_and(is_denied)).count()
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("in a success");
    let list = format!(
        "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://obs.example.com/\">{}",
        "<Contents><Key>a</Key></Contents>".repeat(32_000)
    );
    for (name, body) in [("1 MB of XML", list.as_str()), ("1 MB of text", &"text ".repeat(210_000))]
    {
        group.bench_with_input(BenchmarkId::from_parameter(name), body, |bench, body| {
            bench.iter(|| {
                ObsError::in_success_parts(200, NO_HEADERS, black_box(body.as_bytes())).is_some()
            });
        });
    }
    group.finish();
}

fn is_denied(error: &obs_errors::DeleteError<'_>) -> bool {
    error.code() == Some(ObsErrorCode::AccessDenied)
}

fn error_in_tree(document: &str) -> Error {
    let tree = roxmltree::Document::parse(document).expect("a document");
    let child = |name| text_of(tree.root_element(), name);
    Error {
        code: child("Code"),
        message: child("Message"),
        resource: child("Resource"),
        request_id: child("RequestId"),
        host_id: child("HostId"),
    }
}

fn entries_in_tree(document: &str) -> Vec<Entry> {
    let tree = roxmltree::Document::parse(document).expect("a document");
    let entries = tree.root_element().children().filter(|child| child.has_tag_name("Error"));
    let entries = entries.map(|entry| Entry {
        key: text_of(entry, "Key"),
        version_id: text_of(entry, "VersionId"),
        code: text_of(entry, "Code"),
        message: text_of(entry, "Message"),
    });
    entries.collect()
}

fn text_of(element: roxmltree::Node<'_, '_>, name: &str) -> String {
    let child = element.children().find(|child| child.tag_name().name() == name);
    child.into_iter().flat_map(|child| child.children()).filter_map(|text| text.text()).collect()
}

/// The lower bound: every event is read, and nothing is kept.
fn events(document: &str) -> usize {
    let mut reader = quick_xml::Reader::from_str(document);
    let mut count = 0;
    loop {
        match reader.read_event().expect("a document") {
            Event::Eof => return count,
            event => count += black_box(event).len(),
        }
    }
}
