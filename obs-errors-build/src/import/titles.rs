//! The titles of the columns, in the languages of the vendor's editions.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The index of each column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) status: usize,
    pub(super) code: usize,
    pub(super) message: usize,
    /// A column beside that of the message, which some editions have.
    pub(super) description: Option<usize>,
    /// Some editions have none.
    pub(super) solution: Option<usize>,
    /// The number of columns.
    pub(super) count: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Status,
    Code,
    Message,
    Description,
    Solution,
}

const ROLES: [Role; 5] =
    [Role::Status, Role::Code, Role::Message, Role::Description, Role::Solution];

/// The roles of each title: some mean one thing in one edition and another in the next.
static TITLES: LazyLock<HashMap<String, Vec<Role>>> = LazyLock::new(|| {
    let mut titles: HashMap<String, Vec<Role>> = HashMap::new();
    let editions = include_str!("titles.tsv").lines().filter(|line| !line.starts_with('#'));
    for edition in editions {
        for (role, title) in ROLES.into_iter().zip(edition.split('\t').skip(1)) {
            titles.entry(normalized(title)).or_default().push(role);
        }
    }
    titles.remove("");
    titles
});

fn normalized(title: &str) -> String {
    let is_kept = |c: &char| !c.is_whitespace() && !matches!(c, '_' | '*' | ':' | '\u{FF1A}');
    title.chars().filter(is_kept).flat_map(char::to_lowercase).collect()
}

/// The columns of a table, if these are their titles.
pub(super) fn columns<S: AsRef<str>>(cells: &[S]) -> Option<Columns> {
    let roles: Vec<&[Role]> = cells
        .iter()
        .enumerate()
        .map(
            |(index, cell)| {
                if index == 0 { roles_at_end(cell.as_ref()) } else { roles(cell.as_ref()) }
            },
        )
        .collect();
    let find = |role: Role| roles.iter().position(|roles| roles.contains(&role));
    let (status, code) = (find(Role::Status)?, find(Role::Code)?);
    // "Description" is the message of an edition that has no other.
    let is_message =
        |roles: &&[Role]| roles.contains(&Role::Message) && !roles.contains(&Role::Description);
    let message = roles.iter().position(is_message).or_else(|| find(Role::Message));
    // A list of codes and statuses has none.
    let message = message.or_else(|| find(Role::Description)).unwrap_or(cells.len());
    let is_beside = |index: &usize| {
        *index != message
            && roles[*index].iter().any(|role| [Role::Message, Role::Description].contains(role))
    };
    let description = (0..roles.len()).find(is_beside);
    let (solution, count) = (find(Role::Solution), cells.len());
    (status != code).then_some(Columns { status, code, message, description, solution, count })
}

/// What a title can mean; nothing if it is not a title.
pub(super) fn roles(text: &str) -> &'static [Role] {
    TITLES.get(&normalized(text)).map_or(&[], Vec::as_slice)
}

/// The same for a title after a caption, as converters print it.
pub(super) fn roles_at_end(text: &str) -> &'static [Role] {
    const MAX_LENGTH: usize = 64;
    let text = normalized(text);
    let first = text.len().saturating_sub(MAX_LENGTH);
    let starts = text.char_indices().map(|(at, _)| at).filter(|at| *at >= first);
    starts.filter_map(|at| TITLES.get(&text[at..])).map(Vec::as_slice).next().unwrap_or(&[])
}
