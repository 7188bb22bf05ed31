//! What a request is about: the bucket, the key and the query.

use http::request::Parts;
use percent_encoding::percent_decode_str;

/// The bucket and the key of a request, and its query.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Target {
    /// Empty for a request about all buckets.
    pub(crate) bucket: String,
    /// Empty for a request about the bucket.
    pub(crate) key: String,
    /// Whether the bucket is in the host, and not in the path.
    pub(crate) is_virtual_host: bool,
    query: Vec<(String, String)>,
}

impl Target {
    /// Reads the target. The bucket is the first label of the host, if another follows that is the
    /// domain, or else the first part of the path.
    pub(crate) fn new(request: &Parts, domain: &str) -> Self {
        let host = request.headers.get(http::header::HOST).and_then(|host| host.to_str().ok());
        let host = request.uri.host().or(host).unwrap_or_default();
        let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
        let path = request.uri.path().trim_start_matches('/');
        let of_host = host.strip_suffix(domain).and_then(|rest| rest.strip_suffix('.'));
        let of_host = of_host.filter(|bucket| !bucket.is_empty());
        let is_virtual_host = of_host.is_some();
        let (bucket, key) = match of_host {
            Some(bucket) => (bucket, path),
            None => path.split_once('/').unwrap_or((path, "")),
        };
        let query = request.uri.query().unwrap_or_default().split('&').filter(|it| !it.is_empty());
        let query = query.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(&name.replace('+', " ")), decoded(&value.replace('+', " ")))
        });
        Self { bucket: decoded(bucket), key: decoded(key), is_virtual_host, query: query.collect() }
    }

    /// The value of a parameter, which may be empty.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.parameter(name).is_some()
    }

    /// The parameters, in their order.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The path of the resource, for error documents.
    pub(crate) fn resource(&self) -> String {
        let Self { bucket, key, .. } = self;
        if key.is_empty() { format!("/{bucket}") } else { format!("/{bucket}/{key}") }
    }
}

/// A string without percent-encoding.
pub(crate) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::Target;

    #[test]
    fn the_bucket_is_in_the_host_or_in_the_path() {
        for (host, uri, bucket, key) in [
            ("127.0.0.1:9000", "/", "", ""),
            ("127.0.0.1:9000", "/photos", "photos", ""),
            ("127.0.0.1:9000", "/photos/", "photos", ""),
            ("localhost:9000", "/photos/a/b.jpg", "photos", "a/b.jpg"),
            ("localhost", "/photos/a%20b%2Bc+d", "photos", "a b+c+d"),
            ("photos.localhost:9000", "/", "photos", ""),
            ("photos.localhost", "/a/b.jpg", "photos", "a/b.jpg"),
            ("my.photos.localhost", "/a", "my.photos", "a"),
            ("notlocalhost", "/a/b", "a", "b"),
        ] {
            let request = Request::get(uri).header("host", host).body(()).expect("a request");
            let target = Target::new(&request.into_parts().0, "localhost");
            assert_eq!((target.bucket.as_str(), target.key.as_str()), (bucket, key), "{host}{uri}");
        }
    }

    #[test]
    fn parameters_may_have_no_value() {
        let request = Request::get("/b?uploads&prefix=a%2Fb+c&x=").body(()).expect("a request");
        let target = Target::new(&request.into_parts().0, "localhost");
        let values = ["uploads", "prefix", "x", "y"].map(|name| target.parameter(name));
        assert_eq!(values, [Some(""), Some("a/b c"), Some(""), None]);
    }
}
