//! The paths that a module names: those of its `use` declarations, and qualified ones.

use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree};

/// A path as written, and whether it begins with `::`.
#[derive(Debug)]
pub(crate) struct NamedPath {
    pub(crate) segments: Vec<String>,
    pub(crate) is_global: bool,
}

/// A name that a `use` declaration makes visible to others.
#[derive(Debug)]
pub(crate) struct ReExport {
    pub(crate) name: String,
    pub(crate) path: NamedPath,
}

/// What a module names, without the modules in it.
#[derive(Debug, Default)]
pub(crate) struct Named {
    pub(crate) paths: Vec<NamedPath>,
    pub(crate) re_exports: Vec<ReExport>,
    /// Those with `#[macro_export]`.
    pub(crate) exported_macros: Vec<String>,
}

impl Named {
    pub(crate) fn from_items(items: &[Item]) -> Self {
        let mut named = Self::default();
        for item in items {
            if !matches!(item, Item::Mod(_)) {
                named.visit_item(item);
            }
        }
        named
    }
}

pub(crate) fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

impl<'ast> Visit<'ast> for Named {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes = match item {
            Item::Const(it) => &it.attrs,
            Item::Enum(it) => &it.attrs,
            Item::Fn(it) => &it.attrs,
            Item::Impl(it) => &it.attrs,
            Item::Mod(it) => &it.attrs,
            Item::Static(it) => &it.attrs,
            Item::Struct(it) => &it.attrs,
            Item::Trait(it) => &it.attrs,
            Item::Type(it) => &it.attrs,
            Item::Use(it) => &it.attrs,
            _ => return visit::visit_item(self, item),
        };
        if !is_for_tests(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        let is_exported = item.attrs.iter().any(|it| it.path().is_ident("macro_export"));
        self.exported_macros
            .extend(item.ident.iter().filter(|_| is_exported).map(ToString::to_string));
        visit::visit_item_macro(self, item);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let is_global = item.leading_colon.is_some();
        let is_visible = !matches!(item.vis, syn::Visibility::Inherited);
        let mut leaves = Vec::new();
        flatten(&item.tree, &mut Vec::new(), &mut leaves);
        for (segments, name) in leaves {
            if is_visible {
                let path = NamedPath { segments: segments.clone(), is_global };
                self.re_exports.push(ReExport { name, path });
            }
            self.paths.push(NamedPath { segments, is_global });
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> =
            path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if segments.len() > 1 {
            let is_global = path.leading_colon.is_some();
            self.paths.push(NamedPath { segments, is_global });
        }
        visit::visit_path(self, path);
    }
}

/// Every path of a tree, with the name that it gets.
fn flatten(tree: &UseTree, before: &mut Vec<String>, leaves: &mut Vec<(Vec<String>, String)>) {
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, leaves);
            before.pop();
        }
        UseTree::Group(group) => {
            group.items.iter().for_each(|item| flatten(item, before, leaves));
        }
        UseTree::Glob(_) => leaves.push((before.clone(), "*".to_owned())),
        UseTree::Name(name) if name.ident == "self" => {
            let last = before.last().cloned().unwrap_or_default();
            leaves.push((before.clone(), last));
        }
        UseTree::Name(name) => {
            let name = name.ident.to_string();
            let path = [before.as_slice(), std::slice::from_ref(&name)].concat();
            leaves.push((path, name));
        }
        UseTree::Rename(rename) => {
            let path = [before.as_slice(), &[rename.ident.to_string()]].concat();
            leaves.push((path, rename.rename.to_string()));
        }
    }
}
