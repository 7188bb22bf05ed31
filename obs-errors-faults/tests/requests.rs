//! What the server answers to requests, byte by byte.
//!
//! `requests/NAME.http` has requests, each after a line `>>>`: a request line, headers, and after an empty
//! line a body; `@N` is a body of N bytes. `NAME.txt` beside it has the responses. What differs between two
//! runs is replaced. `UPDATE_EXPECT=1 cargo test -p obs-errors-faults --test requests` writes the responses
//! again, and a part of a path after `--` selects cases.

use std::fmt::Write as _;
use std::fs;
use std::io::{ErrorKind, Read, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

use expect_test::expect_file;
use obs_errors_faults::FaultServer;

datatest_stable::harness! {
    { test = exchange, root = "tests/requests", pattern = r"\.http$" },
}

/// Bodies that are longer are not shown.
const MAX_SHOWN: usize = 4096;

fn exchange(path: &Path) -> datatest_stable::Result<()> {
    let server = FaultServer::settings().with_bucket("photos").with_limit_bytes(1 << 20).start()?;
    let script = fs::read_to_string(path)?;
    let mut found = String::new();
    let mut upload = String::new();
    for request in script.split(">>>\n").skip(1) {
        let request = request.replace("UPLOAD", &upload);
        let (head, body) = request.split_once("\n\n").unwrap_or((&request, ""));
        let response = respond(server.address(), head.trim_end(), body.trim_end_matches('\n'))?;
        if let Some((_, rest)) = response.split_once("<UploadId>") {
            rest.split('<').next().unwrap_or_default().clone_into(&mut upload);
        }
        writeln!(found, "{}\n{}", head.lines().next().unwrap_or_default(), shown(&response))?;
    }
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join(path).with_extension("txt");
    expect_file![expected].assert_eq(&found);
    Ok(())
}

/// Sends a request on a connection of its own, and returns the response as a whole.
fn respond(address: SocketAddr, head: &str, body: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    let repeated = body.strip_prefix('@').and_then(|count| count.parse().ok());
    let body = repeated.map_or_else(|| body.to_owned(), |count| "x".repeat(count));
    let mut lines = head.lines();
    let line = lines.next().unwrap_or_default();
    let mut request = format!("{line} HTTP/1.1\r\nconnection: close\r\n");
    let headers: Vec<&str> = lines.collect();
    if !headers.iter().any(|header| header.starts_with("host:")) {
        request += "host: 127.0.0.1\r\n";
    }
    for header in headers {
        request.extend([header, "\r\n"]);
    }
    // Some bodies have line breaks of their own.
    let body = body.replace("\\r\\n", "\r\n");
    if !body.is_empty() {
        request.extend(["content-length: ", &body.len().to_string(), "\r\n"]);
    }
    request.extend(["\r\n", &body]);
    stream.write_all(request.as_bytes())?;
    let mut response = Vec::new();
    stream.set_read_timeout(Some(Duration::from_millis(500)))?;
    let end = match stream.read_to_end(&mut response) {
        Ok(0) => "(closed without a response)",
        Ok(_) => "",
        Err(error) => match error.kind() {
            ErrorKind::ConnectionReset => "(reset)",
            ErrorKind::WouldBlock | ErrorKind::TimedOut => "(nothing follows)",
            _ => return Err(error),
        },
    };
    // Compressed bytes are shown as what they are.
    let text = response.escape_ascii().to_string().replace("\\r\\n", "\r\n").replace("\\n", "\n");
    Ok(text.replace("\\\"", "\"").replace("\\'", "'") + end)
}

/// A response without what differs between runs, one element on a line.
fn shown(response: &str) -> String {
    let (head, body) = response.split_once("\r\n\r\n").unwrap_or((response, ""));
    let varies = |name: &str| ["date", "last-modified"].contains(&name);
    let head = head.lines().map(|line| match line.split_once(": ") {
        Some((name, _)) if varies(name) => format!("{name}: ..."),
        _ => line.to_owned(),
    });
    let head = without_ids(&head.collect::<Vec<_>>().join("\n"));
    if body.len() > MAX_SHOWN {
        return format!("{head}\n\n({} bytes)\n", body.len());
    }
    let mut body = without_ids(&body.replace("><", ">\n<").replace("\r\n", "\n"));
    for name in ["LastModified", "CreationDate", "Initiated", "UploadId"] {
        let (start, end) = (format!("<{name}>"), format!("</{name}>"));
        let parts = body.split(&start).enumerate().map(|(index, part)| match part.find(&end) {
            Some(at) if index > 0 => format!("...{}", &part[at..]),
            _ => part.to_owned(),
        });
        body = parts.collect::<Vec<_>>().join(&start);
    }
    format!("{head}\n\n{body}\n")
}

/// A text without request ids: 32 digits, with letters in upper case.
fn without_ids(text: &str) -> String {
    let mut rest = text;
    let mut shown = String::new();
    while let Some(start) = rest.find("0000") {
        let is_digit = |c: char| c.is_ascii_digit() || ('A'..='F').contains(&c);
        let length = rest[start..].chars().take_while(|c| is_digit(*c)).count();
        shown += &rest[..start];
        shown += if length == 32 { "..." } else { &rest[start..start + length] };
        rest = &rest[start + length..];
    }
    shown + rest
}
