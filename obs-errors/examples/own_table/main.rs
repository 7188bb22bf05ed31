//! A product with custom codes on top of those of OBS.
//!
//! ```text
//! cargo run --package obs-errors --features macros --example own_table
//! ```

use std::time::Duration;

use obs_errors::ObsErrorCode;

obs_errors::error_codes!(pub(crate) "examples/own_table/errors.yaml");

fn main() {
    for error in [withdrawn("/album/1.jpg"), busy(), from_obs(ObsErrorCode::NoSuchBucket)] {
        println!("{error}\n  {}", error.to_xml());
    }
}

/// A code of the product.
pub(crate) fn withdrawn(photo: &str) -> ArchiveError {
    ArchiveError::new(ArchiveErrorCode::PhotoWithdrawn).with_resource(photo)
}

pub(crate) fn busy() -> ArchiveError {
    ArchiveError::new(ArchiveErrorCode::ThumbnailNotReady).with_retry_after(Duration::from_secs(5))
}

/// An error of OBS, as an error of the product.
pub(crate) fn from_obs(code: ObsErrorCode) -> ArchiveError {
    ArchiveErrorCode::from(code).into()
}
