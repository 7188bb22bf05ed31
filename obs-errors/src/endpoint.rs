//! The endpoint that a redirect names.

use crate::{ErrorCode, ErrorResponse};

/// The field of a redirect whose response has no `Location`.
const ENDPOINT: &str = "Endpoint";

impl<C: ErrorCode> ErrorResponse<C> {
    /// Returns the endpoint that a redirect names for a request of this scheme (`https` or `http`):
    /// the host, with its port if it has one, of the [location](Self::location) or else of the field
    /// `Endpoint`.
    ///
    /// Returns `None` if there is none, or if it is not safe to use: it has another scheme, user
    /// information, or characters that a host does not have. Whether the host belongs to the service
    /// is for the caller to check before a signed request is sent to it.
    ///
    /// The host may begin with the bucket where the request has it in the path. Use the path of the
    /// location then, so that the bucket does not become a part of the key.
    ///
    /// ```
    /// use obs_errors::ObsError;
    ///
    /// let headers = [("Location", "https://photos.obs.eu-de.otc.t-systems.com/a.jpg")];
    /// let error = ObsError::from_parts(307, headers, b"");
    /// assert_eq!(error.endpoint("https"), Some("photos.obs.eu-de.otc.t-systems.com"));
    /// assert_eq!(error.endpoint("http"), None);
    /// ```
    #[must_use]
    pub fn endpoint(&self, scheme: &str) -> Option<&str> {
        let authority = |uri| authority(uri, scheme);
        // A location can be relative.
        let location = self.location().filter(|location| location.contains("://"));
        location.and_then(authority).or_else(|| self.trimmed(ENDPOINT).and_then(authority))
    }
}

/// The host and port of an absolute URI of this scheme, or of a host without a scheme.
fn authority<'a>(uri: &'a str, scheme: &str) -> Option<&'a str> {
    let rest = match uri.split_once("://") {
        Some((own, rest)) => own.eq_ignore_ascii_case(scheme).then_some(rest)?,
        None => uri,
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let is_name = |host: &str| {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
        host.bytes().all(is_allowed) && host.starts_with(|c: char| c.is_ascii_alphanumeric())
    };
    let is_ipv6 = |host: &str| {
        let inner = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        inner.is_some_and(|inner| inner.parse::<std::net::Ipv6Addr>().is_ok())
    };
    let is_port = |port: &str| {
        port.bytes().all(|byte| byte.is_ascii_digit())
            && port.parse::<u16>().is_ok_and(|port| port > 0)
    };
    let is_valid = !host.is_empty() && (is_name(host) || is_ipv6(host)) && port.is_none_or(is_port);
    is_valid.then_some(authority)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_endpoints_are_returned() {
        for (uri, expected) in [
            ("https://obs.example.com/photos/a.jpg?x#y", Some("obs.example.com")),
            ("HTTPS://obs.example.com:8443", Some("obs.example.com:8443")),
            ("https://[2001:db8::1]:443/", Some("[2001:db8::1]:443")),
            ("https://[2001:db8::1]/", Some("[2001:db8::1]")),
            ("https://192.0.2.1?x", Some("192.0.2.1")),
            ("photos.obs.example.com", Some("photos.obs.example.com")),
            ("obs.example.com:443/a", Some("obs.example.com:443")),
            ("http://obs.example.com/", None),
            ("ftp://obs.example.com/", None),
            ("https://user@obs.example.com/", None),
            ("https://user:password@obs.example.com/", None),
            ("https://obs.example.com\\@evil.example/", None),
            ("https://obs.example.com:99999/", None),
            ("https://obs.example.com:0/", None),
            ("https://./", None),
            ("https://-", None),
            ("https://obs.example.com:/", None),
            ("https://obs.example.com:+1/", None),
            ("https://[2001:db8::g]/", None),
            ("https://obs .example.com/", None),
            ("https://obs\u{2024}example.com/", None),
            ("https:///photos", None),
            ("https://", None),
            ("/photos/a.jpg", None),
            ("//obs.example.com/photos", None),
            ("javascript:alert(1)", None),
            ("", None),
        ] {
            assert_eq!(authority(uri, "https"), expected, "{uri}");
        }
    }
}
