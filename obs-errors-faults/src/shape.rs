//! The forms in which an error arrives: as the service sends it, or as something in between does.

macro_rules! shapes {
    ($($(#[$docs:meta])* $Shape:ident = $name:literal,)*) => {
        /// The form of an error response.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Shape {
            $($(#[$docs])* $Shape,)*
        }

        impl Shape {
            /// Every shape.
            pub const ALL: &'static [Self] = &[$(Self::$Shape),*];

            /// Returns the name of the shape in rules, such as `in-200`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$Shape => $name,)*
                }
            }
        }
    };
}

shapes! {
    /// The document, as the service sends it.
    #[default]
    Xml = "xml",
    /// The document, with line breaks and indentation.
    Pretty = "pretty",
    /// The document, with a namespace prefix on each element.
    Prefixed = "prefixed",
    /// The document, with whitespace between the declaration and the root.
    DeclarationThenWhitespace = "declaration-then-whitespace",
    /// The document after whitespace, which the service sends to keep a connection open. XML does not allow
    /// whitespace before a declaration.
    WhitespaceThenDeclaration = "whitespace-then-declaration",
    /// The page of a proxy, without the code.
    Html = "html",
    /// A JSON object: `{"code": ..., "message": ..., "request_id": ...}`.
    Json = "json",
    /// The same object as the member `error` of another.
    JsonNested = "json-nested",
    /// No body. The headers have the code.
    Empty = "empty",
    /// The first half of the document. The length is that of the half, so nothing else shows it.
    Truncated = "truncated",
    /// The document with status 200, after whitespace: an operation that failed after the response had begun.
    In200 = "in-200",
    /// The document, compressed with gzip.
    Gzip = "gzip",
    /// The document in ISO 8859-1, with `?` for characters that it does not have.
    Latin1 = "latin-1",
}
