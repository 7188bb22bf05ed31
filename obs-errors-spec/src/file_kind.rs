//! What a YAML file is about: a table, or something else that is read with the same messages.

/// What a file is, for messages about it.
#[derive(Clone, Copy, Debug)]
pub struct FileKind {
    /// Its name, such as `table`.
    pub name: &'static str,
    /// What it contains, with an article: `a table of error codes`.
    pub content: &'static str,
    /// How many levels of mappings and lists it has, in a word.
    pub levels: &'static str,
    /// Whether a name is a key of the file as a whole.
    pub is_key: fn(&str) -> bool,
    /// What most of its lines are about, in the plural: `error codes`.
    pub items: &'static str,
    /// The key under which those are.
    pub section: &'static str,
}
