//! Codes: the trait that every table implements, and the behaviour of all tables, written
//! once.
//!
//! A generated table is an enum and its [`Columns`](crate::columns::Columns); it ends in one
//! call of [`__table!`](crate::__table), which adds everything that a code can do.

use std::error::Error;
use std::fmt::{self, Debug, Display};
use std::hash::Hash;
use std::str::FromStr;

use crate::columns::{HasDefaults, Table};

/// A trait for enums of error codes.
///
/// [`ObsErrorCode`](crate::ObsErrorCode) has all of this as inherent methods, too, which are
/// `const` if possible; the trait is for code that is generic over tables. It is sealed: only
/// generated tables implement it.
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
    crate::__accessors!(provided);
}

/// A trait for tables that have a code for every status of a failure, under `default_for_status`.
///
/// [`ErrorResponse::for_status`](crate::ErrorResponse::for_status) and the layer for servers need it.
/// Generated tables with that key implement it, and those that extend one.
#[diagnostic::on_unimplemented(
    message = "the table of `{Self}` has no default codes",
    label = "the table has no default codes",
    note = "add `default_for_status: {{ 4xx: SomeCode, 5xx: OtherCode }}` to its YAML file"
)]
pub trait DefaultCodes: ErrorCode + HasDefaults {}

/// The error returned for a string that is not a code of the table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownCode {
    code: Box<str>,
}

impl UnknownCode {
    /// Returns the string that is not a code.
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

/// Parses a code: the implementation of `FromStr` for every table.
///
/// # Errors
///
/// Returns an error if the string is not a code of the table.
pub fn parse<C: ErrorCode>(code: &str) -> Result<C, UnknownCode> {
    C::from_code(code).ok_or_else(|| UnknownCode { code: code.into() })
}

/// The message with which a code is usually sent: what the service sends, or else that of the table, or
/// else the reason phrase.
pub(crate) fn usual_message<C: ErrorCode>(code: C) -> &'static str {
    let own = Some(code.message()).filter(|message| !message.is_empty());
    code.sent_message().or(own).unwrap_or_else(|| code.reason())
}

/// The accessors of a table and of its codes, each stated once: documentation, signature, and
/// the function that reads columns of the table.
///
/// `provided` expands to methods of the trait [`ErrorCode`], `inherent` to those of one enum,
/// which need no import and can be `const`. An accessor of a code passes a column, the index of
/// the code, and the argument after the column, if there is one, to its function.
#[doc(hidden)]
#[macro_export]
macro_rules! __accessors {
    ($form:ident $($Code:ident)?) => {
        $crate::__expand_accessors! {
            $form $($Code)?
            {
                /// Every code, in table order.
                const ALL: &'static [Self] = all;

                /// Returns the code with exactly this wire code or alias: whitespace is not
                /// trimmed, and `nosuchkey` does not match `NoSuchKey`.
                #[must_use]
                [const] fn from_code(
                    code: &::core::primitive::str,
                ) -> ::core::option::Option<Self> = find(lookup);

                /// Returns the codes with this HTTP status, in table order.
                [] fn by_status(
                    status: ::core::primitive::u16,
                ) -> ::core::iter::Copied<::core::slice::Iter<'static, Self>> =
                    with_status(all, statuses);
            }
            {
                /// Returns the wire code, as it appears in the `Code` element.
                as_str: &'static ::core::primitive::str = dense(codes);

                /// Returns the HTTP status in the table, from 200 to 599: a code of OBS has 300 or
                /// more. The status of a response may differ.
                status: ::core::primitive::u16 = dense(statuses);

                /// Returns the reason phrase as the service prints it, which may differ from
                /// IANA's.
                reason: &'static ::core::primitive::str = run(reasons);

                /// Returns what the error means. The service often sends a different message,
                /// so do not rely on the wording. In a custom table that makes messages optional,
                /// it may be empty.
                message: &'static ::core::primitive::str = dense(messages);

                /// Returns what to do about the error. In a custom table that makes solutions
                /// optional, it may be empty.
                solution: &'static ::core::primitive::str = dense(solutions);

                /// Returns further explanation, if there is any, in paragraphs separated by
                /// empty lines.
                note: ::core::option::Option<&'static ::core::primitive::str> = sparse(notes);

                /// Returns the message that the service sends with the code, if it is known to
                /// differ from [`message`](Self::message), which explains the code.
                sent_message: ::core::option::Option<&'static ::core::primitive::str> =
                    sparse(sends);

                /// Returns what may have caused the error, if there is more than one cause, or if
                /// the message that is sent tells them apart. See
                /// [`ErrorResponse::causes`]($crate::ErrorResponse::causes) for those that fit a
                /// response.
                causes: &'static [$crate::Cause] = sparse_or(causes, &[]);

                /// Returns the address of the vendor's page about the code, if it is known.
                page: ::core::option::Option<&'static ::core::primitive::str> = sparse(pages);

                /// Returns whether the same request may be sent again.
                retry: $crate::Retry = dense(retries);

                /// Returns `true` for every retry class but `Never`.
                is_retryable: ::core::primitive::bool = is_retryable(retries);

                /// Returns the other strings that are read as this code.
                aliases: &'static [&'static ::core::primitive::str] = sparse_or(aliases, &[]);

                /// Returns the documents that name the code: at least one, unless a custom table
                /// states no sources.
                sources: &'static [$crate::Source] = dense(sources);

                /// Returns why the code should no longer be used, if it is deprecated.
                deprecation: ::core::option::Option<$crate::Deprecation> = sparse(deprecations);
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __expand_accessors {
    (
        provided
        {
            $(#[$all_docs:meta])*
            const $ALL:ident: $All:ty = $all:ident;
            $(
                $(#[$table_docs:meta])*
                [$($const:ident)?] fn $function:ident($parameter:ident: $Parameter:ty $(,)?) -> $Found:ty =
                    $search:ident($($searched:ident),*);
            )*
        }
        {$(
            $(#[$docs:meta])*
            $name:ident: $Value:ty = $read:ident($column:ident $(, $argument:expr)?);
        )*}
    ) => {
        $(#[$all_docs])*
        const $ALL: $All = Self::COLUMNS.$all;
        $(
            $(#[$table_docs])*
            fn $function($parameter: $Parameter) -> $Found {
                $crate::columns::$search(
                    $(const { Self::COLUMNS.$searched },)* $parameter,
                )
            }
        )*
        $(
            $(#[$docs])*
            #[must_use]
            fn $name(self) -> $Value {
                $crate::columns::$read(
                    const { Self::COLUMNS.$column }, self.index() $(, $argument)?
                )
            }
        )*
    };

    (
        inherent $Code:ident
        {
            $(#[$all_docs:meta])*
            const $ALL:ident: $All:ty = $all:ident;
            $(
                $(#[$table_docs:meta])*
                [$($const:ident)?] fn $function:ident($parameter:ident: $Parameter:ty $(,)?) -> $Found:ty =
                    $search:ident($($searched:ident),*);
            )*
        }
        {$(
            $(#[$docs:meta])*
            $name:ident: $Value:ty = $read:ident($column:ident $(, $argument:expr)?);
        )*}
    ) => {
        impl $Code {
            $(#[$all_docs])*
            pub const $ALL: $All = <Self as $crate::__private::Table>::COLUMNS.$all;
            $(
                $(#[$table_docs])*
                pub $($const)? fn $function($parameter: $Parameter) -> $Found {
                    $crate::__private::$search(
                        $(const { <Self as $crate::__private::Table>::COLUMNS.$searched },)*
                        $parameter,
                    )
                }
            )*
            $(
                $(#[$docs])*
                #[must_use]
                pub const fn $name(self) -> $Value {
                    $crate::__private::$read(
                        const { <Self as $crate::__private::Table>::COLUMNS.$column },
                        self as ::core::primitive::usize
                        $(, $argument)?
                    )
                }
            )*
        }
    };
}

/// The behaviour of a table, over its columns.
#[doc(hidden)]
#[macro_export]
macro_rules! __table {
    ($Code:ident) => {
        const _: () = ::core::assert!(
            <$Code as $crate::__private::Table>::COLUMNS.lookup.is_consistent(),
            "this table was generated for another version of obs-errors: generate it again",
        );

        $crate::__accessors!(inherent $Code);

        impl $crate::ErrorCode for $Code {}

        // The same as the derive, whose `match` over ten thousand variants would take the compiler
        // as long as everything else.
        impl ::core::fmt::Debug for $Code {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let renamed = const { <$Code as $crate::__private::Table>::COLUMNS.renamed };
                let index = *self as ::core::primitive::usize;
                f.write_str($crate::__private::sparse_or(renamed, index, self.as_str()))
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

            /// Parses a string like `from_code`, with an error that names the string.
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
}
