//! A client in a process of its own.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

/// A client of the suite.
pub(crate) struct Description {
    pub(crate) name: &'static str,
    program: Program,
}

enum Program {
    /// In the virtual environment with this name.
    Python(&'static str),
    Node,
    /// A program of this package.
    Own(&'static str),
}

pub(crate) const CLIENTS: &[Description] = &[
    Description { name: "esdk-obs-python", program: Program::Python("python") },
    Description { name: "esdk-obs-nodejs", program: Program::Node },
    Description { name: "boto3", program: Program::Python("python") },
    Description { name: "aws-cli", program: Program::Python("python") },
    Description { name: "s3fs", program: Program::Python("s3fs") },
    Description { name: "minio-py", program: Program::Python("python") },
    Description { name: "aws-sdk-js", program: Program::Node },
    Description { name: "OpenDAL", program: Program::Own("opendal-client") },
    Description { name: "obs-errors", program: Program::Own("obs-errors-client") },
];

/// How long a client may take for one request.
const LIMIT: Duration = Duration::from_secs(60);

/// A client that runs.
pub(crate) struct Process {
    child: Child,
    input: ChildStdin,
    replies: Receiver<String>,
    pub(crate) version: String,
}

impl Description {
    fn command(&self) -> Command {
        let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients");
        let installed = std::env::var_os("CONFORMANCE_CLIENTS").unwrap_or_default();
        let installed = PathBuf::from(installed);
        match self.program {
            Program::Python(environment) => {
                let mut command = Command::new(installed.join(environment).join("bin/python"));
                command.arg(package.join("python_clients.py")).arg(self.name);
                command
            }
            Program::Node => {
                let mut command = Command::new("node");
                command.arg(package.join("node_clients.js")).arg(self.name);
                command.env("NODE_PATH", installed.join("node/node_modules"));
                command
            }
            Program::Own(name) => {
                let own = std::env::current_exe().expect("a path");
                Command::new(own.with_file_name(name))
            }
        }
    }
}

impl Process {
    pub(crate) fn start(description: &Description, url: &str) -> Self {
        let mut command = description.command();
        // The clients connect to loopback directly, even if a proxy is configured, and read no settings.
        command.arg(url).env("NO_PROXY", "127.0.0.1").env("no_proxy", "127.0.0.1");
        command.env("AWS_CONFIG_FILE", "/dev/null").env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the client starts");
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let (sender, replies) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output.expect("it is piped")).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let input = input.expect("it is piped");
        let mut process = Self { child, input, replies, version: String::new() };
        let ready = process.reply().expect("the client is ready");
        process.version = ready["version"].as_str().unwrap_or("unknown").to_owned();
        process
    }

    /// Sends a request, and returns the reply; `None` if there is none in time.
    pub(crate) fn request(&mut self, request: &Value) -> Option<Value> {
        // A client that has ended does not reply.
        let _ = writeln!(self.input, "{request}").and_then(|()| self.input.flush());
        self.reply()
    }

    fn reply(&mut self) -> Option<Value> {
        let line = self.replies.recv_timeout(LIMIT).ok()?;
        // What a library prints is not a reply.
        serde_json::from_str(&line).ok().or_else(|| Some(json!({ "error": line })))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
