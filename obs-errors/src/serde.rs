//! Feature `serde`: a code is serialized as its wire code, a retry class as its name, and an error
//! as a map of everything that is known about it, which its documentation describes.

use std::fmt;
use std::time::Duration;

use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::details::Details;
use crate::fields::Fields;
use crate::{ErrorCode, ErrorResponse, HeaderStyle, Origin, XmlError, XmlErrorKind};

/// Implements `Serialize` and `Deserialize` for a code.
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($Code:ident) => {
        impl $crate::__private::serde::Serialize for $Code {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $Code {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::deserialize_str(deserializer, "an error code", $Code::from_code)
            }
        }
    };
}

// The members of an error.
const STATUS: &str = "status";
const FIELDS: &str = "fields";
const ORIGIN: &str = "origin";
const RETRY_AFTER: &str = "retry_after";
const LOCATION: &str = "location";
const DATE: &str = "date";
const INDICATOR: &str = "indicator";
const HEADER_STYLE: &str = "header_style";
const EXCERPT: &str = "excerpt";
const XML_ERROR: &str = "xml_error";
const IS_INCOMPLETE: &str = "is_incomplete";

/// The order of the members, in formats without names.
const MEMBERS: [&str; 11] = [
    STATUS,
    FIELDS,
    ORIGIN,
    RETRY_AFTER,
    LOCATION,
    DATE,
    INDICATOR,
    HEADER_STYLE,
    EXCERPT,
    XML_ERROR,
    IS_INCOMPLETE,
];

impl<C: ErrorCode> Serialize for ErrorResponse<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Details {
            retry_after,
            location,
            date,
            indicator,
            header_style,
            excerpt,
            xml_error,
            is_incomplete,
            // It is not part of what is sent, and any type.
            source: _,
        } = self.details();
        let fields = self.all_fields().iter().map(|field| {
            let is_padded = field.core().len() < field.value().len();
            let core = is_padded.then_some(field.core());
            [field.name(), field.value()].into_iter().chain(core).collect()
        });
        let fields: Vec<Vec<&str>> = fields.collect();
        let mut error = serializer.serialize_struct("ErrorResponse", MEMBERS.len())?;
        error.serialize_field(STATUS, &self.status())?;
        error.serialize_field(FIELDS, &fields)?;
        error.serialize_field(ORIGIN, self.origin().as_str())?;
        error.serialize_field(RETRY_AFTER, retry_after)?;
        error.serialize_field(LOCATION, location)?;
        error.serialize_field(DATE, date)?;
        error.serialize_field(INDICATOR, indicator)?;
        error.serialize_field(HEADER_STYLE, &header_style.index())?;
        error.serialize_field(EXCERPT, excerpt)?;
        let xml_error =
            xml_error.as_ref().map(|it| (it.kind().as_str(), it.offset(), it.message()));
        error.serialize_field(XML_ERROR, &xml_error)?;
        error.serialize_field(IS_INCOMPLETE, is_incomplete)?;
        error.end()
    }
}

impl<'de, C: ErrorCode> Deserialize<'de> for ErrorResponse<C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = deserializer.deserialize_struct("ErrorResponse", &MEMBERS, MembersVisitor)?;
        members.try_into_error()
    }
}

/// The members as they are read; those that are missing are those of an error that was built.
#[derive(Default)]
struct Members {
    status: Option<u16>,
    fields: Option<Vec<Vec<String>>>,
    origin: Option<String>,
    retry_after: Option<Duration>,
    location: Option<Box<str>>,
    date: Option<Box<str>>,
    indicator: Option<Box<str>>,
    header_style: u8,
    excerpt: Option<Box<str>>,
    xml_error: Option<(String, usize, String)>,
    is_incomplete: bool,
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an error with `status` and `fields`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Members, A::Error> {
        Ok(Members {
            status: seq.next_element()?.unwrap_or_default(),
            fields: seq.next_element()?,
            origin: seq.next_element()?,
            retry_after: seq.next_element()?.unwrap_or_default(),
            location: seq.next_element()?.unwrap_or_default(),
            date: seq.next_element()?.unwrap_or_default(),
            indicator: seq.next_element()?.unwrap_or_default(),
            header_style: seq.next_element()?.unwrap_or_default(),
            excerpt: seq.next_element()?.unwrap_or_default(),
            xml_error: seq.next_element()?.unwrap_or_default(),
            is_incomplete: seq.next_element()?.unwrap_or_default(),
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
        let mut members = Members::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                STATUS => members.status = map.next_value()?,
                FIELDS => members.fields = Some(map.next_value()?),
                ORIGIN => members.origin = Some(map.next_value()?),
                RETRY_AFTER => members.retry_after = map.next_value()?,
                LOCATION => members.location = map.next_value()?,
                DATE => members.date = map.next_value()?,
                INDICATOR => members.indicator = map.next_value()?,
                HEADER_STYLE => members.header_style = map.next_value()?,
                EXCERPT => members.excerpt = map.next_value()?,
                XML_ERROR => members.xml_error = map.next_value()?,
                IS_INCOMPLETE => members.is_incomplete = map.next_value()?,
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(members)
    }
}

impl Members {
    fn try_into_error<C: ErrorCode, E: Error>(self) -> Result<ErrorResponse<C>, E> {
        let list = self.fields.ok_or_else(|| E::missing_field(FIELDS))?;
        let origin = match self.origin {
            None => Origin::Built,
            Some(name) => Origin::from_name(&name).ok_or_else(|| {
                E::invalid_value(Unexpected::Str(&name), &"the name of an origin")
            })?,
        };
        let xml_error = self.xml_error.map(|(kind, offset, reason)| {
            let kind = XmlErrorKind::from_name(&kind).ok_or_else(|| {
                E::invalid_value(Unexpected::Str(&kind), &"the name of a kind of error")
            })?;
            Ok(XmlError::new(&reason, offset).with_kind(kind))
        });
        let details = Details {
            retry_after: self.retry_after,
            location: self.location,
            date: self.date,
            indicator: self.indicator,
            header_style: HeaderStyle::new(self.header_style),
            excerpt: self.excerpt,
            xml_error: xml_error.transpose()?,
            is_incomplete: self.is_incomplete,
            source: None,
        };
        let error = ErrorResponse::from_fields(self.status, fields(&list)?, origin);
        Ok(error.with_details(details))
    }
}

fn fields<E: Error>(list: &[Vec<String>]) -> Result<Fields, E> {
    let mut fields = Fields::default();
    for parts in list {
        let (name, value, core) = match &parts[..] {
            [name, value] => (name, value, value),
            [name, value, core] => (name, value, core),
            _ => return Err(E::invalid_length(parts.len(), &"a name and a value")),
        };
        let is_padding = |text: &str| Fields::without_whitespace(text).is_empty();
        let start = value
            .find(core.as_str())
            .filter(|at| is_padding(&value[..*at]) && is_padding(&value[at + core.len()..]))
            .ok_or_else(|| E::invalid_value(Unexpected::Str(core), &"the value without padding"))?;
        fields.push(name, value, start..start + core.len());
    }
    Ok(fields)
}
