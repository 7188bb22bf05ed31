//! What users of `obs-errors` can name changes on purpose alone: `public-api.txt` lists it.
//! `UPDATE_EXPECT=1 cargo test --package xtask --test public_api` writes it anew.
//!
//! It is read from the sources. What is `pub` there is reachable, since a lint refuses
//! what is not; what the tables of codes have is in the trait `ErrorCode`.

use std::fs;
use std::path::Path;

use expect_test::expect_file;
use quote::ToTokens;
use syn::{Attribute, ImplItem, Item, ItemImpl, TraitItem, Visibility};

#[test]
fn the_public_api_is_this() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../obs-errors/src");
    let mut api = Vec::new();
    read(&root, &mut api);
    assert!(api.len() > 100, "the sources are missing");
    api.sort();
    expect_file!["public-api.txt"].assert_eq(&(api.join("\n") + "\n"));
}

fn read(folder: &Path, api: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        // The command is no library, and the codes have a list of their own.
        if path.is_dir() && name != "bin" {
            read(&path, api);
        } else if name.ends_with("rs") && name != "generated.rs" {
            let source = fs::read_to_string(&path).expect("a source");
            let file = syn::parse_file(&source).unwrap_or_else(|error| panic!("{name}: {error}"));
            file.items.iter().for_each(|item| show(item, api));
        }
    }
}

fn show(item: &Item, api: &mut Vec<String>) {
    let (attributes, visibility, text) = match item {
        Item::Const(it) => (&it.attrs, &it.vis, format!("const {}: {}", it.ident, text(&it.ty))),
        Item::Enum(it) => {
            let variants: Vec<String> = it.variants.iter().map(|it| it.ident.to_string()).collect();
            (&it.attrs, &it.vis, format!("enum {} {{ {} }}", it.ident, variants.join(", ")))
        }
        Item::Fn(it) => (&it.attrs, &it.vis, text(&it.sig)),
        Item::Mod(it) => (&it.attrs, &it.vis, format!("mod {}", it.ident)),
        Item::Struct(it) => {
            (&it.attrs, &it.vis, format!("struct {}{}", it.ident, text(&it.generics)))
        }
        Item::Type(it) => (&it.attrs, &it.vis, format!("type {} = {}", it.ident, text(&it.ty))),
        Item::Use(it) => (&it.attrs, &it.vis, format!("use {}", text(&it.tree))),
        Item::Trait(it) => {
            let start = format!("trait {}: {}", it.ident, text(&it.supertraits));
            if is_shown(&it.attrs, &it.vis) {
                for item in &it.items {
                    let text = match item {
                        TraitItem::Const(it) => format!("const {}: {}", it.ident, text(&it.ty)),
                        TraitItem::Fn(it) => text(&it.sig),
                        other => text(other),
                    };
                    api.push(format!("{}::{text}", it.ident));
                }
            }
            (&it.attrs, &it.vis, start)
        }
        Item::Impl(it) => return show_impl(it, api),
        _ => return,
    };
    if is_shown(attributes, visibility) {
        api.push(text);
    }
}

fn show_impl(item: &ItemImpl, api: &mut Vec<String>) {
    let of = format!("{}{}", text(&item.generics), text(&item.self_ty));
    if let Some((path, _)) = &item.trait_ {
        api.push(format!("impl {} for {of}", text(path)));
        return;
    }
    for item in &item.items {
        match item {
            ImplItem::Fn(it) if is_shown(&it.attrs, &it.vis) => {
                api.push(format!("{of}::{}", text(&it.sig)));
            }
            ImplItem::Const(it) if is_shown(&it.attrs, &it.vis) => {
                api.push(format!("{of}::const {}: {}", it.ident, text(&it.ty)));
            }
            _ => {}
        }
    }
}

fn is_shown(attributes: &[Attribute], visibility: &Visibility) -> bool {
    let is_hidden = |attribute: &Attribute| text(attribute).replace(' ', "") == "#[doc(hidden)]";
    matches!(visibility, Visibility::Public(_)) && !attributes.iter().any(is_hidden)
}

/// The tokens with as few blanks as a person would write.
fn text(tokens: &impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    let pairs = [
        (" :: ", "::"),
        (":: ", "::"),
        (" < ", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" ,", ","),
        ("& ", "&"),
        (" : ", ": "),
        (" ;", ";"),
    ];
    pairs.iter().fold(text, |text, (from, to)| text.replace(from, to))
}
