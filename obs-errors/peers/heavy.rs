//! Compares this crate with others that take minutes to compile, in one run.
//!
//! ```text
//! cargo bench --manifest-path obs-errors/peers/Cargo.toml
//! UPDATE_BENCHMARKS=1 cargo bench --manifest-path obs-errors/peers/Cargo.toml
//! ```
//!
//! Not all of them read the same: s3s and aws-smithy-xml keep five strings of an error, and skip
//! CDATA.

#[path = "../benches/peers/inputs.rs"]
mod inputs;
#[path = "../benches/peers/ratios.rs"]
mod ratios;
#[path = "../benches/peers/structs.rs"]
mod structs;

use std::hint::black_box;
use std::time::SystemTime;

use aws_smithy_xml::decode::{Document, ScopedDecoder, try_data};
use criterion::Criterion;
use obs_errors::{ObsError, delete_errors};
use s3s::xml::{DeResult, Deserializer, SerResult, SerializeContent, Serializer};

use inputs::{A, B, c};
use ratios::Group;
use structs::{DeleteResult, Entry, Error, READ, WRITE, entries, error, errors, written};

const OPENDAL: &str = "as OpenDAL does, `from_reader` and `Debug`";
const SMITHY: &str = "aws-smithy-xml";
const S3S: &str = "s3s";
const OURS: &str = "**obs-errors**";
const READERS: &[&str] = &[OPENDAL, SMITHY, S3S, OURS];
const WRITERS: &[&str] = &[S3S, OURS];

const GROUPS: &[Group] = &[
    Group { name: "read A", title: "A", base: READ, others: READERS },
    Group { name: "read B", title: "B", base: READ, others: READERS },
    Group { name: "read C", title: "C", base: READ, others: READERS },
    Group { name: "write", title: "write", base: WRITE, others: WRITERS },
    Group { name: "write escaped", title: "write, message escaped", base: WRITE, others: WRITERS },
];

fn main() {
    let start = SystemTime::now();
    let mut criterion = Criterion::default().configure_from_args();
    reading(&mut criterion);
    writing(&mut criterion);
    criterion.final_summary();
    ratios::show("cargo bench --manifest-path obs-errors/peers/Cargo.toml", start, GROUPS);
}

fn reading(criterion: &mut Criterion) {
    for (name, document) in [("read A", A), ("read B", B)] {
        let [expected, smithy, s3s] =
            [error, smithy_error, s3s_error].map(|read| read(document).fields().map(owned));
        // They skip the CDATA in the message of B.
        let same = |found: &[String; 5]| found[0] == expected[0] && found[2..] == expected[2..];
        assert!(same(&smithy) && same(&s3s), "{expected:?} {smithy:?} {s3s:?}");
        let mut group = criterion.benchmark_group(name);
        group.bench_function(READ, |bench| bench.iter(|| error(black_box(document))));
        group.bench_function(OPENDAL, |bench| {
            bench.iter(|| {
                let error: Error = from_reader(black_box(document));
                (format!("{error:?}"), error)
            });
        });
        group.bench_function(SMITHY, |bench| bench.iter(|| smithy_error(black_box(document))));
        group.bench_function(S3S, |bench| bench.iter(|| s3s_error(black_box(document))));
        group.bench_function(OURS, |bench| {
            bench.iter(|| ObsError::from_xml(black_box(document.as_bytes())).expect("a document"));
        });
        group.finish();
    }

    let document = c();
    let count = delete_errors(document.as_bytes()).filter(Result::is_ok).count();
    assert_eq!((smithy_entries(&document).len(), s3s_entries(&document).len()), (count, count));
    assert_eq!(entries(&document).error.len(), count);
    let mut group = criterion.benchmark_group("read C");
    group.bench_function(READ, |bench| bench.iter(|| entries(black_box(&document))));
    group.bench_function(OPENDAL, |bench| {
        bench.iter(|| from_reader::<DeleteResult>(black_box(&document)));
    });
    group.bench_function(SMITHY, |bench| bench.iter(|| smithy_entries(black_box(&document))));
    group.bench_function(S3S, |bench| bench.iter(|| s3s_entries(black_box(&document))));
    group.bench_function(OURS, |bench| {
        bench.iter(|| {
            let errors = delete_errors(black_box(document.as_bytes()));
            errors.filter(|error| error.as_ref().is_ok_and(|it| it.code().is_some())).count()
        });
    });
    group.finish();
}

fn writing(criterion: &mut Criterion) {
    for (name, (error, strings)) in ["write", "write escaped"].into_iter().zip(errors()) {
        let mut buffer = Vec::new();
        s3s_write(&strings, &mut buffer);
        let written_by_s3s = String::from_utf8(buffer.clone()).expect("text");
        for document in [written(&strings), written_by_s3s, error.to_xml()] {
            assert_eq!(structs::error(&document).fields(), strings.fields(), "{document}");
        }
        let mut group = criterion.benchmark_group(name);
        group.bench_function(WRITE, |bench| bench.iter(|| written(black_box(&strings))));
        group.bench_function(S3S, |bench| {
            bench.iter(|| {
                buffer.clear();
                s3s_write(black_box(&strings), &mut buffer);
            });
        });
        group.bench_function(OURS, |bench| {
            bench.iter(|| {
                buffer.clear();
                black_box(&error).write_xml(&mut buffer);
            });
        });
        group.finish();
    }
}

fn from_reader<T: serde::de::DeserializeOwned>(document: &str) -> T {
    quick_xml::de::from_reader(document.as_bytes()).expect("a document")
}

fn child<'a>(error: &'a mut Error, name: &[u8]) -> Option<&'a mut String> {
    match name {
        b"Code" => Some(&mut error.code),
        b"Message" => Some(&mut error.message),
        b"RequestId" => Some(&mut error.request_id),
        b"HostId" => Some(&mut error.host_id),
        b"Resource" => Some(&mut error.resource),
        _ => None,
    }
}

fn smithy_error(document: &str) -> Error {
    let mut document = Document::new(document);
    let mut root = document.root_element().expect("a document");
    let mut error = Error::default();
    smithy_children(&mut root, |name, text| {
        if let Some(own) = child(&mut error, name.as_bytes()) {
            *own = text;
        }
    });
    error
}

fn smithy_entries(document: &str) -> Vec<Entry> {
    let mut document = Document::new(document);
    let mut root = document.root_element().expect("a document");
    let mut entries = Vec::new();
    while let Some(mut tag) = root.next_tag() {
        if tag.start_el().local() == "Error" {
            let mut entry = Entry::default();
            smithy_children(&mut tag, |name, text| {
                let field = match name {
                    "Key" => &mut entry.key,
                    "VersionId" => &mut entry.version_id,
                    "Code" => &mut entry.code,
                    "Message" => &mut entry.message,
                    _ => return,
                };
                *field = text;
            });
            entries.push(entry);
        }
    }
    entries
}

fn smithy_children(parent: &mut ScopedDecoder<'_, '_>, mut child: impl FnMut(&str, String)) {
    while let Some(mut tag) = parent.next_tag() {
        let text = try_data(&mut tag).expect("text").into_owned();
        child(tag.start_el().local(), text);
    }
}

fn s3s_error(document: &str) -> Error {
    let mut error = Error::default();
    let mut deserializer = Deserializer::new(document.as_bytes());
    let read = deserializer.named_element("Error", |error_element| {
        error_element.for_each_element(|element, name| match child(&mut error, name) {
            Some(own) => element.text(|text| {
                text.clone_into(own);
                Ok(())
            }),
            None => element.text(|_| Ok(())),
        })
    });
    read.and_then(|()| deserializer.expect_eof()).expect("a document");
    error
}

fn s3s_entries(document: &str) -> Vec<s3s::dto::Error> {
    let mut entries = Vec::new();
    let mut deserializer = Deserializer::new(document.as_bytes());
    let read: DeResult = deserializer.named_element("DeleteResult", |result| {
        result.for_each_element(|entry, _| {
            entries.push(entry.content()?);
            Ok(())
        })
    });
    read.and_then(|()| deserializer.expect_eof()).expect("a document");
    entries
}

fn s3s_write(error: &Error, buffer: &mut Vec<u8>) {
    let mut serializer = Serializer::new(buffer);
    let written = serializer.decl().and_then(|()| serializer.content("Error", error));
    written.expect("writing to a buffer cannot fail");
}

fn owned((_, text): (&str, &str)) -> String {
    text.to_owned()
}

impl SerializeContent for Error {
    fn serialize_content<W: std::io::Write>(&self, serializer: &mut Serializer<W>) -> SerResult {
        for (name, text) in self.fields() {
            serializer.content(name, text)?;
        }
        Ok(())
    }
}
