//! The names under which services that are not OBS send the documented fields, in JSON and in XML.

/// The names that mean a documented field, in lower case and without `_` and `-`, which do not matter in
/// a comparison: `request_id`, `requestID` and `Request-Id` are the same. None for any other field.
#[must_use]
pub fn names_of(field: &str) -> &'static [&'static str] {
    match field {
        "Code" => &["code", "errorcode", "errcode"],
        "Message" => &["message", "errormessage", "errormsg", "errmsg", "msg", "errordescription"],
        "RequestId" => &["requestid"],
        "HostId" => &["hostid"],
        "Resource" => &["resource"],
        _ => &[],
    }
}
