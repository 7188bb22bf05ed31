//! Checks that the modules of every crate import each other without a cycle, including a parent and
//! its child.
//!
//! What a module imports is read from its `use` declarations and from its qualified paths. A
//! name that the crate root re-exports counts as the module that defines it, and what is only
//! there for tests (`#[cfg(test)]`) does not count. What a macro expands to is not read.

mod files;
mod modules {
    pub(crate) mod crates;
    pub(crate) mod cycles;
    pub(crate) mod paths;
}

use modules::crates::Crate;
use modules::cycles::cycles;

#[test]
fn imports_between_modules_form_no_cycle() {
    let crates = Crate::all(&files::root());
    assert!(crates.len() >= 4, "the crates are missing");
    let found: Vec<String> = crates.iter().flat_map(|it| cycles(&it.name, &it.imports)).collect();
    assert!(found.is_empty(), "modules import each other in cycles:\n{}", found.join("\n"));
}

/// Small crates, each with the cycles that are found in it.
#[test]
fn cycles_are_found() {
    for (modules, expected) in [
        // A chain.
        (&[("", "mod a; mod b;"), ("a", "use crate::b::B;"), ("b", "pub struct B;")][..], &[][..]),
        // A `use`, and a qualified path in a body.
        (
            &[
                ("", "mod a; mod b;"),
                ("a", "use crate::b::B; pub fn a() {}"),
                ("b", "pub struct B; fn b() { crate::a::a() }"),
            ],
            &["small: a, b"],
        ),
        // A path that begins with a module, or with `super`.
        (
            &[
                ("", "mod a; mod b;"),
                ("a", "use super::b; fn a() { b::b() }"),
                ("b", "pub fn b() { super::a::A; }"),
            ],
            &["small: a, b"],
        ),
        // A parent and its child.
        (
            &[
                ("", "mod a;"),
                ("a", "mod b; use b::B; pub(crate) struct A;"),
                ("a::b", "use super::A; pub struct B;"),
            ],
            &["small: a, a::b"],
        ),
        // A re-export of the root is the module that defines it...
        (
            &[
                ("", "mod a; mod b; pub use a::{A, other as C}; pub use self::b::B;"),
                ("a", "pub struct A; pub struct other; use crate::B;"),
                ("b", "pub struct B;"),
            ],
            &[],
        ),
        (
            &[
                ("", "mod a; mod b; pub use a::{A, other as C}; pub use self::b::B;"),
                ("a", "pub struct A; pub struct other; use crate::B;"),
                ("b", "pub struct B; use ::small::C;"),
            ],
            &["small: a, b"],
        ),
        // ... that of a module is in the module.
        (
            &[
                ("", "mod a;"),
                ("a", "mod b; mod c; pub(crate) use b::B;"),
                ("a::b", "pub struct B;"),
                ("a::c", "use super::B;"),
            ],
            &[],
        ),
        (
            &[
                ("", "mod a;"),
                ("a", "mod b; mod c; pub(crate) use b::B; use c::C;"),
                ("a::b", "pub struct B;"),
                ("a::c", "use super::B; pub struct C;"),
            ],
            &["small: a, a::c"],
        ),
        // The root, with what it defines itself.
        (
            &[
                ("", "mod a; pub struct Root; fn f(_: a::A) {}"),
                ("a", "use crate::Root; pub struct A;"),
            ],
            &["small: (root), a"],
        ),
        // Tests may import what they like.
        (
            &[
                ("", "mod a; mod b;"),
                ("a", "use crate::b::B; pub struct A;"),
                (
                    "b",
                    "pub struct B; #[cfg(test)] mod tests { use crate::a::A; } #[cfg(test)] use crate::a;",
                ),
            ],
            &[],
        ),
        // A glob, and an inline module.
        (
            &[
                ("", "mod a; mod inner { pub use crate::a::*; pub struct I; }"),
                ("a", "fn f(_: crate::inner::I) {}"),
            ],
            &["small: a, inner"],
        ),
    ] {
        let found = cycles("small", &Crate::from_sources("small", modules).imports);
        let found: Vec<&str> = found.iter().filter_map(|it| it.lines().next()).collect();
        assert_eq!(found, expected, "{modules:?}");
    }
}
