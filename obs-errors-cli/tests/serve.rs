//! `obs-errors serve`.

#[cfg_attr(
    not(feature = "serve"),
    allow(dead_code, reason = "a server is started only with the feature")
)]
mod run;

#[cfg(feature = "serve")]
use std::io::{BufRead, BufReader, Read, Write};
#[cfg(feature = "serve")]
use std::net::TcpStream;
#[cfg(feature = "serve")]
use std::process::Child;

#[cfg(feature = "serve")]
use run::command;
use run::run;

/// A server that is stopped with the test.
#[cfg(feature = "serve")]
struct Server(Child);

#[cfg(feature = "serve")]
impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn error(arguments: &[&str]) -> String {
    let output = run(arguments, b"");
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
#[cfg(not(feature = "serve"))]
fn the_server_is_behind_a_feature() {
    assert!(error(&["serve"]).contains("cargo install obs-errors-cli --features serve"));
}

#[test]
#[cfg(feature = "serve")]
fn a_server_has_the_faults_that_it_was_started_with() {
    let arguments = ["serve", "127.0.0.1:0", "--bucket", "photos", "--inject", "SlowDown x1, Ok"];
    let mut server = Server(command(&arguments).spawn().expect("it starts"));
    let mut line = String::new();
    let stdout = server.0.stdout.as_mut().expect("it is piped");
    BufReader::new(stdout).read_line(&mut line).expect("a line");
    let address = line.trim().strip_prefix("listening on http://").expect("an address");
    for status in ["HTTP/1.1 503", "HTTP/1.1 404"] {
        let mut stream = TcpStream::connect(address).expect("it listens");
        let request = b"GET /photos/a HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
        stream.write_all(request).expect("it is sent");
        let mut response = String::new();
        stream.read_to_string(&mut response).expect("a response");
        assert!(response.starts_with(status), "{response}");
    }
}

#[test]
#[cfg(feature = "serve")]
fn what_is_wrong_is_reported() {
    for (arguments, message) in [
        (&["0.0.0.0:0"][..], "other machines can reach the address"),
        (&["127.0.0.1:0", "--bucket", "No"], "`No` is not the name of a bucket"),
        (&["127.0.0.1:0", "--inject", "SlowDwon"], "did you mean `SlowDown`?"),
        (&["127.0.0.1:0", "--scenario", "none.yaml"], "none.yaml:1:1: cannot read the file"),
        (&["localhost"], "invalid value 'localhost'"),
    ] {
        let found = error(&[&["serve"], arguments].concat());
        assert!(found.contains(message), "{found}");
    }
}

#[test]
#[cfg(feature = "serve")]
fn a_server_with_tls_writes_its_certificate() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("certificate.pem");
    let path = path.to_str().expect("UTF-8");
    let mut server =
        Server(command(&["serve", "127.0.0.1:0", "--tls", path]).spawn().expect("it starts"));
    let mut line = String::new();
    let stdout = server.0.stdout.as_mut().expect("it is piped");
    BufReader::new(stdout).read_line(&mut line).expect("a line");
    assert!(line.starts_with("listening on https://127.0.0.1:"), "{line}");
    let certificate = std::fs::read_to_string(path).expect("it is written");
    assert!(certificate.starts_with("-----BEGIN CERTIFICATE-----"), "{certificate}");
}
