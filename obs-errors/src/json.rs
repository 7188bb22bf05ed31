//! Feature `json`: errors of the endpoints that respond in JSON.

use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::fields::{CODE, Fields, HOST_ID, MESSAGE, REQUEST_ID};
use crate::limits::{MAX_BODY_BYTES, MAX_FIELDS};

/// Reads the members of an object; the second value is whether all of the body was one.
/// Strings that mean a documented field get its name; the other members keep theirs. A value
/// that is not a string is kept as JSON; `null` is an empty string.
pub(crate) fn read(body: &[u8]) -> (Fields, bool) {
    let mut fields = Fields::default();
    let start = &body[..body.len().min(MAX_BODY_BYTES)];
    let mut json = serde_json::Deserializer::from_slice(start);
    let object = json.deserialize_map(MembersVisitor(&mut fields));
    let is_whole = object.is_ok() && json.end().is_ok() && start.len() == body.len();
    (fields, is_whole)
}

struct MembersVisitor<'a>(&'a mut Fields);

impl<'de> Visitor<'de> for MembersVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            if self.0.len() == MAX_FIELDS {
                return Err(A::Error::custom(format_args!("more than {MAX_FIELDS} members")));
            }
            let value = members.next_value::<&RawValue>()?;
            match text(value.get()) {
                Some(text) => {
                    self.0.push(field_name(&name), &text, Fields::without_whitespace(&text));
                }
                None => self.0.push(&name, value.get(), 0..value.get().len()),
            }
        }
        Ok(())
    }
}

/// The field that a member means: `request_id`, `RequestId` and `requestID` mean the
/// same; API gateways send `error_code` and `error_msg`.
fn field_name(name: &str) -> &str {
    const MEMBERS: [(&str, &str); 6] = [
        ("code", CODE),
        ("errorcode", CODE),
        ("message", MESSAGE),
        ("errormsg", MESSAGE),
        ("requestid", REQUEST_ID),
        ("hostid", HOST_ID),
    ];
    let is = |word: &str| {
        let letters = name.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase());
        letters.eq(word.chars())
    };
    MEMBERS.into_iter().find_map(|(word, field)| is(word).then_some(field)).unwrap_or(name)
}

/// `None` if the value is neither a string nor `null`.
fn text(json: &str) -> Option<String> {
    if json == "null" { Some(String::new()) } else { serde_json::from_str(json).ok() }
}
