//! Structs of strings, as users of serde write them: the baseline of the ratios.

use obs_errors::{ObsError, ObsErrorCode};
use serde::{Deserialize, Serialize};

pub(crate) const READ: &str = "`quick_xml::de` into owned strings";
pub(crate) const WRITE: &str = "`quick_xml::se`";

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Error {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) request_id: String,
    pub(crate) host_id: String,
    pub(crate) resource: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code, reason = "it is there to be read")]
pub(crate) struct DeleteResult {
    pub(crate) error: Vec<Entry>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code, reason = "it is there to be read")]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) version_id: String,
    pub(crate) code: String,
    pub(crate) message: String,
}

pub(crate) fn error(document: &str) -> Error {
    quick_xml::de::from_str(document).expect("a document")
}

pub(crate) fn entries(document: &str) -> DeleteResult {
    quick_xml::de::from_str(document).expect("a document")
}

pub(crate) fn written(error: &Error) -> String {
    quick_xml::se::to_string(error).expect("it can be written")
}

impl Error {
    pub(crate) fn fields(&self) -> [(&'static str, &str); 5] {
        [
            ("Code", &self.code),
            ("Message", &self.message),
            ("RequestId", &self.request_id),
            ("HostId", &self.host_id),
            ("Resource", &self.resource),
        ]
    }
}

/// An error to write: with the message of the table, and with one that needs escapes.
pub(crate) fn errors() -> [(ObsError, Error); 2] {
    let plain = ObsError::new(ObsErrorCode::NoSuchKey)
        .with_request_id("001B21A61C6C0000013402C4616D5285")
        .with_host_id("RkRCRDJENDc5MzdGQkQ4OUY3MTI4NTQ3NDk2Mjg0M0FBQUFBQUFBYmJiYmJiYmJD")
        .with_resource("/example-bucket/object");
    let escaped = plain.clone().with_message("The key <a&b> \"does\" not exist & never did");
    [plain, escaped].map(|error| {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let strings = Error {
            code: text(error.code_str()),
            message: text(error.message()),
            request_id: text(error.request_id()),
            host_id: text(error.host_id()),
            resource: text(error.resource()),
        };
        (error, strings)
    })
}
