//! Codes: the trait that every table implements, and the behaviour of all
//! tables, written once.
//!
//! A generated table is an enum and its columns; it ends in one call of
//! [`__table!`](crate::__table), which adds everything a code can do.

use std::error::Error;
use std::fmt::{self, Debug, Display};
use std::hash::Hash;
use std::str::FromStr;

use crate::{Deprecation, Retry, Source};

/// What every enum of error codes can do.
///
/// [`ObsErrorCode`](crate::ObsErrorCode) has all of this as inherent methods
/// too, `const` where they can be; the trait is for code that takes the codes of
/// any table. It is sealed: only a generated table implements it.
///
/// ```
/// use obs_errors::{ErrorCode, ObsErrorCode};
///
/// fn explain<C: ErrorCode>(code: C) -> String {
///     format!("{code}: {} {}", code.message(), code.solution())
/// }
///
/// assert_eq!(
///     explain(ObsErrorCode::NoSuchKey),
///     "NoSuchKey: The specified key does not exist. Upload the object first."
/// );
/// ```
pub trait ErrorCode:
    Copy
    + Ord
    + Hash
    + Debug
    + Display
    + AsRef<str>
    + FromStr<Err = UnknownCode>
    + Error
    + Send
    + Sync
    + 'static
    + Table
{
    /// Every code, in table order.
    const ALL: &'static [Self];

    /// The code with this wire spelling or alias, exactly: no blanks are
    /// trimmed, and `nosuchkey` is not `NoSuchKey`.
    fn from_code(code: &str) -> Option<Self>;

    /// The codes with this HTTP status, in table order.
    fn by_status(status: u16) -> std::iter::Copied<std::slice::Iter<'static, Self>>;

    /// The wire spelling, as it stands in the `Code` element.
    fn as_str(self) -> &'static str;

    /// The HTTP status that the table gives, 300 to 599. A response may have
    /// come with another.
    fn status(self) -> u16;

    /// The reason phrase as the service prints it, which is not always IANA's.
    fn reason(self) -> &'static str;

    /// What the error means. The service often sends other words.
    fn message(self) -> &'static str;

    /// What to do about it.
    fn solution(self) -> &'static str;

    /// What there is to say beyond the message, in paragraphs with an empty
    /// line between.
    fn note(self) -> Option<&'static str>;

    /// Whether the same request may be sent again.
    fn retry(self) -> Retry;

    /// Other spellings that are read as this code.
    fn aliases(self) -> &'static [&'static str];

    /// The documents that name the code; never empty.
    fn sources(self) -> &'static [Source];

    /// Why the code is not to be used any more, where that is so.
    fn deprecation(self) -> Option<Deprecation>;

    /// Whether the same request may be sent again, in whatever way.
    fn is_retryable(self) -> bool {
        self.retry().is_retryable()
    }
}

/// What the codec asks of a table, and the seal of [`ErrorCode`].
#[doc(hidden)]
pub trait Table: Sized {
    /// The names of the documented children of an error document, in the order they are
    /// written.
    fn children() -> &'static [&'static str];
}

/// A text that is no code of the table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownCode {
    code: Box<str>,
}

impl UnknownCode {
    /// The text, as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.code
    }
}

impl Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown error code `{}`", self.code.escape_debug())
    }
}

impl Error for UnknownCode {}

/// `FromStr` of every table.
///
/// # Errors
///
/// The text is no code.
pub fn parse<C: ErrorCode>(code: &str) -> Result<C, UnknownCode> {
    C::from_code(code).ok_or_else(|| UnknownCode { code: code.into() })
}

/// What stands beside a number in a column that has some numbers only, in their order.
#[must_use]
pub const fn sparse<T: Copy>(column: &[(usize, T)], number: usize) -> Option<T> {
    let (mut from, mut to) = (0, column.len());
    while from < to {
        let middle = usize::midpoint(from, to);
        let (other, value) = column[middle];
        if other == number {
            return Some(value);
        }
        if other < number {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    None
}

/// The same where there is another value for all other numbers.
#[must_use]
pub const fn sparse_or<T: Copy>(column: &[(usize, T)], number: usize, other: T) -> T {
    match sparse(column, number) {
        Some(value) => value,
        None => other,
    }
}

/// The behaviour of a table, over the columns that stand where it is called.
#[doc(hidden)]
#[macro_export]
macro_rules! __table {
    ($Code:ident) => {
        const _: () = ::core::assert!(
            $crate::__private::agrees(HASHING, &SEEDS, &SPELLINGS),
            "this table was made for another version of obs-errors: generate it anew",
        );

        impl $Code {
            /// Every code, in table order.
            pub const ALL: &'static [Self] = &ALL_CODES;

            /// The code with this wire spelling or alias, exactly: no blanks are
            /// trimmed, and `nosuchkey` is not `NoSuchKey`.
            #[must_use]
            pub const fn from_code(code: &::core::primitive::str) -> ::core::option::Option<Self> {
                $crate::__private::find(HASHING, &SEEDS, &SPELLINGS, code)
            }

            /// The codes with this HTTP status, in table order.
            pub fn by_status(
                status: ::core::primitive::u16,
            ) -> ::core::iter::Copied<::core::slice::Iter<'static, Self>> {
                // The table is in the order of its statuses.
                let from = STATUSES.partition_point(|other| *other < status);
                let to = STATUSES.partition_point(|other| *other <= status);
                ::core::iter::Iterator::copied(ALL_CODES[from..to].iter())
            }

            /// Whether the same request may be sent again, in whatever way.
            #[must_use]
            pub const fn is_retryable(self) -> ::core::primitive::bool {
                self.retry().is_retryable()
            }
        }

        impl $crate::ErrorCode for $Code {
            const ALL: &'static [Self] = &ALL_CODES;

            fn from_code(code: &::core::primitive::str) -> ::core::option::Option<Self> {
                $Code::from_code(code)
            }

            fn by_status(
                status: ::core::primitive::u16,
            ) -> ::core::iter::Copied<::core::slice::Iter<'static, Self>> {
                $Code::by_status(status)
            }

            $crate::__table!(@forward $Code as_str: &'static ::core::primitive::str);
            $crate::__table!(@forward $Code status: ::core::primitive::u16);
            $crate::__table!(@forward $Code reason: &'static ::core::primitive::str);
            $crate::__table!(@forward $Code message: &'static ::core::primitive::str);
            $crate::__table!(@forward $Code solution: &'static ::core::primitive::str);
            $crate::__table!(
                @forward $Code note: ::core::option::Option<&'static ::core::primitive::str>
            );
            $crate::__table!(@forward $Code retry: $crate::Retry);
            $crate::__table!(@forward $Code aliases: &'static [&'static ::core::primitive::str]);
            $crate::__table!(@forward $Code sources: &'static [$crate::Source]);
            $crate::__table!(
                @forward $Code deprecation: ::core::option::Option<$crate::Deprecation>
            );
        }

        $crate::__table! { @columns $Code
            /// The wire spelling, as it stands in the `Code` element.
            as_str(code): &'static ::core::primitive::str = CODES[code as ::core::primitive::usize];

            /// The HTTP status that the table gives, 300 to 599. A response may
            /// have come with another.
            status(code): ::core::primitive::u16 = STATUSES[code as ::core::primitive::usize];

            /// The reason phrase as the service prints it, which is not always
            /// IANA's.
            reason(code): &'static ::core::primitive::str =
                $crate::__private::sparse_or(&REASONS, code.status() as ::core::primitive::usize, "");

            /// What the error means. The service often sends other words, so
            /// nothing should depend on them.
            message(code): &'static ::core::primitive::str =
                MESSAGES[code as ::core::primitive::usize];

            /// What to do about it.
            solution(code): &'static ::core::primitive::str =
                SOLUTIONS[code as ::core::primitive::usize];

            /// What there is to say beyond the message, in paragraphs with an
            /// empty line between.
            note(code): ::core::option::Option<&'static ::core::primitive::str> =
                $crate::__private::sparse(&NOTES, code as ::core::primitive::usize);

            /// Whether the same request may be sent again.
            retry(code): $crate::Retry = RETRIES[code as ::core::primitive::usize];

            /// Other spellings that are read as this code.
            aliases(code): &'static [&'static ::core::primitive::str] =
                $crate::__private::sparse_or(&ALIASES, code as ::core::primitive::usize, &[]);

            /// The documents that name the code; never empty.
            sources(code): &'static [$crate::Source] =
                CODE_SOURCES[code as ::core::primitive::usize];

            /// Why the code is not to be used any more, where that is so.
            deprecation(code): ::core::option::Option<$crate::Deprecation> =
                $crate::__private::sparse(&DEPRECATIONS, code as ::core::primitive::usize);
        }

        impl $crate::__private::Table for $Code {
            fn children() -> &'static [&'static ::core::primitive::str] {
                &ELEMENTS
            }
        }

        // What would be derived; but of ten thousand variants the compiler would make a `match`
        // that takes it as long as all the rest.
        impl ::core::fmt::Debug for $Code {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let number = *self as ::core::primitive::usize;
                f.write_str($crate::__private::sparse_or(&RENAMED, number, self.as_str()))
            }
        }

        impl ::core::fmt::Display for $Code {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::convert::AsRef<::core::primitive::str> for $Code {
            fn as_ref(&self) -> &::core::primitive::str {
                self.as_str()
            }
        }

        impl ::core::str::FromStr for $Code {
            type Err = $crate::UnknownCode;

            /// The same as `from_code`, with an error that names the text.
            fn from_str(
                code: &::core::primitive::str,
            ) -> ::core::result::Result<Self, $crate::UnknownCode> {
                $crate::__private::parse(code)
            }
        }

        impl ::core::error::Error for $Code {}

        $crate::__axum!($Code);
        $crate::__http!($Code);
        $crate::__serde!($Code);
    };

    (
        @columns $Code:ident
        $($(#[$docs:meta])* $name:ident($code:ident): $Value:ty = $value:expr;)*
    ) => {
        impl $Code {$(
            $(#[$docs])*
            #[must_use]
            pub const fn $name(self) -> $Value {
                let $code = self;
                $value
            }
        )*}
    };

    (@forward $Code:ident $name:ident: $Value:ty) => {
        fn $name(self) -> $Value {
            $Code::$name(self)
        }
    };
}
