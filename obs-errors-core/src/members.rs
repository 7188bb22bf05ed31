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

/// Whether a name is one of these, which are in lower case and without `_` and `-`.
#[must_use]
pub fn is_one_of(name: &str, names: &[&str]) -> bool {
    let letters = || {
        name.bytes().filter(|byte| !matches!(byte, b'_' | b'-')).map(|it| it.to_ascii_lowercase())
    };
    names.iter().any(|known| name.len() >= known.len() && letters().eq(known.bytes()))
}

/// A name as names are compared: in lower case and without `_` and `-`.
#[must_use]
pub fn simplified(name: &str) -> String {
    name.replace(['_', '-'], "").to_ascii_lowercase()
}
