//! A client that retries as `RetryPolicy` says, over sockets.

use std::time::{Duration, Instant};

use obs_errors::{Attempt, ObsError, ObsErrorCode, RetryPolicy, random_jitter};
use obs_errors_faults::{FaultServer, Operation};
use tokio::time::sleep;

const POLICY: RetryPolicy = RetryPolicy::new();

/// A server with an object.
fn started() -> FaultServer {
    let server = FaultServer::settings().with_bucket("photos").start().expect("it starts");
    let stored = ureq::put(format!("{}/photos/k", server.url())).send("ok").expect("it is stored");
    assert_eq!(stored.status(), 200);
    server
}

/// Sends a request as often as the policy says. Returns the number of tries, and the last error.
async fn send(
    client: &reqwest::Client,
    url: &str,
    policy: RetryPolicy,
    jitter: impl Fn() -> f64,
) -> (u32, Option<ObsError>) {
    let start = Instant::now();
    let mut tries = 0;
    loop {
        tries += 1;
        let response = client.get(url).send().await.expect("a response");
        if response.status().is_success() {
            return (tries, None);
        }
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.expect("a body");
        let error = ObsError::from_response(status, &headers, &body);
        let attempt = Attempt::new(tries).with_idempotent(true).with_elapsed(start.elapsed());
        match policy.decide(&error, attempt, jitter()).delay() {
            Some(delay) => sleep(delay).await,
            None => return (tries, Some(error)),
        }
    }
}

fn client() -> reqwest::Client {
    let redirects = reqwest::redirect::Policy::none();
    reqwest::Client::builder().redirect(redirects).no_proxy().build().expect("a client")
}

#[tokio::test]
async fn requests_are_sent_as_often_as_their_codes_allow() {
    let (client, server) = (client(), started());
    for &code in ObsErrorCode::ALL {
        let url = format!("{}/photos/k?error={code}&times=2", server.url());
        let (tries, error) = send(&client, &url, POLICY, || 0.0).await;
        let (expected, last) = if code.is_retryable() { (3, None) } else { (1, Some(code)) };
        assert_eq!((tries, error.and_then(|it| it.code())), (expected, last), "{code}");
    }
}

#[tokio::test]
async fn the_client_waits_as_long_as_the_service_asks() {
    let server = started();
    let url = format!("{}/photos/k?error=SlowDown&times=1&retry-after=1", server.url());
    let start = Instant::now();
    let (tries, error) = send(&client(), &url, POLICY, || 0.0).await;
    assert_eq!((tries, error), (2, None));
    assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());
    let log = server.log().with_operation(Operation::GetObject);
    log.assert_attempts(2);
    log.assert_retry_after_respected();
}

#[tokio::test]
async fn a_storm_ends_within_the_limits() {
    let (client, server) = (client(), started());
    let policy = POLICY
        .with_throttling_delay(Duration::from_millis(20))
        .with_max_elapsed(Duration::from_secs(2));
    let storm = (0..50).map(|number| {
        let (client, url) =
            (client.clone(), format!("{}/photos/{number}?error=SlowDown", server.url()));
        tokio::spawn(async move {
            let start = Instant::now();
            let (tries, error) = send(&client, &url, policy, random_jitter).await;
            (tries, error.map(|error| error.code()), start.elapsed())
        })
    });
    for request in storm.collect::<Vec<_>>() {
        let (tries, code, elapsed) = request.await.expect("no panic");
        assert_eq!(code, Some(Some(ObsErrorCode::SlowDown)));
        assert!(tries <= 7, "{tries}");
        // The last try begins within the time; how long it takes is up to the server.
        assert!(elapsed < Duration::from_secs(20), "{elapsed:?}");
    }
}
