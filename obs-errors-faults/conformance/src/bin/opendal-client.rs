//! `OpenDAL`, with its service for S3 and its layers that retry and limit the time.

use std::time::Duration;

use conformance::{Client, PART, Reply, Request, TIMEOUT, locked_version, serve};
use opendal::layers::{RetryLayer, TimeoutLayer};
use opendal::services::S3;
use opendal::{Error, HttpTransporter, Operator};
use opendal_http_transport_reqwest::ReqwestTransport;
use serde_json::json;

struct OpenDal {
    url: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    HttpTransporter::install_default(ReqwestTransport::new(client));
    serve(OpenDal { url: std::env::args().nth(1).expect("a URL") }, locked_version("opendal"))
        .await;
}

/// The code in the text of the error of the service, or the kind of the error.
fn described(error: &Error) -> String {
    let text = error.to_string();
    let code = text.split_once("code: \"").and_then(|(_, rest)| rest.split_once('"'));
    code.map_or_else(|| error.kind().to_string(), |(code, _)| code.to_owned())
}

impl OpenDal {
    fn operator(&self, bucket: &str) -> Result<Operator, Error> {
        let service = S3::default()
            .endpoint(&self.url)
            .region("us-east-1")
            .bucket(bucket)
            .access_key_id("AK")
            .secret_access_key("SK");
        let timeout = TimeoutLayer::new().with_timeout(Duration::from_secs(10 * TIMEOUT));
        let timeout = timeout.with_io_timeout(Duration::from_secs(TIMEOUT));
        Ok(Operator::new(service)?.layer(timeout).layer(RetryLayer::new()))
    }

    async fn perform(&self, what: &str, request: &Request) -> Result<Reply, Error> {
        let operator = self.operator(request.text("bucket"))?;
        let key = request.text("key");
        match what {
            "put" => {
                operator.write(key, request.content().unwrap_or_default()).await?;
            }
            "get" => return Ok(request.received(&operator.read(key).await?.to_vec())),
            "head" => {
                operator.stat(key).await?;
            }
            "list" => {
                let entries = operator.list_options(
                    "",
                    opendal::options::ListOptions { recursive: true, ..Default::default() },
                );
                let keys: Vec<String> =
                    entries.await?.iter().map(|entry| entry.path().to_owned()).collect();
                return Ok(Ok(json!({ "keys": keys })));
            }
            "copy" => {
                operator.copy(request.text("source"), key).await?;
            }
            "delete" => operator.delete(key).await?,
            "delete_many" => {
                let mut deleter = operator.deleter().await?;
                for key in request.texts("keys") {
                    deleter.delete(key).await?;
                }
                deleter.close().await?;
                return Ok(Ok(json!({ "failed": [] })));
            }
            "upload" => {
                let mut writer = operator.writer_with(key).chunk(PART).await?;
                writer.write(request.content().unwrap_or_default()).await?;
                writer.close().await?;
            }
            "download" => {
                let reader = operator.reader_with(key).chunk(PART).await?;
                return Ok(request.received(&reader.read(..).await?.to_vec()));
            }
            _ => return Ok(Err(format!("`{what}` is not known"))),
        }
        Ok(Ok(json!({})))
    }
}

impl Client for OpenDal {
    async fn run(&self, what: &str, request: &Request) -> Reply {
        if what == "many" {
            let operator =
                self.operator(request.text("bucket")).map_err(|error| described(&error))?;
            let content = request.content()?;
            let tasks: Vec<_> = (0..request.number("count"))
                .map(|number| {
                    let (operator, content) = (operator.clone(), content.clone());
                    tokio::spawn(async move {
                        operator.write(&format!("storm-{number}"), content).await
                    })
                })
                .collect();
            let mut errors = Vec::new();
            for task in tasks {
                if let Ok(Err(error)) = task.await {
                    errors.push(described(&error));
                }
            }
            return Ok(json!({ "errors": errors }));
        }
        match self.perform(what, request).await {
            Ok(reply) => reply,
            Err(error) => Err(described(&error)),
        }
    }
}
