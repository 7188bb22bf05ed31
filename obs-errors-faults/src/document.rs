//! XML documents of responses and requests.

use std::fmt::Write as _;
use std::time::SystemTime;

use obs_errors::{HeaderStyle, ObsError, ObsErrorCode};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// A document that is being written.
#[derive(Debug)]
pub(crate) struct Document {
    text: String,
    root: &'static str,
    encodes_keys: bool,
}

/// What stays in a key with `encoding-type=url`.
const KEY: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

impl Document {
    /// A document with this root, in the namespace of the service that the client expects.
    pub(crate) fn new(root: &'static str, style: HeaderStyle) -> Self {
        let namespace = if style == HeaderStyle::AMZ {
            "http://s3.amazonaws.com/doc/2006-03-01/"
        } else {
            "http://obs.myhwclouds.com/doc/2015-06-30/"
        };
        let text =
            format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"{namespace}\">");
        Self { text, root, encodes_keys: false }
    }

    /// Encodes keys, if the client asks for it: XML has no way to write some characters.
    pub(crate) fn encode_keys(&mut self, encoding_type: Option<&str>) {
        self.encodes_keys = encoding_type == Some("url");
        if self.encodes_keys {
            self.text("EncodingType", "url");
        }
    }

    pub(crate) fn text(&mut self, name: &str, value: &str) {
        self.nested(name, |document| document.value(value));
    }

    /// Text in the element that is open.
    pub(crate) fn value(&mut self, value: &str) {
        self.text += &escaped(value);
    }

    /// A key, or a part of one.
    pub(crate) fn key(&mut self, name: &str, key: &str) {
        if self.encodes_keys {
            self.text(name, &utf8_percent_encode(key, KEY).to_string());
        } else {
            self.text(name, key);
        }
    }

    pub(crate) fn time(&mut self, name: &str, time: SystemTime) {
        self.text(name, &humantime::format_rfc3339_millis(time).to_string());
    }

    /// An element with others in it.
    pub(crate) fn nested(&mut self, name: &str, write: impl FnOnce(&mut Self)) {
        self.text.extend(["<", name, ">"]);
        write(self);
        self.text.extend(["</", name, ">"]);
    }

    pub(crate) fn finish(mut self) -> Vec<u8> {
        let root = self.root;
        self.text.extend(["</", root, ">"]);
        self.text.into_bytes()
    }
}

/// A value as text of an element.
pub(crate) fn escaped(value: &str) -> String {
    value.chars().fold(String::new(), |mut text, c| {
        match c {
            '&' => text += "&amp;",
            '<' => text += "&lt;",
            '>' => text += "&gt;",
            '"' => text += "&quot;",
            '\t' | '\n' | '\r' => write!(text, "&#{};", u32::from(c)).expect("it is a string"),
            // XML has no such characters.
            '\0'..' ' | '\u{FFFE}' | '\u{FFFF}' => text.push('\u{FFFD}'),
            c => text.push(c),
        }
        text
    })
}

/// The documents of requests: each item of a list, by the names of its elements.
pub(crate) fn items(body: &[u8], item: &str) -> Result<Vec<Vec<(String, String)>>, ObsError> {
    let malformed = || ObsError::from(ObsErrorCode::MalformedXML);
    let text = std::str::from_utf8(body).map_err(|_| malformed())?;
    let document = roxmltree::Document::parse(text).map_err(|_| malformed())?;
    let children = document.root_element().children().filter(|it| it.tag_name().name() == item);
    let items = children.map(|child| {
        let fields = child.children().filter(roxmltree::Node::is_element);
        fields
            .map(|field| {
                let text = field.text().unwrap_or_default();
                (field.tag_name().name().to_owned(), text.to_owned())
            })
            .collect()
    });
    Ok(items.collect())
}

/// The value of the only element with this name below the root.
pub(crate) fn value(body: &[u8], name: &str) -> Option<String> {
    let document = roxmltree::Document::parse(std::str::from_utf8(body).ok()?).ok()?;
    let mut children = document.root_element().children();
    let element = children.find(|child| child.tag_name().name() == name)?;
    element.text().map(str::to_owned)
}

/// The value of an element of an item.
pub(crate) fn field<'a>(item: &'a [(String, String)], name: &str) -> Option<&'a str> {
    item.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
}
