//! Feature `serde`: a code is its wire code; an error is its status and its fields; a retry
//! class is its name.
//!
//! A field is its name and its value, and its value without padding if that differs:
//! `["Code", "\n NoSuchKey\n", "NoSuchKey"]`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::fields::Fields;
use crate::{ErrorCode, ErrorResponse, Origin};

/// What the feature adds to a code.
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

const ERROR: &str = "ErrorResponse";
const STATUS: &str = "status";
const FIELDS: &str = "fields";

impl<C: ErrorCode> Serialize for ErrorResponse<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut error = serializer.serialize_struct(ERROR, 2)?;
        error.serialize_field(STATUS, &self.status())?;
        let fields = self.all_fields().iter().map(|field| {
            let is_padded = field.core().len() < field.value().len();
            let core = is_padded.then_some(field.core());
            [field.name(), field.value()].into_iter().chain(core).collect()
        });
        error.serialize_field(FIELDS, &fields.collect::<Vec<Vec<&str>>>())?;
        error.end()
    }
}

impl<'de, C: ErrorCode> Deserialize<'de> for ErrorResponse<C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = ErrorVisitor(PhantomData);
        deserializer.deserialize_struct(ERROR, &[STATUS, FIELDS], visitor)
    }
}

struct ErrorVisitor<C>(PhantomData<C>);

impl<'de, C: ErrorCode> Visitor<'de> for ErrorVisitor<C> {
    type Value = ErrorResponse<C>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an error with `status` and `fields`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let status = seq.next_element()?.ok_or_else(|| A::Error::missing_field(STATUS))?;
        let fields: Vec<_> = seq.next_element()?.ok_or_else(|| A::Error::missing_field(FIELDS))?;
        error(status, &fields)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut status = None;
        let mut fields: Option<Vec<_>> = None;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                STATUS => status = map.next_value()?,
                FIELDS => fields = Some(map.next_value()?),
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        error(status, &fields.ok_or_else(|| A::Error::missing_field(FIELDS))?)
    }
}

fn error<C: ErrorCode, E: Error>(
    status: Option<u16>,
    list: &[Vec<String>],
) -> Result<ErrorResponse<C>, E> {
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
    Ok(ErrorResponse::from_fields(status, fields, Origin::Built))
}
