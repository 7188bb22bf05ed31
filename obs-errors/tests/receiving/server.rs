// A server whose failed responses do not end as they should, for the tests of receiving and the
// examples of the guide. It listens on loopback only.

/// The bodies that the server sends, one after the other, to one connection each. All begin with
/// the same error.
const BODIES: [fn(&mut std::net::TcpStream) -> std::io::Result<()>; 3] =
    [send_endless, send_and_reset, send_after_whitespace];

/// Starts the server; it serves each body once.
fn start_server() -> std::io::Result<String> {
    let server = std::net::TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}/photos/a.jpg", server.local_addr()?);
    std::thread::spawn(move || {
        for send_body in BODIES {
            let (mut client, _) = server.accept().expect("a client");
            // Fails if the client has seen enough.
            _ = send_head(&mut client).and_then(|()| send_body(&mut client));
        }
    });
    Ok(url)
}

/// Reads a request but for its last byte: a connection with unread data is reset when it closes.
fn send_head(client: &mut std::net::TcpStream) -> std::io::Result<()> {
    use std::io::{Read, Write};

    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r") {
        let mut byte = [0];
        client.read_exact(&mut byte)?;
        request.extend(byte);
    }
    let head = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 7\r\nx-obs-request-id: R1\r\n";
    client.write_all(head.as_bytes())
}

fn send_endless(client: &mut std::net::TcpStream) -> std::io::Result<()> {
    use std::io::Write;

    client.write_all(b"Connection: close\r\n\r\n<Error><Code>SlowDown</Code><Message>")?;
    loop {
        client.write_all(&[b'm'; 1 << 13])?;
    }
}

/// Resets the connection after 48 bytes.
fn send_and_reset(client: &mut std::net::TcpStream) -> std::io::Result<()> {
    use std::io::Write;

    let start = b"<Error><Code>SlowDown</Code><Message>Please slow";
    assert_eq!(start.len(), 48);
    client.write_all(b"Content-Length: 1000\r\n\r\n")?;
    client.write_all(start)?;
    // The client may lose what it has not read when the connection is reset.
    std::thread::sleep(std::time::Duration::from_millis(200));
    Ok(())
}

/// Sends whitespace for two seconds, and then the error.
fn send_after_whitespace(client: &mut std::net::TcpStream) -> std::io::Result<()> {
    use std::io::{Read, Write};

    // Nothing is left unread, so the connection is closed as usual.
    client.read_exact(&mut [0])?;
    client.write_all(b"Connection: close\r\n\r\n<?xml version=\"1.0\"?>")?;
    for _ in 0..20 {
        client.write_all(&[b' '; 100])?;
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    client.write_all(b"<Error><Code>SlowDown</Code></Error>")
}
