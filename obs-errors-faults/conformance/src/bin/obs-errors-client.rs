//! A client as a user of `obs-errors` writes it: reqwest, and the retry policy of the crate.

use std::time::{Duration, Instant};

use conformance::{Client, PART, Reply, Request, TIMEOUT, locked_version, serve};
use obs_errors::{Attempt, ObsError, RetryPolicy, delete_errors, random_jitter};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};
use serde_json::json;

#[derive(Clone)]
struct Reqwest {
    http: reqwest::Client,
    url: String,
}

/// A response with its body.
struct Response {
    headers: HeaderMap,
    body: Vec<u8>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let redirects = reqwest::redirect::Policy::none();
    let http = reqwest::Client::builder().no_proxy().redirect(redirects);
    let http = http.read_timeout(Duration::from_secs(TIMEOUT)).build().expect("a client");
    serve(
        Reqwest { http, url: std::env::args().nth(1).expect("a URL") },
        locked_version("obs-errors"),
    )
    .await;
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string().replace("%2F", "/")
}

/// What the client reports: the code, or else what is known.
fn described(error: &ObsError) -> String {
    error
        .code_str()
        .map_or_else(|| format!("status {}", error.status().unwrap_or(0)), str::to_owned)
}

impl Reqwest {
    /// Sends a request once. The outer error means that there was no response.
    async fn once(
        &self,
        method: &Method,
        path: &str,
        headers: &[(&str, String)],
        body: &[u8],
    ) -> reqwest::Result<Result<Response, ObsError>> {
        let mut request = self.http.request(method.clone(), format!("{}/{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        if !body.is_empty() {
            request = request.body(body.to_vec());
        }
        let response = request.send().await?;
        if !response.status().is_success() {
            return Ok(Err(ObsError::read_response(response.into()).await));
        }
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await?.to_vec();
        // Some operations fail after they have begun to respond.
        let is_document = matches!(*method, Method::PUT | Method::POST) && status == StatusCode::OK;
        match ObsError::in_success_response(status, &headers, &body).filter(|_| is_document) {
            Some(error) => Ok(Err(error)),
            None => Ok(Ok(Response { headers, body })),
        }
    }

    /// Sends a request as often as the policy says. Each can be sent again: it writes the same bytes.
    async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, String)],
        body: &[u8],
    ) -> Result<Response, String> {
        const POLICY: RetryPolicy = RetryPolicy::new();
        let (start, mut tries) = (Instant::now(), 0);
        loop {
            let result = self.once(&method, path, headers, body).await;
            tries += 1;
            let attempt = Attempt::new(tries).with_elapsed(start.elapsed()).with_idempotent(true);
            let (decision, error) = match result {
                Ok(Ok(response)) => return Ok(response),
                Ok(Err(error)) => {
                    (POLICY.decide(&error, attempt, random_jitter()), described(&error))
                }
                Err(_) => {
                    let decision = POLICY.decide_without_response(attempt, random_jitter());
                    (decision, "no response".to_owned())
                }
            };
            let Some(delay) = decision.delay() else { return Err(error) };
            tokio::time::sleep(delay).await;
        }
    }

    async fn upload(&self, path: &str, content: &[u8]) -> Result<(), String> {
        let created = self.send(Method::POST, &format!("{path}?uploads"), &[], b"").await?;
        let text = String::from_utf8_lossy(&created.body).into_owned();
        let id = text.split_once("<UploadId>").and_then(|(_, rest)| rest.split_once('<'));
        let id = id.map(|(id, _)| id).ok_or("no id of the upload")?;
        let mut list = String::new();
        for (part, number) in content.chunks(PART).zip(1..) {
            let path = format!("{path}?partNumber={number}&uploadId={id}");
            let stored = self.send(Method::PUT, &path, &[], part).await?;
            let etag = stored.headers["etag"].to_str().unwrap_or_default().to_owned();
            list += &format!("<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>");
        }
        let list = format!("<CompleteMultipartUpload>{list}</CompleteMultipartUpload>");
        let path = format!("{path}?uploadId={id}");
        self.send(Method::POST, &path, &[], list.as_bytes()).await.map(drop)
    }

    async fn download(&self, path: &str) -> Result<Vec<u8>, String> {
        let head = self.send(Method::HEAD, path, &[], b"").await?;
        let length = head.headers["content-length"].to_str().ok().and_then(|it| it.parse().ok());
        let length: usize = length.ok_or("no length")?;
        let mut content = Vec::new();
        while content.len() < length {
            let end = length.min(content.len() + PART) - 1;
            let range = [("range", format!("bytes={}-{end}", content.len()))];
            content.extend(self.send(Method::GET, path, &range, b"").await?.body);
        }
        Ok(content)
    }

    async fn delete_many(&self, bucket: &str, keys: &[&str]) -> Reply {
        let objects = keys.iter().map(|key| format!("<Object><Key>{key}</Key></Object>"));
        let body = format!("<Delete>{}</Delete>", objects.collect::<String>());
        let path = format!("{bucket}?delete");
        let deleted = self.send(Method::POST, &path, &[], body.as_bytes()).await?;
        let failed: Result<Vec<String>, String> = delete_errors(&deleted.body)
            .map(|error| error.map(|it| it.key().to_owned()).map_err(|error| error.to_string()))
            .collect();
        Ok(json!({ "failed": failed? }))
    }
}

impl Client for Reqwest {
    async fn run(&self, what: &str, request: &Request) -> Reply {
        let bucket = request.text("bucket");
        let path = format!("{bucket}/{}", encoded(request.text("key")));
        match what {
            "put" => self.send(Method::PUT, &path, &[], &request.content()?).await.map(drop)?,
            "get" => {
                return request.received(&self.send(Method::GET, &path, &[], b"").await?.body);
            }
            "head" => self.send(Method::HEAD, &path, &[], b"").await.map(drop)?,
            "delete" => self.send(Method::DELETE, &path, &[], b"").await.map(drop)?,
            "copy" => {
                let source = format!("/{bucket}/{}", encoded(request.text("source")));
                let headers = [("x-obs-copy-source", source)];
                self.send(Method::PUT, &path, &headers, b"").await.map(drop)?;
            }
            "list" => {
                let listed = self.send(Method::GET, bucket, &[], b"").await?;
                let text = String::from_utf8_lossy(&listed.body).into_owned();
                let keys = text.split("<Key>").skip(1);
                let keys: Vec<&str> = keys.filter_map(|rest| rest.split('<').next()).collect();
                return Ok(json!({ "keys": keys }));
            }
            "delete_many" => return self.delete_many(bucket, &request.texts("keys")).await,
            "upload" => self.upload(&path, &request.content()?).await?,
            "download" => return request.received(&self.download(&path).await?),
            "many" => {
                let content = request.content()?;
                let tasks: Vec<_> = (0..request.number("count"))
                    .map(|number| {
                        let (client, content) = (self.clone(), content.clone());
                        let path = format!("{bucket}/storm-{number}");
                        tokio::spawn(async move {
                            client.send(Method::PUT, &path, &[], &content).await.map(drop)
                        })
                    })
                    .collect();
                let mut errors = Vec::new();
                for task in tasks {
                    errors.extend(task.await.map_err(|error| error.to_string())?.err());
                }
                return Ok(json!({ "errors": errors }));
            }
            _ => return Err(format!("`{what}` is not known")),
        }
        Ok(json!({}))
    }
}
