//! Checks that the links of Markdown files lead to a file of the repository, or to a heading. A
//! file in a package may link to files outside of it only by their full URLs.

mod files;

use std::fs;
use std::path::{Component, Path, PathBuf};

use files::{files, root};

#[test]
fn links_resolve() {
    let packages = Package::all();
    let mut dead = Vec::new();
    let is_markdown = |path: &&String| Path::new(path).extension() == Some("md".as_ref());
    // The documents that the templates become are in `docs`.
    let is_template = |path: &&String| path.contains("/templates/");
    for path in files().iter().filter(is_markdown).filter(|path| !is_template(path)) {
        let text = fs::read_to_string(root().join(path)).expect("a file");
        for target in targets(&text) {
            if let Err(reason) = follow(&packages, Path::new(path), &text, target) {
                dead.push(format!("{path}: `{target}` {reason}"));
            }
        }
    }
    assert!(dead.is_empty(), "{}", dead.join("\n"));
}

#[test]
fn dead_links_are_found() {
    let packages = [Package("a".into())];
    let text = "# One, `two`\n[x](#one-two) [y](../README.md) ![z](b.png)\n```\n[no](link)\n```\n";
    let found: Vec<&str> = targets(text).collect();
    assert_eq!(found, ["#one-two", "../README.md", "b.png"]);
    let follow = |path: &str, target| follow(&packages, Path::new(path), text, target);
    assert_eq!(follow("a/README.md", "#one-two"), Ok(()));
    assert_eq!(follow("a/README.md", "#two"), Err("is not a heading"));
    assert_eq!(follow("a/README.md", "https://docs.rs/http"), Ok(()));
    assert_eq!(follow("a/README.md", "crate::Retry"), Ok(()));
    assert_eq!(follow("a/README.md", "../README.md"), Err("is not in the package"));
    assert_eq!(follow("docs/README.md", "../README.md"), Ok(()));
    assert_eq!(follow("README.md", "b.png"), Err("does not exist"));
}

/// The directory of a package that is published.
struct Package(PathBuf);

impl Package {
    fn all() -> Vec<Self> {
        let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
        let members = manifest.lines().filter_map(|line| line.trim().strip_prefix("\"obs-errors"));
        let packages = members.filter_map(|line| line.strip_suffix("\","));
        packages.map(|rest| Self(format!("obs-errors{rest}").into())).collect()
    }
}

/// The targets of the inline links and images in a text, outside of fenced blocks.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    let mut is_fenced = false;
    let lines = text.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        is_fenced ^= is_fence;
        !is_fenced && !is_fence
    });
    lines.flat_map(|line| line.split("](").skip(1)).filter_map(|rest| Some(rest.split_once(')')?.0))
}

fn follow(packages: &[Package], file: &Path, text: &str, target: &str) -> Result<(), &'static str> {
    // A full URL, or an intra-doc link, which rustdoc checks.
    if target.contains("://") || target.contains("::") {
        return Ok(());
    }
    let (path, heading) = target.split_once('#').unwrap_or((target, ""));
    let text = if path.is_empty() {
        text.to_owned()
    } else {
        let path = normalized(&file.parent().expect("a file").join(path));
        let package = packages.iter().find(|package| file.starts_with(&package.0));
        if package.is_some_and(|package| !path.starts_with(&package.0)) {
            return Err("is not in the package");
        }
        if !root().join(&path).exists() {
            return Err("does not exist");
        }
        fs::read_to_string(root().join(&path)).unwrap_or_default()
    };
    let has_heading = heading.is_empty() || anchors(&text).any(|anchor| anchor == heading);
    has_heading.then_some(()).ok_or("is not a heading")
}

/// The anchors of the headings, and those that are given as `id`.
fn anchors(text: &str) -> impl Iterator<Item = String> {
    let headings = text.lines().filter(|line| line.starts_with('#')).map(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    });
    let ids = text.split("id=\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0));
    headings.chain(ids.map(str::to_owned))
}

fn normalized(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut path, component| {
        match component {
            Component::ParentDir => _ = path.pop(),
            other => path.push(other),
        }
        path
    })
}
