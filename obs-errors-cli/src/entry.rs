//! A code of the table, as it is printed.

use obs_errors_build::documents::catalogue;
use obs_errors_build::spec::model::Code;
use serde::{Serialize, Serializer};

/// A code, which is serialized as in `docs/obs-errors.json`.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'a>(pub(crate) &'a Code);

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        catalogue::Code::new(self.0).serialize(serializer)
    }
}
