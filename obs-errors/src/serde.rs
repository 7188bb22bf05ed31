//! Feature `serde`: a code is its wire spelling; an error is its status and its
//! fields; a retry class is its name in lower case.

/// What the feature adds to a code.
#[cfg(feature = "serde")]
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

#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($Code:ident) => {};
}

#[cfg(feature = "serde")]
pub use self::with_serde::deserialize_str;

#[cfg(feature = "serde")]
mod with_serde {
    use std::fmt;
    use std::marker::PhantomData;

    use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
    use serde::ser::SerializeStruct;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::fields::Fields;
    use crate::{ErrorCode, ErrorResponse, Retry};

    /// Reads a value that is sent as text.
    ///
    /// # Errors
    ///
    /// It is no text, or `parse` has nothing for it.
    pub fn deserialize_str<'de, D: Deserializer<'de>, T>(
        deserializer: D,
        expected: &'static str,
        parse: fn(&str) -> Option<T>,
    ) -> Result<T, D::Error> {
        deserializer.deserialize_str(TextVisitor { expected, parse })
    }

    struct TextVisitor<T> {
        expected: &'static str,
        parse: fn(&str) -> Option<T>,
    }

    impl<T> Visitor<'_> for TextVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.expected)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            (self.parse)(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
        }
    }

    impl Serialize for Retry {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(match self {
                Self::Never => "never",
                Self::Transient => "transient",
                Self::Throttling => "throttling",
            })
        }
    }

    impl<'de> Deserialize<'de> for Retry {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserialize_str(deserializer, "`never`, `transient` or `throttling`", |text| match text
            {
                "never" => Some(Self::Never),
                "transient" => Some(Self::Transient),
                "throttling" => Some(Self::Throttling),
                _ => None,
            })
        }
    }

    const ERROR: &str = "ErrorResponse";
    const STATUS: &str = "status";
    const FIELDS: &str = "fields";

    impl<C: ErrorCode> Serialize for ErrorResponse<C> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut error = serializer.serialize_struct(ERROR, 2)?;
            error.serialize_field(STATUS, &self.status())?;
            error.serialize_field(FIELDS, &self.fields().collect::<Vec<_>>())?;
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
            let fields: Vec<_> =
                seq.next_element()?.ok_or_else(|| A::Error::missing_field(FIELDS))?;
            Ok(error(status, &fields))
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
            Ok(error(status, &fields.ok_or_else(|| A::Error::missing_field(FIELDS))?))
        }
    }

    /// The values are taken as sent: the getters trim their blanks.
    fn error<C: ErrorCode>(status: Option<u16>, list: &[(String, String)]) -> ErrorResponse<C> {
        let mut fields = Fields::default();
        for (name, value) in list {
            fields.push(name, value, Fields::without_blanks(value));
        }
        ErrorResponse::from_fields(status, fields)
    }
}
