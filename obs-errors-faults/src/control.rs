//! The control endpoint: rules and the request log over HTTP, for tests in any language.

use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use serde_json::{Value, json};

use crate::body::ResponseBody;
use crate::codes::Codes;
use crate::content::Content;
use crate::log::Log;
use crate::rules::{Active, RuleId, Rules};
use crate::scenario::Scenario;
use crate::target::Target;

/// The first part of the path. No bucket can have this name.
pub(crate) const PREFIX: &str = "_faults";

/// The largest body with rules.
const MAX_BYTES: usize = 1 << 20;

const USAGE: &str = "\
GET    /_faults/rules      lists the rules and their counters
POST   /_faults/rules      adds rules: YAML or JSON, as in a scenario file, or faults, such as `SlowDown x2`
DELETE /_faults/rules      removes all rules
DELETE /_faults/rules/ID   removes a rule
GET    /_faults/requests   lists the requests
DELETE /_faults/requests   forgets the requests
";

/// What the endpoint reads and changes.
#[derive(Clone, Copy)]
pub(crate) struct Controls<'a> {
    pub(crate) rules: &'a Rules,
    pub(crate) log: &'a Log,
    pub(crate) codes: &'a Codes,
}

pub(crate) async fn respond(
    controls: Controls<'_>,
    request: &Parts,
    target: &Target,
    body: Incoming,
) -> Response<ResponseBody> {
    let path: Vec<&str> = target.key.split('/').collect();
    match (&request.method, path.as_slice()) {
        (&Method::GET, ["rules"]) => {
            let rules = controls.rules.each(rule);
            as_json(StatusCode::OK, &Value::Array(rules))
        }
        (&Method::POST, ["rules"]) => match Limited::new(body, MAX_BYTES).collect().await {
            Ok(body) => add(controls, &String::from_utf8_lossy(&body.to_bytes())),
            Err(error) => {
                as_text(StatusCode::BAD_REQUEST, format!("cannot read the body: {error}\n"))
            }
        },
        (&Method::DELETE, ["rules"]) => {
            controls.rules.clear();
            as_text(StatusCode::NO_CONTENT, String::new())
        }
        (&Method::DELETE, ["rules", id]) => match id.parse().map(RuleId) {
            Ok(id) if controls.rules.remove(id) => as_text(StatusCode::NO_CONTENT, String::new()),
            _ => as_text(StatusCode::NOT_FOUND, format!("there is no rule {id}\n")),
        },
        (&Method::GET, ["requests"]) => {
            let log = controls.log.read();
            let mut response = as_text(StatusCode::OK, log.to_json());
            let json = HeaderValue::from_static("application/json");
            response.headers_mut().insert(CONTENT_TYPE, json);
            response
        }
        (&Method::DELETE, ["requests"]) => {
            controls.log.clear();
            as_text(StatusCode::NO_CONTENT, String::new())
        }
        (&Method::GET, [""]) => as_text(StatusCode::OK, USAGE.to_owned()),
        _ => as_text(
            StatusCode::NOT_FOUND,
            format!("there is no such request; these exist:\n{USAGE}"),
        ),
    }
}

/// Adds all rules of a document, or none.
fn add(controls: Controls<'_>, source: &str) -> Response<ResponseBody> {
    match Scenario::rules(source, controls.codes) {
        Ok(rules) => {
            let ids = rules.into_iter().map(|rule| controls.rules.add(rule).0);
            as_json(StatusCode::CREATED, &json!({ "ids": ids.collect::<Vec<u64>>() }))
        }
        Err(error) => as_text(StatusCode::BAD_REQUEST, error.to_string()),
    }
}

/// A rule with the keys of a scenario file, beside its counters.
fn rule(active: &Active) -> Value {
    let rule = &active.rule;
    let conditions = [
        ("name", rule.name.clone().map(Value::from)),
        ("method", rule.method.as_ref().map(|method| method.as_str().into())),
        ("operation", rule.operation.map(|operation| operation.as_str().into())),
        ("bucket", rule.bucket.as_ref().map(|pattern| pattern.to_string().into())),
        ("key", rule.key.as_ref().map(|pattern| pattern.to_string().into())),
        ("nth", rule.nth.map(Value::from)),
        ("every", rule.every.map(Value::from)),
        ("probability", rule.probability.map(Value::from)),
        ("seed", Some(rule.seed.into()).filter(|_| rule.seed > 0)),
        ("above", rule.above.map(|rate| rate.to_string().into())),
        ("per", Some(rule.per.as_str().into())),
        ("repeat", Some(rule.repeats.into())),
        ("faults", Some(rule.faults.iter().map(ToString::to_string).collect::<Vec<_>>().into())),
    ];
    let conditions =
        conditions.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let conditions: serde_json::Map<String, Value> = conditions.collect();
    json!({ "id": active.id.0, "rule": conditions, "matched": active.matched, "injected": active.injected })
}

fn as_json(status: StatusCode, value: &Value) -> Response<ResponseBody> {
    let mut response = as_text(status, value.to_string());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn as_text(status: StatusCode, text: String) -> Response<ResponseBody> {
    let mut response = Response::new(ResponseBody::from(Content::from(text.into_bytes())));
    *response.status_mut() = status;
    if !response.body().to_vec().is_empty() {
        let kind = HeaderValue::from_static("text/plain;charset=utf-8");
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
    response
}
