//! Writing an error document into a buffer, which is reused if the peer supports that.

use std::hint::black_box;

use criterion::Criterion;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::ratios::Group;
use crate::structs::{Error, WRITE, errors, written};

pub(crate) const GROUPS: &[Group] = &[
    Group { name: NAMES[0], title: "write", base: WRITE, others: OTHERS },
    Group { name: NAMES[1], title: "write, message escaped", base: WRITE, others: OTHERS },
];

const NAMES: [&str; 2] = ["write", "write escaped"];
const EVENTS: &str = "quick-xml events";
const FORMAT: &str = "`format!` with escapes";
const OURS: &str = "**obs-errors**";
const OTHERS: &[&str] = &[EVENTS, FORMAT, OURS];

pub(crate) fn benches(criterion: &mut Criterion) {
    for (name, (error, strings)) in NAMES.into_iter().zip(errors()) {
        let mut group = criterion.benchmark_group(name);
        group.bench_function(WRITE, |bench| bench.iter(|| written(black_box(&strings))));
        let mut buffer = Vec::new();
        group.bench_function(EVENTS, |bench| {
            bench.iter(|| {
                buffer.clear();
                events(black_box(&strings), &mut buffer);
            });
        });
        group.bench_function(FORMAT, |bench| bench.iter(|| formatted(black_box(&strings))));
        group.bench_function(OURS, |bench| {
            bench.iter(|| {
                buffer.clear();
                black_box(&error).write_xml(&mut buffer);
            });
        });
        group.finish();
    }
}

fn events(error: &Error, buffer: &mut Vec<u8>) {
    let mut writer = quick_xml::Writer::new(buffer);
    let mut write = |event| writer.write_event(event).expect("writing to a buffer cannot fail");
    write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
    write(Event::Start(BytesStart::new("Error")));
    for (name, text) in error.fields() {
        write(Event::Start(BytesStart::new(name)));
        write(Event::Text(BytesText::new(text)));
        write(Event::End(BytesEnd::new(name)));
    }
    write(Event::End(BytesEnd::new("Error")));
}

fn formatted(error: &Error) -> String {
    let [code, message, request_id, host_id, resource] =
        error.fields().map(|(_, text)| quick_xml::escape::escape(text));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Error><Code>{code}</Code>\
         <Message>{message}</Message><RequestId>{request_id}</RequestId><HostId>{host_id}</HostId>\
         <Resource>{resource}</Resource></Error>"
    )
}
