//! Writing an error document into a buffer that is used again, where a peer can.

use std::hint::black_box;

use criterion::Criterion;
use obs_errors::{ObsError, ObsErrorCode};
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde::Serialize;

use crate::ratios::Group;

pub(crate) const GROUPS: &[Group] = &[
    Group { name: "write", title: "write", base: SERDE, others: OTHERS },
    Group { name: "write escaped", title: "write, message escaped", base: SERDE, others: OTHERS },
];

const SERDE: &str = "`quick_xml::se`";
const EVENTS: &str = "quick-xml events";
const FORMAT: &str = "`format!` with escapes";
const OURS: &str = "**obs-errors**";
const OTHERS: &[&str] = &[EVENTS, FORMAT, OURS];

#[derive(Serialize)]
#[serde(rename = "Error", rename_all = "PascalCase")]
struct Error<'a> {
    code: &'a str,
    message: &'a str,
    request_id: &'a str,
    host_id: &'a str,
    resource: &'a str,
}

pub(crate) fn benches(criterion: &mut Criterion) {
    let error = ObsError::new(ObsErrorCode::NoSuchKey)
        .with_request_id("001B21A61C6C0000013402C4616D5285")
        .with_host_id("RkRCRDJENDc5MzdGQkQ4OUY3MTI4NTQ3NDk2Mjg0M0FBQUFBQUFBYmJiYmJiYmJD")
        .with_resource("/example-bucket/object");
    let escaped = error.clone().with_message("The key <a&b> \"does\" not exist & never did");
    for (name, error) in [("write", error), ("write escaped", escaped)] {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let texts = [
            text(error.code_str()),
            text(error.message()),
            text(error.request_id()),
            text(error.host_id()),
            text(error.resource()),
        ];
        let [code, message, request_id, host_id, resource] = texts.each_ref().map(String::as_str);
        let peer = Error { code, message, request_id, host_id, resource };
        let mut group = criterion.benchmark_group(name);
        group.bench_function(SERDE, |bench| {
            bench.iter(|| quick_xml::se::to_string(black_box(&peer)).expect("it can be written"));
        });
        let mut buffer = Vec::new();
        group.bench_function(EVENTS, |bench| {
            bench.iter(|| {
                buffer.clear();
                events(black_box(&peer), &mut buffer);
            });
        });
        group.bench_function(FORMAT, |bench| bench.iter(|| formatted(black_box(&peer))));
        group.bench_function(OURS, |bench| {
            bench.iter(|| {
                buffer.clear();
                black_box(&error).write_xml(&mut buffer);
            });
        });
        group.finish();
    }
}

fn events(error: &Error<'_>, buffer: &mut Vec<u8>) {
    let mut writer = quick_xml::Writer::new(buffer);
    let mut write = |event| writer.write_event(event).expect("a buffer takes everything");
    write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
    write(Event::Start(BytesStart::new("Error")));
    for (name, text) in children(error) {
        write(Event::Start(BytesStart::new(name)));
        write(Event::Text(BytesText::new(text)));
        write(Event::End(BytesEnd::new(name)));
    }
    write(Event::End(BytesEnd::new("Error")));
}

fn formatted(error: &Error<'_>) -> String {
    let [code, message, request_id, host_id, resource] =
        children(error).map(|(_, text)| quick_xml::escape::escape(text));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Error><Code>{code}</Code>\
         <Message>{message}</Message><RequestId>{request_id}</RequestId><HostId>{host_id}</HostId>\
         <Resource>{resource}</Resource></Error>"
    )
}

fn children<'a>(error: &Error<'a>) -> [(&'static str, &'a str); 5] {
    [
        ("Code", error.code),
        ("Message", error.message),
        ("RequestId", error.request_id),
        ("HostId", error.host_id),
        ("Resource", error.resource),
    ]
}
