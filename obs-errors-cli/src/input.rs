//! Splits what a user pasted or saved into status, headers and body.

use std::borrow::Cow;

/// The maximum number of bytes that are read.
pub(crate) const MAX_BYTES: u64 = 16 << 20;

/// A response, or the parts of one that were given.
pub(crate) struct Input {
    /// `None` if only a body was given.
    pub(crate) status: Option<u16>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Input {
    /// Parses the input. This never fails: input that is not a response is taken for a body.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let bytes = &*in_utf8(bytes);
        let bytes = &*without_curl_prefixes(bytes.trim_ascii_start());
        let bytes = from_status_line(bytes);
        let mut rest = bytes;
        let mut input = Self { status: None, headers: Vec::new(), body: Vec::new() };
        // Before the response there may be `100 Continue`, or the response of a proxy.
        while let Some((status, headers, body)) = head(rest) {
            (input.status, input.headers, rest) = (status, headers, body);
            if !body.starts_with(b"HTTP/") {
                break;
            }
        }
        let is_chunked = |(name, value): &(String, String)| {
            name.eq_ignore_ascii_case("transfer-encoding") && value.contains("chunked")
        };
        // `curl` has joined the chunks already, and still shows the header.
        let joined = input.headers.iter().any(is_chunked).then(|| joined(rest)).flatten();
        input.body = joined.unwrap_or_else(|| rest.to_vec());
        input
    }

    /// The error documents within other text, such as the lines of a log, or the strings of a
    /// log in JSON.
    pub(crate) fn embedded(&self) -> Vec<String> {
        let body = String::from_utf8_lossy(&self.body);
        if let Ok(json) = serde_json::from_str(&body) {
            let mut found = Vec::new();
            in_strings(&json, &mut found);
            return found;
        }
        let documents = documents(&body).into_iter().map(|document| {
            let unescaped = document.contains('\\').then(|| format!("\"{document}\""));
            let unescaped = unescaped.and_then(|text| serde_json::from_str(&text).ok());
            unescaped.unwrap_or_else(|| document.to_owned())
        });
        documents.collect()
    }
}

/// The documents in every string of a JSON value.
fn in_strings(json: &serde_json::Value, found: &mut Vec<String>) {
    use serde_json::Value;
    match json {
        Value::String(text) => found.extend(documents(text).into_iter().map(str::to_owned)),
        Value::Array(items) => items.iter().for_each(|item| in_strings(item, found)),
        Value::Object(members) => members.values().for_each(|value| in_strings(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The error documents in a text, each up to its end tag, or else up to the end of the text.
fn documents(mut text: &str) -> Vec<&str> {
    const ROOTS: [&str; 3] = ["ErrorResponse", "DeleteResult", "Error"];
    let mut documents = Vec::new();
    while let Some(start) = text.find('<') {
        text = &text[start..];
        let root = ROOTS.iter().find(|root| {
            let tag = text[1..].strip_prefix(**root);
            tag.is_some_and(|rest| rest.starts_with(|c: char| c == '>' || c.is_whitespace()))
        });
        let Some(root) = root else {
            text = &text[1..];
            continue;
        };
        let end_tag = format!("</{root}>");
        let end = text.find(&end_tag).map_or(text.len(), |end| end + end_tag.len());
        documents.push(&text[..end]);
        text = &text[end..];
    }
    documents
}

/// Converts UTF-16, which the shells of Windows write into files, to UTF-8.
fn in_utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    let units = |of: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|two| of([two[0], two[1]])).collect();
        Cow::Owned(String::from_utf16_lossy(&units).into_bytes())
    };
    match bytes {
        [0xFF, 0xFE, ..] => units(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => units(u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => Cow::Borrowed(rest),
        _ => Cow::Borrowed(bytes),
    }
}

/// Removes the prefix that `curl -v` puts before each line except those of the body.
fn without_curl_prefixes(bytes: &[u8]) -> Cow<'_, [u8]> {
    // The last response is the one that counts: before it there may be redirects.
    let lines: Vec<&[u8]> = lines(bytes).collect();
    let Some(start) = lines.iter().rposition(|line| line.starts_with(b"< HTTP/")) else {
        return Cow::Borrowed(bytes);
    };
    let lines = lines[start..].iter().filter_map(|line| match *line {
        [b'*' | b'>', b' ' | b'\r' | b'\n', ..] => None,
        // `{ [220 bytes data]`, and the progress meter.
        [b'{' | b'}', b' ', b'[', ..] if line.trim_ascii_end().ends_with(b" bytes data]") => None,
        line if line.windows(8).any(|at| at == b"--:--:--") => None,
        [b'<', b' ' | b'\r' | b'\n', ..] => {
            Some(line[1..].strip_prefix(b" ").unwrap_or(&line[1..]))
        }
        line => Some(line),
    });
    Cow::Owned(lines.collect::<Vec<_>>().concat())
}

/// Drops what was copied along, such as the prompt and the command: the response begins at
/// the first line that begins like a status line.
fn from_status_line(bytes: &[u8]) -> &[u8] {
    let mut at = 0;
    for line in lines(bytes) {
        if line.starts_with(b"<") || line.starts_with(b"{") {
            break;
        } else if line.starts_with(b"HTTP/") {
            return &bytes[at..];
        }
        at += line.len();
    }
    bytes
}

/// The lines, each with its line break.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n')
}

type Head<'a> = (Option<u16>, Vec<(String, String)>, &'a [u8]);

/// The head of a response and what follows it; `None` if there is no head. The status line
/// may be missing if there is a header of the service.
fn head(bytes: &[u8]) -> Option<Head<'_>> {
    let mut at = 0;
    let head: Vec<Cow<'_, str>> = lines(bytes)
        .take_while(|line| {
            at += line.len();
            !line.trim_ascii().is_empty()
        })
        .map(|line| String::from_utf8_lossy(line.trim_ascii_end()))
        .collect();
    let status = head.first()?.strip_prefix("HTTP/").map(|line| {
        let mut words = line.split_ascii_whitespace();
        words.nth(1).and_then(|status| status.parse().ok())
    });
    let headers: Vec<(String, String)> = head.iter().filter_map(|line| header(line)).collect();
    let is_of_service = |(name, _): &(String, String)| {
        let name = name.to_ascii_lowercase();
        name.starts_with("x-obs-") || name.starts_with("x-amz-")
    };
    let is_head =
        status.is_some() || (headers.len() == head.len() && headers.iter().any(is_of_service));
    is_head.then(|| (status.flatten(), headers, &bytes[at.min(bytes.len())..]))
}

fn header(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    is_name.then(|| (name.to_owned(), value.trim().to_owned()))
}

/// Joins the chunks of a body; `None` if it is not chunked.
fn joined(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::new();
    loop {
        let line = lines(bytes).next()?;
        let size = std::str::from_utf8(line).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        let chunk = &bytes[line.len()..];
        if size == 0 {
            return Some(joined);
        }
        let Some((chunk, rest)) = chunk.split_at_checked(size) else {
            // The chunk is truncated; the part that was received may be enough.
            joined.extend_from_slice(chunk);
            return Some(joined);
        };
        joined.extend_from_slice(chunk);
        bytes = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}
