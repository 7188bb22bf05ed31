//! Shows what is read from each kind of input as text.

use obs_errors::{DeleteError, ObsError, ObsErrorCode, XmlError, delete_errors};

/// Reads an error document with `from_xml`.
pub(crate) fn document(body: &[u8]) -> String {
    match ObsError::from_xml(body) {
        Ok(error) => {
            let code = error.code().map(ObsErrorCode::as_str);
            let getters = [
                ("code_str", error.code_str()),
                ("message", error.message()),
                ("resource", error.resource()),
                ("request_id", error.request_id()),
                ("host_id", error.host_id()),
            ];
            let getters = getters.map(|(name, value)| format!("{name}: {value:?}\n")).concat();
            let fields: Vec<String> =
                error.fields().map(|(name, value)| format!("  {name} = {value:?}\n")).collect();
            let fields = fields.concat();
            let xml_error = xml_error(&error);
            format!("{error}\ncode: {code:?}\n{getters}{xml_error}fields:\n{fields}")
        }
        Err(error) => format!("{error}\nkind: {:?}\n", error.kind()),
    }
}

/// Reads a recorded response with `from_parts`.
pub(crate) fn response(input: &[u8]) -> String {
    let Response { status, headers, body } = Response::new(input);
    error(&ObsError::from_parts(status, headers, body))
}

/// Reads a response with the status of a success, with the function that its first line names:
/// `in_success`, or `expect_success` and the root.
pub(crate) fn success(input: &[u8]) -> String {
    let (call, input) = line(input).expect("a call");
    let Response { status, headers, body } = Response::new(input);
    let call = std::str::from_utf8(call).expect("a call");
    let found = match call.strip_prefix("expect_success ") {
        Some(root) => ObsError::expect_success_parts(root, status, headers, body).err(),
        None => ObsError::in_success_parts(status, headers, body),
    };
    found.map_or_else(|| "no error\n".to_owned(), |found| error(&found))
}

/// Reads the response to a batch delete with `delete_errors`.
pub(crate) fn delete(body: &[u8]) -> String {
    let entries = delete_errors(body);
    let malformed = |error: XmlError| format!("{error}\n  kind: {:?}\n", error.kind());
    entries.map(|it| it.map_or_else(malformed, |error| entry(&error))).collect()
}

/// Lines up to an empty one, then the body.
struct Response<'a> {
    status: u16,
    headers: Vec<(&'a str, &'a [u8])>,
    body: &'a [u8],
}

impl<'a> Response<'a> {
    fn new(input: &'a [u8]) -> Self {
        let (first, mut rest) = line(input).expect("a status line");
        let status = first.split(|byte| *byte == b' ').nth(1);
        let status = status.and_then(|status| std::str::from_utf8(status).ok()?.parse().ok());
        let mut headers = Vec::new();
        loop {
            let (header, after) = line(rest).expect("an empty line");
            rest = after;
            if header.is_empty() {
                return Self { status: status.expect("a status"), headers, body: rest };
            }
            let colon = header.iter().position(|byte| *byte == b':').expect("a header");
            let name = std::str::from_utf8(&header[..colon]).expect("a name");
            headers.push((name, &header[colon + 1..]));
        }
    }
}

/// The first line, and what follows it.
fn line(input: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = input.iter().position(|byte| *byte == b'\n')?;
    Some((&input[..end], &input[end + 1..]))
}

fn error(error: &ObsError) -> String {
    let fields = error.fields().map(|(name, value)| format!("\n  {name} = {value:?}"));
    let fields: Vec<String> = fields.collect();
    let getters = [
        ("message", error.message()),
        ("resource", error.resource()),
        ("request_id", error.request_id()),
        ("host_id", error.host_id()),
        ("location", error.location()),
        ("indicator", error.indicator()),
        ("excerpt", error.excerpt()),
    ];
    let getters = getters.into_iter().filter(|(_, value)| value.is_some());
    let getters: Vec<_> =
        getters.map(|(name, value)| format!("{name}: {:?}\n", value.unwrap_or_default())).collect();
    format!(
        "{error}\n{error:#}\nstatus: {:?}\ncode: {:?} {:?}\norigin: {:?}\nretry: {:?} {:?}\n{}{}fields:{}\n",
        error.status(),
        error.code(),
        error.code_str(),
        error.origin(),
        error.retry(),
        error.retry_after(),
        getters.concat(),
        xml_error(error),
        fields.concat(),
    )
}

/// A line for a deviation that was accepted.
fn xml_error(error: &ObsError) -> String {
    error
        .xml_error()
        .map_or_else(String::new, |error| format!("xml_error: {:?}: {error}\n", error.kind()))
}

fn entry(error: &DeleteError<'_>) -> String {
    let others = error.other_fields().map(|(name, value)| format!("  {name} = {value:?}\n"));
    let others: String = others.collect();
    let xml_error = error.xml_error().map(|error| format!("  {error}\n")).unwrap_or_default();
    format!(
        "{error}\n  {:?} {:?} {:?} {:?} {:?}\n{others}{xml_error}",
        error.key(),
        error.version_id(),
        error.code_str(),
        error.message(),
        error.retry(),
    )
}
