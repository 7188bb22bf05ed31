//! Feature `json`: errors of the endpoints that respond in JSON.

use std::borrow::Cow;
use std::fmt;

use obs_errors_core::chars::WHITESPACE;
use obs_errors_core::members::is_one_of;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::columns::JsonNames;
use crate::fields::{CODE, DOCUMENTED, Fields, MESSAGE, means};
use crate::limits::{MAX_BODY_BYTES, MAX_FIELDS};
use crate::lossy::lossy;

/// How deep an error is looked for: `{"errors": [{"error": {"code": ...}}]}`.
const MAX_NESTING: usize = 2;

/// Reads the members of an object, and returns the first error that it found; members that are
/// complete are kept.
///
/// Members that mean a documented field get its name, if they have a value; the others keep
/// theirs. A value that is not a string is kept as JSON; `null` is an empty string.
pub(crate) fn read(body: &[u8], names: JsonNames) -> (Fields, Option<serde_json::Error>) {
    let start = &body[..body.len().min(MAX_BODY_BYTES)];
    let text = lossy(start);
    let is_whole = start.len() == body.len() && matches!(text, Cow::Borrowed(_));
    // A list stands for its first item.
    let list = text.starts_with('[').then(|| Nested::new(&text, names)).flatten();
    let (members, error) = match list {
        Some(Nested { members, is_all }) => {
            (members, (!is_all).then(|| Error::custom("more than one error")))
        }
        None => members(&text, names, MAX_NESTING),
    };
    let error = error.or_else(|| (!is_whole).then(|| Error::custom("too large, or not UTF-8")));

    let mut members = unnested(members, names, MAX_NESTING);
    name_message(&mut members);
    let mut fields = Fields::default();
    for Member { name, json, text, field } in &members {
        let name = field.unwrap_or(name);
        match text {
            Some(text) => fields.push(name, text, Fields::without_whitespace(text)),
            None => fields.push(name, json, 0..json.len()),
        }
    }
    (fields, error)
}

/// The complete members of an object, and the first error in it. If the object is truncated in a
/// nested object, the complete members of that follow.
fn members(
    json: &str,
    names: JsonNames,
    levels: usize,
) -> (Vec<Member<'_>>, Option<serde_json::Error>) {
    let mut members = Vec::new();
    let mut reader = serde_json::Deserializer::from_str(json);
    let read =
        reader.deserialize_map(MembersVisitor(&mut members, names)).and_then(|()| reader.end());
    let Err(error) = read else { return (members, None) };
    let is_enough = has(&members, CODE) && has(&members, MESSAGE);
    if let Some(open) = (levels > 0 && !is_enough).then(|| open_value(json, &members)).flatten() {
        let (nested, _) = self::members(open, names, levels - 1);
        members.extend(nested.into_iter().take(MAX_FIELDS - members.len()));
    }
    (members, Some(error))
}

/// The start of the nested object in which a document is truncated: the value after its last
/// complete member, or the first item of that value.
fn open_value<'a>(json: &'a str, members: &[Member<'a>]) -> Option<&'a str> {
    let complete = members
        .last()
        .map_or(0, |last| last.json.as_ptr().addr() - json.as_ptr().addr() + last.json.len());
    let name = json[complete..].trim_start_matches(|c| WHITESPACE.contains(&c) || "{,".contains(c));
    let mut names = serde_json::Deserializer::from_str(name).into_iter::<String>();
    names.next()?.ok()?;
    let value = &name[names.byte_offset()..];
    let value = value.trim_start_matches(|c| WHITESPACE.contains(&c) || ":[".contains(c));
    value.starts_with('{').then_some(value)
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
    fn new(name: String, json: &'a str, names: JsonNames) -> Self {
        let text =
            if json == "null" { Some(String::new()) } else { serde_json::from_str(json).ok() };
        let mut member = Self { name, json, text, field: None };
        let mut own = names.iter().filter(|(_, names)| is_one_of(&member.name, names));
        let own = own.next().map(|(field, _)| *field);
        let meant = || DOCUMENTED.into_iter().find(|field| means(&member.name, field));
        member.field = own.or_else(meant).filter(|field| member.has_value_of(field));
        member
    }

    /// Whether the value can be that of a field: a string that is not empty or, for the code and
    /// the ids, a number. A code that just repeats an HTTP status is none.
    fn has_value_of(&self, field: &str) -> bool {
        let value = self.text.as_deref().unwrap_or(self.json).trim_matches(WHITESPACE);
        let is_status = value.parse().is_ok_and(|it: u16| (100..600).contains(&it));
        let digits = self.json.strip_prefix('-').unwrap_or(self.json);
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        match field {
            CODE => (is_number || self.has_text()) && !is_status,
            MESSAGE => self.has_text(),
            _ => is_number || self.has_text(),
        }
    }

    fn has_text(&self) -> bool {
        self.text.as_ref().is_some_and(|text| !text.trim_matches(WHITESPACE).is_empty())
    }
}

struct MembersVisitor<'a, 'de>(&'a mut Vec<Member<'de>>, JsonNames);

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
            self.0.push(Member::new(name, value.get(), self.1));
        }
        Ok(())
    }
}

/// Adds the code, or else the message, of an error in a member to an object that lacks one. A code
/// is added with its error before the other members, since the rest of the error is more specific
/// than they are. A list with more than one item is kept.
fn unnested(mut members: Vec<Member<'_>>, names: JsonNames, levels: usize) -> Vec<Member<'_>> {
    if levels == 0 {
        return members;
    }
    for field in [CODE, MESSAGE] {
        if has(&members, field) {
            continue;
        }
        let Some((index, Nested { members: nested, is_all })) =
            nested(&members, field, names, levels)
        else {
            continue;
        };
        if is_all {
            members.remove(index);
        }
        let room = MAX_FIELDS.saturating_sub(members.len());
        let at = if field == CODE { 0 } else { members.len() };
        members.splice(at..at, nested.into_iter().take(room));
    }
    members
}

/// The first error in a member that has a value for a field, and the position of the member.
/// Members that are named like an error come first.
fn nested<'a>(
    members: &[Member<'a>],
    field: &str,
    names: JsonNames,
    levels: usize,
) -> Option<(usize, Nested<'a>)> {
    let is_error = |member: &Member<'_>| {
        let names = ["error", "errors", "fault"];
        names.iter().any(|name| member.name.eq_ignore_ascii_case(name))
    };
    let (errors, others): (Vec<_>, Vec<_>) =
        members.iter().enumerate().partition(|(_, member)| is_error(member));
    errors.into_iter().chain(others).find_map(|(index, member)| {
        let Nested { members, is_all } = Nested::new(member.json, names)?;
        let mut members = unnested(members, names, levels - 1);
        if is_error(member) {
            name_message(&mut members);
        }
        has(&members, field).then_some((index, Nested { members, is_all }))
    })
}

fn has(members: &[Member<'_>], field: &str) -> bool {
    members.iter().any(|member| member.field == Some(field))
}

/// The members of an object, or of the first object of a list.
struct Nested<'a> {
    members: Vec<Member<'a>>,
    /// Whether the object is all that the value contains.
    is_all: bool,
}

impl<'a> Nested<'a> {
    fn new(json: &'a str, names: JsonNames) -> Option<Self> {
        let (object, is_all) = match json.as_bytes().first()? {
            b'{' => (json, true),
            b'[' => {
                let mut json = serde_json::Deserializer::from_str(json);
                json.deserialize_seq(FirstVisitor).ok().flatten()?
            }
            _ => return None,
        };
        let (members, error) = members(object, names, 0);
        error.is_none().then_some(Self { members, is_all })
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
    if has(members, MESSAGE) {
        return;
    }
    for name in ["detail", "title"] {
        if let Some(member) = members.iter_mut().find(|it| it.name == name && it.has_text()) {
            member.field = Some(MESSAGE);
            return;
        }
    }
}
