//! Feature `json`: errors of the endpoints that respond in JSON.

use std::fmt;

use obs_errors_core::chars::WHITESPACE;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::fields::{CODE, Fields, HOST_ID, MESSAGE, REQUEST_ID};
use crate::limits::{MAX_BODY_BYTES, MAX_FIELDS};

/// How deep an error is looked for: `{"errors": [{"error": {"code": ...}}]}`.
const MAX_NESTING: usize = 2;

/// Reads the members of an object; the second value is whether all of the body was one.
///
/// Members that mean a documented field get its name, if they have a value; the others keep
/// theirs. A value that is not a string is kept as JSON; `null` is an empty string.
pub(crate) fn read(body: &[u8]) -> (Fields, bool) {
    let start = &body[..body.len().min(MAX_BODY_BYTES)];
    let mut members = Vec::new();
    let mut json = serde_json::Deserializer::from_slice(start);
    let object = json.deserialize_map(MembersVisitor(&mut members));
    let is_whole = object.is_ok() && json.end().is_ok() && start.len() == body.len();

    let mut members = unnested(members, MAX_NESTING);
    name_message(&mut members);
    let mut fields = Fields::default();
    for Member { name, json, text, field } in &members {
        let name = field.unwrap_or(name);
        match text {
            Some(text) => fields.push(name, text, Fields::without_whitespace(text)),
            None => fields.push(name, json, 0..json.len()),
        }
    }
    (fields, is_whole)
}

struct Member<'a> {
    name: String,
    /// The value as it was sent.
    json: &'a str,
    /// The value, if it is a string or `null`, which is an empty one.
    text: Option<String>,
    /// The documented field that the member means and has a value for.
    field: Option<&'static str>,
}

impl<'a> Member<'a> {
    fn new(name: String, json: &'a str) -> Self {
        let text =
            if json == "null" { Some(String::new()) } else { serde_json::from_str(json).ok() };
        let mut member = Self { name, json, text, field: None };
        member.field = documented(&member.name).filter(|field| member.has_value_of(field));
        member
    }

    /// Whether the value is one of a field: a string that is not empty, or for the code a number,
    /// unless that only repeats an HTTP status.
    fn has_value_of(&self, field: &str) -> bool {
        let is_status = || self.json.parse().is_ok_and(|it: u16| (100..600).contains(&it));
        let is_number = self.json.bytes().all(|byte| byte.is_ascii_digit());
        (field == CODE && is_number && !is_status()) || self.has_text()
    }

    fn has_text(&self) -> bool {
        self.text.as_ref().is_some_and(|text| !text.trim_matches(WHITESPACE).is_empty())
    }

    fn says_what_happened(&self) -> bool {
        matches!(self.field, Some(CODE | MESSAGE))
    }
}

struct MembersVisitor<'a, 'de>(&'a mut Vec<Member<'de>>);

impl<'de> Visitor<'de> for MembersVisitor<'_, 'de> {
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
            self.0.push(Member::new(name, value.get()));
        }
        Ok(())
    }
}

/// Replaces the first member that has an error in it with that error, unless the object is one
/// itself. A list of several is kept after its first.
fn unnested(mut members: Vec<Member<'_>>, levels: usize) -> Vec<Member<'_>> {
    if levels == 0 || members.iter().any(Member::says_what_happened) {
        return members;
    }
    let nested = members.iter().enumerate().find_map(|(index, member)| {
        let Nested { members, is_all } = Nested::new(member.json)?;
        let members = unnested(members, levels - 1);
        let end = index + usize::from(is_all);
        members.iter().any(Member::says_what_happened).then_some((index..end, members))
    });
    if let Some((range, nested)) = nested {
        let room = MAX_FIELDS.saturating_sub(members.len() - range.len());
        members.splice(range, nested.into_iter().take(room));
    }
    members
}

/// The members of an object, or of the first object of a list.
struct Nested<'a> {
    members: Vec<Member<'a>>,
    /// Whether there is nothing else in the list.
    is_all: bool,
}

impl<'a> Nested<'a> {
    fn new(json: &'a str) -> Option<Self> {
        let (object, is_all) = match json.as_bytes().first()? {
            b'{' => (json, true),
            b'[' => {
                let mut json = serde_json::Deserializer::from_str(json);
                json.deserialize_seq(FirstVisitor).ok().flatten()?
            }
            _ => return None,
        };
        let mut members = Vec::new();
        let mut json = serde_json::Deserializer::from_str(object);
        json.deserialize_map(MembersVisitor(&mut members)).ok()?;
        Some(Self { members, is_all })
    }
}

/// Reads the first item of a list, and whether it is the only one.
struct FirstVisitor;

impl<'de> Visitor<'de> for FirstVisitor {
    type Value = Option<(&'de str, bool)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let Some(first) = items.next_element::<&RawValue>()? else { return Ok(None) };
        let mut is_only = true;
        while items.next_element::<IgnoredAny>()?.is_some() {
            is_only = false;
        }
        Ok(Some((first.get(), is_only)))
    }
}

/// In "problem details" (RFC 9457) the detail is the message, or else the title.
fn name_message(members: &mut [Member<'_>]) {
    if members.iter().any(|member| member.field == Some(MESSAGE)) {
        return;
    }
    for name in ["detail", "title"] {
        if let Some(member) = members.iter_mut().find(|it| it.name == name && it.has_text()) {
            member.field = Some(MESSAGE);
            return;
        }
    }
}

/// The field that a member means: `request_id`, `RequestId` and `requestID` mean the same; API
/// gateways send `error_code` and `error_msg`.
fn documented(name: &str) -> Option<&'static str> {
    const MEMBERS: [(&str, &str); 10] = [
        ("code", CODE),
        ("errorcode", CODE),
        ("errcode", CODE),
        ("message", MESSAGE),
        ("errormsg", MESSAGE),
        ("errormessage", MESSAGE),
        ("errmsg", MESSAGE),
        ("msg", MESSAGE),
        ("requestid", REQUEST_ID),
        ("hostid", HOST_ID),
    ];
    let is = |word: &str| {
        let letters = name.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase());
        letters.eq(word.chars())
    };
    MEMBERS.into_iter().find_map(|(word, field)| is(word).then_some(field))
}
