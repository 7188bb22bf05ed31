//! The inputs of the benches.

/// The sample of the service's documentation.
pub(crate) const A: &str = include_str!("../../tests/documents/well-formed/documented.xml");

/// The same with eight undocumented elements, pretty-printed, with references and CDATA in
/// the message.
pub(crate) const B: &str = include_str!("b.xml");

/// The response to a batch delete of which 1,000 keys failed: 200 KB.
pub(crate) fn c() -> String {
    let entries = (0..1000).map(|number| {
        format!(
            "<Error><Key>2026/november/{number:04}/a-photograph-with-a-long-name-{number:04}.jpg</Key>\
             <VersionId>G00101 7F16{number:04}BA3E36B0000</VersionId><Code>AccessDenied</Code>\
             <Message>Access Denied by the policy of the bucket</Message></Error>\n"
        )
    });
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <DeleteResult xmlns=\"http://obs.example.com/doc/2015-06-30/\">\n{}</DeleteResult>",
        entries.collect::<String>()
    )
}
