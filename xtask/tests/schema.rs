//! Checks that written documents are valid against `docs/error.xsd`, according to libxml2.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use obs_errors::{ObsError, ObsErrorCode};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// Has xmllint validate the documents, each in a separate file.
fn validated(name: &str, documents: &[String]) -> Output {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).expect("a directory");
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/error.xsd");
    let mut command = Command::new("xmllint");
    command.arg("--noout").arg("--nonet").arg("--schema").arg(schema);
    for (index, document) in documents.iter().enumerate() {
        let file = directory.join(format!("{index}.xml"));
        fs::write(&file, document).expect("a file");
        command.arg(file);
    }
    command.output().expect("xmllint runs")
}

fn assert_valid(name: &str, documents: &[String]) {
    let output = validated(name, documents);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(said.matches(" validates").count(), documents.len(), "{said}");
    assert!(output.status.success(), "{said}");
}

#[test]
#[ignore = "xmllint is needed; run with: cargo test --package xtask --test schema -- --ignored"]
fn every_written_document_is_valid() {
    let mut documents: Vec<String> = Vec::new();
    for code in ObsErrorCode::ALL {
        let error = ObsError::new(*code);
        documents.push(error.to_xml());
        documents.push(error.with_resource("/b/k").with_request_id("R").with_host_id("H").to_xml());
    }
    assert_valid("codes", &documents);

    // Any names and values of fields.
    let name = prop_oneof!["[A-Za-z:.-]{0,5}", any::<String>(), Just("Error".to_owned())];
    let fields = proptest::collection::vec((name, any::<String>()), 0..6);
    let mut runner = TestRunner::deterministic();
    let documents = (0..500).map(|_| {
        let fields = fields.new_tree(&mut runner).expect("fields").current();
        let error = ObsError::new(ObsErrorCode::NoSuchKey);
        fields.iter().fold(error, |error, (name, value)| error.with_field(name, value)).to_xml()
    });
    assert_valid("fields", &documents.collect::<Vec<_>>());
}

/// Documents that were read from every kind of input.
#[test]
#[ignore = "xmllint is needed; run with: cargo test --package xtask --test schema -- --ignored"]
fn every_document_that_was_read_is_valid_when_it_is_written_again() {
    let entries = |path: &Path| {
        let entries = fs::read_dir(path).expect("a directory");
        entries.map(|entry| entry.expect("an entry").path()).collect::<Vec<_>>()
    };
    let subjects =
        entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../obs-errors/tests/documents"));
    let files = subjects.iter().flat_map(|subject| entries(subject));
    let bodies = files.map(|file| fs::read(file).expect("a document"));
    let read = bodies.filter_map(|body| ObsError::from_xml(&body).ok());
    let documents: Vec<String> = read.map(|error| error.to_xml()).collect();
    assert!(documents.len() > 20);
    assert_valid("documents", &documents);
}

#[test]
#[ignore = "xmllint is needed; run with: cargo test --package xtask --test schema -- --ignored"]
fn another_root_and_markup_where_text_belongs_are_not_valid() {
    for document in [
        "<Fault><Code>NoSuchKey</Code></Fault>",
        "<Error><Code>NoSuchKey<b/></Code></Error>",
        "<Error><Message><b/></Message></Error>",
        "<Error xmlns='urn:other'/>",
    ] {
        assert!(!validated("invalid", &[document.to_owned()]).status.success(), "{document}");
    }
}
