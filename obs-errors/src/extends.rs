//! Tables that extend the one of OBS: from its codes to theirs and back.

use crate::ObsErrorCode;
use crate::lookup::is_same;

/// The place of a code in the table of OBS.
#[must_use]
pub const fn obs_index(code: ObsErrorCode) -> usize {
    code as usize
}

/// Whether this is the version that an expansion was made for. The macro is pinned to
/// it; this notices when something got around the pin.
#[must_use]
pub const fn is_version(version: &str) -> bool {
    is_same(env!("CARGO_PKG_VERSION").as_bytes(), version.as_bytes())
}

/// The conversions of a table, over the index tables that stand where it is called.
#[doc(hidden)]
#[macro_export]
macro_rules! __extends_obs {
    ($Code:ident, $version:literal) => {
        const _: () = {
            ::core::assert!(
                $crate::__private::is_version($version)
                    && FROM_OBS.len() == $crate::ObsErrorCode::ALL.len(),
                "this table was made for another version of obs-errors: generate it anew, or \
                 make obs-errors and obs-errors-macros one version",
            );
            let mut index = 0;
            while index < FROM_OBS.len() {
                ::core::assert!(
                    ::core::matches!(
                        $crate::__private::sparse(
                            &TO_OBS,
                            FROM_OBS[index] as ::core::primitive::usize,
                        ),
                        ::core::option::Option::Some(code)
                            if $crate::__private::obs_index(code) == index
                    ),
                    "this table was made for another table of OBS: generate it anew",
                );
                index += 1;
            }
        };

        /// Every code of OBS is one of this table.
        impl ::core::convert::From<$crate::ObsErrorCode> for $Code {
            fn from(code: $crate::ObsErrorCode) -> Self {
                FROM_OBS[$crate::__private::obs_index(code)]
            }
        }

        /// The codes of this table that OBS has too; the error names the others.
        impl ::core::convert::TryFrom<$Code> for $crate::ObsErrorCode {
            type Error = $crate::UnknownCode;

            fn try_from(code: $Code) -> ::core::result::Result<Self, $crate::UnknownCode> {
                match $crate::__private::sparse(&TO_OBS, code as ::core::primitive::usize) {
                    ::core::option::Option::Some(code) => ::core::result::Result::Ok(code),
                    ::core::option::Option::None => $crate::__private::parse(code.as_str()),
                }
            }
        }
    };
}
